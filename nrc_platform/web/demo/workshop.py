"""The worker of a past: prints and seals in processes of their own, at moments of that past."""

import multiprocessing
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from datetime import datetime

import django
from django.db import connections

from nrc_platform.core import clock
from nrc_platform.documents.seals.checking import check_together, checked_later
from nrc_platform.jobs import runner
from nrc_platform.jobs.models import Job
from nrc_platform.jobs.states import JobState

PROCESSES = 2


def _perform(job_id: str, moment: datetime) -> list[tuple[bytes, str]]:
    """Perform a job as a worker of that moment; return what it sealed, to be checked."""
    with clock.at(moment), checked_later() as sealed:
        runner.perform(job_id)
    return sealed


class Workshop:
    """Jobs handed over, and what they sealed; a step that needs one waits for it."""

    def __init__(self, pool: ProcessPoolExecutor) -> None:
        self._pool = pool
        self._under_way: dict[str, Future[list[tuple[bytes, str]]]] = {}
        self._sealed: list[tuple[bytes, str]] = []

    def begin(self, key: str) -> None:
        """Hand the job of that key over, at the moment it is now."""
        job = Job.objects.get(key=key)
        self._under_way[key] = self._pool.submit(_perform, str(job.pk), clock.now())

    def finish(self, key: str) -> None:
        """Wait for the job of that key, if it was handed over; it must have succeeded."""
        future = self._under_way.pop(key, None)
        if future is None:
            return
        self._sealed += future.result()
        job = Job.objects.get(key=key)
        if job.state != JobState.DONE:
            raise RuntimeError(f"{job.kind}: {job.last_error}")

    def finish_all(self) -> None:
        """Wait for all that was handed over."""
        for key in list(self._under_way):
            self.finish(key)

    def close(self) -> None:
        """Wait for all, then check every seal made, by one process."""
        self.finish_all()
        check_together(self._sealed)


@contextmanager
def workshop() -> Iterator[Workshop]:
    """Open the workshop of a past, and close it on checked seals."""
    connections.close_all()
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(PROCESSES, context, initializer=django.setup) as pool:
        held = Workshop(pool)
        yield held
        held.close()
