"""Returned mails: which are ours, which came back for good; all else changes nothing."""

import io
import sys
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from nrc_platform.core import clock
from nrc_platform.notifications import services
from nrc_platform.notifications.bounces import LARGEST
from nrc_platform.notifications.models import Message
from tests.notifications.factories import MessageFactory

pytestmark = pytest.mark.django_db
FROM = "From: Mail Delivery System <MAILER-DAEMON@relais.example>\r\nReturn-Path: <>\r\n"
ID = "{id}"


def report(action: str, status: str, *, held: str = "message/rfc822", head: str = FROM) -> str:
    """Return a report of RFC 3464 with the returned mail in its last part."""
    said = f"Status: {status}\r\n" if status else ""
    return (
        f"{head}Subject: Undelivered\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nYour mail came back.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        "Reporting-MTA: dns; relais.example\r\n\r\n"
        f"Final-Recipient: rfc822; x@hygial.example\r\nAction: {action}\r\n{said}"
        "Diagnostic-Code: smtp; 550 x@hygial.example <script>\r\n\r\n"
        f"--b\r\nContent-Type: {held}\r\n\r\nMessage-ID: {ID}\r\nSubject: Rappel\r\n\r\nTexte\r\n"
        "--b--\r\n"
    )


def returned(text: str, head: str = FROM) -> str:
    """Return a mail sent back without report, in the old way."""
    return (
        f'{head}Subject: failure notice\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n'
        f"--b\r\nContent-Type: text/plain\r\n\r\n{text}\r\n"
        f"--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: {ID}\r\n\r\nTexte\r\n--b--\r\n"
    )


def quoting(header: str, more: str = "") -> str:
    return f"From: Marc <marc@hygial.example>\r\n{header}: {ID}\r\n{more}\r\nBonjour 5.1.1"


COUNTED = {
    "unknown user": (report("failed", "5.1.1"), "adresse inconnue (5.1.1)"),
    "mailbox full": (report("failed", "5.2.2"), "boîte pleine (5.2.2)"),
    "headers only": (
        report("failed", "5.7.1", held="text/rfc822-headers"),
        "refusé par une règle du serveur (5.7.1)",
    ),
    "without status": (report("Failed", ""), "refus définitif"),
    "unlisted status": (report("failed", "5.5.0"), "refus définitif (5.5.0)"),
    "old way": (returned("user unknown (#5.1.1)"), "adresse inconnue (5.1.1)"),
    "whole mail in its headers": (
        f"{FROM}X-Original-Message-ID: {ID}\r\n\r\n550 5.2.1 disabled",
        "boîte fermée (5.2.1)",
    ),
}
NOT_COUNTED = {
    "delayed": report("delayed", "4.4.1"),
    "delayed with a hard code": report("delayed", "5.1.1"),
    "failed for now": report("failed", "4.2.2"),
    "delivered": report("delivered", "2.0.0"),
    "relayed": report("relayed", "5.0.0"),
    "old way, for now": returned("4.2.2 over quota, we keep trying; then 5.0.0"),
    "old way, no code": returned("It did not work."),
    "an answer of the person": quoting("In-Reply-To"),
    "a person's absence": quoting("References", "Auto-Submitted: auto-replied\r\n"),
    "a stranger who quotes a code": returned("5.1.1", head="From: x@hygial.example\r\n"),
    "an absence written by a machine": returned(
        "5.1.1", head=f"{FROM}Auto-Submitted: auto-replied\r\n"
    ),
}
MALFORMED = {
    "nothing": b"",
    "not a mail": b"\x00\x01\x02 no header here",
    "a sentence": "Ceci n’est pas un courriel".encode(),
    "no identifier": report("failed", "5.1.1").replace(f"Message-ID: {ID}\r\n", "").encode(),
    "another site's identifier": report("failed", "5.1.1")
    .replace(ID, "<{uuid}@autre.example>")
    .encode(),
    "an identifier of nothing": report("failed", "5.1.1")
    .replace(ID, f"<{uuid4()}@demo.example>")
    .encode(),
    "broken bounds": b'Content-Type: multipart/report; boundary="b\r\n\r\n--b\r\n--b\r\n',
    "huge": b"Subject: x\r\n\r\n" + b"x" * LARGEST,
}


def pipe(content: bytes, monkeypatch: pytest.MonkeyPatch) -> str:
    """Give the command that mail, as the pipe of a mail server does; return what it says."""
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(content)))
    out = io.StringIO()
    call_command("record_bounce", stdout=out)
    return out.getvalue()


@pytest.fixture
def sent() -> Message:
    """A mail that left."""
    row: Message = MessageFactory(sent=True)
    return row


def _given(shape: str, row: Message) -> bytes:
    return shape.replace(ID, row.message_id).encode()


@pytest.mark.parametrize("name", COUNTED)
def test_a_failure_for_good_is_noted_in_our_own_words(
    name: str, sent: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    shape, reason = COUNTED[name]
    assert reason in pipe(_given(shape, sent), monkeypatch)
    sent.refresh_from_db()
    assert (sent.state, sent.bounce_reason) == ("bounced", reason)
    assert sent.bounced_at is not None


@pytest.mark.parametrize("name", NOT_COUNTED)
def test_what_may_pass_or_is_no_return_changes_nothing(
    name: str, sent: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = pipe(_given(NOT_COUNTED[name], sent), monkeypatch)
    assert said == "Cet avis ne dit pas que l’échec est définitif\u00a0: rien n’est changé.\n"
    sent.refresh_from_db()
    assert (sent.state, sent.bounced_at) == ("sent", None)


@pytest.mark.parametrize("name", MALFORMED)
def test_anything_else_is_refused_in_one_french_sentence(
    name: str, sent: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(CommandError) as refused:
        pipe(MALFORMED[name].replace(b"{uuid}", str(sent.pk).encode()), monkeypatch)
    assert refused.value.returncode == 2
    said = str(refused.value)
    assert said.endswith(".")
    assert "\n" not in said
    assert not Message.objects.filter(state="bounced").exists()


def test_a_mail_that_comes_back_twice_keeps_its_first_reason(sent: Message) -> None:
    services.record_bounce(sent.message_id, "adresse inconnue (5.1.1)")
    first = Message.objects.get()
    services.record_bounce(sent.message_id, "boîte pleine (5.2.2)")
    again = Message.objects.get()
    assert (again.bounce_reason, again.bounced_at) == (first.bounce_reason, first.bounced_at)
    assert again.bounced_at <= clock.now()  # type: ignore[operator]
