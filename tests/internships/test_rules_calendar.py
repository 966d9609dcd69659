"""Days and hours of stages: public holidays, breaks, months, thresholds."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from internships.rules import Break, Schedule, Segment, Span, WeekPattern
from internships.rules.calendar import LONGEST, is_public_holiday, public_holidays
from internships.rules.hours import (
    days_and_months,
    hours_by_day,
    paid_hours_by_month,
    presence_hours,
    threshold_hours,
)
from internships.states import BreakKind
from tests.internships.stages import (
    DAYS,
    OFFICE,
    SHOP,
    absent,
    closed,
    interrupted,
    on_leave,
    schedules,
    stage,
    weeks_from,
)

# Six weeks without a public holiday.
JANUARY = date(2027, 1, 4)


def test_year_has_eleven_public_holidays_easter_monday_among_them() -> None:
    found = public_holidays(2027)
    assert len(found) == 11
    assert found[date(2027, 3, 29)] == "lundi de Pâques"
    assert found[date(2027, 5, 6)] == "Ascension"
    assert found[date(2027, 5, 17)] == "lundi de Pentecôte"
    assert is_public_holiday(date(2028, 7, 14))
    assert not is_public_holiday(date(2028, 2, 29))


def test_two_holidays_of_one_day_are_one_day_off() -> None:
    assert len(public_holidays(2008)) == 10
    assert public_holidays(2008)[date(2008, 5, 1)] == "fête du Travail, Ascension"


@pytest.mark.parametrize("year", [1, 2024, 9999])
def test_any_year_a_form_lets_through_has_its_holidays(year: int) -> None:
    assert date(year, 12, 25) in public_holidays(year)


def test_six_weeks_of_thirty_five_hours_are_two_hundred_and_ten() -> None:
    assert presence_hours(weeks_from(JANUARY, 6)) == 210


def test_public_holiday_is_no_presence_unless_the_terms_say_so() -> None:
    week = weeks_from(date(2027, 7, 12), 1)
    assert presence_hours(week) == 28
    assert threshold_hours(week) == 28
    worked = stage(date(2027, 7, 12), date(2027, 7, 16), works_holidays=True)
    assert presence_hours(worked) == 35


def test_leave_counts_for_the_thresholds_and_is_not_paid() -> None:
    week = weeks_from(JANUARY, 2, on_leave(JANUARY, JANUARY + timedelta(days=1)))
    assert (presence_hours(week), threshold_hours(week)) == (56, 70)


def test_half_a_day_of_leave_counts_for_the_thresholds_alone() -> None:
    half = Break(JANUARY, JANUARY, BreakKind.LEAVE, Decimal("3.5"))
    week = weeks_from(JANUARY, 1, half)
    assert (presence_hours(week), threshold_hours(week)) == (Decimal("31.5"), 35)


@pytest.mark.parametrize("kind", [closed, interrupted, absent])
def test_closure_interruption_and_absence_are_subtracted_everywhere(kind: type) -> None:
    week = weeks_from(JANUARY, 2, kind(JANUARY, JANUARY))
    assert (presence_hours(week), threshold_hours(week)) == (63, 63)


def test_hours_missed_on_a_day_are_never_more_than_the_day() -> None:
    assert presence_hours(weeks_from(JANUARY, 1, absent(JANUARY, JANUARY, Decimal(2)))) == 33
    assert presence_hours(weeks_from(JANUARY, 1, absent(JANUARY, JANUARY, Decimal(20)))) == 28


def test_hours_of_missions_are_added_even_outside_the_dates() -> None:
    saturday = JANUARY - timedelta(days=2)
    with_mission = replace(weeks_from(JANUARY, 1), extra={saturday: Decimal(4)})
    assert hours_by_day(with_mission)[saturday] == 4
    assert (presence_hours(with_mission), threshold_hours(with_mission)) == (39, 39)


def test_new_hours_hold_from_the_day_of_their_avenant() -> None:
    part = WeekPattern((Decimal(4),) * 5 + (Decimal(0),) * 2)
    second = JANUARY + timedelta(days=7)
    both = Schedule(
        (
            Segment(JANUARY, second - timedelta(days=1), OFFICE),
            Segment(second, second + timedelta(days=6), part),
        )
    )
    assert presence_hours(both) == 55


def test_rupture_cuts_the_days_after_it() -> None:
    cut = weeks_from(JANUARY, 6).until(JANUARY + timedelta(days=8))
    assert presence_hours(cut) == 49
    assert presence_hours(weeks_from(JANUARY, 6).until(JANUARY - timedelta(days=1))) == 0


def test_hours_are_paid_by_month_across_a_year() -> None:
    months = paid_hours_by_month(stage(date(2026, 12, 28), date(2027, 1, 8)))
    # 1 January 2027 is a Friday.
    assert months == {date(2026, 12, 1): Decimal(28), date(2027, 1, 1): Decimal(35)}


def test_forty_four_days_are_two_months_and_three_hundred_and_eight_hours() -> None:
    two = days_and_months(Decimal(308))
    assert (two.months, two.days, two.left) == (2, 0, 0)
    six = days_and_months(Decimal(924))
    assert (six.months, six.days) == (6, 0)
    odd = days_and_months(Decimal("210.5"))
    assert (odd.months, odd.days, odd.left) == (1, 8, Decimal("0.5"))


def test_week_has_seven_days() -> None:
    with pytest.raises(ValueError, match="seven"):
        WeekPattern((Decimal(7),) * 5)


def test_slip_of_eight_thousand_years_is_not_counted_to_the_end() -> None:
    endless = stage(date(2027, 1, 4), date(9999, 12, 31))
    assert len(list(Span(date(2027, 1, 4), date(9999, 12, 31)).days())) == LONGEST
    assert presence_hours(endless) < 24 * LONGEST


@given(DAYS)
def test_stage_of_one_day_has_the_hours_of_that_day(day: date) -> None:
    expected = 0 if is_public_holiday(day) else OFFICE.on(day)
    assert presence_hours(stage(day, day)) == expected


@given(schedules(), st.integers(0, 130))
def test_hours_of_two_parts_make_the_hours_of_the_whole(whole: Schedule, days: int) -> None:
    (segment,) = whole.segments
    at = segment.starts_on + timedelta(days=days)
    parts = [
        replace(whole, segments=(replace(segment, ends_on=min(at, segment.ends_on)),)),
        replace(whole, segments=(replace(segment, starts_on=at + timedelta(days=1)),)),
    ]
    assert sum(presence_hours(part) for part in parts) == presence_hours(whole)
    assert sum(threshold_hours(part) for part in parts) == threshold_hours(whole)
    assert presence_hours(parts[0]) == presence_hours(whole.until(at))


@given(schedules())
def test_hours_of_the_months_make_the_hours_of_the_stage(whole: Schedule) -> None:
    assert sum(paid_hours_by_month(whole).values()) == presence_hours(whole)
    assert presence_hours(whole) <= threshold_hours(whole)


@given(st.integers(2024, 2028), st.sampled_from([(3, 4), (10, 4), (2, 4)]))
def test_change_of_hour_and_leap_day_change_nothing(year: int, when: tuple[int, int]) -> None:
    # Five weeks around the last Sundays of March and October, and around 29 February.
    month, weeks = when
    first = date(year, month, 10)
    monday = first - timedelta(days=first.weekday())
    whole = weeks_from(monday, weeks)
    off = sum(1 for day in public_holidays(year) if day in whole.segments[0].span)
    off -= sum(
        1 for day in public_holidays(year) if day in whole.segments[0].span and not OFFICE.on(day)
    )
    assert presence_hours(whole) == 35 * weeks - 7 * off


def test_shop_from_tuesday_to_saturday_works_on_saturday() -> None:
    shop = stage(JANUARY, JANUARY + timedelta(days=6), pattern=SHOP)
    assert presence_hours(shop) == 35
    assert JANUARY not in hours_by_day(shop)
