"""Reminders to those who have not signed: by the calendar, or by hand; one mail a day at most."""

import logging
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from uuid import UUID

from django.db.models import Max
from django.utils import timezone

from nrc_platform.core import clock, dates
from nrc_platform.core.access import require
from nrc_platform.core.errors import DomainError
from nrc_platform.core.rows import insert
from nrc_platform.journal.moves import service
from nrc_platform.notifications.models import Message
from nrc_platform.notifications.states import MailState
from nrc_platform.people.models import User
from nrc_platform.signatures.access import can_run_request
from nrc_platform.signatures.mails import (
    DelegateRefused,
    Invited,
    LinkRenewed,
    Reminded,
    SignerMail,
)
from nrc_platform.signatures.models import Reminder, Signer, SigningRequest
from nrc_platform.signatures.rules import due_step
from nrc_platform.signatures.selectors import ASKED, Asked, remindable
from nrc_platform.signatures.services.circuit import fresh_link, invitation, write_to
from nrc_platform.signatures.services.evidence import note
from nrc_platform.signatures.services.signers import held_signer
from nrc_platform.signatures.states import Event, ReminderStep, RequestState

logger = logging.getLogger(__name__)
COOL_DOWN = timedelta(hours=24)
# The mails that ask somebody to sign; codes, which people ask for themselves, are none.
_ASKING: tuple[type[SignerMail], ...] = (Invited, LinkRenewed, Reminded, DelegateRefused)

TOO_SOON = (
    "Un courriel est déjà parti à {name} le {sent}\u00a0: un nouveau rappel sera possible à "
    "partir du {until}."
)
NO_ADDRESS = (
    "{name} n’a pas d’adresse électronique\u00a0: écrivez-la, ou apportez le document sur papier."
)
CAME_BACK = (
    "Le dernier courriel à {name} est revenu non distribué\u00a0: corrigez l’adresse avant "
    "d’envoyer un rappel."
)
NOT_ASKED = (
    "Ce n’est pas encore le tour de {name}\u00a0: une autre personne signe avant. L’invitation "
    "partira toute seule."
)
Steps = dict[UUID, ReminderStep]


def remind_due(now: datetime) -> int:
    """
    Send the reminders of that day; return how many mails left.

    - who was asked and has not answered, in an open round, before its last day;
    - never to an address whose last mail came back, nor twice a day to one address;
    - one mail for all that waits for one person; one transaction each, so that one failure
      stops nobody else's.
    """
    left = 0
    for group in _by_person(remindable(now)):
        steps = {row.signer.pk: step for row in group if (step := _step_of(row, now)) is not None}
        if not steps:
            continue
        try:
            left += _remind_person([row.signer for row in group], steps, now)
        except DomainError as refusal:
            logger.warning("reminders: signer %s: %s", group[0].signer.pk, refusal.code)
    return left


def _by_person(rows: Sequence[Asked]) -> list[list[Asked]]:
    """Gather what one visit opens: by account, or by name, address and school."""
    found: dict[tuple[object, ...], list[Asked]] = {}
    for row in rows:
        signer = row.signer
        key: tuple[object, ...] = (signer.request.school_id, signer.name, signer.email.lower())
        found.setdefault((signer.user_id,) if signer.user_id else key, []).append(row)
    return list(found.values())


def _step_of(row: Asked, now: datetime) -> ReminderStep | None:
    due_at = row.signer.request.due_at
    return due_step(
        invited_on=timezone.localdate(row.invited_at),
        due_on=timezone.localdate(due_at) if due_at else None,
        today=timezone.localdate(now),
        sent=row.sent,
    )


@service
def _remind_person(signers: list[Signer], steps: Steps, now: datetime) -> int:
    """Write one mail to a person, unless they answered, or heard from us, in the meantime."""
    rows = _still_asked(signers)
    held = [row for row in rows if row.pk in steps]
    held = [
        row for row in held if not Reminder.objects.filter(signer=row, step=steps[row.pk]).exists()
    ]
    if not held or _last_came_back(held[0].email) or _wrote_on(held[0].email, now):
        return 0
    return 1 if _write(held, rows, steps, actor=None) else 0


