"""The time of the product: the one place that reads the clock."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta

from django.utils import timezone

_shift: ContextVar[timedelta | None] = ContextVar("clock_shift", default=None)


def now() -> datetime:
    """Return the present moment, aware."""
    shift = _shift.get()
    return timezone.now() + shift if shift else timezone.now()


def today() -> date:
    """Return the present day in the school's time zone."""
    # Asked for each row of a list: the default zone is fixed, so no look-up of the current one.
    return now().astimezone(timezone.get_default_timezone()).date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Move the clock so that time runs from `moment`; for building a demo's past only."""
    token = _shift.set(moment - timezone.now())
    try:
        yield
    finally:
        _shift.reset(token)
