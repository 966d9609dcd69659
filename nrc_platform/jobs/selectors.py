"""Reads of the work list for its pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from nrc_platform.jobs.access import visible_jobs
from nrc_platform.jobs.models import Job
from nrc_platform.jobs.states import JobState

UNDER_WAY, FAILED, DONE = "en-cours", "en-echec", "finis"
_STATES: dict[str, tuple[str, ...]] = {
    UNDER_WAY: (JobState.PENDING, JobState.LEASED),
    FAILED: (JobState.DEAD,),
    DONE: (JobState.DONE,),
}


@dataclass(frozen=True)
class JobCounts:
    """How many jobs a person sees, by saved view."""

    everything: int
    under_way: int
    failed: int
    done: int


@dataclass(frozen=True)
class JobFact:
    """A job as its page shows it."""

    id: UUID
    label: str
    state: str
    filed_at: datetime
    finished_at: datetime | None
    done: int
    total: int
    cause: str
    document_id: str
    mine: bool
    is_open: bool

    @property
    def figure(self) -> str:
        """Return « 7 sur 18 », or nothing for a job of one step."""
        return f"{self.done} sur {self.total}" if self.total > 1 else ""

    @property
    def wait(self) -> str:
        """Return what will happen to a job that is not finished."""
        if self.cause:
            return f"Dernier essai\u00a0: {self.cause} Un nouvel essai aura lieu sous peu."
        return "Vous pouvez quitter cette page\u00a0: le travail continue."


def job_fact(job: Job, *, viewer_id: Any) -> JobFact:
    """Return what is shown of a job."""
    result = job.result or {}
    return JobFact(
        id=job.pk,
        label=job.label,
        state=job.state,
        filed_at=job.created_at,
        finished_at=job.finished_at,
        done=job.done,
        total=job.total,
        cause=job.last_error,
        document_id=str(result.get("document", "")),
        mine=job.owner_id == viewer_id,
        is_open=job.is_open,
    )


def job_facts(jobs: Sequence[Job], *, viewer_id: Any) -> list[JobFact]:
    """Return what is shown of each job, in the same order. No query."""
    return [job_fact(job, viewer_id=viewer_id) for job in jobs]


def jobs_of_view(user: Any, view: str) -> QuerySet[Job]:
    """Return the jobs of a saved view, newest first; an unknown view shows them all."""
    jobs = visible_jobs(user).order_by("-created_at", "id")
    states = _STATES.get(view)
    return jobs.filter(state__in=states) if states else jobs


def job_counts(user: Any) -> JobCounts:
    """Return the counts of the saved views. One query."""
    counted = visible_jobs(user).aggregate(
        everything=Count("pk"),
        under_way=Count("pk", filter=Q(state__in=_STATES[UNDER_WAY])),
        failed=Count("pk", filter=Q(state__in=_STATES[FAILED])),
        done=Count("pk", filter=Q(state__in=_STATES[DONE])),
    )
    return JobCounts(**counted)
