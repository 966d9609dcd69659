"""Who may be reminded, what reminders brought, what each signer was sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet

from nrc_platform.notifications.models import Message
from nrc_platform.notifications.states import MailState
from nrc_platform.signatures.models import (
    AccessLink,
    Evidence,
    Reminder,
    Signer,
    SigningRequest,
)
from nrc_platform.signatures.selectors.waiting import ASKED
from nrc_platform.signatures.states import (
    Event,
    ReminderStep,
    RequestState,
)

# --- reminders ----------------------------------------------------------------------------------

EFFECT = timedelta(hours=48)


@dataclass(frozen=True)
class Asked:
    """A signer who may be reminded: since when they are asked, and the steps already sent."""

    signer: Signer
    invited_at: datetime
    sent: frozenset[str]


def _invited(signers: Sequence[UUID]) -> dict[UUID, datetime]:
    """Return when each signer was asked: by evidence, else by their first link. Two queries."""
    links = AccessLink.objects.filter(signer__in=signers).order_by()
    lines = Evidence.objects.filter(signer__in=signers, event=Event.INVITED).order_by()
    found = dict(links.values_list("signer").annotate(Min("created_at")))
    return found | dict(lines.values_list("signer").annotate(Min("at")))


def remindable(now: datetime) -> list[Asked]:
    """
    Return who was asked and has not answered, before the last day. Four queries.

    Whoever has no address is brought the paper; the urgent first.
    """
    rows = list(
        Signer.objects.filter(state__in=ASKED, request__state=RequestState.OPEN)
        .filter(Q(request__due_at__isnull=True) | Q(request__due_at__gt=now))
        .filter(Q(request__expires_at__isnull=True) | Q(request__expires_at__gt=now))
        .exclude(email="")
        .select_related("request")
        .order_by(F("request__due_at").asc(nulls_last=True), "pk")
    )
    keys = [row.pk for row in rows]
    invited = _invited(keys)
    sent: dict[UUID, set[str]] = {}
    for signer, step in Reminder.objects.filter(signer__in=keys).values_list("signer", "step"):
        sent.setdefault(signer, set()).add(step)
    return [
        Asked(row, invited[row.pk], frozenset(sent.get(row.pk, ())))
        for row in rows
        if row.pk in invited
    ]


def overdue_requests(now: datetime) -> QuerySet[SigningRequest]:
    """Return the open rounds whose last day is past while somebody asked has not signed."""
    asked = Signer.objects.filter(request=OuterRef("pk"), state__in=ASKED)
    rows = SigningRequest.objects.filter(state=RequestState.OPEN, due_at__lte=now)
    return rows.filter(Exists(asked)).order_by("due_at", "pk")


@dataclass(frozen=True)
class ReminderEffect:
    """How many reminders of a step left, and how many were followed by a signature."""

    step: str
    label: str
    sent: int
    signed: int


def reminder_effect(signers: QuerySet[Signer]) -> list[ReminderEffect]:
    """Return, for each step, reminders sent and signatures within 48 hours of them. One query."""
    done = Q(
        signer__signed_at__gte=F("sent_at"),
        signer__signed_at__lte=F("sent_at") + EFFECT,
    )
    rows = Reminder.objects.filter(signer__in=signers.order_by().values("pk")).order_by()
    counted = rows.values_list("step").annotate(total=Count("pk"), done=Count("pk", filter=done))
    found = {step: (sent, signed) for step, sent, signed in counted}
    return [
        ReminderEffect(step.value, str(step.label), *found[step.value])
        for step in ReminderStep
        if step.value in found
    ]


@dataclass(frozen=True)
class SignerTrace:
    """When a signer was asked and reminded, and when their last mail came back."""

    invited_at: datetime | None = None
    reminded_at: datetime | None = None
    bounced_at: datetime | None = None


def signer_traces(signers: Sequence[Signer]) -> dict[UUID, SignerTrace]:
    """Return what was sent to each signer. Four queries."""
    keys = [row.pk for row in signers]
    invited = _invited(keys)
    reminders = Reminder.objects.filter(signer__in=keys).order_by("sent_at")
    reminded: dict[UUID, datetime] = {}
    last: dict[UUID, Message] = {}
    # The last mail of each says whether the address holds; one may be about another document.
    mails = Message.objects.filter(about_kind=Signer._meta.label_lower, about_id__in=keys)
    for mail in mails.order_by("created_at").only(*_TRACED):
        last[_uuid(mail.about_id)] = mail
    for row in reminders.select_related("message").only(
        "signer_id", "sent_at", *(f"message__{name}" for name in _TRACED)
    ):
        reminded[row.signer_id] = row.sent_at
        known = last.get(row.signer_id)
        if row.message and (known is None or known.created_at < row.message.created_at):
            last[row.signer_id] = row.message
    return {
        row.pk: SignerTrace(
            invited.get(row.pk), reminded.get(row.pk), _bounced_at(last.get(row.pk), row)
        )
        for row in signers
    }


_TRACED = ("about_id", "created_at", "state", "to_email", "bounced_at")


def _uuid(value: UUID | None) -> UUID:
    assert value is not None  # noqa: S101
    return value


def _bounced_at(last: Message | None, signer: Signer) -> datetime | None:
    if last is None or last.state != MailState.BOUNCED:
        return None
    # Mended since, the address is another one.
    return last.bounced_at if last.to_email.lower() == signer.email.lower() else None
