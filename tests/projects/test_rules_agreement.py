"""When a project runs, how it is followed, its convention, its phases and its end."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from internships.rules import Figure, Span
from projects.rules import StageFacts, project_findings
from projects.states import ProjectState
from tests.projects.checks import CLASS, check, convention, member, phases, said
from tests.projects.factories import FIRST, LAST

RUNNING = {"state": ProjectState.RUNNING, "goals_frozen": True, "evaluation": "Atteint."}


def running(**changes: Any) -> Any:
    return check(**{**RUNNING, "phases": phases(), **changes})


@pytest.mark.req(57, rule="project.dates")
def test_a_project_has_its_two_days() -> None:
    for change in ({"starts_on": None}, {"ends_on": None}, {"ends_on": date(2026, 1, 1)}):
        [finding] = said(check(**change), "project.dates")
        assert finding.blocks == "agree"


@pytest.mark.req(94, rule="project.training")
def test_a_project_is_shorter_than_the_training_of_each_member() -> None:
    last = FIRST + timedelta(days=99)
    same = member(name="Zoé", training=Span(FIRST, last))
    longer = member(training=Span(FIRST, last + timedelta(days=1)))
    [finding] = said(check(ends_on=last, members=(longer, same)), "project.training")
    assert "100 jours" in finding.message
    assert "Zoé" in finding.message
    assert "toujours inférieure à la durée de formation" in finding.source
    assert (finding.severity, finding.blocks) == ("blocking", "agree")
    gone = member(training=Span(FIRST, FIRST), present=False)
    assert said(check(members=(member(), gone)), "project.training") == []


@pytest.mark.req(93, rule="project.long")
def test_a_short_project_is_flagged_never_refused() -> None:
    short = FIRST + timedelta(days=58)
    # The default of the dated value is 60 days.
    [finding] = said(check(ends_on=short), "project.long")
    assert (finding.severity, finding.blocks) == ("warning", None)
    assert "59 jours" in finding.message
    assert said(check(ends_on=short + timedelta(days=1)), "project.long") == []
    other = {"project.long_days": Figure(30)}
    assert said(check(ends_on=short, figures=other), "project.long") == []


@pytest.mark.req(97, rule="project.end_of_training")
@pytest.mark.parametrize(
    ("today", "severity"),
    [
        (date(2027, 7, 1), None),
        (date(2027, 7, 2), "warning"),
        (date(2027, 8, 31), "warning"),
        (date(2027, 9, 1), "blocking"),
    ],
)
def test_a_project_is_finished_or_nearly_when_the_training_ends(
    today: date, severity: str | None
) -> None:
    held = said(running(today=today, phases=phases(5)), "project.end_of_training")
    assert [finding.severity for finding in held] == ([severity] if severity else [])
    begun = running(today=today, phases=phases(5, p6="doing"))
    assert said(begun, "project.end_of_training") == []
    reviewed = running(today=today, state=ProjectState.REVIEWED)
    assert said(reviewed, "project.end_of_training") == []


@pytest.mark.req(97, rule="project.end_of_training")
def test_a_project_that_ends_after_the_training_is_not_agreed() -> None:
    late = CLASS.ends_on + timedelta(days=1)
    [finding] = said(check(ends_on=late), "project.end_of_training")
    assert (finding.severity, finding.blocks) == ("blocking", "agree")


@pytest.mark.req(56, rule="project.when")
def test_weekly_hours_stages_or_both_do() -> None:
    none: dict[str, Any] = {"in_weekly_hours": False, "stage_hours": Decimal(0), "stages": ()}
    stage = (StageFacts("Le stage d’Alice"),)
    for ways in ({"in_weekly_hours": True}, {"stage_hours": Decimal(1)}, {"stages": stage}):
        assert said(check(**{**none, **ways}), "project.when") == []
    [finding] = said(check(**none), "project.when")
    assert finding.blocks == "agree"


@pytest.mark.req(15, rule="project.stage_moment")
def test_the_stage_is_preferred_never_asked() -> None:
    [finding] = project_findings(check(stages=(), stage_hours=Decimal(0)))
    assert (finding.rule, finding.severity) == ("project.stage_moment", "warning")


@pytest.mark.req(63, rule="project.personal_work")
def test_personal_work_is_counted_apart() -> None:
    [finding] = project_findings(check(personal_hours=Decimal(0)))
    assert (finding.rule, finding.severity) == ("project.personal_work", "info")


@pytest.mark.req(65, rule="project.modalities")
@pytest.mark.req(66, rule="project.modalities")
def test_the_follow_up_is_defined_for_both_times() -> None:
    [finding] = said(check(modalities_weekly=""), "project.modalities")
    assert "pendant l’horaire de gestion de projet" in finding.message
    assert (finding.severity, finding.blocks) == ("blocking", "agree")
    [finding] = said(check(modalities_weekly="", modalities_stage=" "), "project.modalities")
    assert "projet et pendant les stages" in finding.message


@pytest.mark.req(60, rule="project.convention")
@pytest.mark.parametrize(
    ("held", "words"),
    [
        (None, "n’a pas de convention"),
        (convention(live=False, word="Annulée"), "Annulée"),
        (convention(same_company=False), "une autre entreprise"),
    ],
)
def test_every_project_has_a_convention_with_its_company(held: Any, words: str) -> None:
    [finding] = said(check(convention=held), "project.convention")
    assert words in finding.message
    assert finding.blocks == "agree"


@pytest.mark.req(58, rule="project.signatures")
def test_the_convention_is_signed_by_all_before_the_accord() -> None:
    held = convention(signed=False, word="En signature")
    [finding] = project_findings(check(convention=held))
    assert (finding.rule, finding.blocks) == ("project.signatures", "agree")
    assert "En signature" in finding.message


@pytest.mark.req(57, rule="project.convention_period")
def test_the_convention_holds_the_whole_project() -> None:
    short = convention(span=Span(FIRST, LAST - timedelta(days=1)))
    [finding] = said(check(convention=short), "project.convention_period")
    assert finding.blocks == "agree"
    [finding] = said(check(convention=convention(span=None)), "project.convention_period")
    assert "n’ont pas de dates" in finding.message


@pytest.mark.req(59, rule="project.stage_periods")
def test_the_duration_includes_the_stages_of_the_project() -> None:
    inside = StageFacts("Le premier stage", Span(FIRST, FIRST))
    outside = StageFacts("Le second stage", Span(LAST, LAST + timedelta(days=1)))
    held = check(stages=(inside, outside, StageFacts("Sans dates")))
    [finding] = said(held, "project.stage_periods")
    assert "Le second stage" in finding.message
    assert finding.blocks == "agree"


@pytest.mark.req(14, rule="project.stage_periods")
def test_a_project_may_span_several_stages() -> None:
    """What refuses a stage is its days, never how many there are."""
    several = tuple(
        StageFacts(f"Stage {month}", Span(date(2027, month, 4), date(2027, month, 22)))
        for month in (1, 2, 3)
    )
    assert said(check(stages=several), "project.stage_periods") == []
    assert said(check(stages=several, ends_on=date(2027, 3, 1)), "project.stage_periods")


def test_before_it_runs_no_phase_is_asked() -> None:
    assert project_findings(check(phases=phases(0))) == []


@pytest.mark.req(105, rule="project.phases")
@pytest.mark.req(106, rule="project.phases")
@pytest.mark.req(107, rule="project.phases")
@pytest.mark.req(108, rule="project.phases")
@pytest.mark.req(109, rule="project.phases")
@pytest.mark.req(110, rule="project.phases")
@pytest.mark.req(111, rule="project.phases")
@pytest.mark.req(112, rule="project.phases")
@pytest.mark.parametrize("rank", range(1, 8))
def test_each_of_the_seven_phases_is_gone_through(rank: int) -> None:
    held = running(phases=phases(7, **{f"p{rank}": "todo"}))
    [finding] = said(held, "project.phases")
    assert f"La phase {rank}, «" in finding.message
    assert finding.blocks == ("close" if rank == 7 else "review")
    gone = tuple(phase for phase in phases() if phase.rank != rank)
    assert len(said(running(phases=gone), "project.phases")) == 1


@pytest.mark.req(85, rule="project.phase_order")
@pytest.mark.req(105, rule="project.phase_order")
def test_phases_are_gone_through_in_order() -> None:
    held = running(phases=phases(7, p3="doing", p4="todo"))
    ranks = [finding.message[:10] for finding in said(held, "project.phase_order")]
    assert ranks == ["La phase 5", "La phase 6", "La phase 7"]
    assert said(running(phases=phases(2, p3="doing")), "project.phase_order") == []


@pytest.mark.req(96, rule="project.evaluation")
def test_a_project_is_evaluated_against_its_initial_goals() -> None:
    [finding] = said(running(evaluation=""), "project.evaluation")
    assert (finding.blocks, finding.url) == ("review", "/p/1/#id_evaluation")
    [finding] = said(running(goals_frozen=False), "project.evaluation")
    assert "objectifs de départ" in finding.message


@pytest.mark.req(104, rule="project.lessons")
def test_each_student_writes_the_lessons_down() -> None:
    held = running(members=(member(), member(name="Zoé", lessons=" ")))
    [finding] = said(held, "project.lessons")
    assert "Zoé" in finding.message
    assert finding.blocks == "close"
    assert said(check(members=(member(lessons=""),)), "project.lessons") == []
