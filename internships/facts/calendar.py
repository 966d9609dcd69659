"""The calendar annex of a convention, frozen: each week day by day, breaks and holidays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from internships.facts import parts
from internships.facts.frozen import Frozen

WEEK = timedelta(days=7)
TEMPLATE = "calendrier@1"


@dataclass(frozen=True)
class DayFact:
    """A day of the calendar: hours of presence, or why there are none."""

    on: date
    hours: Decimal = Decimal(0)
    word: str = ""


@dataclass(frozen=True)
class WeekRow:
    """A civil week, Monday to Sunday, with its hours."""

    number: int
    days: tuple[DayFact, ...]
    hours: Decimal


@dataclass(frozen=True)
class CalendarFacts(Frozen):
    """The calendar as it is annexed to a convention and to its avenants."""

    convention: str
    kind: str
    convention_number: str
    avenant: int
    issued_on: date
    school: parts.SchoolFact
    host_name: str
    student_names: str
    starts_on: date
    ends_on: date
    weeks: tuple[WeekRow, ...]
    hours: Decimal
    template: str = TEMPLATE
    reference: str = ""


def _word(day: date, breaks: Sequence[parts.BreakFact], holidays: Mapping[date, str]) -> str:
    if day in holidays:
        return holidays[day]
    held = (row.label for row in breaks if row.starts_on <= day <= row.ends_on)
    return next(held, "")


def calendar_weeks(
    by_day: Mapping[date, Decimal],
    *,
    starts_on: date,
    ends_on: date,
    breaks: Sequence[parts.BreakFact] = (),
    holidays: Mapping[date, str] | None = None,
) -> tuple[WeekRow, ...]:
    """Return the civil weeks from the first to the last day, whole, each with its hours."""
    monday = starts_on - timedelta(days=starts_on.weekday())
    rows = []
    while monday <= ends_on:
        days = []
        for place in range(7):
            day = monday + timedelta(days=place)
            inside = starts_on <= day <= ends_on
            hours = by_day.get(day, Decimal(0))
            word = _word(day, breaks, holidays or {}) if inside and not hours else ""
            days.append(DayFact(day, hours, word))
        rows.append(
            WeekRow(
                monday.isocalendar().week,
                tuple(days),
                sum((day.hours for day in days), Decimal(0)),
            )
        )
        monday += WEEK
    return tuple(rows)
