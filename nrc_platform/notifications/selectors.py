"""Reads of the outbox."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model

from nrc_platform.notifications.models import Message


@dataclass(frozen=True)
class MailFact:
    """A mail as the page of its object shows it: its state and the provider's answer, no text."""

    subject: str
    to: str
    state: str
    answer: str
    at: datetime


def messages_about(about: Model) -> list[MailFact]:
    """Return the mails about an object, newest first. One query."""
    rows = (
        Message.objects.filter(about_kind=about._meta.label_lower, about_id=about.pk)
        .select_related("to_user")
        .order_by("-created_at", "id")
    )
    return [
        MailFact(
            subject=row.subject,
            to=str(row.to_user) if row.to_user else masked(row.to_email),
            state=row.state,
            answer=row.answer,
            at=row.sent_at or row.created_at,
        )
        for row in rows
    ]


def masked(address: str) -> str:
    """Return « c…@entreprise.example »."""
    name, _, domain = address.partition("@")
    return f"{name[:1]}…@{domain}"
