"""Causes of failure that a job says in French."""

from nrc_platform.core.errors import DomainError


class TryAgain(DomainError):
    """The cause may pass (a full disk, a mute mail server): the job is tried again later."""

    retry = True


class LeaseLost(Exception):
    """Another worker took the job over: nothing of this run may be kept."""
