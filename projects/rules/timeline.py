"""Where a bar stands on a timeline, in percents of the whole: what draws it knows no date."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from nrc_platform.core.dates import MONTHS

_HUNDREDTH = Decimal("0.01")
DECEMBER = 12


@dataclass(frozen=True)
class Bar:
    """A bar: its left end and its width, in percents."""

    left: Decimal
    width: Decimal


@dataclass(frozen=True)
class Tick:
    """The first day of a month on the axis."""

    label: str
    on: date
    left: Decimal


@dataclass(frozen=True)
class Axis:
    """The days of a timeline, both ends included."""

    starts_on: date
    ends_on: date

    @property
    def length(self) -> int:
        """Return the number of days."""
        return (self.ends_on - self.starts_on).days + 1

    def at(self, day: date) -> Decimal:
        """Return where the morning of that day stands, kept inside the axis."""
        inside = min(max(day, self.starts_on), self.ends_on + timedelta(days=1))
        share = Decimal((inside - self.starts_on).days) * 100 / self.length
        return share.quantize(_HUNDREDTH, rounding=ROUND_HALF_UP)

    def bar(self, starts_on: date, ends_on: date) -> Bar:
        """Return the bar of those days, the last one whole."""
        left = self.at(starts_on)
        return Bar(left, self.at(ends_on + timedelta(days=1)) - left)

    def ticks(self) -> list[Tick]:
        """Return the months that begin on the axis."""
        first = self.starts_on.replace(day=1)
        found = []
        while first <= self.ends_on:
            if first >= self.starts_on:
                found.append(Tick(MONTHS[first.month - 1], first, self.at(first)))
            year, month = divmod(first.month, DECEMBER)
            first = date(first.year + year, month + 1, 1)
        return found


def axis_of(days: Iterable[date | None]) -> Axis | None:
    """Return the axis that holds all those days, none without any."""
    known = [day for day in days if day is not None]
    return Axis(min(known), max(known)) if known else None
