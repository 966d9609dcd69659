"""A real worker, killed at every point where it may fall: nothing lost, nothing doubled."""

from pathlib import Path

import pytest
from django.db import transaction

from nrc_platform.documents.models import Blob, Document
from nrc_platform.documents.storage import digest, path_of
from nrc_platform.jobs import faults, services
from nrc_platform.jobs.models import Job
from nrc_platform.jobs.states import JobState
from nrc_platform.journal.models import Entry
from nrc_platform.journal.selectors import check_chain
from nrc_platform.notifications.models import Message
from nrc_platform.notifications.services import send_now
from nrc_platform.people.models import School
from nrc_platform.web.mails import AccountMail
from tests.jobs import worker
from tests.people.factories import SchoolFactory

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]
JOBS = 3


def _file(school: School, count: int = JOBS) -> None:
    with transaction.atomic():
        for number in range(count):
            services.file(
                "probe.print_one",
                key=f"probe:{number}",
                label=f"Essai {number}",
                source=str(number),
                school=str(school.pk),
            )


def _all_done() -> bool:
    return not Job.objects.exclude(state=JobState.DONE).exists()


@pytest.fixture(autouse=True)
def silent_bell(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lose every bell of the test process: the sweeper alone must find the jobs."""
    monkeypatch.setattr(services.tasks.run, "delay", lambda *args: None)


@pytest.mark.parametrize("point", faults.POINTS)
def test_a_worker_killed_at_any_point_loses_and_doubles_nothing(
    tmp_path: Path, point: str
) -> None:
    _file(SchoolFactory())
    log, marker = tmp_path / "worker.log", tmp_path / "killed"
    with worker.running(tmp_path, JOB_FAULT_POINT=f"{point}:{marker}") as process:
        worker.wait_until(lambda: process.poll() is not None, f"a death at {point}", log=log)
    assert marker.exists()
    assert process.returncode == -9
    with worker.running(tmp_path, JOB_FAULT_POINT=f"{point}:{marker}"):
        worker.wait_until(_all_done, "every job done", log=log)
    assert Job.objects.count() == JOBS
    assert Document.objects.count() == JOBS
    assert sorted(Document.objects.values_list("key", "version")) == [
        (f"probe:{number}", 1) for number in range(JOBS)
    ]
    for blob in Blob.objects.all():
        assert digest(path_of(blob.pk).read_bytes()) == blob.pk
    assert not list(path_of("0" * 64).parents[2].glob("**/.part-*"))
    assert Entry.objects.filter(kind="documents.document.issue").count() == JOBS
    assert check_chain().breaks == []
    crashed = Job.objects.filter(crashes=1).count()
    assert crashed == (0 if point == faults.AFTER_COMMIT else 1)


def test_a_mail_whose_sender_is_killed_arrives_once(tmp_path: Path) -> None:
    message = send_now(AccountMail.of("account/email/login_code", {"code": "424242"}), to="a@b.fr")
    log, marker = tmp_path / "worker.log", tmp_path / "killed"
    with worker.running(tmp_path, JOB_FAULT_POINT=f"before-commit:{marker}") as process:
        worker.wait_until(lambda: process.poll() is not None, "a death", log=log)
    # Written as soon as the mail left: the job that died says nothing of it.
    assert Message.objects.get(pk=message.pk).state == "sent"
    (mail,) = (tmp_path / "mailbox").glob("*.eml")
    assert b"424242" in mail.read_bytes()
    mail.unlink()
    with worker.running(tmp_path, JOB_FAULT_POINT=f"before-commit:{marker}"):
        worker.wait_until(_all_done, "the job done", log=log)
    sent = Message.objects.get(pk=message.pk)
    assert (sent.state, sent.sealed_secrets) == ("sent", "")
    assert not list((tmp_path / "mailbox").glob("*.eml"))
    assert "424242" not in log.read_text()


def test_the_bell_starts_a_job_without_waiting_for_the_sweeper(tmp_path: Path) -> None:
    school = SchoolFactory()
    log = tmp_path / "worker.log"
    with worker.running(tmp_path, beat=False):
        _file(school, count=1)
        assert Job.objects.get().state == JobState.PENDING
        worker.ring(tmp_path, [str(pk) for pk in Job.objects.values_list("pk", flat=True)])
        worker.wait_until(_all_done, "the job done", log=log)
    assert Document.objects.count() == 1
