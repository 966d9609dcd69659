"""What a home is made of, and how it speaks."""

from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse

from nrc_platform.core.todo import LATE, LATER, WEEK, TodoFact
from nrc_platform.people.models import Promotion
from nrc_platform.web.boards import View


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
    # Label and address of what one comes back to whatever waits.
    links: tuple[tuple[str, str], ...] = ()

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


def board_url(promotion: Promotion) -> str:
    """Return the address of the board of a class."""
    return reverse("web:promotion_board", args=[promotion.code])
