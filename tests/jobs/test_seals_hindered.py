"""A seal whose stamp, disk or memory fails: nothing is complete meanwhile, then everything is."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from nrc_platform.core import clock
from nrc_platform.documents import storage
from nrc_platform.documents.models import Blob, Document, Standing
from nrc_platform.documents.seals import stamping
from nrc_platform.documents.seals.keys import seal_key
from nrc_platform.documents.storage import path_of
from nrc_platform.jobs import services
from nrc_platform.jobs.models import Job
from nrc_platform.jobs.runner import perform
from nrc_platform.jobs.states import JobState
from nrc_platform.notifications.models import Message
from nrc_platform.people.models import Promotion, User
from nrc_platform.signatures.models import SigningRequest
from nrc_platform.signatures.states import Event, RequestState
from tests.documents.stamps import TIMEOUT, Desk
from tests.jobs.sealed import COPY, END, SEAL, end_of, signed_rounds, stamp_desk

pytestmark = pytest.mark.django_db(transaction=True)
WRONG = ["500", "hang", "closed", "garbage", "wrong-nonce", "other-root"]


@pytest.fixture(autouse=True)
def silent_bell(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run nothing but what the test runs."""
    monkeypatch.setattr(services.tasks.run, "delay", lambda *args: None)


@pytest.fixture
def desk(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of an authority, to which the name of a script is added."""
    monkeypatch.setattr(stamping, "TIMEOUT_SECONDS", TIMEOUT)
    with stamp_desk(tmp_path) as known:
        settings.TSA_ROOTS = known["NRC_TEST_TSA_ROOTS"]
        yield known["NRC_TEST_TSA"].removesuffix("right")


def try_seal() -> Job:
    """Run the one seal to do, its wait over."""
    job = Job.objects.get(kind=SEAL)
    Job.objects.filter(pk=job.pk).update(run_at=clock.now())
    perform(job.pk)
    job.refresh_from_db()
    return job


def end_mails() -> None:
    for pk in Job.objects.exclude(state=JobState.DONE).values_list("pk", flat=True):
        perform(pk)


def check_nothing_done(request: SigningRequest) -> None:
    """Check that the round waits for its seal, and that nobody was told anything."""
    held = SigningRequest.objects.get(pk=request.pk)
    assert (held.state, held.final_id) == (RequestState.COMPLETING, None)
    assert not Document.objects.filter(standing=Standing.FINAL).exists()
    assert not held.evidence.filter(event=Event.COMPLETED).exists()
    assert not Message.objects.filter(template=COPY).exists()


@pytest.mark.parametrize("script", WRONG)
def test_a_round_waits_for_its_stamp_and_completes_once_given(
    desk: str, settings: Any, promotion: Promotion, bob: User, head: User, script: str
) -> None:
    [request] = signed_rounds(1, promotion, bob)
    for tries in (1, 2):
        settings.TSA_URL = f"{desk}{script}"
        job = try_seal()
        assert (job.state, job.attempts) == (JobState.PENDING, tries)
        assert "horodatage" in job.last_error
        check_nothing_done(request)
    settings.TSA_URL = f"{desk}{script} {desk}right"
    assert try_seal().state == JobState.DONE
    end_mails()
    assert end_of(request) == END
    final = Document.objects.get(standing=Standing.FINAL)
    assert final.stamped_at is not None
    completed = SigningRequest.objects.get(pk=request.pk).evidence.get(event=Event.COMPLETED)
    assert completed.data["stamped_at"] == final.stamped_at.isoformat()
    assert Desk.asked[-2:] == [f"/{script}", "/right"]


def test_a_seal_that_fails_all_day_is_never_given_up(
    desk: str, settings: Any, promotion: Promotion, bob: User, head: User
) -> None:
    [request] = signed_rounds(1, promotion, bob)
    settings.TSA_URL = f"{desk}500"
    Job.objects.filter(kind=SEAL).update(attempts=24)
    assert try_seal().state == JobState.PENDING
    check_nothing_done(request)
    settings.TSA_URL = f"{desk}right"
    assert try_seal().state == JobState.DONE


def test_a_seal_that_fells_its_worker_waits_and_is_never_given_up(
    promotion: Promotion, bob: User, head: User
) -> None:
    [request] = signed_rounds(1, promotion, bob)
    Job.objects.filter(kind=SEAL).update(crashes=3)
    job = try_seal()
    assert (job.state, job.crashes) == (JobState.PENDING, 0)
    assert job.last_error
    check_nothing_done(request)
    assert try_seal().state == JobState.DONE


def test_a_disk_full_at_the_final_file_leaves_no_row_and_is_tried_again(
    promotion: Promotion, bob: User, head: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    [request] = signed_rounds(1, promotion, bob)
    kept = set(Blob.objects.values_list("pk", flat=True))
    seal_key()  # made on first use: the disk is full after that

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(storage.os, "fsync", full)
        job = try_seal()
    assert job.state == JobState.PENDING
    assert "disque" in job.last_error
    check_nothing_done(request)
    assert set(Blob.objects.values_list("pk", flat=True)) == kept
    assert all(path_of(pk).exists() for pk in kept)
    assert not list(Path(storage.settings.DOCUMENTS_DIR).glob("**/.part-*"))
    assert try_seal().state == JobState.DONE
    end_mails()
    assert end_of(request) == END
