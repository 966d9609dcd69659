"""Dates, hours and other stages of a convention."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from internships.rules import Figure, PeriodFacts, Schedule, Segment, Span, WeekPattern
from tests.internships.checks import (
    FIRST,
    LAST,
    NONE,
    OFFICE,
    SEVEN,
    TODAY,
    check,
    host,
    said,
    schedule,
    stage,
    trainee,
)

MINOR = date(2009, 6, 1)


def dated(first: date, last: date, **changes: Any) -> Any:
    return check(starts_on=first, ends_on=last, schedule=schedule(first, last), **changes)


def week(*hours: int) -> WeekPattern:
    return WeekPattern(tuple(Decimal(each) for each in hours))


def test_reversed_dates_are_refused_in_words() -> None:
    held = check(starts_on=LAST, ends_on=FIRST, schedule=Schedule())
    [finding] = said(held, "convention.dates")
    assert "finit le 04/01/2027, avant de commencer le 12/02/2027" in finding.message


@pytest.mark.parametrize(
    ("first", "last", "refused"),
    [
        (date(2027, 8, 23), date(2027, 8, 31), False),
        (date(2027, 8, 23), date(2027, 9, 1), True),
        (date(2027, 9, 6), date(2027, 9, 10), True),
        (date(2025, 8, 31), date(2025, 9, 5), True),
    ],
)
def test_a_stage_lies_inside_the_training(first: date, last: date, refused: bool) -> None:
    assert bool(said(dated(first, last), "convention.dates")) is refused


@given(shift=st.integers(-80, 80))
def test_two_stages_overlap_when_one_day_is_in_both(shift: int) -> None:
    other = stage(FIRST + timedelta(days=shift), LAST + timedelta(days=shift))
    held = check(trainees=(trainee(other_stages=(other,)),))
    length = (LAST - FIRST).days
    assert bool(said(held, "convention.overlap")) is (abs(shift) <= length)


def test_a_stage_given_up_overlaps_nothing() -> None:
    other = stage(FIRST, LAST, live=False)
    assert said(check(trainees=(trainee(other_stages=(other,)),)), "convention.overlap") == []


def test_a_project_runs_beside_the_stages_of_its_team() -> None:
    project = stage(FIRST, LAST, kind="project")
    held = check(trainees=(trainee(other_stages=(project,)),))
    assert said(held, "convention.overlap") == []


@pytest.mark.req(26, rule="convention.overlap")
def test_the_remaining_weeks_may_be_split_in_short_periods() -> None:
    """A one-day stage and a two-week one stand beside the long one; only an overlap is refused."""
    short = stage(date(2026, 5, 4), date(2026, 5, 4))
    fortnight = stage(date(2026, 6, 1), date(2026, 6, 12))
    held = check(trainees=(trainee(other_stages=(short, fortnight)),))
    assert said(held, "convention.overlap") == []
    on_it = check(trainees=(trainee(other_stages=(stage(FIRST, FIRST),)),))
    assert said(on_it, "convention.overlap")


@pytest.mark.req(13, rule="convention.aim")
@pytest.mark.req(29, rule="convention.aim")
def test_a_stage_belongs_to_a_period_that_has_an_aim() -> None:
    [alone] = said(check(trainees=(trainee(period=None),)), "convention.aim")
    assert "aucune période" in alone.message
    aimless = PeriodFacts("Second stage", Span(FIRST, LAST), aim=" ", steps=2)
    [finding] = said(check(trainees=(trainee(period=aimless),)), "convention.aim")
    assert (finding.who, finding.blocks) == ("teacher", "send")


@pytest.mark.req(28, rule="convention.progression")
def test_the_period_is_seen_beside_the_progression() -> None:
    bare = PeriodFacts("Second stage", Span(FIRST, LAST), aim="Négocier", steps=0)
    [finding] = said(check(trainees=(trainee(period=bare),)), "convention.progression")
    assert finding.severity == "warning"
    late = dated(FIRST, LAST + timedelta(days=7))
    [outside] = said(late, "convention.progression")
    assert "sortent de la période" in outside.message


def test_924_hours_a_year_in_one_host_is_the_most() -> None:
    """132 days of 7 hours are 924; one more day is too many."""
    hundred = Schedule((Segment(date(2026, 9, 1), date(2027, 3, 12), OFFICE),))
    held = check(schedule=hundred)
    hours = 7 * sum(
        1
        for shift in range((date(2027, 3, 12) - date(2026, 9, 1)).days + 1)
        if (date(2026, 9, 1) + timedelta(days=shift)).weekday() < 5
    )
    assert hours > 924
    [finding] = said(held, "convention.host_hours")
    assert "924" in finding.message
    figures = {"stage.host_hours_max": Figure(1000)}
    assert said(check(schedule=hundred, figures=figures), "convention.host_hours") == []


def test_hours_in_another_host_or_another_year_are_not_added() -> None:
    long = stage(date(2026, 2, 2), date(2026, 7, 31))
    elsewhere = stage(date(2026, 9, 1), date(2026, 12, 18), siren="798451233")
    held = check(trainees=(trainee(other_stages=(long, elsewhere)),))
    assert said(held, "convention.host_hours") == []
    here = stage(date(2026, 9, 1), date(2026, 12, 31))
    longer = dated(date(2027, 1, 4), date(2027, 4, 30), trainees=(trainee(other_stages=(here,)),))
    assert said(longer, "convention.host_hours")


@pytest.mark.parametrize(
    ("born", "pattern", "words"),
    [
        (date(2006, 1, 1), week(8, 8, 8, 8, 8, 0, 0), None),
        (date(2006, 1, 1), week(11, 7, 7, 0, 0, 0, 0), "journées de 11"),
        (date(2006, 1, 1), week(10, 10, 10, 10, 9, 0, 0), "semaines de 49"),
        (MINOR, week(8, 8, 8, 8, 3, 0, 0), None),
        (MINOR, week(9, 7, 7, 7, 5, 0, 0), "journées de 9"),
        (MINOR, week(8, 8, 8, 8, 4, 0, 0), "semaines de 36"),
    ],
)
def test_days_and_weeks_have_a_length(born: date, pattern: WeekPattern, words: str | None) -> None:
    who = trainee(born_on=born, representatives=1)
    held = check(trainees=(who,), schedule=schedule(pattern=pattern))
    findings = said(held, "convention.working_time")
    assert [words in finding.message for finding in findings] == ([True] if words else [])


def test_a_week_of_400_hours_is_refused_in_words() -> None:
    held = check(schedule=schedule(pattern=week(24, 24, 24, 24, 24, 24, 24)))
    assert len(said(held, "convention.working_time")) == 2


@pytest.mark.parametrize(
    "spoilt",
    [
        {"night_presence": True},
        {"holiday_presence": True},
        {"schedule": schedule(pattern=WeekPattern((SEVEN,) * 4 + (NONE, NONE, SEVEN)))},
    ],
)
def test_a_minor_is_not_there_at_night_nor_on_sunday_nor_on_a_holiday(
    spoilt: dict[str, Any],
) -> None:
    young = trainee(born_on=MINOR, representatives=1)
    held = check(trainees=(young,), presence_note="Inventaire", **spoilt)
    [finding] = said(held, "convention.minor_presence")
    assert finding.blocks == "send"
    adult = check(presence_note="Inventaire", **spoilt)
    assert said(adult, "convention.minor_presence") == []


def test_missing_signatures_block_the_start_and_name_who() -> None:
    held = check(missing_signatures=("Denis Tessier", "Emma Chef"), today=FIRST - timedelta(12))
    [finding] = said(held, "convention.start")
    assert finding.blocks == "start"
    assert finding.due == "2027-01-03"
    assert "dans 12\u00a0jours et il manque la signature de Denis Tessier, Emma" in finding.message


def test_a_signature_after_the_first_day_stays_said_and_blocks_nothing() -> None:
    late = check(signed_on=FIRST + timedelta(days=1))
    [finding] = said(late, "convention.start")
    assert (finding.severity, finding.blocks) == ("warning", None)
    assert said(check(signed_on=FIRST), "convention.start") == []
    assert said(check(), "convention.start") == []


@pytest.mark.req(57, rule="convention.project_duration")
def test_a_project_states_its_duration() -> None:
    held = check(kind="project", starts_on=None, schedule=Schedule())
    [finding] = said(held, "convention.project_duration")
    assert "durée" in finding.message


def test_the_duration_of_a_project_includes_its_stage_periods() -> None:
    inside = stage(FIRST, FIRST + timedelta(days=11))
    held = dated(TODAY, LAST, kind="project", trainees=(trainee(other_stages=(inside,)),))
    assert said(held, "convention.project_duration") == []
    beyond = stage(FIRST, LAST + timedelta(days=7))
    held = dated(TODAY, LAST, kind="project", trainees=(trainee(other_stages=(beyond,)),))
    assert said(held, "convention.project_duration")


@pytest.mark.req(59, rule="convention.project_duration")
def test_the_duration_of_a_project_includes_the_periods_planned_for_it() -> None:
    whole = dated(TODAY, LAST, kind="project")
    assert said(whole, "convention.project_duration") == []
    assert said(whole, "convention.progression") == []
    short = dated(TODAY, LAST - timedelta(days=1), kind="project")
    [finding] = said(short, "convention.project_duration")
    assert "«\u00a0Second stage\u00a0» sort de la durée du projet" in finding.message


@pytest.mark.req(62, rule="convention.host_sells")
def test_the_agreement_of_a_project_follows_the_rules_of_stages() -> None:
    held = check(kind="project", host=host(sells_goods_or_services=False))
    assert [finding.blocks for finding in said(held, "convention.host_sells")] == ["send"]
