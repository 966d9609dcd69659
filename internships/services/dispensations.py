"""Dispensations: decisions that lower the weeks of stage required of a student."""

from datetime import date

from internships import access
from internships.models import Dispensation
from internships.services.uploads import read_paper
from internships.states import DispensationKind
from nrc_platform.core import clock, dates
from nrc_platform.core.access import require
from nrc_platform.core.errors import Invalid
from nrc_platform.core.rows import insert
from nrc_platform.core.text import clean_text
from nrc_platform.documents import services as documents
from nrc_platform.journal.moves import service
from nrc_platform.journal.services import record
from nrc_platform.people.models import Enrolment, Promotion, User

MOST_WEEKS = 52
OFFICE = "Une dispense s’enregistre par le bureau des stages, sur une décision écrite."
NOT_PDF = "Joignez la décision en PDF\u00a0: c’est elle qui fait foi."


@service
def record_dispensation(
    student: User,
    promotion: Promotion,
    *,
    actor: User,
    kind: str,
    weeks: int,
    decision: str,
    decided_on: date,
    content: bytes,
    filename: str,
    lifts_consecutive: bool = False,
) -> Dispensation:
    """
    Record a decision that lowers the weeks required of a student, with its file.

    - the recteur's, a positionnement, or a broken stage that is validated (L124-15);
    - the six consecutive weeks fall only when the decision says so;
    - one decision counts once for a student.
    """
    require(access.can_record_dispensation(actor, promotion), OFFICE)
    reference = clean_text(decision).strip()
    _check(student, promotion, kind, weeks, reference, decided_on)
    kept, extension = read_paper(content)
    if extension != "pdf":
        raise Invalid({"file": [NOT_PDF]})
    stem = clean_text(filename).rpartition(".")[0].strip() or "decision"
    row = insert(
        Dispensation(
            student=student,
            promotion=promotion,
            kind=kind,
            weeks=weeks,
            lifts_consecutive=lifts_consecutive,
            decision=reference,
            decided_on=decided_on,
            blob=documents.put(kept),
            filename=f"{stem[:140]}.pdf",
            recorded_by=actor,
        )
    )
    record(
        "internships.dispensation.record",
        actor=actor,
        about=row,
        school_id=promotion.school_id,
        data={
            "kind": kind,
            "weeks": weeks,
            "lifts_consecutive": lifts_consecutive,
            "decided_on": decided_on.isoformat(),
            "sha256": row.blob_id,
        },
    )
    return row


def _check(
    student: User,
    promotion: Promotion,
    kind: str,
    weeks: int,
    decision: str,
    decided_on: date,
) -> None:
    errors: dict[str, list[str]] = {}
    if kind not in DispensationKind.values:
        errors["kind"] = ["Choisissez le fondement de la dispense."]
    if not 1 <= weeks <= MOST_WEEKS:
        errors["weeks"] = [
            f"Indiquez le nombre de semaines accordées, de 1 à {MOST_WEEKS}\u00a0: la décision "
            "le porte."
        ]
    if not decision:
        errors["decision"] = ["Recopiez la référence de la décision."]
    if decided_on > clock.today():
        errors["decided_on"] = [
            f"Le {dates.short_day(decided_on)} est à venir\u00a0: indiquez la date écrite sur la "
            "décision."
        ]
    if not Enrolment.objects.filter(student=student, promotion=promotion).exists():
        errors["student"] = [f"{student} n’est pas dans la classe {promotion.label}."]
    if errors:
        raise Invalid(errors)
