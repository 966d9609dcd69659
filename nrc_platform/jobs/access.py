"""
Who may see and retry a job.

People stand above this app, so their roles are read through the account's own `grants`, and rows
are matched on UUID columns.
"""

from typing import Any

from django.db.models import Q, QuerySet

from nrc_platform.core import clock
from nrc_platform.jobs.models import Job
from nrc_platform.jobs.states import JobState


def _schools_of(user: Any, *roles: str) -> Any:
    grants = user.grants.on(clock.today()).filter(role__in=roles, school__isnull=False)
    return grants.order_by().values("school_id")


def _runs_the_platform(user: Any) -> bool:
    return user.grants.on(clock.today()).filter(role="admin").exists()


def visible_jobs(user: Any) -> QuerySet[Job]:
    """
    Return the jobs the person may see.

    - one's own;
    - head and internship office: those of their school (the state, not what the job made);
    - the platform admin: all states.
    """
    if not user.is_authenticated:
        return Job.objects.none()
    if _runs_the_platform(user):
        return Job.objects.all()
    followed = _schools_of(user, "head", "office")
    return Job.objects.filter(Q(owner_id=user.pk) | Q(school_id__in=followed))


def can_retry_job(user: Any, job: Job) -> bool:
    """
    Return whether the person may have a failed job tried again.

    - only a job in failure;
    - who asked for it, the internship office of the school, the platform admin.
    """
    if job.state != JobState.DEAD or not user.is_authenticated:
        return False
    if job.owner_id == user.pk or _runs_the_platform(user):
        return True
    return job.school_id is not None and (
        _schools_of(user, "office").filter(school_id=job.school_id).exists()
    )
