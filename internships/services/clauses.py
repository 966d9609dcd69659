"""The school's own clauses: each edit is a new version with its author, and its preview."""

from django.core.exceptions import ValidationError
from django.utils.safestring import SafeString

from internships.access import can_edit_clauses
from internships.facts.clauses import VARIABLES, check_clauses, clauses_html
from internships.facts.convention import variables
from internships.models import Convention, SchoolClauses
from internships.selectors.printed import clauses_of, printed_convention
from nrc_platform.core import clock
from nrc_platform.core.access import require
from nrc_platform.core.errors import DomainError, Invalid, Stale
from nrc_platform.core.rows import insert
from nrc_platform.core.text import check_length, clean_text
from nrc_platform.journal.moves import service
from nrc_platform.journal.services import record
from nrc_platform.people.models import School, User

MAX_CHARS, MAX_LINES = 20_000, 400
OTHER_SCHOOL = (
    "Cette convention n’est pas de l’établissement\u00a0: choisissez-en une de la liste."
)


def _checked(body: str) -> str:
    cleaned = clean_text(body)
    try:
        check_length(cleaned, max_chars=MAX_CHARS, max_lines=MAX_LINES)
    except ValidationError as error:
        raise Invalid({"body": error.messages}) from error
    check_clauses(cleaned)
    return cleaned


@service
def save_clauses(school: School, *, actor: User, body: str, number: int) -> SchoolClauses:
    """
    Keep a new version of the school's clauses under the name of its author.

    - `number` is the version the author was reading, 0 before the first one: another one saved in
      between refuses this one, and nothing typed is lost;
    - saving the same text again makes no version;
    - a variable outside the closed list is refused with those that are known.
    """
    require(can_edit_clauses(actor, school))
    cleaned = _checked(body)
    last = clauses_of(school.pk)
    if (last.number if last else 0) != number:
        raise Stale(
            "Quelqu’un a enregistré une version entre-temps\u00a0: relisez-la avant d’écrire la "
            "vôtre. Votre texte est resté dans la page."
        )
    if last is not None and last.body == cleaned:
        return last
    row = insert(SchoolClauses(school=school, number=number + 1, body=cleaned, author=actor))
    record(
        "internships.schoolclauses.save",
        actor=actor,
        about=row,
        school_id=school.pk,
        data={"number": row.number},
    )
    return row


def preview_values(convention: Convention | None) -> dict[str, str]:
    """Return what variables stand for in a preview: a real convention, else what each means."""
    if convention is None:
        return {name: f"[{label}]" for name, label in VARIABLES.items()}
    return variables(printed_convention(convention, on=clock.today(), signers=()))


def preview_html(
    school: School, *, actor: User, body: str, convention: Convention | None = None
) -> SafeString:
    """Return the clauses as they will be printed, without keeping anything."""
    require(can_edit_clauses(actor, school))
    if convention is not None and convention.school_id != school.pk:
        raise DomainError(
            "Cette convention n’est pas de l’établissement\u00a0: choisissez-en une."
        )
    return clauses_html(_checked(body), preview_values(convention))
