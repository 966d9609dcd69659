"""A student's whole course: six weeks in a row, weeks in all, papers of the end."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from internships.rules import DispensationFacts, Figure, StageFacts, WeekPattern
from internships.states import ConventionKind
from tests.internships.checks import course, said, schedule, stage

MONDAY = date(2026, 5, 4)
WEEK = timedelta(days=7)


def weeks(count: int, first: date = MONDAY, **changes: Any) -> StageFacts:
    """Return a stage of so many weeks, Monday to Friday."""
    return stage(first, first + count * WEEK - timedelta(days=3), **changes)


@pytest.mark.req(25, rule="stage.consecutive_weeks")
def test_six_weeks_in_a_row_are_asked_for() -> None:
    late = date(2027, 8, 1)
    [finding] = said(course(weeks(5), today=late), "stage.consecutive_weeks")
    assert (finding.severity, finding.blocks) == ("blocking", "deposit")
    for enough in (6, 7):
        assert said(course(weeks(enough), today=late), "stage.consecutive_weeks") == []


def test_two_hosts_without_a_gap_make_one_run() -> None:
    held = course(weeks(3), weeks(3, MONDAY + 3 * WEEK, siren="1", host_name="Optiloc"))
    assert said(held, "stage.consecutive_weeks") == []
    apart = course(weeks(3), weeks(3, MONDAY + 4 * WEEK))
    assert said(apart, "stage.consecutive_weeks")


def test_six_weeks_only_planned_are_said_and_block_nothing() -> None:
    held = course(weeks(6, covered=False, attested=False))
    [finding] = said(held, "stage.consecutive_weeks")
    assert (finding.severity, finding.blocks) == ("info", None)


def test_six_weeks_still_possible_are_a_warning() -> None:
    [finding] = said(course(weeks(5)), "stage.consecutive_weeks")
    assert (finding.severity, finding.who) == ("warning", "teacher")
    assert "5\u00a0semaines de suite au plus" in finding.message
    [none] = said(course(promotion=None), "stage.consecutive_weeks")
    assert none.severity == "blocking"


@pytest.mark.parametrize(("due", "severity"), [("2026-11-24", "blocking"), ("2026-11-25", "info")])
def test_weeks_only_planned_on_the_day_of_the_deposit_block_it(due: str, severity: str) -> None:
    planned = weeks(6, date(2026, 11, 2), attested=False)
    held = course(planned, due=due, figures={"stage.total_weeks": Figure(6)})
    for name in ("stage.consecutive_weeks", "stage.total_weeks"):
        [finding] = said(held, name)
        assert (finding.severity, finding.due) == (severity, due)


def test_a_project_without_days_of_presence_needs_no_attestation_of_stage() -> None:
    """It runs in the weekly hours of the class: no week, no attestation, no sector."""
    team: dict[str, Any] = {"kind": ConventionKind.PROJECT, "attested": False, "sector": "46"}
    project = weeks(6, **team)
    idle = replace(project, schedule=schedule(MONDAY, MONDAY + WEEK, WeekPattern()))
    assert said(course(project), "stage.attestation")
    assert said(course(idle), "stage.attestation") == []
    assert said(course(replace(idle, covered=False)), "stage.unsigned") == []
    assert said(course(idle, weeks(6, sector="46")), "stage.sector") == []


def test_a_dispensation_lifts_the_six_weeks_only_when_it_says_so() -> None:
    silent = course(weeks(4), dispensations=(DispensationFacts(weeks=2),))
    assert said(silent, "stage.consecutive_weeks")
    says = DispensationFacts(weeks=2, lifts_consecutive=True)
    assert said(course(weeks(4), dispensations=(says,)), "stage.consecutive_weeks") == []


@pytest.mark.req(27, rule="stage.total_weeks")
def test_the_total_is_the_school_s_setting_and_none_by_default() -> None:
    held = course(weeks(6))
    assert said(held, "stage.total_weeks") == []
    asked = course(
        weeks(6), figures={"stage.total_weeks": Figure(14, "Projet de l’établissement")}
    )
    [finding] = said(asked, "stage.total_weeks")
    assert finding.blocks == "deposit"
    assert finding.source == "Projet de l’établissement"
    assert "6\u00a0semaines attestées" in finding.message


def test_a_dispensation_lowers_the_total() -> None:
    figures = {"stage.total_weeks": Figure(8)}
    held = course(weeks(6), figures=figures, dispensations=(DispensationFacts(weeks=2),))
    assert said(held, "stage.total_weeks") == []
    less = course(weeks(6), figures=figures, dispensations=(DispensationFacts(weeks=1),))
    assert said(less, "stage.total_weeks")


@given(lengths=st.lists(st.integers(1, 5), min_size=1, max_size=6))
def test_the_remaining_weeks_may_be_split_at_will(lengths: list[int]) -> None:
    """Whatever the split, the total is the same and no period is too short."""
    first, stages = MONDAY, []
    for length in lengths:
        stages.append(weeks(length, first))
        first += (length + 1) * WEEK
    figures = {"stage.total_weeks": Figure(sum(lengths))}
    assert said(course(*stages, figures=figures), "stage.total_weeks") == []


def test_an_attestation_missing_after_the_end_blocks_the_deposit() -> None:
    [finding] = said(course(weeks(6, attested=False)), "stage.attestation")
    assert (finding.who, finding.blocks) == ("company", "deposit")
    running = course(weeks(6, date(2026, 11, 2), attested=False))
    assert said(running, "stage.attestation") == []


def test_a_stage_begun_without_all_signatures_is_named() -> None:
    [finding] = said(course(weeks(6, covered=False, attested=False)), "stage.unsigned")
    assert "Hygial" in finding.message
    assert said(course(weeks(6)), "stage.unsigned") == []


@pytest.mark.req(24, rule="stage.sector")
def test_one_sector_is_allowed_and_its_reason_asked() -> None:
    one = weeks(6, sector="46")
    other = weeks(3, MONDAY + 20 * WEEK, sector="46")
    [finding] = said(course(one, other), "stage.sector")
    assert (finding.severity, finding.blocks) == ("info", None)
    assert said(course(one, other, sector_reason="surroundings"), "stage.sector") == []
    varied = weeks(3, MONDAY + 20 * WEEK, sector="47")
    assert said(course(one, varied), "stage.sector") == []
