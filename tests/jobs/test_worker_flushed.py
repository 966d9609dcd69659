"""A broker that forgets everything in the middle of the work: no seal is lost, none is doubled."""

import time
from pathlib import Path

import pytest
import redis
from django.conf import settings

from nrc_platform.jobs import services
from nrc_platform.jobs.models import Job
from nrc_platform.jobs.states import JobState
from nrc_platform.people.models import Promotion, User
from tests.jobs import worker
from tests.jobs.sealed import END, SEAL, all_done, check_left, end_of, signed_rounds

pytestmark = [
    pytest.mark.worker,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not settings.REDIS_URL, reason="no Redis to flush: make test-services"),
]
SEALS, FIRST = 12, 3


def _sealed() -> int:
    return Job.objects.filter(kind=SEAL, state=JobState.DONE).count()


def test_seals_go_on_after_redis_was_flushed(
    tmp_path: Path, promotion: Promotion, bob: User, head: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services.tasks.run, "delay", lambda *args: None)
    rounds = signed_rounds(SEALS, promotion, bob)
    log = tmp_path / "worker.log"
    with worker.running(tmp_path):
        worker.wait_until(lambda: _sealed() >= FIRST, "the first seals", log=log)
        assert _sealed() < SEALS
        redis.Redis.from_url(settings.REDIS_URL).flushdb()
        flushed = time.monotonic()
        worker.wait_until(all_done, "every seal and mail done", log=log)
    assert time.monotonic() - flushed < worker.SWEEP_SECONDS + 60
    assert [end_of(each) for each in rounds] == [END] * SEALS
    check_left(tmp_path / "mailbox")
