"""Mails that the staff of a school may see: to whom, about what, whether they arrived."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from internships import access
from nrc_platform.notifications.access import visible_school_messages
from nrc_platform.notifications.models import Message
from nrc_platform.notifications.selectors import masked
from nrc_platform.notifications.states import MailState
from nrc_platform.people import access as people
from nrc_platform.people.access import Viewer
from nrc_platform.people.models import User
from nrc_platform.people.states import Role
from nrc_platform.signatures.models import Signer

WAITING, SENT, LOST = "en-attente", "envoyes", "non-remis"
_STATES: dict[str, tuple[str, ...]] = {
    WAITING: (MailState.QUEUED, MailState.SENDING),
    SENT: (MailState.SENT,),
    LOST: (MailState.FAILED, MailState.BOUNCED),
}
_READERS = {Role.TEACHER, Role.OFFICE, Role.HEAD}


def reads_outbox(user: Viewer) -> bool:
    """Return whether the person has an outbox to read: teachers, office, head."""
    return bool(_READERS & people.roles(user))


def visible_mails(user: Viewer) -> QuerySet[Message]:
    """
    Return the mails the person may see.

    - office and head: of their school;
    - teachers: about the conventions they see and those who sign them;
    - nobody else.
    """
    if not isinstance(user, User) or not reads_outbox(user):
        return Message.objects.none()
    seen = {
        "signatures.signer": access.visible_signers(user),
        "internships.convention": access.visible_conventions(user),
    }
    about = Q(pk__in=visible_school_messages(user).order_by().values("pk"))
    if Role.TEACHER in people.roles(user):
        for kind, rows in seen.items():
            about |= Q(about_kind=kind, about_id__in=rows.order_by().values("pk"))
    return Message.objects.filter(about)


def visible_reminded(user: Viewer) -> QuerySet[Signer]:
    """Return the signers whose reminders are counted for the person."""
    return access.visible_signers(user) if reads_outbox(user) else Signer.objects.none()


def mails_of_view(user: Viewer, view: str) -> QuerySet[Message]:
    """Return the mails of a saved view, newest first; an unknown view shows them all."""
    rows = visible_mails(user).select_related("to_user").order_by("-created_at", "id")
    # The text of a mail is nobody's but its reader's.
    rows = rows.defer("body_text", "body_html", "sealed_secrets")
    states = _STATES.get(view)
    return rows.filter(state__in=states) if states else rows


def mail_counts(user: Viewer) -> dict[str, int]:
    """Return how many mails each saved view holds. One query."""
    counts = {name: Count("pk", filter=Q(state__in=states)) for name, states in _STATES.items()}
    named = {name.replace("-", "_"): count for name, count in counts.items()}
    found = visible_mails(user).aggregate(total=Count("pk"), **named)
    return {"": found["total"], **{name: found[name.replace("-", "_")] for name in _STATES}}


@dataclass(frozen=True)
class OutboxLine:
    """A mail as staff see it: never its text, nor its link."""

    to: str
    subject: str
    at: datetime
    state: str
    detail: str


def outbox_lines(rows: Sequence[Message]) -> list[OutboxLine]:
    """Return what is shown of each mail, in the same order. No query."""
    return [
        OutboxLine(
            to=str(row.to_user) if row.to_user else masked(row.to_email),
            subject=row.subject,
            at=row.sent_at or row.created_at,
            state=row.state,
            detail=row.bounce_reason or (row.answer if row.state == MailState.FAILED else ""),
        )
        for row in rows
    ]
