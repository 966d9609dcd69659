"""The queue: how soon an idle worker begins, and what a kill -9 loses or doubles."""

import time
import uuid
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp

from django.conf import settings
from django.db import transaction

from bench.measure import Measure, at_most, percentile
from bench.workers import start, stop, worker
from exams.models import Fiche
from exams.states import FicheState
from nrc_platform.documents.models import Document
from nrc_platform.jobs import faults
from nrc_platform.jobs import services as jobs
from nrc_platform.jobs.models import Job
from nrc_platform.jobs.states import JobState

IDLE_JOBS, IDLE_PAUSE = 25, 0.2
LIMITS_MS = {"filesystem": 150.0, "redis": 10.0}
WAIT_SECONDS = 60


def broker() -> str:
    """Return the name of the broker in use."""
    return "redis" if settings.REDIS_URL else "filesystem"


def wait(job: Job) -> Job:
    deadline = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < deadline:
        job.refresh_from_db()
        if not job.is_open:
            return job
        time.sleep(0.02)
    raise RuntimeError(f"Job {job.kind} never ended.")


def drain() -> None:
    """Put aside what the demo left to do: an idle queue is what is measured."""
    Job.objects.under_way().update(
        state=JobState.DEAD, last_error="mesure", lease_until=None, lease_token=None,
        finished_at=datetime.now().astimezone(),
    )  # fmt: skip


def queue() -> list[Measure]:
    """Measure, on an idle worker, the time from the commit to the start of the job."""
    drain()
    waits = []
    with worker():
        for number in range(IDLE_JOBS + 1):
            with transaction.atomic():
                job = jobs.file(
                    "bench.tick", key=f"tick:{uuid.uuid4()}", label="mesure", number=str(number)
                )
            filed = datetime.now().astimezone()
            done = wait(job)
            answer = done.result or {}
            if done.state != JobState.DONE or answer.get("number") != str(number):
                raise RuntimeError("The job did not do its work.")
            if number:  # the first one loads the code of the child
                waits.append((datetime.fromisoformat(answer["began"]) - filed).total_seconds())
            time.sleep(IDLE_PAUSE)
    p95 = 1000 * percentile(waits, 0.95)
    name = broker()
    return [
        at_most(
            f"queue-{name}", p95, LIMITS_MS[name], unit="ms p95",
            reference=f"{IDLE_JOBS} idle jobs, commit to start", rounds=IDLE_JOBS,
        )
    ]  # fmt: skip


def _print_again(fiche: Fiche, point: str) -> Job:
    with transaction.atomic():
        return jobs.file(
            "exams.render_fiche", key=f"bench:{point}:{uuid.uuid4()}", label="mesure",
            fiche=str(fiche.pk),
        )  # fmt: skip


def kill() -> list[Measure]:
    """Kill the worker once at each named point; count what is lost and what is doubled."""
    drain()
    visaed = list(Fiche.objects.filter(state=FicheState.VISAED).order_by("pk"))
    quick = {"JOB_LEASE_SECONDS": "10", "JOB_SWEEP_SECONDS": "1"}
    lost = doubled = 0
    for point, fiche in zip(faults.POINTS, visaed, strict=False):
        marker = Path(mkdtemp()) / "killed"
        doomed = start(JOB_FAULT_POINT=f"{point}:{marker}", **quick)
        job = _print_again(fiche, point)
        doomed.wait(timeout=WAIT_SECONDS)
        if not marker.exists():
            raise RuntimeError(f"The worker was not killed at {point}.")
        heir = start(**quick)
        try:
            job = wait(job)
        finally:
            stop(heir)
        printed = Document.objects.filter(source_id=fiche.pk).count()
        lost += int(job.state != JobState.DONE or printed == 0)
        doubled += max(0, printed - 1)
    name = broker()
    return [
        at_most(f"kill-{name}-lost", lost, 0, unit="jobs", reference="5 kills", rounds=5),
        at_most(
            f"kill-{name}-doubled", doubled, 0, unit="documents", reference="5 kills", rounds=5
        ),
    ]
