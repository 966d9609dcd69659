"""What goes between a student and the teachers: hand in, remark, send back, visa."""

from exams import access
from exams.facts import fiche_facts
from exams.mails import FicheReturned, FicheSubmitted, VisaGranted
from exams.models import Fiche, FicheSnapshot, Remark
from exams.rules import fiche_findings
from exams.selectors import (
    candidate_number,
    fiche_check,
    pdf_job_key,
    teachers_of,
    with_content,
)
from exams.services.fiche import _checked, lock, require_open
from exams.services.shown import forget_fiche, show_fiche
from exams.states import FicheState, Rubric, SnapshotReason
from nrc_platform.core.access import require
from nrc_platform.core.clock import now
from nrc_platform.core.dates import moment
from nrc_platform.core.errors import DomainError, Incomplete, Invalid, Stale
from nrc_platform.documents import services as documents
from nrc_platform.jobs import services as jobs
from nrc_platform.journal import moves
from nrc_platform.journal import services as journal
from nrc_platform.journal.moves import service
from nrc_platform.notifications import services as notifications
from nrc_platform.people.models import User

TEACHERS_ONLY = "Seule l’équipe de la promotion fait cette action."


def _keep(fiche: Fiche, reason: SnapshotReason, *, actor: User) -> FicheSnapshot:
    """Keep the facts of the fiche as they are now; a visa also gives the PDF its reference."""
    loaded = with_content(fiche)
    reference = documents.new_reference() if reason == SnapshotReason.VISA else ""
    facts = fiche_facts(loaded, candidate_number=candidate_number(loaded), reference=reference)
    last = FicheSnapshot.objects.filter(fiche=fiche).order_by("-number").first()
    return FicheSnapshot.objects.create(
        fiche=fiche,
        number=last.number + 1 if last else 1,
        reason=reason,
        made_by=actor,
        facts=facts.as_dict(),
    )


def _require_submitted(fiche: Fiche) -> None:
    """Refuse a fiche that a colleague has answered already, saying what happened."""
    if fiche.state == FicheState.RETURNED and fiche.returned_at:
        raise DomainError(
            f"Cette fiche a déjà été renvoyée à l’étudiant ({moment(fiche.returned_at)})."
        )
    if fiche.state == FicheState.VISAED and fiche.visa_at:
        raise DomainError(f"Cette fiche est déjà visée ({moment(fiche.visa_at)}).")
    if fiche.state == FicheState.DRAFT:
        raise DomainError("Cette fiche n’est pas encore remise.")


@service
def submit_fiche(fiche: Fiche, *, actor: User, version: int | None = None) -> Fiche:
    """
    Hand the fiche in; `Incomplete` lists what is missing, with links to the fields.

    - strict where drafts are lenient: every official rubric, nature, origin, codes (annexe 1).
    """
    row = lock(fiche.pk)
    require_open(row)
    require(access.can_submit_fiche(actor, row), "Une fiche se remet par son auteur seul.")
    if version is not None and row.version != version:
        raise Stale("Cette fiche a changé entre-temps : relisez-la avant de la remettre.")
    found = [
        finding
        for finding in fiche_findings(fiche_check(with_content(row), alone=True))
        if finding.severity == "blocking"
    ]
    if found:
        what = "1 élément" if len(found) == 1 else f"{len(found)} éléments"
        raise Incomplete(f"Il manque {what} pour remettre la fiche", found)
    row = moves.apply(
        row,
        "submit",
        actor=actor,
        submitted_at=now(),
        submission_number=row.submission_number + 1,
    )
    _keep(row, SnapshotReason.SUBMIT, actor=actor)
    mail = FicheSubmitted(fiche_facts(with_content(row)))
    for teacher in teachers_of(row.promotion_id):
        notifications.send(mail, to=teacher, about=row, school_id=row.promotion.school_id)
    return row


@service
def add_remark(fiche: Fiche, *, actor: User, rubric: str, text: str) -> Remark:
    """Write a remark on a rubric; the student reads it when the fiche is sent back or visaed."""
    row = lock(fiche.pk)
    _require_submitted(row)
    require(access.can_remark_fiche(actor, row), TEACHERS_ONLY)
    if rubric not in Rubric.values:
        raise Invalid({"rubric": ["Choisissez une rubrique de la fiche."]})
    text = _checked("conditions_text", text)
    if not text:
        raise Invalid({"text": ["Écrivez la remarque."]})
    remark = Remark.objects.create(fiche=row, rubric=rubric, author=actor, text=text)
    journal.record(
        "exams.remark.add",
        actor=actor,
        about=row,
        school_id=row.promotion.school_id,
        data={"rubric": rubric},
    )
    return remark


