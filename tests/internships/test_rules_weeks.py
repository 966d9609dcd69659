"""Weeks of stage: what makes one, what cuts a run, what does not."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from internships.rules import Schedule
from internships.rules.weeks import Weeks, longest_run, runs, total_weeks
from tests.internships.stages import (
    DAYS,
    PART_TIME,
    SHOP,
    SIX_DAYS,
    absent,
    closed,
    interrupted,
    on_leave,
    schedules,
    stage,
    weeks_from,
)

JANUARY = date(2027, 1, 4)
LAST = JANUARY + timedelta(days=39)
SHOPS = st.lists(schedules(), min_size=1, max_size=3)


def _run(*stages: Schedule) -> int:
    return longest_run(stages).weeks.days


def _week(number: int) -> tuple[date, date]:
    """Return the Monday and the Sunday of a week of the stage."""
    monday = JANUARY + timedelta(days=7 * (number - 1))
    return monday, monday + timedelta(days=6)


def test_six_weeks_from_monday_to_friday_are_six() -> None:
    run = longest_run([weeks_from(JANUARY, 6)])
    assert run.weeks == Weeks(30)
    assert run.weeks.whole == 6
    assert run.span is not None
    assert (run.span.starts_on, run.span.ends_on) == (JANUARY, date(2027, 2, 12))


def test_one_day_more_is_still_six_weeks_and_a_day() -> None:
    more = longest_run([stage(JANUARY, JANUARY + timedelta(days=42))]).weeks
    assert (more.whole, more.left, str(more)) == (6, 1, "6\u00a0semaines et 1\u00a0jour")
    less = longest_run([stage(JANUARY, JANUARY + timedelta(days=38))]).weeks
    assert (less.whole, str(less)) == (5, "5\u00a0semaines et 4\u00a0jours")
    assert str(Weeks(0)) == "0\u00a0semaine"
    assert str(Weeks(3)) == "3\u00a0jours"


def test_week_slides_from_wednesday_to_tuesday() -> None:
    assert _run(stage(date(2027, 1, 6), date(2027, 1, 12))) == 5


def test_run_goes_on_over_a_weekend_between_two_hosts() -> None:
    first = weeks_from(JANUARY, 3)
    assert _run(first, weeks_from(_week(4)[0], 3)) == 30
    assert _run(first, weeks_from(_week(5)[0], 3)) == 15


def test_run_goes_on_over_the_days_of_rest_of_two_shops() -> None:
    first = stage(date(2027, 1, 5), date(2027, 1, 23), pattern=SHOP)
    second = stage(date(2027, 1, 26), date(2027, 2, 13), pattern=SHOP)
    assert _run(first, second) == 30
    office = stage(date(2027, 1, 26), date(2027, 2, 15))
    assert _run(first, office) == 30
    late = stage(date(2027, 1, 27), date(2027, 2, 16), pattern=SHOP)
    assert _run(first, late) == 15


def test_run_goes_on_over_a_public_holiday_between_two_hosts() -> None:
    # Easter Monday is 29 March 2027.
    first = stage(date(2027, 3, 8), date(2027, 3, 26))
    second = stage(date(2027, 3, 30), date(2027, 4, 19))
    assert _run(first, second) == 30


def test_public_holidays_count_in_their_week() -> None:
    # Six weeks with Easter Monday and Ascension Day.
    assert _run(stage(date(2027, 3, 29), date(2027, 5, 7))) == 30


def test_whole_closed_week_cuts_nothing_and_is_no_week() -> None:
    assert _run(weeks_from(JANUARY, 7, closed(*_week(3)))) == 30
    assert _run(weeks_from(JANUARY, 6, closed(*_week(3)))) == 25
    assert total_weeks([weeks_from(JANUARY, 6, closed(*_week(3)))]) == Weeks(25)


def test_leave_counts_and_absence_does_not() -> None:
    assert _run(weeks_from(JANUARY, 6, on_leave(*_week(2)))) == 30
    assert _run(weeks_from(JANUARY, 6, absent(*_week(2)))) == 25


def test_interruption_is_a_gap() -> None:
    assert _run(weeks_from(JANUARY, 8, interrupted(*_week(3)))) == 25
    assert total_weeks([weeks_from(JANUARY, 8, interrupted(*_week(3)))]) == Weeks(35)


def test_interruption_of_a_weekend_cuts_nothing() -> None:
    saturday = JANUARY + timedelta(days=5)
    assert _run(weeks_from(JANUARY, 6, interrupted(saturday, saturday + timedelta(1)))) == 30


def test_closing_during_an_interruption_does_not_mend_the_gap() -> None:
    both = weeks_from(JANUARY, 8, interrupted(*_week(3)), closed(*_week(3)))
    assert _run(both) == 25


def test_six_days_a_week_do_not_make_six_weeks_out_of_five() -> None:
    five = stage(JANUARY, JANUARY + timedelta(days=34), pattern=SIX_DAYS)
    assert _run(five) == 25


def test_part_time_counts_the_days_done() -> None:
    ten = stage(JANUARY, JANUARY + timedelta(days=69), pattern=PART_TIME)
    assert _run(ten) == 30


def test_days_of_all_periods_are_pooled_before_they_are_divided() -> None:
    first = stage(JANUARY, JANUARY + timedelta(days=8))
    second = stage(date(2027, 3, 1), date(2027, 3, 3))
    assert (total_weeks([first]).whole, total_weeks([second]).whole) == (1, 0)
    assert total_weeks([first, second]) == Weeks(10)


def test_nothing_is_no_run() -> None:
    assert longest_run([]).span is None
    assert _run(stage(JANUARY, JANUARY - timedelta(days=1))) == 0


@given(DAYS)
def test_one_day_is_one_day_at_most(day: date) -> None:
    assert _run(stage(day, day)) == (1 if day.weekday() < 5 else 0)


@given(schedules(), st.integers(0, 120))
def test_splitting_a_stage_between_two_hosts_changes_no_run(whole: Schedule, days: int) -> None:
    (segment,) = whole.segments
    at = segment.starts_on + timedelta(days=days)
    first = replace(whole, segments=(replace(segment, ends_on=min(at, segment.ends_on)),))
    second = replace(whole, segments=(replace(segment, starts_on=at + timedelta(days=1)),))
    assert longest_run([first, second]) == longest_run([whole])
    assert total_weeks([first, second]) == total_weeks([whole])


@given(schedules(), st.integers(0, 120))
def test_closure_never_lengthens_anything(whole: Schedule, days: int) -> None:
    monday = whole.segments[0].starts_on + timedelta(days=days)
    shut = replace(whole, breaks=(*whole.breaks, closed(monday, monday + timedelta(days=6))))
    assert longest_run([shut]).weeks <= longest_run([whole]).weeks
    assert total_weeks([shut]) <= total_weeks([whole])


@given(SHOPS)
def test_run_is_never_more_than_the_total(stages: list[Schedule]) -> None:
    assert longest_run(stages).weeks <= total_weeks(stages)


@given(SHOPS, st.randoms())
def test_order_of_the_periods_changes_nothing(stages: list[Schedule], random: object) -> None:
    shuffled = list(stages)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert longest_run(shuffled) == longest_run(stages)
    assert total_weeks(shuffled) == total_weeks(stages)


@given(SHOPS)
def test_runs_hold_each_day_of_stage_once(stages: list[Schedule]) -> None:
    days = [day for run in runs(stages) for day in run]
    assert days == sorted(set(days))


@given(schedules(), st.integers(-60, 60))
def test_same_days_a_year_of_weeks_later_make_the_same_total(whole: Schedule, weeks: int) -> None:
    # A change of year, of hour or a leap day moves nothing: weeks are days.
    (segment,) = whole.segments
    shift = timedelta(days=7 * weeks)
    moved = Schedule(
        (replace(segment, starts_on=segment.starts_on + shift, ends_on=segment.ends_on + shift),),
        tuple(
            replace(each, starts_on=each.starts_on + shift, ends_on=each.ends_on + shift)
            for each in whole.breaks
        ),
    )
    assert longest_run([moved]).weeks == longest_run([whole]).weeks
