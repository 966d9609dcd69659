"""The plan, the forms of follow-up and the observations, as the rules look at them."""

from datetime import date, timedelta
from typing import Any

import pytest

from projects.rules.work import early_until
from projects.states import ActionState, ProjectState
from tests.projects.checks import action, check, meeting, said, session, work
from tests.projects.factories import FIRST, LAST

RUNNING = ProjectState.RUNNING


def planned(*actions: Any, **more: Any) -> Any:
    """Return a framed project with those actions."""
    return check(work=work(actions=actions, **more))


@pytest.mark.req(83, 92, rule="project.actions")
def test_project_has_actions_to_undertake() -> None:
    for nothing in ((), (action(state=ActionState.DROPPED),)):
        [finding] = said(planned(*nothing), "project.actions")
        assert (finding.severity, finding.blocks) == ("blocking", "agree")
        assert "des actions à entreprendre" in finding.source


@pytest.mark.req(92, rule="project.action_owners")
def test_plan_is_organised_each_action_has_somebody() -> None:
    alone = action(label="Relancer", owned=False)
    [finding] = said(planned(action(), alone), "project.action_owners")
    assert "«\u00a0Relancer\u00a0»" in finding.message
    assert finding.blocks == "agree"
    given_up = action(owned=False, state=ActionState.DROPPED)
    assert said(planned(action(), given_up), "project.action_owners") == []


@pytest.mark.req(92, rule="project.action_dates")
def test_plan_is_scheduled_inside_the_project() -> None:
    early = action(label="Enquêter", starts_on=FIRST - timedelta(days=1))
    late = action(label="Relancer", ends_on=LAST + timedelta(days=1))
    [finding] = said(planned(action(), early, late), "project.action_dates")
    assert "«\u00a0Enquêter\u00a0» et «\u00a0Relancer\u00a0»" in finding.message
    assert (finding.severity, finding.blocks) == ("warning", None)
    assert said(check(starts_on=None, work=work(actions=(late,))), "project.action_dates") == []


@pytest.mark.req(90, rule="project.constraints_met")
def test_each_constraint_is_met_by_an_action() -> None:
    held = planned(action(), constraints=("300 €", "Ouvert le samedi", "RGPD"))
    [finding] = said(held, "project.constraints_met")
    assert (
        "Les contraintes «\u00a0Ouvert le samedi\u00a0» et «\u00a0RGPD\u00a0»" in finding.message
    )
    assert (finding.severity, finding.blocks) == ("blocking", "agree")
    assert "mis en œuvre en tenant compte" in finding.source
    both = action(meets=("300 €", "RGPD"))
    assert said(planned(both, constraints=("300 €", "RGPD")), "project.constraints_met") == []


@pytest.mark.req(90, rule="project.constraints_met")
def test_action_given_up_meets_no_constraint() -> None:
    [finding] = said(
        planned(action(meets=()), action(state=ActionState.DROPPED)), "project.constraints_met"
    )
    assert "La contrainte «\u00a0300\u00a0€\u00a0»" in finding.message.replace(
        "300 €", "300\u00a0€"
    )


def met(*meetings: Any, **changes: Any) -> Any:
    """Return a running project with those meetings."""
    return check(**{"state": RUNNING, "work": work(meetings=meetings), **changes})


@pytest.mark.req(79, 80, 81, rule="project.formative_evaluation")
def test_formative_evaluation_is_held_with_the_professionals() -> None:
    name = "project.formative_evaluation"
    [none] = said(met(session(), meeting(held=False)), name)
    assert "des phases d’évaluation formative planifiées" in none.source
    [alone] = said(met(meeting(with_professionals=False)), name)
    assert "en présence des professionnels impliqués" in alone.source
    assert (alone.severity, alone.blocks, alone.who) == ("blocking", "review", "teacher")
    assert said(met(meeting(with_professionals=False), meeting()), name) == []
    assert said(met(state=ProjectState.FRAMED), name) == []


@pytest.mark.req(73, rule="project.session_themes")
def test_work_session_has_themes() -> None:
    [finding] = said(met(session(themed=False), session()), "project.session_themes")
    assert finding.severity == "warning"
    assert "du 07/12/2026 sans thème" in finding.message
    assert said(met(session(), meeting(themed=False)), "project.session_themes") == []


@pytest.mark.req(74, rule="project.session_early")
def test_work_session_is_at_the_beginning_of_the_period() -> None:
    name, last = "project.session_early", early_until(FIRST, LAST)
    assert said(met(session(on=last)), name) == []
    [late] = said(met(session(on=last + timedelta(days=1))), name)
    assert (late.severity, late.source.count("en début de période")) == ("warning", 1)
    [none] = said(met(today=FIRST), name)
    assert "Aucune séance de travail n’est prévue" in none.message
    assert said(met(today=FIRST - timedelta(days=1)), name) == []
    assert said(met(state=ProjectState.FRAMED), name) == []


def test_beginning_of_a_period_is_a_quarter_of_it_two_weeks_at_least() -> None:
    first = date(2026, 12, 1)
    assert early_until(first, first + timedelta(days=100)) == first + timedelta(days=25)
    assert early_until(first, first + timedelta(days=20)) == first + timedelta(days=14)


@pytest.mark.req(98, 99, 100, 101, rule="project.observed")
def test_teachers_observe_each_student_once_the_project_runs() -> None:
    held = work(unobserved=("Alice Aubry", "Amir Belkacem"))
    [finding] = said(check(state=RUNNING, work=held), "project.observed")
    assert "Alice Aubry et Amir Belkacem" in finding.message
    assert (finding.severity, finding.who) == ("warning", "teacher")
    assert said(check(work=held), "project.observed") == []
