"""The class pack: every printed convention of a period in one ZIP, made by a job with progress."""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from uuid import UUID

from internships.jobs.documents import keep_request, seal_request
from internships.models import Avenant, Internship, InternshipPeriod
from internships.selectors.printed import AVENANT, CONVENTION
from internships.states import AvenantState
from nrc_platform.core.errors import DomainError
from nrc_platform.documents import services as documents
from nrc_platform.documents.models import Document
from nrc_platform.jobs.handlers import Finish, Run, handler
from nrc_platform.signatures.models import SigningRequest
from nrc_platform.signatures.states import UNDER_WAY, RequestState

PACK = "internships.class_pack"
NOTHING = (
    "Aucune convention de cette période n’est encore envoyée à signer\u00a0: il n’y a rien à "
    "imprimer pour l’instant."
)
# Dated alike for ever: the same documents make the same archive.
_DAY = (1980, 1, 1, 0, 0, 0)
_LIVE = (*UNDER_WAY, RequestState.COMPLETE)


@dataclass(frozen=True)
class Entry:
    """A round to put in the pack, and the line that says whose it is."""

    request: SigningRequest
    people: str


def _rounds(kind: str, subjects: dict[UUID, str]) -> Iterator[Entry]:
    """Yield the live round of each subject, in the order of the subjects. One query."""
    rows = SigningRequest.objects.filter(kind=kind, subject_id__in=list(subjects), state__in=_LIVE)
    rows = rows.select_related("school", "document", "final").order_by("round")
    last = {row.subject_id: row for row in rows}
    for subject, people in subjects.items():
        if subject in last:
            yield Entry(last[subject], people)


def entries_of(period: InternshipPeriod) -> list[Entry]:
    """
    Return what the pack of a period holds: sent conventions, then their avenants. Four queries.

    A round taken back, declined or expired is left out.
    """
    stages = Internship.objects.filter(period=period).select_related(
        "student", "convention__company"
    )
    names: dict[UUID, list[str]] = {}
    hosts: dict[UUID, str] = {}
    for row in stages.order_by("student__last_name", "student__first_name", "id"):
        company = row.convention.company
        names.setdefault(row.convention_id, []).append(str(row.student))
        hosts[row.convention_id] = company.legal_name if company else ""
    people = {pk: ", ".join([*held, hosts[pk]]) for pk, held in names.items()}
    avenants = Avenant.objects.filter(convention__in=list(people)).exclude(
        state__in=[AvenantState.DRAFT, AvenantState.REFUSED, AvenantState.CANCELLED]
    )
    changed = {
        row.pk: people[row.convention_id] for row in avenants.order_by("convention_id", "number")
    }
    return [*_rounds(CONVENTION, people), *_rounds(AVENANT, changed)]


def _document(request: SigningRequest) -> Document:
    """Return the last form of a round: signed by all, presented, or printed here."""
    document = request.final or request.document
    if document is not None:
        return document
    kept = keep_request(request, seal_request(request))
    if kept is None:
        raise DomainError(
            "Une convention vient d’être reprise pendant la préparation\u00a0: demandez à nouveau "
            "le lot."
        )
    return kept


def archive(held: list[tuple[Document, str]]) -> bytes:
    """Return the ZIP of the documents, with a list that says whose each one is."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as bundle:
        lines = [f"{document.filename} : {people}" for document, people in held]
        _add(bundle, "liste.txt", ("\n".join(lines) + "\n").encode())
        for document, _ in held:
            content, name = documents.open_document(document)
            with content:
                _add(bundle, name, content.read())
    return buffer.getvalue()


def _add(bundle: zipfile.ZipFile, name: str, content: bytes) -> None:
    info = zipfile.ZipInfo(name, _DAY)
    info.external_attr = 0o644 << 16
    info.compress_type = zipfile.ZIP_DEFLATED
    bundle.writestr(info, content)


@handler
def class_pack(run: Run, *, period: str) -> Finish:
    """Gather the PDFs of a period; those no worker printed yet are printed here, one by one."""
    row = InternshipPeriod.objects.select_related("promotion__school").get(pk=period)
    entries = entries_of(row)
    if not entries:
        raise DomainError(NOTHING)
    held = []
    for count, entry in enumerate(entries):
        run.progress(count, len(entries) + 1)
        held.append((_document(entry.request), entry.people))
    blob = documents.put(archive(held))
    run.progress(len(entries), len(entries) + 1)

    def finish() -> dict[str, str]:
        document = documents.store(
            blob,
            kind=PACK,
            key=f"{PACK}:{row.pk}",
            title=f"Conventions de la période {row.label}, {row.promotion.label}",
            filename="conventions-de-la-periode.zip",
            school=row.promotion.school,
            promotion=row.promotion,
            source_kind="internships.internshipperiod",
            source_id=row.pk,
            facts_sha256=blob.pk,
            page_count=sum(document.page_count for document, _ in held),
        )
        return {"document": str(document.pk)}

    return finish
