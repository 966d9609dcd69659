"""A real worker killed at every point of a seal: each round ends once, always in the same way."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.db.models import Sum

from nrc_platform.core import clock
from nrc_platform.jobs import faults, services
from nrc_platform.jobs.models import Job
from nrc_platform.jobs.states import JobState
from nrc_platform.people.models import Promotion, User
from nrc_platform.signatures.models import SigningRequest
from tests.jobs import worker
from tests.jobs.sealed import (
    END,
    SEAL,
    all_done,
    check_left,
    end_of,
    signed_rounds,
    stamp_desk,
)

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]
WORKER, CHILD = "", f":{faults.CHILD}"
VICTIMS = (WORKER, WORKER, CHILD) if os.environ.get("NRC_LONG") else (WORKER,)


@pytest.fixture(autouse=True)
def silent_bell(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lose every bell of the test process: the sweeper alone must find the jobs."""
    monkeypatch.setattr(services.tasks.run, "delay", lambda *args: None)


def _hold_back() -> None:
    Job.objects.filter(kind=SEAL).update(run_at=clock.now() + timedelta(days=1))


def _let_go(request: SigningRequest) -> None:
    Job.objects.filter(key=f"seal:{request.pk}").update(run_at=clock.now())


def _none_due() -> bool:
    soon = clock.now() + timedelta(hours=1)
    return not Job.objects.exclude(state=JobState.DONE).filter(run_at__lt=soon).exists()


@pytest.mark.parametrize("run", range(len(VICTIMS)))
def test_a_seal_killed_at_any_point_is_done_once(
    tmp_path: Path, promotion: Promotion, bob: User, head: User, run: int
) -> None:
    """
    Kill -9 at each of the ten points, each worker ending the round that the last one left.

    One run of the three wanted is made here: ten kills of the whole worker. With `NRC_LONG=1`
    they are three, thirty kills, the last run killing the one process that works.
    """
    points = faults.SEALING_POINTS
    rounds = dict(zip(points, signed_rounds(len(points), promotion, bob), strict=True))
    _hold_back()
    log, markers = tmp_path / "worker.log", {point: tmp_path / point for point in points}
    fault = " ".join(f"{point}:{markers[point]}{VICTIMS[run]}" for point in points)
    for marker in markers.values():
        marker.touch()  # no kill before its turn
    killed: list[str] = []

    def take_over() -> None:
        worker.wait_until(_none_due, f"the end of {killed[-1:]}", log=log)
        assert [end_of(rounds[point]) for point in killed] == [END] * len(killed), killed

    with stamp_desk(tmp_path) as desk:
        while len(killed) < len(points):
            with worker.running(tmp_path, JOB_FAULT_POINT=fault, **desk) as process:
                while process.poll() is None and len(killed) < len(points):
                    take_over()
                    point = points[len(killed)]
                    markers[point].unlink()
                    _let_go(rounds[point])
                    killed.append(point)
                    worker.wait_until(markers[point].exists, f"a death at {point}", log=log)
                    if VICTIMS[run] == WORKER:
                        assert process.wait(timeout=10) == -9
        with worker.running(tmp_path, JOB_FAULT_POINT=fault, **desk):
            take_over()
    assert all_done()
    check_left(tmp_path / "mailbox")
    # Only the kill after the commit left nothing to do again.
    assert Job.objects.aggregate(total=Sum("crashes"))["total"] == len(points) - 1
