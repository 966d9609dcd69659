"""What happened on the days of a stage, as the rules count it."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from internships.models import Absence, ConventionMission
from internships.rules import Break, Span
from internships.states import COUNTED_AS_PRESENCE, BreakKind

CENT = Decimal("0.01")
SATURDAY = 5


def missed(row: Absence) -> Break:
    """Return an absence as the rules count it: some of them are presence for the thresholds."""
    counted = row.reason in COUNTED_AS_PRESENCE
    kind = BreakKind.LEAVE if counted else BreakKind.ABSENCE
    return Break(row.starts_on, row.ends_on, kind, row.hours)


def mission_hours(missions: Iterable[ConventionMission]) -> dict[date, Decimal]:
    """
    Return the hours of missions by day, shared between the weekdays each one lasts.

    A mission says its hours and its dates, not its timetable; the last day takes what is left of
    the division. A mission of a weekend alone is shared between its days.
    """
    found: dict[date, Decimal] = defaultdict(Decimal)
    for row in missions:
        every = list(Span(row.starts_on, row.ends_on).days())
        days = [day for day in every if day.weekday() < SATURDAY] or every
        share = (row.hours / len(days)).quantize(CENT)
        for day in days[:-1]:
            found[day] += share
        found[days[-1]] += row.hours - share * (len(days) - 1)
    return {day: hours for day, hours in found.items() if hours}
