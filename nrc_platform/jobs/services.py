"""Filing work for later, and asking for a failed job again."""

from typing import Any
from uuid import UUID

from django.db import transaction

from nrc_platform.core import clock
from nrc_platform.core.access import require
from nrc_platform.core.errors import DomainError
from nrc_platform.jobs import tasks
from nrc_platform.jobs.access import can_retry_job
from nrc_platform.jobs.models import Job
from nrc_platform.jobs.states import JobState
from nrc_platform.journal.moves import service
from nrc_platform.journal.services import record


def file(
    kind: str,
    *,
    key: str,
    label: str,
    owner_id: UUID | None = None,
    school_id: UUID | None = None,
    **ids: str,
) -> Job:
    """
    Write a job in the caller's transaction and ring the worker once it is committed.

    - the key is unique: filing twice gives the first job back and rings no second time;
    - `ids` hold identifiers only, never a name nor a text.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"{kind}: a job is filed in the transaction of its cause.")
    job, created = Job.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "label": label[:200],
            "payload": {name: str(value) for name, value in ids.items()},
            "owner_id": owner_id,
            "school_id": school_id,
        },
    )
    if created:
        _ring_on_commit(job)
    return job


def _ring_on_commit(job: Job) -> None:
    def ring() -> None:
        tasks.run.delay(str(job.pk))

    # A broker that is down must not undo what was just committed: the sweeper rings again.
    transaction.on_commit(ring, robust=True)


@service
def retry_job(job: Job, *, actor: Any) -> Job:
    """Have a failed job tried again, from its first attempt."""
    locked = Job.objects.select_for_update().get(pk=job.pk)
    if locked.state != JobState.DEAD:
        raise DomainError("Ce travail n’est plus en échec. Rechargez la page.", code="not_dead")
    require(can_retry_job(actor, locked))
    locked.state = JobState.PENDING
    locked.attempts = locked.crashes = locked.done = 0
    locked.run_at = clock.now()
    locked.finished_at = None
    locked.last_error = ""
    locked.save(
        update_fields=[
            "state", "attempts", "crashes", "done", "run_at", "finished_at", "last_error",
        ]
    )  # fmt: skip
    record("jobs.job.retry", actor=actor, about=locked, school_id=locked.school_id)
    _ring_on_commit(locked)
    return locked
