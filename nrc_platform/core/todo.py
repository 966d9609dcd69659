"""A line of a to-do list, and how its names and days are said."""

from collections.abc import Iterable, Sized
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from nrc_platform.core import clock, dates

LATE, WEEK, LATER = "late", "week", "later"
NAMES_SHOWN = 3
WEEK_DAYS = 7
NBSP = "\u00a0"


@dataclass(frozen=True)
class TodoFact:
    """A line of a to-do list; the phrase reads on from the count."""

    count: int
    phrase: str
    detail: str
    due: str
    url: str
    verb: str
    group: str
    sort_on: datetime | None = None


def names(people: Iterable[str]) -> str:
    """Return « Inès Da Silva, Jules Perrin et 2 autres »."""
    every = list(dict.fromkeys(people))
    shown = ", ".join(every[:NAMES_SHOWN])
    more = len(every) - NAMES_SHOWN
    if more <= 0:
        return shown
    return f"{shown} et {more}{NBSP}autre{'s' if more > 1 else ''}"


def before(day: date | datetime) -> str:
    """Return « demain », « avant jeudi 26 » within a week, « avant le 4 décembre » later."""
    local = day if not isinstance(day, datetime) else timezone.localtime(day).date()
    left = (local - clock.today()).days
    if left in (0, 1):
        return ("aujourd’hui", "demain")[left]
    if 0 < left < WEEK_DAYS:
        return f"avant {dates.DAYS[local.weekday()]} {local.day}"
    return f"avant le {dates.day_month(local)}"


def since(days: int) -> str:
    """Return « depuis 9 jours »."""
    return f"depuis {days}{NBSP}jour{'s' if days > 1 else ''}"


def plural(rows: Sized) -> str:
    """Return the « s » of several."""
    return "s" if len(rows) > 1 else ""
