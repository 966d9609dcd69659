"""Who may see and do what in the work of a project: every role, in every state."""

from typing import Any

import pytest

from nrc_platform.people.models import Promotion
from projects import access
from projects.states import ProjectState
from tests.internships.factories import LogEntryFactory
from tests.projects import work_factories as make
from tests.projects.acts import make_mission
from tests.projects.factories import IndicatorFactory
from tests.projects.roles import compare, project_of
from tests.projects.saved import kept

pytestmark = pytest.mark.django_db
S = ProjectState
States = set[Any]
ALL = set(S)
OPEN = ALL - {S.CLOSED, S.ABANDONED}
REVIEWABLE = {S.RUNNING, S.REVIEWED}


def teachers(states: States) -> dict[str, States]:
    """The teacher of the class, the supervisor, and who follows the project."""
    return {"bob": states, "supervisor": states, "follower": states}


# question → role → states in which the answer is yes; a role left out never gets a yes.
ACTS: dict[str, dict[str, States]] = {
    "can_write_work": {"alice": OPEN, **teachers(OPEN)},
    "can_record_reading": {"alice": OPEN, **teachers(OPEN)},
    "can_log_time": {"alice": OPEN},
    "can_edit_time": {"alice": OPEN},
    "can_plan_meeting": teachers(OPEN),
    "can_ask_meeting": {"alice": OPEN},
    "can_hand_in": {"alice": OPEN},
    "can_remark": teachers(OPEN),
    "can_observe": teachers(REVIEWABLE),
    "can_ask_sponsor": teachers(REVIEWABLE),
    "can_link_log": {"alice": ALL},
    "can_save_simulation": {"alice": OPEN, **teachers(OPEN)},
}
SEES = {"alice", "bob", "supervisor", "follower", "head", "emil"}
TEACHERS = {"bob", "supervisor", "follower"}
VISIBLE: dict[str, set[str]] = {
    "visible_actions": SEES,
    "visible_tasks": SEES,
    "visible_time": SEES,
    "visible_phases": SEES,
    "visible_indicators": SEES,
    "visible_readings": SEES,
    "visible_budget_lines": SEES,
    "visible_meetings": SEES,
    "visible_deliverables": SEES,
    "visible_versions": SEES,
    "visible_remarks": SEES,
    "visible_opinions": SEES,
    "visible_simulations": SEES,
    "visible_observations": {"alice", "head", *TEACHERS},
    # A note stays between its author and the teachers of the class.
    "visible_log_links": {"alice", "bob"},
}


@pytest.mark.parametrize("state", list(S))
def test_every_act_follows_the_table_in_every_state(
    people: dict[str, Any], promotion: Promotion, state: ProjectState
) -> None:
    row = project_of(people, promotion, state)
    about: dict[str, Any] = {
        "can_edit_time": make.TimeEntryFactory(project=row, student=people["alice"]),
        "can_observe": row.members.select_related("project__promotion").get(),
        "can_link_log": people["alice"],
    }
    wrong = []
    for question, cells in ACTS.items():
        expected = {role for role, states in cells.items() if state in states}
        ask, given = getattr(access, question), about.get(question, row)
        wrong += compare(people, expected, lambda user, a=ask, g=given: a(user, g), question)
    assert wrong == []


@pytest.mark.parametrize("state", list(S))
def test_mission_is_worked_on_and_followed_as_its_project(
    people: dict[str, Any], promotion: Promotion, state: ProjectState
) -> None:
    mission = make_mission(project_of(people, promotion, state))
    wrong = []
    for question, allowed in (
        ("can_log_time", {"alice"}),
        ("can_ask_meeting", {"alice"}),
        ("can_plan_meeting", TEACHERS),
    ):
        ask, expected = getattr(access, question), allowed if state in OPEN else set()
        wrong += compare(people, expected, lambda user, a=ask: a(user, mission), question)
    assert wrong == []


def things_of(people: dict[str, Any], promotion: Promotion) -> dict[str, Any]:
    """Return a row for each table question."""
    row = project_of(people, promotion, S.RUNNING)
    alice, member = people["alice"], row.members.get()
    action = make.ActionFactory(project=row)
    version = make.DeliverableVersionFactory(deliverable__project=row)
    entry = LogEntryFactory(student=alice, promotion=promotion)
    return {
        "visible_actions": action,
        "visible_tasks": make.TaskFactory(action=action, member=member),
        "visible_time": make.TimeEntryFactory(project=row, student=alice),
        "visible_phases": row.phases.all()[0],
        "visible_indicators": IndicatorFactory(project=row),
        "visible_readings": make.ReadingFactory(indicator__project=row),
        "visible_budget_lines": make.BudgetLineFactory(project=row),
        "visible_meetings": make.MeetingFactory(project=row),
        "visible_deliverables": version.deliverable,
        "visible_versions": version,
        "visible_remarks": make.DeliverableRemarkFactory(version=version),
        "visible_opinions": make.SponsorOpinionFactory(project=row, given=True),
        "visible_simulations": kept(row, alice),
        "visible_observations": make.ObservationFactory(member=member),
        "visible_log_links": make.LogLinkFactory(log_entry=entry, project=row),
    }


def test_everybody_sees_what_the_table_says(people: dict[str, Any], promotion: Promotion) -> None:
    things = things_of(people, promotion)
    wrong = []
    for question, expected in VISIBLE.items():
        ask, thing = getattr(access, question), things[question]
        wrong += compare(
            people,
            expected,
            lambda user, a=ask, t=thing: a(user).filter(pk=t.pk).exists(),
            question,
        )
    assert wrong == []