@service
def remove_remark(remark: Remark, *, actor: User) -> None:
    """Take back a remark that was not sent yet."""
    row = lock(remark.fiche_id)
    require(access.can_remark_fiche(actor, row), TEACHERS_ONLY)
    if remark.sent_at is not None:
        raise DomainError("Cette remarque est déjà envoyée : elle reste au dossier.")
    journal.record(
        "exams.remark.remove",
        actor=actor,
        about=row,
        school_id=row.promotion.school_id,
        data={"rubric": remark.rubric},
    )
    remark.delete()


def _send_remarks(fiche: Fiche) -> int:
    return Remark.objects.filter(fiche=fiche, sent_at__isnull=True).update(sent_at=now())


@service
def send_back_fiche(fiche: Fiche, *, actor: User, message: str = "") -> Fiche:
    """Give the fiche back to its student with the remarks; one at least, or a message."""
    row = lock(fiche.pk)
    _require_submitted(row)
    require(access.can_send_back_fiche(actor, row), TEACHERS_ONLY)
    message = _checked("conditions_text", message)
    if message:
        Remark.objects.create(fiche=row, rubric=Rubric.GENERAL, author=actor, text=message)
    sent = _send_remarks(row)
    if not sent:
        raise Invalid(
            {"message": ["Écrivez au moins une remarque : que faut-il reprendre dans la fiche ?"]}
        )
    row = moves.apply(row, "send_back", actor=actor, returned_at=now())
    _keep(row, SnapshotReason.RETURN, actor=actor)
    if row.student.email:
        notifications.send(
            FicheReturned(fiche_facts(with_content(row)), remarks=sent),
            to=row.student,
            about=row,
            school_id=row.promotion.school_id,
        )
    return row


@service
def grant_visa(fiche: Fiche, *, actor: User, remarks: str = "") -> Fiche:
    """Close the fiche for its student and queue its PDF."""
    row = lock(fiche.pk)
    _require_submitted(row)
    require(access.can_grant_visa(actor, row), TEACHERS_ONLY)
    row = moves.apply(
        row,
        "grant_visa",
        actor=actor,
        visa_by=actor,
        visa_at=now(),
        visa_remarks=_checked("conditions_text", remarks),
    )
    _send_remarks(row)
    show_fiche(row, actor=actor)
    kept = _keep(row, SnapshotReason.VISA, actor=actor)
    if row.student.email:
        notifications.send(
            VisaGranted(fiche_facts(with_content(row))),
            to=row.student,
            about=row,
            school_id=row.promotion.school_id,
        )
    jobs.file(
        "exams.render_fiche",
        key=pdf_job_key(row, kept.number),
        owner_id=actor.pk,
        school_id=row.promotion.school_id,
        label=f"Fiche E4 n° {row.slot}" if row.slot else "Fiche E4",
        fiche=str(row.pk),
    )
    return row


@service
def withdraw_visa(fiche: Fiche, *, actor: User, reason: str) -> Fiche:
    """Take the visa back, with a reason, until the file is deposited."""
    row = lock(fiche.pk)
    if row.state != FicheState.VISAED:
        raise DomainError("Cette fiche n’est pas visée : il n’y a pas de visa à retirer.")
    require(access.can_withdraw_visa(actor, row), TEACHERS_ONLY)
    reason = _checked("conditions_text", reason)
    if not reason:
        raise Invalid({"reason": ["Écrivez pourquoi : l’étudiant lira ce motif."]})
    Remark.objects.create(
        fiche=row, rubric=Rubric.GENERAL, author=actor, text=reason, sent_at=now()
    )
    documents.withdraw(key=row.pdf_key, actor=actor)
    forget_fiche(row, actor=actor)
    return moves.apply(
        row,
        "withdraw_visa",
        actor=actor,
        reason=reason,
        visa_by=None,
        visa_at=None,
        visa_remarks="",
    )


@service
def handle_remark(remark: Remark, *, actor: User) -> Remark:
    """Mark a remark as handled; the student says so, once."""
    row = Remark.objects.select_for_update(of=("self",)).select_related("fiche").get(pk=remark.pk)
    if row.handled_at is not None:
        return row
    require(access.can_handle_remark(actor, row), "Une remarque se traite par l’auteur du texte.")
    row.handled_at = now()
    row.save(update_fields=["handled_at"])
    return row
