"""Supporting papers: given by the student or the office for them, checked by the office."""

from datetime import date

from internships import access
from internships.models import SupportingPaper
from internships.services.uploads import read_paper
from internships.states import PaperKind, PaperState
from nrc_platform.core import clock, dates
from nrc_platform.core.access import require
from nrc_platform.core.errors import DomainError, Invalid
from nrc_platform.core.rows import insert
from nrc_platform.core.text import clean_text
from nrc_platform.documents import services as documents
from nrc_platform.journal import moves
from nrc_platform.journal.services import record
from nrc_platform.people.models import Promotion, User

# A paper that only lasts for a time says until when.
DATED = (PaperKind.LIABILITY, PaperKind.VEHICLE)
REFUSAL = "Une pièce se vérifie par le bureau des stages, une seule fois."
NOT_YOURS = "Une pièce se donne par l’étudiant, ou par le bureau des stages pour lui."


def _check_dates(kind: str, expires_on: date | None) -> None:
    if kind in DATED and expires_on is None:
        raise Invalid(
            {
                "expires_on": [
                    "Indiquez jusqu’à quand cette assurance vaut\u00a0: c’est écrit dessus."
                ]
            }
        )
    if expires_on is not None and expires_on < clock.today():
        raise Invalid(
            {
                "expires_on": [
                    f"Cette pièce a expiré le {dates.short_day(expires_on)}. "
                    "Demandez-en une à jour à l’organisme."
                ]
            }
        )


@moves.service
def give_paper(
    student: User,
    promotion: Promotion,
    *,
    actor: User,
    kind: str,
    content: bytes,
    filename: str,
    insurer: str = "",
    number: str = "",
    expires_on: date | None = None,
) -> SupportingPaper:
    """File a paper: a PDF, a JPEG or a PNG of 5 MB at most, known by its content."""
    require(access.can_give_paper(actor, student, promotion), NOT_YOURS)
    _check_dates(kind, expires_on)
    kept, extension = read_paper(content)
    stem = clean_text(filename).rpartition(".")[0] or "piece"
    paper = insert(
        SupportingPaper(
            student=student,
            promotion=promotion,
            kind=kind,
            blob=documents.put(kept),
            filename=f"{stem[:140]}.{extension}",
            insurer=clean_text(insurer),
            number=clean_text(number),
            expires_on=expires_on,
        )
    )
    record(
        "internships.supportingpaper.give",
        actor=actor,
        about=paper,
        school_id=promotion.school_id,
        data={"kind": kind, "type": extension},
    )
    return paper


@moves.service
def accept_paper(paper: SupportingPaper, *, actor: User) -> SupportingPaper:
    """Say that the paper holds until its date."""
    require(access.can_check_paper(actor, paper), REFUSAL)
    if paper.expires_on is not None and paper.expires_on < clock.today():
        raise DomainError(
            "Cette pièce a expiré depuis son dépôt\u00a0: refusez-la et demandez-en une à jour."
        )
    return moves.apply(paper, "accept", actor=actor, checked_by=actor, checked_at=clock.now())


@moves.service
def refuse_paper(paper: SupportingPaper, *, actor: User, reason: str) -> SupportingPaper:
    """Say why the paper does not do; the student gives another."""
    require(access.can_check_paper(actor, paper), REFUSAL)
    why = clean_text(reason)
    if not why:
        raise Invalid({"reason": ["Dites pourquoi\u00a0: l’étudiant lira ce motif."]})
    return moves.apply(
        paper,
        "refuse",
        actor=actor,
        reason=why,
        checked_by=actor,
        checked_at=clock.now(),
        refusal_reason=why,
    )


@moves.service
def withdraw_paper(paper: SupportingPaper, *, actor: User) -> None:
    """Take back a paper nobody has looked at yet."""
    require(access.can_give_paper(actor, paper.student, paper.promotion), NOT_YOURS)
    record(
        "internships.supportingpaper.withdraw",
        actor=actor,
        about=paper,
        school_id=paper.school_id,
    )
    deleted, _ = SupportingPaper.objects.filter(pk=paper.pk, state=PaperState.TO_CHECK).delete()
    if not deleted:
        raise DomainError("Cette pièce est déjà vérifiée\u00a0: elle reste au dossier.")
