"""The blank forms a person may print, and those already printed for their school."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from nrc_platform.documents.access import BLANK
from nrc_platform.documents.models import Document
from nrc_platform.documents.selectors import document_fact
from nrc_platform.people.access import Viewer, open_grants
from nrc_platform.people.models import School

# Each form, its title, and what it is for.
BLANK_FORMS = {
    "convention": (
        "Convention de stage",
        "Les quinze mentions obligatoires, les articles et les cases à signer.",
    ),
    "visite": ("Compte rendu de visite", "Une page, à remplir pendant la visite."),
    "bilan-tuteur": ("Bilan du stage par le tuteur", "Les mêmes questions qu’à l’écran."),
    "attestation": (
        "Attestation de stage",
        "Durée effective et gratification versée, à signer par l’entreprise.",
    ),
}


@dataclass(frozen=True)
class BlankLine:
    """A form as the page lists it; `document` is the one already printed, if any."""

    school_id: UUID
    school: str
    code: str
    title: str
    use: str
    document: UUID | None
    detail: str


def member_schools(user: Viewer) -> QuerySet[School]:
    """Return the schools where the person holds a role today; the platform admin's: none."""
    if not user.is_authenticated:
        return School.objects.none()
    return School.objects.filter(pk__in=open_grants(user).order_by().values("school_id"))


def blank_lines(user: Viewer) -> list[BlankLine]:
    """Return each form of each of the person's schools. Two queries."""
    schools = list(member_schools(user).order_by("name", "id"))
    rows = Document.objects.current().filter(kind=BLANK, school__in=schools)
    held = {row.key: row for row in rows.select_related("student", "promotion", "blob")}
    found = []
    for school in schools:
        for code, (title, use) in BLANK_FORMS.items():
            row = held.get(f"{BLANK}:{code}:{school.pk}")
            detail = ""
            if row is not None:
                fact = document_fact(row)
                pages = f"{row.page_count} page{'s' if row.page_count > 1 else ''}"
                detail = f"PDF, {pages}, {fact.size}"
            found.append(
                BlankLine(
                    school.pk, school.name, code, title, use, row.pk if row else None, detail
                )
            )
    return found