def _still_asked(signers: list[Signer]) -> list[Signer]:
    """Lock the rounds, in one order for everybody, and read again who is awaited; urgent first."""
    rounds = SigningRequest.objects.filter(pk__in={row.request_id for row in signers})
    locked = {row.pk: row for row in rounds.order_by("pk").select_for_update(of=("self",))}
    again = Signer.objects.filter(pk__in=[row.pk for row in signers], state__in=ASKED)
    rows = []
    for row in again.select_related("user", "request__school"):
        request = locked[row.request_id]
        request.school = row.request.school
        row.request = request
        if request.state == RequestState.OPEN:
            rows.append(row)
    never = datetime.max.replace(tzinfo=timezone.get_default_timezone())
    return sorted(rows, key=lambda row: (row.request.due_at or never, row.pk))


def _write(held: list[Signer], rows: list[Signer], steps: Steps, *, actor: User | None) -> bool:
    """Send the mail with a fresh link, and keep a reminder and a line of evidence for each."""
    first = held[0]
    listed = tuple(f"{row.request.label or row.request.title}" for row in rows)
    mail = Reminded(
        invitation(first, first.request), fresh_link(first, first.request, actor=actor), listed
    )
    message = write_to(first, first.request, mail)
    if message is None:
        return False
    for row in held:
        step = steps[row.pk]
        insert(
            Reminder(signer=row, step=step, sent_at=clock.now(), message=message, sent_by=actor)
        )
        note(
            row.request,
            Event.REMINDED,
            signer=row,
            actor=actor,
            machine=actor is None,
            data={"step": str(step)},
            personal={"email": row.email},
        )
    return True


@service
def remind_signer(signer: Signer, *, actor: User) -> Reminder:
    """
    Remind one signer by hand, with a fresh link.

    - whoever runs the round; a signer who was asked and has not answered;
    - a day after the last mail that asked for a signature, at the earliest;
    - not to an address whose last mail came back.
    """
    require(can_run_request(actor, signer.request))
    request, held = held_signer(signer)
    if held.state not in ASKED:
        raise DomainError(NOT_ASKED.format(name=held.name), code="not_asked")
    if not held.email:
        raise DomainError(NO_ADDRESS.format(name=held.name), code="no_address")
    if _last_came_back(held.email):
        raise DomainError(CAME_BACK.format(name=held.name), code="bounced")
    _check_cool_down(held)
    _write([held], [held], {held.pk: ReminderStep.MANUAL}, actor=actor)
    return Reminder.objects.filter(signer=held).latest("sent_at")


def _check_cool_down(signer: Signer) -> None:
    asking = [each.template for each in _ASKING]
    sent = Message.objects.filter(to_email__iexact=signer.email, template__in=asking)
    last = sent.filter(created_at__gt=clock.now() - COOL_DOWN).order_by("created_at").last()
    if last is not None:
        until = last.created_at + COOL_DOWN
        said = {"sent": dates.moment(last.created_at), "until": dates.moment(until)}
        raise DomainError(TOO_SOON.format(name=signer.name, **said), code="too_soon")


def _last_came_back(address: str) -> bool:
    """Return whether the last mail to that address came back, or one written with it."""
    sent = Message.objects.filter(to_email__iexact=address)
    moment = sent.aggregate(last=Max("created_at"))["last"]
    return sent.filter(created_at=moment, state=MailState.BOUNCED).exists()


def _wrote_on(address: str, now: datetime) -> bool:
    """Return whether any mail of ours left for that address on that day of the school."""
    zone = timezone.get_default_timezone()
    morning = datetime.combine(timezone.localdate(now), time(), zone)
    next_day = datetime.combine(timezone.localdate(now) + timedelta(days=1), time(), zone)
    sent = Message.objects.filter(to_email__iexact=address, created_at__gte=morning)
    return sent.filter(created_at__lt=next_day).exists()
