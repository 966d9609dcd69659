"""How a convention ends: refused, given up, broken off, or closed once attested."""

from datetime import date

from internships import access
from internships.jobs.expiry import stop
from internships.mails import (
    ConventionCancelled,
    ConventionRefused,
    ConventionTerminated,
    tell,
)
from internships.models import Assessment, Attestation, Avenant, Convention, Internship, Terms
from internships.selectors.parties import facts_of, parties_of
from internships.services import writing
from internships.services.review import need, require_state
from internships.states import (
    SIGNING,
    UNSIGNED,
    AssessmentState,
    AttestationState,
    AvenantState,
    ConventionState,
)
from nrc_platform.core import clock, dates
from nrc_platform.core.access import require
from nrc_platform.core.errors import DomainError, Invalid
from nrc_platform.journal import moves
from nrc_platform.journal.moves import service
from nrc_platform.people.models import User
from nrc_platform.signatures import services as signatures
from nrc_platform.signatures.models import SigningRequest

_S = ConventionState
_OPEN_AVENANTS = (AvenantState.DRAFT, AvenantState.READY_TO_SIGN, AvenantState.PARTLY_SIGNED)
_WHY = "Écrivez le motif\u00a0: les personnes de la convention le liront."


def terms_today(convention: Convention) -> Terms:
    """Return the terms true today."""
    return Terms.objects.effective(clock.today()).get(convention=convention)


@service
def refuse_convention(convention: Convention, *, actor: User, reason: str) -> Convention:
    """Record that a party says no: the convention stays without effect."""
    row = writing.lock(convention.pk)
    require_state(row, _S.COMPANY_CHECK, _S.TEACHER_REVIEW, *SIGNING)
    require(access.can_refuse_convention(actor, row))
    why = need("reason", reason, _WHY)
    people = parties_of(row)
    row = stop(row, "refuse", actor=actor, reason=why, end_reason=why)
    facts = facts_of(row)
    tell(
        row,
        people,
        lambda known: ConventionRefused(facts, reason=why, has_account=known),
        actor=actor,
    )
    return row


@service
def cancel_convention(convention: Convention, *, actor: User, reason: str) -> Convention:
    """
    Give the convention up before the stage.

    - a signed one: until the day before its first day; then it is broken off;
    - not once somebody has assessed the stage.
    """
    row = writing.lock(convention.pk)
    require_state(row, *UNSIGNED, _S.SIGNED)
    require(access.can_cancel_convention(actor, row))
    if row.state == _S.SIGNED:
        _require_before_start(row)
    _require_no_assessment(row)
    why = need("reason", reason, _WHY)
    people = parties_of(row)
    _drop_avenants(row, actor=actor, reason=why)
    row = stop(row, "cancel", actor=actor, reason=why, end_reason=why)
    facts = facts_of(row)
    tell(
        row,
        people,
        lambda known: ConventionCancelled(facts, reason=why, has_account=known),
        actor=actor,
    )
    return row


def _require_before_start(convention: Convention) -> None:
    starts_on = terms_today(convention).starts_on
    if starts_on is not None and clock.today() >= starts_on:
        raise DomainError(
            f"Le stage a commencé le {dates.short_day(starts_on)}\u00a0: il ne s’annule plus. "
            "Enregistrez une rupture, avec son dernier jour.",
            code="begun",
        )


def _require_no_assessment(convention: Convention) -> None:
    given = Assessment.objects.filter(
        internship__convention=convention, state=AssessmentState.SUBMITTED
    )
    if given.exists():
        raise DomainError(
            "Un bilan de ce stage est déjà remis\u00a0: la convention ne s’annule plus. "
            "Enregistrez une rupture.",
            code="assessed",
        )


def _drop_avenants(convention: Convention, *, actor: User, reason: str) -> None:
    """End the avenants under way with their convention: nobody signs them any more."""
    for avenant in Avenant.objects.filter(convention=convention, state__in=_OPEN_AVENANTS):
        rounds = SigningRequest.objects.about("internships.avenant", avenant.pk)
        held = rounds.open().first()
        if held is not None:
            signatures.void_request(held, actor=actor, reason=reason)
        moves.apply(avenant, "cancel", actor=actor, reason=reason, end_reason=reason)


@service
def terminate_convention(
    convention: Convention, *, actor: User, ended_on: date, reason: str
) -> Convention:
    """
    Record the end of a stage under way, on its last day of presence; all signers are told.

    - a day of the stage, today at the latest: an end to come is agreed by an avenant.
    """
    row = writing.lock(convention.pk)
    require_state(row, _S.SIGNED)
    require(access.can_terminate_convention(actor, row))
    _check_last_day(row, ended_on)
    why = need("reason", reason, _WHY)
    people = parties_of(row)
    _drop_avenants(row, actor=actor, reason=why)
    row = stop(row, "terminate", actor=actor, reason=why, ended_on=ended_on, end_reason=why)
    facts = facts_of(row)
    tell(
        row,
        people,
        lambda known: ConventionTerminated(
            facts, reason=why, has_account=known, ended_on=ended_on
        ),
        actor=actor,
    )
    return row


def _check_last_day(convention: Convention, ended_on: date) -> None:
    terms = terms_today(convention)
    first, last = terms.starts_on, terms.ends_on
    if first is not None and clock.today() < first:
        raise DomainError(
            f"Le stage commence le {dates.short_day(first)}\u00a0: avant ce jour, annulez la "
            "convention.",
            code="not_begun",
        )
    if ended_on > clock.today():
        raise Invalid(
            {
                "ended_on": [
                    "Cette date est à venir\u00a0: une fin à venir se convient par un avenant de "
                    "rupture. Indiquez le dernier jour de présence."
                ]
            }
        )
    if (first and ended_on < first) or (last and ended_on > last):
        raise Invalid(
            {
                "ended_on": [
                    f"Le stage va du {dates.short_day(first)} au {dates.short_day(last)}\u00a0: "
                    "indiquez un de ses jours."
                    if first and last
                    else "Indiquez un jour du stage."
                ]
            }
        )


@service
def close_convention(convention: Convention, *, actor: User) -> Convention:
    """Close a convention whose every stage is attested."""
    row = writing.lock(convention.pk)
    require_state(row, _S.SIGNED)
    stages = list(row.internships.all())
    require(all(access.can_make_attestation(actor, _with(row, stage)) for stage in stages))
    signed = Attestation.objects.filter(
        internship__in=stages, state=AttestationState.SIGNED
    ).order_by()
    attested = set(signed.values_list("internship_id", flat=True))
    missing = [str(stage.student) for stage in stages if stage.pk not in attested]
    if missing:
        raise DomainError(
            f"L’attestation n’est pas encore signée pour {', '.join(missing)}\u00a0: la "
            "convention se clôt ensuite.",
            code="not_attested",
        )
    return moves.apply(row, "close", actor=actor, state_since=clock.now())


def _with(convention: Convention, stage: Internship) -> Internship:
    """Return the stage with its convention as it is locked, without asking again."""
    stage.convention = convention
    return stage
