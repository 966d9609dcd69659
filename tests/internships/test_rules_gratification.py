"""The gratification: due by which limb, from which hour, how much a month."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from internships.rules import Break, Figure, Schedule, Segment, WeekPattern
from internships.rules.gratification import (
    CONSECUTIVE,
    SCHOOL_YEAR,
    Payment,
    Terms,
    is_due,
    payment,
)
from tests.internships.checks import CEILINGS, NONE, YEARS, schedule

DAILY = WeekPattern((Decimal(7),) * 5 + (NONE, NONE))
AUTUMN = date(2026, 9, 7)


def of_hours(hours: str, first: date = AUTUMN) -> Schedule:
    """Return a stage of exactly so many hours: days of seven, then what is left."""
    whole, left = divmod(Decimal(hours), 7)
    days, day = [], first
    while len(days) < whole:
        if day.weekday() < 5:
            days.append(day)
        day += timedelta(days=1)
    extra = {day: left} if left else {}
    return Schedule((Segment(first, days[-1], DAILY),), extra=extra)


def paid(held: Schedule, **changes: object) -> Payment:
    """Return what is owed in 2026, at the minimum."""
    terms = changes.pop("terms", Terms("minimum"))
    return payment(held, terms=terms, figures={}, ceilings=CEILINGS, school_years=YEARS, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("hours", "due"),
    [("210", False), ("280", False), ("308", False), ("308.01", True), ("315", True)],
)
def test_due_strictly_beyond_308_hours(hours: str, due: bool) -> None:
    assert paid(of_hours(hours)).due is due


def test_owed_from_the_first_hour() -> None:
    """315 hours at 4.50 €."""
    assert paid(of_hours("315")).total == 141_750


def test_154_hours_in_2026_make_693_euros() -> None:
    assert paid(of_hours("154")).total == 69_300


def test_two_stages_of_eight_weeks_in_one_host_and_one_year_are_added() -> None:
    first, second = of_hours("280"), of_hours("280", date(2027, 1, 11))
    limb, hours = is_due(second, [first], YEARS, 308)
    assert (limb, hours) == (SCHOOL_YEAR, Decimal(560))
    assert is_due(second, [], YEARS, 308)[0] == ""


def test_two_stages_on_either_side_of_31_august_are_never_added() -> None:
    before, after = of_hours("280", date(2026, 6, 1)), of_hours("280", AUTUMN)
    assert is_due(after, [before], YEARS, 308)[0] == ""


def test_one_long_stage_across_31_august_counts_whole() -> None:
    held = of_hours("315", date(2026, 7, 27))
    assert is_due(held, [], YEARS, 308) == (CONSECUTIVE, Decimal(315))


def test_leave_counts_for_the_threshold_and_is_not_paid() -> None:
    held = of_hours("315")
    day = AUTUMN + timedelta(days=7)
    away = Schedule(held.segments, (Break(day, day, "leave"),))
    result = paid(away)
    assert result.due
    assert result.total == 308 * 450
    absent = Schedule(held.segments, (Break(day, day, "absence"),))
    assert not paid(absent).due


def test_a_rupture_before_the_threshold_leaves_a_prorated_amount() -> None:
    planned = of_hours("315")
    cut = planned.until(AUTUMN + timedelta(days=11))
    result = paid(cut, planned=planned)
    assert result.due
    assert result.total == 70 * 450
    assert not paid(cut).due


def test_each_month_takes_the_rate_of_its_year() -> None:
    held = schedule(date(2025, 12, 1), date(2026, 2, 27))
    result = paid(held)
    rates = {line.month: line.rate for line in result.lines}
    assert rates[date(2025, 12, 1)] == Decimal(435)
    assert rates[date(2026, 1, 1)] == Decimal(450)


def test_an_unpublished_year_leaves_its_months_open_and_no_total() -> None:
    held = schedule(date(2026, 11, 2), date(2027, 1, 29))
    result = payment(
        held,
        terms=Terms("minimum"),
        figures={},
        ceilings={2026: Figure(3000), 2027: Figure(0)},
        school_years=YEARS,
    )
    assert result.open_months == (date(2027, 1, 1),)
    assert result.total is None
    assert result.lines[0].amount is not None


def test_nothing_is_owed_below_the_threshold_without_a_promise() -> None:
    result = paid(of_hours("210"), terms=Terms("none"))
    assert (result.due, result.total) == (False, 0)
    assert paid(of_hours("210"), terms=Terms("rate", 300)).total == 63_000


@given(
    minutes=st.lists(st.integers(1, 24 * 60), min_size=1, max_size=60),
    rate=st.integers(1, 2000),
)
def test_the_total_is_the_sum_of_months_each_rounded_half_up(
    minutes: list[int], rate: int
) -> None:
    extra = {
        date(2026, 1, 1) + timedelta(days=5 * place): Decimal(each) / 60
        for place, each in enumerate(minutes)
    }
    result = paid(Schedule(extra=extra), terms=Terms("rate", rate))
    assert result.total == sum(line.amount or 0 for line in result.lines)
    for line in result.lines:
        exact = line.hours * (line.rate or 0)
        assert abs(Decimal(line.amount or 0) - exact) <= Decimal("0.5")
