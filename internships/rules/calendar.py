"""Days of a stage: spans, weekly patterns, breaks; all dates, so no clock change matters."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

from dateutil.easter import easter

ONE_DAY = timedelta(days=1)
# A class lasts two years. Past this many days a date is a slip, and nobody waits for its count.
LONGEST = 1500
_FIXED = (
    (1, 1, "jour de l’An"),
    (5, 1, "fête du Travail"),
    (5, 8, "victoire de 1945"),
    (7, 14, "fête nationale"),
    (8, 15, "Assomption"),
    (11, 1, "Toussaint"),
    (11, 11, "armistice de 1918"),
    (12, 25, "Noël"),
)
_AFTER_EASTER = ((1, "lundi de Pâques"), (39, "Ascension"), (50, "lundi de Pentecôte"))


@cache
def public_holidays(year: int) -> Mapping[date, str]:
    """
    Return the eleven public holidays of a year with their names (Code du travail, L3133-1).

    Local ones (Alsace and Moselle, overseas) are worked or not by the host: write them as closure.
    """
    sunday = easter(year)
    found = {date(year, month, day): name for month, day, name in _FIXED}
    for days, name in _AFTER_EASTER:
        day = sunday + timedelta(days=days)
        # Ascension Day falls on 1 or 8 May in some years: one day off, two names.
        found[day] = f"{found[day]}, {name}" if day in found else name
    return dict(sorted(found.items()))


def is_public_holiday(day: date) -> bool:
    """Return whether that day is a public holiday in all of France."""
    return day in public_holidays(day.year)


@dataclass(frozen=True, order=True)
class Span:
    """Days from a first to a last one, both included; empty when they are reversed."""

    starts_on: date
    ends_on: date

    def days(self) -> Iterator[date]:
        """Yield each day, `LONGEST` at most."""
        for rank in range(min(self.length, LONGEST)):
            yield self.starts_on + timedelta(days=rank)

    @property
    def length(self) -> int:
        """Return the number of calendar days."""
        return max(0, (self.ends_on - self.starts_on).days + 1)

    def __contains__(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on

    def overlaps(self, other: "Span") -> bool:
        """Return whether one day at least is in both."""
        return self.starts_on <= other.ends_on and other.starts_on <= self.ends_on

    def within(self, other: "Span") -> bool:
        """Return whether every day is in the other."""
        return other.starts_on <= self.starts_on and self.ends_on <= other.ends_on


@dataclass(frozen=True)
class WeekPattern:
    """Hours of presence of an ordinary week, Monday first."""

    hours: tuple[Decimal, ...] = (Decimal(0),) * 7

    def __post_init__(self) -> None:
        if len(self.hours) != 7:
            raise ValueError("A week has seven days.")

    def on(self, day: date) -> Decimal:
        """Return the hours of that weekday."""
        return self.hours[day.weekday()]

    @property
    def weekly(self) -> Decimal:
        """Return the hours of a week."""
        return sum(self.hours, Decimal(0))

    @property
    def days_per_week(self) -> int:
        """Return how many days of a week are worked."""
        return sum(1 for hours in self.hours if hours > 0)


@dataclass(frozen=True)
class Break:
    """
    Days without presence inside a stage; `kind` is one of `internships.states.BreakKind`.

    - closure: the host is closed; cuts nothing, is no day of stage;
    - interruption: agreed by avenant; a gap;
    - leave: foreseen in the convention, or pregnancy, paternity, adoption; counts as presence for
      the thresholds of hours, is not paid (L124-13);
    - absence: anything else; subtracted.

    `hours` is given for a part of one day, and only for a leave or an absence.
    """

    starts_on: date
    ends_on: date
    kind: str
    hours: Decimal | None = None

    @property
    def span(self) -> Span:
        """Return its days."""
        return Span(self.starts_on, self.ends_on)


@dataclass(frozen=True)
class Segment:
    """Days under one set of terms; `works_holidays` says that public holidays are worked."""

    starts_on: date
    ends_on: date
    pattern: WeekPattern
    works_holidays: bool = False

    @property
    def span(self) -> Span:
        """Return its days."""
        return Span(self.starts_on, self.ends_on)


@dataclass(frozen=True)
class Schedule:
    """
    The days of a stage: one segment per set of terms in force, the breaks, and extra hours.

    `extra` holds hours of missions under the same convention, by day. Segments do not overlap; of
    two that do, the later in the list wins.
    """

    segments: tuple[Segment, ...] = ()
    breaks: tuple[Break, ...] = ()
    extra: Mapping[date, Decimal] = field(default_factory=dict)

    @property
    def span(self) -> Span | None:
        """Return its first and last day, extra hours apart."""
        if not self.segments:
            return None
        return Span(
            min(segment.starts_on for segment in self.segments),
            max(segment.ends_on for segment in self.segments),
        )

    def until(self, day: date) -> "Schedule":
        """Return the schedule cut after that day, as a rupture does."""
        kept = [segment for segment in self.segments if segment.starts_on <= day]
        return Schedule(
            tuple(replace(each, ends_on=min(each.ends_on, day)) for each in kept),
            self.breaks,
            {on: hours for on, hours in self.extra.items() if on <= day},
        )
