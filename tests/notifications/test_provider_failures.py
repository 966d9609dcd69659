"""Every way a mail server fails: the row tells the truth, and an accepted mail leaves once."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from nrc_platform.core import clock
from nrc_platform.jobs import runner
from nrc_platform.jobs.models import Job
from nrc_platform.notifications import services
from nrc_platform.notifications.models import Message
from nrc_platform.notifications.secrets import unseal
from tests.notifications.probe import Probe
from tests.notifications.stub import StubServer, drop, hang

pytestmark = pytest.mark.django_db
Serve = Callable[..., StubServer]

RETRIED: dict[str, dict[str, Any]] = {
    "421 on connecting": {"CONNECT": "421 later"},
    "554 on connecting": {"CONNECT": "554 not you"},
    "garbage on connecting": {"CONNECT": "\x00\xff what"},
    "hang on connecting": {"CONNECT": hang},
    "hang up on connecting": {"CONNECT": drop},
    "hang up on hello": {"EHLO": drop},
    "hang on hello": {"EHLO": hang},
    "no hello at all": {"EHLO": "502 no", "HELO": "502 no"},
    "421 on the sender": {"MAIL": "421 closing"},
    "450 on the sender": {"MAIL": "450 greylisted"},
    "550 on the sender, which is ours to mend": {"MAIL": "550 5.7.1 sender refused"},
    "552 on the sender": {"MAIL": "552 too big"},
    "hang up on the sender": {"MAIL": drop},
    "hang on the sender": {"MAIL": hang},
    "garbage on the sender": {"MAIL": "what?"},
    "421 on the addressee": {"RCPT": "421 closing"},
    "450 on the addressee": {"RCPT": "450 4.2.1 greylisted"},
    "451 on the addressee": {"RCPT": "451 local error"},
    "452 on the addressee": {"RCPT": "452 4.2.2 full for now"},
    "hang up on the addressee": {"RCPT": drop},
    "hang on the addressee": {"RCPT": hang},
    "garbage on the addressee": {"RCPT": "\x80\x81"},
    "421 on the text": {"DATA": "421 closing"},
    "451 on the text": {"DATA": "451 later"},
    "hang up on the text": {"DATA": drop},
    "451 after the text": {"END": "451 later"},
    "452 after the text": {"END": "452 no room"},
    "hang up after the text": {"END": drop},
    "hang after the text": {"END": hang},
    "garbage after the text": {"END": "\xff\xfe"},
}
BOUNCED: dict[str, tuple[dict[str, Any], str]] = {
    "550 on the addressee": ({"RCPT": "550 no such user"}, "refus définitif, 550"),
    "550 5.1.1 on the addressee": ({"RCPT": "550 5.1.1 no"}, "adresse inconnue (5.1.1)"),
    "552 on the addressee": ({"RCPT": "552 5.2.2 full"}, "boîte pleine (5.2.2)"),
    "553 on the addressee": ({"RCPT": "553 5.1.3 bad"}, "adresse mal écrite (5.1.3)"),
    "554 after the text": (
        {"END": "554 5.7.1 spam"},
        "refusé par une règle du serveur (5.7.1)",
    ),
    "552 after the text": ({"END": "552 5.3.4 too big"}, "message trop gros (5.3.4)"),
}
SENT: dict[str, dict[str, Any]] = {
    "nothing": {},
    "hang up on leaving": {"QUIT": drop},
    "hang on leaving": {"QUIT": hang},
    "421 on leaving": {"QUIT": "421 closing"},
    "500 on leaving": {"QUIT": "500 what"},
    "endless garbage on leaving": {"QUIT": "x" * 9000},
}


@pytest.fixture
def serve(settings: Any) -> Iterator[Serve]:
    """Return what starts a mail server with a script, and has mails go there."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", 0.3
    made: list[StubServer] = []

    def start(**script: Any) -> StubServer:
        made.append(StubServer(script))
        settings.EMAIL_PORT = made[-1].port
        return made[-1]

    yield start
    for each in made:
        each.stop()


def deliver() -> tuple[Message, Job]:
    """Run the one delivery now; return the mail and its job as they are kept."""
    job = Job.objects.get()
    Job.objects.update(run_at=clock.now())
    runner.perform(job.pk)
    return Message.objects.get(), Job.objects.get()


def write() -> None:
    services.send(Probe(code="730194"), to="marc@hygial.example")


@pytest.mark.parametrize("name", RETRIED)
def test_what_may_pass_is_tried_again_and_arrives_once(name: str, serve: Serve) -> None:
    write()
    bad = serve(**RETRIED[name])
    row, job = deliver()
    assert (row.state, job.state) == ("failed", "pending")
    assert row.answer.startswith(("pas de réponse (", "refusé pour l’instant ("))
    assert row.sent_at is None
    assert unseal(row.sealed_secrets) == {"code": "730194"}
    assert bad.accepted == []
    good = serve()
    row, job = deliver()
    assert (row.state, job.state, len(good.accepted)) == ("sent", "done", 1)
    # What a mute server may have kept bears the same identifier.
    for mail in (*bad.seen, *good.accepted):
        assert row.message_id.encode() in mail


@pytest.mark.parametrize("name", BOUNCED)
def test_a_refusal_for_good_is_a_return_and_is_never_tried_again(name: str, serve: Serve) -> None:
    script, reason = BOUNCED[name]
    write()
    bad = serve(**script)
    row, job = deliver()
    assert (row.state, job.state) == ("bounced", "dead")
    assert (row.bounce_reason, row.sealed_secrets, row.sent_at) == (reason, "", None)
    assert bad.accepted == []
    good = serve()
    Job.objects.update(state="pending", finished_at=None)
    row, job = deliver()
    assert (row.state, job.state, good.seen) == ("bounced", "dead", [])


@pytest.mark.parametrize("name", SENT)
def test_once_accepted_a_mail_is_sent_whatever_comes_next(name: str, serve: Serve) -> None:
    write()
    server = serve(**SENT[name])
    row, job = deliver()
    assert (row.state, job.state) == ("sent", "done")
    assert row.sealed_secrets == ""
    Job.objects.update(state="pending", finished_at=None)
    deliver()
    assert len(server.accepted) == 1


def test_a_server_that_refuses_encryption_or_the_port_is_tried_again(
    serve: Serve, settings: Any
) -> None:
    write()
    settings.EMAIL_USE_TLS = True
    server = serve(STARTTLS="454 no encryption")
    row, job = deliver()
    assert (row.state, job.state, server.seen) == ("failed", "pending", [])
    settings.EMAIL_USE_TLS = False
    server.stop()
    settings.EMAIL_PORT = 1
    row, job = deliver()
    assert (row.state, job.state) == ("failed", "pending")
    assert "ConnectionRefusedError" in row.answer


def test_a_job_that_fails_after_the_server_accepted_sends_nothing_again(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    write()
    server = serve()

    def broken(*_args: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(runner, "_complete", broken)
        row, job = deliver()
    assert (row.state, job.state) == ("sent", "pending")
    row, job = deliver()
    assert (job.state, len(server.accepted)) == ("done", 1)
