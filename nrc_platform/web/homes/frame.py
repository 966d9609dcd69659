"""What a home is made of, and how it speaks."""

from collections.abc import Iterable, Sized
from dataclasses import dataclass, field
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from exams.facts import TodoFact
from nrc_platform.core import clock, dates
from nrc_platform.people.models import Promotion
from nrc_platform.web.boards import View

LATE, WEEK, LATER = "late", "week", "later"
NAMES_SHOWN = 3
WEEK_DAYS = 7
NBSP = "\u00a0"


@dataclass(frozen=True)
class NextDate:
    """A date of the aside."""

    at: datetime
    label: str
    detail: str


@dataclass(frozen=True)
class ClassLine:
    """A class the person follows, with its figures."""

    promotion: Promotion
    url: str
    students: int
    waiting: int
    visaed: int


@dataclass(frozen=True)
class Home:
    """A home: its lines by group, the next dates, and what to say when there is nothing."""

    lines: tuple[TodoFact, ...] = ()
    next_dates: tuple[NextDate, ...] = ()
    classes: tuple[ClassLine, ...] = ()
    calm_text: str = "Personne n’attend d’action de vous."
    way_on: tuple[str, str] = ("", "")
    views: tuple[View, ...] = field(default=())

    @property
    def count(self) -> int:
        """Return how many actions wait."""
        return sum(line.count for line in self.lines)

    @property
    def late_count(self) -> int:
        """Return how many actions are late."""
        return sum(line.count for line in self.late)

    @property
    def late(self) -> list[TodoFact]:
        """Return the lines that are late."""
        return [line for line in self.lines if line.group == LATE]

    @property
    def week(self) -> list[TodoFact]:
        """Return the lines of this week."""
        return [line for line in self.lines if line.group == WEEK]

    @property
    def later(self) -> list[TodoFact]:
        """Return the lines that can wait."""
        return [line for line in self.lines if line.group == LATER]


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


def board_url(promotion: Promotion) -> str:
    """Return the address of the board of a class."""
    return reverse("web:promotion_board", args=[promotion.code])
