"""The demo mailbox: each mail is a file, read by a page of the demo only."""

import email
import hashlib
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage as ParsedMessage
from email.policy import default as default_policy
from email.utils import parseaddr
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

LATEST = 100


@dataclass(frozen=True)
class DemoMail:
    """A mail of the demo, with its code and its links."""

    name: str
    at: datetime
    to: str
    subject: str
    text: str


class DemoMailboxBackend(BaseEmailBackend):
    """Keep each mail as a file named by its Message-ID, so that a second delivery shows once."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write the mails and return how many."""
        if not settings.DEMO:
            raise ImproperlyConfigured("The demo mailbox never runs in production: set EMAIL_URL.")
        folder = Path(settings.DEMO_MAILBOX_DIR)
        folder.mkdir(parents=True, exist_ok=True)
        for each in email_messages:
            _write(folder, each)
        return len(email_messages)


def _write(folder: Path, mail: EmailMessage) -> None:
    parsed = mail.message()
    name = hashlib.sha256(str(parsed["Message-ID"]).encode()).hexdigest()[:24]
    handle, part = tempfile.mkstemp(dir=folder, prefix=".part-")
    with os.fdopen(handle, "wb") as file:
        file.write(parsed.as_bytes())
    os.replace(part, folder / f"{name}.eml")


def _read(path: Path) -> DemoMail:
    parsed = email.message_from_bytes(path.read_bytes(), policy=default_policy)
    assert isinstance(parsed, ParsedMessage)  # noqa: S101
    body = parsed.get_body(preferencelist=("plain",))
    moment = datetime.fromtimestamp(path.stat().st_mtime, tz=timezone.get_current_timezone())
    return DemoMail(
        name=path.stem,
        at=moment,
        to=parseaddr(str(parsed["To"]))[1],
        subject=str(parsed["Subject"]),
        text=body.get_content() if body is not None else "",
    )


def latest_mails() -> list[DemoMail]:
    """Return the newest mails of the demo, newest first."""
    paths = list(Path(settings.DEMO_MAILBOX_DIR).glob("*.eml"))
    paths.sort(key=lambda path: path.stat().st_mtime_ns, reverse=True)
    return [_read(path) for path in paths[:LATEST]]


def find_mail(name: str) -> DemoMail | None:
    """Return the mail of that name."""
    path = Path(settings.DEMO_MAILBOX_DIR) / f"{name}.eml"
    return _read(path) if path.is_file() else None
