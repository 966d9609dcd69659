"""The outbox: a row with its cause, one delivery, no secret left behind."""

import json
import logging
import smtplib
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives
from django.db import connection
from django.test import TestCase

from nrc_platform.core.errors import DomainError
from nrc_platform.jobs import runner
from nrc_platform.jobs.models import Job
from nrc_platform.journal.moves import service
from nrc_platform.notifications import mailbox, services
from nrc_platform.notifications.models import Message
from nrc_platform.notifications.secrets import unseal
from nrc_platform.notifications.selectors import messages_about
from nrc_platform.people.models import User
from tests.notifications.probe import Probe

CANARY = "730194"


@pytest.fixture(autouse=True)
def box(settings: Any, tmp_path: Path) -> Path:
    """A mailbox of this test's own."""
    settings.DEMO_MAILBOX_DIR = tmp_path
    settings.EMAIL_BACKEND = "nrc_platform.notifications.mailbox.DemoMailboxBackend"
    return tmp_path


def send(to: User | str, **mail: str) -> Message:
    with TestCase.captureOnCommitCallbacks(execute=True):
        return services.send(Probe(**mail), to=to)


def fails(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def refuse(self: EmailMultiAlternatives) -> int:
        raise error

    monkeypatch.setattr(EmailMultiAlternatives, "send", refuse)


def test_alice_gets_her_mail_as_text_and_as_a_page(alice: User, box: Path) -> None:
    message = send(alice)
    message.refresh_from_db()
    assert (message.state, message.to_email) == ("sent", alice.email)
    assert message.sent_at is not None
    assert "accepté" in message.answer
    (mail,) = mailbox.latest_mails()
    assert mail.to == alice.email
    assert mail.subject == "À reprendre avant le 12 janvier : votre fiche E4"
    assert "Bob a relu votre fiche." in mail.text
    assert "Ouvrir la fiche :\nhttp://testserver/epreuves/" in mail.text
    assert "parce que vous êtes l’élève de cette fiche." in mail.text
    raw = next(box.glob("*.eml")).read_text()
    assert f"Message-ID: {message.message_id}" in raw
    assert "multipart/alternative" in raw


def test_the_page_of_a_mail_escapes_names_and_the_text_does_not(alice: User) -> None:
    message = send(alice, who="<b>L’Hôpital</b> & fils")
    assert "<b>L’Hôpital</b> & fils a relu" in message.body_text
    assert "&lt;b&gt;L’Hôpital&lt;/b&gt; &amp; fils" in message.body_html
    assert "<style" not in message.body_html
    assert 'style="' in message.body_html


def test_a_failed_cause_sends_nothing(alice: User, box: Path) -> None:
    @service
    def cause() -> None:
        services.send(Probe(), to=alice)
        raise DomainError("non")

    with TestCase.captureOnCommitCallbacks(execute=True), pytest.raises(DomainError):
        cause()
    assert not Message.objects.exists()
    assert not Job.objects.exists()
    assert not list(box.iterdir())


def test_a_person_without_address_is_refused_in_french(alice: User) -> None:
    alice.email = None
    with pytest.raises(DomainError, match="n’a pas d’adresse"):
        services.send(Probe(), to=alice)


def _every_stored_value() -> str:
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found.extend(repr(row) for row in cursor.fetchall())
    return "\n".join(found)


def test_a_code_lies_nowhere_in_clear_before_nor_after(
    alice: User, box: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    message = services.send_now(Probe(code=CANARY), to=str(alice.email))
    assert message.to_user == alice
    assert unseal(message.sealed_secrets) == {"code": CANARY}
    assert "{secret:code}" in message.body_text
    assert CANARY not in _every_stored_value()
    job = Job.objects.get()
    assert CANARY not in json.dumps(job.payload)
    runner.perform(job.pk)
    message.refresh_from_db()
    assert (message.state, message.sealed_secrets) == ("sent", "")
    assert CANARY not in _every_stored_value()
    assert CANARY not in caplog.text
    assert f"Votre code : {CANARY}" in mailbox.latest_mails()[0].text


def test_a_code_in_the_dark_needs_the_key(alice: User, settings: Any) -> None:
    message = services.send_now(Probe(code=CANARY), to=str(alice.email))
    settings.LINK_KEY = "another key" * 5
    with pytest.raises(Exception, match=r"^$"):
        unseal(message.sealed_secrets)


def test_a_delivery_asked_twice_is_made_once(alice: User, box: Path) -> None:
    message = send(alice)
    (path,) = box.glob("*.eml")
    path.unlink()
    Job.objects.update(state="pending", finished_at=None)
    runner.perform(Job.objects.get().pk)
    assert Job.objects.get().state == "done"
    assert not list(box.glob("*.eml"))
    assert Message.objects.get().sent_at == Message.objects.get(pk=message.pk).sent_at


def test_a_crash_while_sending_shows_one_mail(alice: User, box: Path) -> None:
    message = send(alice)
    Message.objects.update(state="sending", sent_at=None)
    Job.objects.update(state="pending", finished_at=None)
    runner.perform(Job.objects.get().pk)
    assert len(list(box.glob("*.eml"))) == 1
    message.refresh_from_db()
    assert message.state == "sent"


def test_a_mute_server_is_tried_again(
    alice: User, monkeypatch: pytest.MonkeyPatch, box: Path
) -> None:
    with monkeypatch.context() as patch:
        fails(patch, smtplib.SMTPServerDisconnected("canari"))
        message = send(alice, code=CANARY)
    message.refresh_from_db()
    job = Job.objects.get()
    assert (message.state, job.state) == ("failed", "pending")
    assert message.answer == "pas de réponse (SMTPServerDisconnected)"
    assert "tenté à nouveau" in job.last_error
    Job.objects.update(run_at=job.created_at)
    runner.perform(job.pk)
    message.refresh_from_db()
    assert (message.state, message.sealed_secrets) == ("sent", "")
    assert CANARY in mailbox.latest_mails()[0].text


def test_a_refused_address_ends_the_delivery_with_a_sentence(
    alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    fails(monkeypatch, smtplib.SMTPRecipientsRefused({str(alice.email): (550, b"no such user")}))
    message = send(alice)
    message.refresh_from_db()
    job = Job.objects.get()
    assert (message.state, job.state) == ("bounced", "dead")
    assert message.bounce_reason == "refus définitif, 550"
    assert message.answer == "adresse refusée (550)"
    assert "Corrigez l’adresse" in job.last_error
    assert str(alice.email) not in job.last_error + message.answer


def test_the_object_shows_the_mails_about_it(alice: User, bob: User) -> None:
    services.send(Probe(), to=alice, about=bob)
    services.send(Probe(), to="tutrice@hygial.example", about=bob)
    services.send(Probe(), to=alice, about=alice)
    facts = messages_about(bob)
    assert [(fact.to, fact.state) for fact in facts] == [
        ("t…@hygial.example", "queued"),
        ("Alice Aubry", "queued"),
    ]
