"""What a handler is, how it is found by name, and what it may say while it works."""

from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from typing import Any, TypeVar

from django.apps import apps
from django.conf import settings

from nrc_platform.core import clock
from nrc_platform.jobs.errors import LeaseLost
from nrc_platform.jobs.models import Job
from nrc_platform.jobs.states import JobState

Finish = Callable[[], dict[str, str] | None]
Handler = Callable[..., Finish | None]
H = TypeVar("H", bound=Handler)


class Run:
    """One run of a job, as its handler sees it."""

    def __init__(self, job: Job) -> None:
        self.job_id = job.pk
        self.owner_id = job.owner_id
        self.school_id = job.school_id
        self._lease_token = job.lease_token

    def held(self) -> Any:
        """Return the row, as a queryset that is empty once another worker took it over."""
        return Job.objects.filter(
            pk=self.job_id, state=JobState.LEASED, lease_token=self._lease_token
        )

    def progress(self, done: int, total: int) -> None:
        """Write how far the work is, and keep the lease: « 7 sur 18 »."""
        updated = self.held().update(done=done, total=total, lease_until=lease_end())
        if not updated:
            raise LeaseLost(str(self.job_id))


def lease_end() -> Any:
    """Return when a lease taken now runs out."""
    return clock.now() + timedelta(seconds=settings.JOB_LEASE_SECONDS)


def handler(function: H) -> H:
    """Mark a function of `<app>/jobs.py` as one that a job may name."""
    function.__dict__["is_job_handler"] = True
    return function


def never_dies(function: H) -> H:
    """Mark a handler whose work is owed to somebody: it is tried until it is done."""
    function.__dict__["never_dies"] = True
    return function


def is_owed(kind: str) -> bool:
    """Return whether a job of that kind is never given up."""
    try:
        return bool(find(kind).__dict__.get("never_dies"))
    except LookupError:
        return False


def find(kind: str) -> Handler:
    """Return the handler of « <app label>.<function> », that app’s `jobs` imported lazily."""
    label, _, name = kind.partition(".")
    module = import_module(f"{apps.get_app_config(label).name}.jobs")
    function = getattr(module, name, None)
    if function is None or not function.__dict__.get("is_job_handler"):
        raise LookupError(f"No job handler named {kind}.")
    return function
