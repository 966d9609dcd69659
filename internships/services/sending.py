"""Sending a convention to be signed, and taking it up again."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from internships import access
from internships.mails import ConventionReopened, tell
from internships.models import Convention
from internships.selectors.findings import convention_findings, load_convention
from internships.selectors.parties import KIND, facts_of, last_round, persons_of
from internships.selectors.printed import printed_convention
from internships.selectors.signers import signers_of
from internships.services import writing
from internships.services.review import need, require_state
from internships.states import SIGNING, ConventionState
from nrc_platform.core import clock
from nrc_platform.core.access import require
from nrc_platform.core.errors import DomainError, Incomplete
from nrc_platform.documents import services as documents
from nrc_platform.jobs import services as jobs
from nrc_platform.journal import moves
from nrc_platform.journal.moves import service
from nrc_platform.people.models import School, User
from nrc_platform.signatures import services as signatures
from nrc_platform.signatures.models import SigningRequest
from nrc_platform.signatures.states import RequestState, SignerState

_FIRST_MONTH = 9
SIGN_WITHIN_DAYS = 30


def school_year(day: date) -> int:
    """Return the civil year in which the school year of that day began."""
    return day.year if day.month >= _FIRST_MONTH else day.year - 1


def _draw_number(convention: Convention, on: date) -> str:
    """
    Return the convention's number: kept from its first sending, else the next of the school year.

    The school is locked: two conventions sent at once get two numbers, and none is skipped.
    """
    # Not « for update »: at their commit, the rows of others look at their school (foreign keys),
    # with the head of the journal in hand; waiting for this lock there would wait for ever.
    School.objects.select_for_update(no_key=True).get(pk=convention.school_id)
    if convention.number:
        return convention.number
    prefix = f"CV-{school_year(on) % 100:02d}-"
    taken = Convention.objects.filter(
        school=convention.school_id, number__startswith=prefix
    ).order_by()
    last = max(
        (int(number[len(prefix) :]) for number in taken.values_list("number", flat=True)),
        default=0,
    )
    return f"{prefix}{last + 1:04d}"


def require_complete(convention: Convention) -> None:
    """Refuse a convention of which a rule blocks the sending; `Incomplete` lists what to mend."""
    stops = [
        finding
        for finding in convention_findings(load_convention(convention))
        if finding.severity == "blocking" and finding.blocks == "send"
    ]
    if stops:
        what = "1 point est" if len(stops) == 1 else f"{len(stops)} points sont"
        raise Incomplete(f"{what} à régler avant d’envoyer la convention à signer.", stops)


@service
def send_convention(convention: Convention, *, actor: User) -> Convention:
    """
    Freeze the convention and open a round of signatures.

    - nothing that the rules say must be there before it is sent may be missing;
    - what is printed is frozen as it is today: parties, terms, articles, head of this day;
    - a number of the school year, kept if the convention is taken up again;
    - a job prints it and seals it, then asks the first to sign.
    """
    row = writing.lock(convention.pk)
    require_state(row, ConventionState.TEACHER_REVIEW)
    require(
        access.can_send_convention(actor, row),
        "La convention est envoyée à signer par l’équipe de la classe ou le bureau des stages.",
    )
    require_complete(row)
    today, now = clock.today(), clock.now()
    number = _draw_number(row, today)
    row = moves.apply(row, "send", actor=actor, state_since=now, sent_at=now, number=number)
    request = _open_round(row, today, actor)
    jobs.file(
        "internships.render_convention",
        key=f"convention:{row.pk}:{request.round}",
        owner_id=actor.pk,
        school_id=row.school_id,
        label=f"Convention {number}",
        request=str(request.pk),
    )
    return row


def due_at(starts_on: date | None) -> datetime:
    """
    Return before when a document sent now is to be signed, at 18 h.

    - a month from now, and the eve of its first day at the latest;
    - a week from now when that eve is past: a late signature is still one (the rules say so).
    """
    today = clock.today()
    last = today + timedelta(days=SIGN_WITHIN_DAYS)
    if starts_on is not None:
        last = min(last, starts_on - timedelta(days=1))
    if last <= today:
        last = today + timedelta(days=7)
    return timezone.make_aware(datetime.combine(last, time(18)))


def _open_round(row: Convention, today: date, actor: User) -> SigningRequest:
    signers = signers_of(row, on=today)
    last = last_round(row)
    named = facts_of(row)
    facts = printed_convention(
        row,
        on=today,
        signers=signers,
        round_number=last.round + 1 if last else 1,
        reference=documents.new_reference(),
    )
    return signatures.open_request(
        school=row.school,
        kind=KIND,
        subject_id=row.pk,
        title=f"Convention {row.number}",
        label=f"{named.named} {named.of_students}",
        due_at=due_at(facts.starts_on),
        facts=facts.as_dict(),
        template=facts.template,
        signers=signers,
        actor=actor,
    )


@service
def reopen_convention(convention: Convention, *, actor: User, reason: str) -> Convention:
    """
    Take a convention up again to change a clause: the round is void, and kept.

    - whoever had signed is told that the signature counts no more;
    - its number stays, and the company need not check again.
    """
    row = writing.lock(convention.pk)
    require_state(row, *SIGNING)
    require(access.can_reopen_convention(actor, row))
    why = need(
        "reason",
        reason,
        "Écrivez ce qui change\u00a0: celles et ceux qui ont signé le liront.",
    )
    held = last_round(row)
    if held is None or held.state != RequestState.OPEN:
        raise DomainError(
            "Le tour de signature est déjà clos. Rechargez la page.", code="round_closed"
        )
    signed = list(held.signers.filter(state=SignerState.SIGNED).select_related("user"))
    signatures.void_request(held, actor=actor, reason=why)
    row = moves.apply(
        row, "reopen", actor=actor, reason=why, state_since=clock.now(), return_message=why
    )
    facts = facts_of(row)
    tell(
        row,
        persons_of(signed),
        lambda known: ConventionReopened(facts, reason=why, has_account=known),
        actor=actor,
    )
    return row
