"""Hours of a stage: presence, thresholds of the law, months, and days of seven hours."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from internships.rules.calendar import Break, Schedule, Segment, Span, is_public_holiday
from internships.states import BreakKind

ZERO = Decimal(0)
# Of two breaks on one day, the first of these says what the day is.
_FIRST = (BreakKind.INTERRUPTION, BreakKind.CLOSURE, BreakKind.ABSENCE, BreakKind.LEAVE)


@dataclass(frozen=True)
class Day:
    """
    One calendar day of a stage.

    `planned` are the hours of the pattern, a public holiday included; `expected` those of the
    pattern without it; `kind` the break of the whole day, "" when there is none.
    """

    on: date
    planned: Decimal
    expected: Decimal
    kind: str = ""
    missed: Decimal = ZERO
    on_leave: Decimal = ZERO

    @property
    def present(self) -> Decimal:
        """Return the hours of presence, those that are paid."""
        if self.kind:
            return ZERO
        return max(ZERO, self.expected - self.missed - self.on_leave)

    @property
    def counted(self) -> Decimal:
        """Return the hours for the thresholds: leave foreseen counts as presence (L124-13)."""
        if self.kind == BreakKind.LEAVE:
            return self.expected
        return ZERO if self.kind else max(ZERO, self.expected - self.missed)


def segments_by_day(schedule: Schedule) -> dict[date, Segment]:
    """Return the terms of each calendar day; a segment without any hours covers nothing."""
    return {
        day: segment
        for segment in schedule.segments
        if segment.pattern.days_per_week
        for day in segment.span.days()
    }


def _breaks_by_day(schedule: Schedule, span: Span) -> dict[date, list[Break]]:
    found: dict[date, list[Break]] = {}
    for each in schedule.breaks:
        kept = Span(max(each.starts_on, span.starts_on), min(each.ends_on, span.ends_on))
        for day in kept.days():
            found.setdefault(day, []).append(each)
    return found


def _part(breaks: list[Break], kind: str) -> Decimal:
    return sum((each.hours or ZERO for each in breaks if each.kind == kind), ZERO)


def days_of(schedule: Schedule) -> Iterator[Day]:
    """Yield each calendar day of the schedule with what happens on it, missions apart."""
    if schedule.span is None:
        return
    broken = _breaks_by_day(schedule, schedule.span)
    for on, segment in segments_by_day(schedule).items():
        breaks = broken.get(on, [])
        whole = {each.kind for each in breaks if each.hours is None}
        planned = segment.pattern.on(on)
        off = not segment.works_holidays and is_public_holiday(on)
        yield Day(
            on=on,
            planned=planned,
            expected=ZERO if off else planned,
            kind=next((kind for kind in _FIRST if kind in whole), ""),
            missed=_part(breaks, BreakKind.ABSENCE),
            on_leave=_part(breaks, BreakKind.LEAVE),
        )


def _with_extra(schedule: Schedule, found: dict[date, Decimal]) -> dict[date, Decimal]:
    for on, hours in schedule.extra.items():
        found[on] = found.get(on, ZERO) + hours
    return {on: hours for on, hours in sorted(found.items()) if hours}


def hours_by_day(schedule: Schedule) -> dict[date, Decimal]:
    """
    Return the hours of presence of each day that has any, missions included.

    A public holiday on a working day is no presence, unless the terms say that it is worked.
    """
    return _with_extra(schedule, {day.on: day.present for day in days_of(schedule)})


def threshold_by_day(schedule: Schedule) -> dict[date, Decimal]:
    """Return the hours of each day for the thresholds of 308 h and 924 h: leave counts."""
    return _with_extra(schedule, {day.on: day.counted for day in days_of(schedule)})


def _within(found: dict[date, Decimal], span: Span | None) -> Decimal:
    return sum((hours for on, hours in found.items() if span is None or on in span), ZERO)


def presence_hours(schedule: Schedule, within: Span | None = None) -> Decimal:
    """Return the hours of presence, in all or between two days."""
    return _within(hours_by_day(schedule), within)


def threshold_hours(schedule: Schedule, within: Span | None = None) -> Decimal:
    """Return the hours that count for the thresholds, in all or between two days."""
    return _within(threshold_by_day(schedule), within)


def paid_hours_by_month(schedule: Schedule) -> dict[date, Decimal]:
    """Return the hours of presence by month, under the first day of the month."""
    found: dict[date, Decimal] = {}
    for on, hours in hours_by_day(schedule).items():
        month = on.replace(day=1)
        found[month] = found.get(month, ZERO) + hours
    return found


@dataclass(frozen=True)
class Duration:
    """A duration of presence as D124-6 counts it: months of 22 days of 7 hours."""

    hours: Decimal
    months: int
    days: int
    left: Decimal


def days_and_months(
    hours: Decimal, *, hours_per_day: int = 7, days_per_month: int = 22
) -> Duration:
    """Return the months, then the days, then the hours left, of a number of hours (D124-6)."""
    days, left = divmod(hours, Decimal(hours_per_day))
    months, rest = divmod(int(days), days_per_month)
    return Duration(hours, months, rest, left)
