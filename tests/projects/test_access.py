"""Who may see and do what in a project: every role, every question, in every state."""

from datetime import timedelta
from typing import Any

import pytest

from nrc_platform.core import clock
from nrc_platform.people.models import Promotion, RoleGrant, User
from projects import access
from projects.states import ProjectState
from tests.people.fixtures import make_student
from tests.projects.acts import again, in_state, make_mission
from tests.projects.roles import compare, project_of
from tests.projects.test_access_levels import LEVELS, MISSION_LEVELS, READ
from tests.projects.test_access_work import ACTS as WORK_ACTS
from tests.projects.test_access_work import VISIBLE as WORK_VISIBLE

pytestmark = pytest.mark.django_db

S = ProjectState
States = set[Any]
WRITABLE = {S.IDEA, S.FRAMED}
LATER = {S.AGREED, S.RUNNING}
OPEN = WRITABLE | LATER | {S.REVIEWED}
ALIVE = WRITABLE | LATER


def team(states: States) -> dict[str, States]:
    """The teacher of the class, the supervisor, and who follows the project."""
    return {"bob": states, "supervisor": states, "follower": states}


def writers(students: States, teachers: States) -> dict[str, States]:
    """The student of the project, and its teachers."""
    return {"alice": students, **team(teachers)}


# question → role → states in which the answer is yes; a role left out never gets a yes.
ACTS: dict[str, dict[str, States]] = {
    "can_edit_project": writers(WRITABLE, ALIVE),
    "can_frame_project": writers({S.IDEA}, {S.IDEA}),
    "can_cover_project": writers(WRITABLE, WRITABLE),
    "can_agree_project": team({S.FRAMED}),
    "can_start_project": writers({S.AGREED}, {S.AGREED}),
    "can_review_project": team({S.RUNNING}),
    "can_close_project": team({S.REVIEWED}),
    "can_abandon_project": writers({S.IDEA}, ALIVE),
    "can_set_supervisor": team(OPEN),
    "can_move_phase": writers(OPEN, OPEN),
    "can_write_evaluation": writers({S.RUNNING}, {S.RUNNING}),
    "can_link_internship": writers(OPEN, OPEN),
    "can_create_mission": writers(WRITABLE, ALIVE),
    "can_edit_mission": writers(WRITABLE, ALIVE),
    "can_write_lessons": {"alice": {S.RUNNING, S.REVIEWED}},
    "follows": team(set(S)),
    "takes_part": {"alice": set(S)},
}
SEES = {"alice", "bob", "supervisor", "follower", "head", "emil"}
VISIBLE: dict[str, set[str]] = {
    "visible_projects": SEES,
    "visible_missions": SEES,
    "visible_project_classes": {"alice", "classmate", "bob", "head", "emil"},
    "followed_project_classes": {"bob", "head", "emil"},
}


@pytest.mark.parametrize("state", list(S))
def test_every_act_follows_the_table_in_every_state(
    people: dict[str, Any], promotion: Promotion, state: ProjectState
) -> None:
    row = project_of(people, promotion, state)
    about: dict[str, Any] = {
        "can_edit_mission": make_mission(row),
        "can_write_lessons": row.members.select_related("project").get(),
    }
    wrong = []
    for question, cells in ACTS.items():
        expected = {role for role, states in cells.items() if state in states}
        ask, given = getattr(access, question), about.get(question, row)
        wrong += compare(people, expected, lambda user, a=ask, g=given: a(user, g), question)
    assert wrong == []


@pytest.mark.req(48, rule="projects.access.can_create_project")
def test_a_project_begins_in_its_class(people: dict[str, Any], promotion: Promotion) -> None:
    expected = {"alice", "classmate", "bob"}
    asked = compare(
        people, expected, lambda user: access.can_create_project(user, promotion), "create"
    )
    assert asked == []


def test_everybody_sees_what_the_table_says(people: dict[str, Any], promotion: Promotion) -> None:
    row = project_of(people, promotion, S.IDEA)
    things: dict[str, Any] = {
        "visible_projects": row,
        "visible_missions": make_mission(row),
        "visible_project_classes": promotion,
        "followed_project_classes": promotion,
    }
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


def test_tables_cover_every_question() -> None:
    asked = {
        name
        for name in vars(access)
        if name.startswith(("can_", "visible_", "followed_", "follows", "takes_"))
    }
    tables = (ACTS, VISIBLE, WORK_ACTS, WORK_VISIBLE, LEVELS, MISSION_LEVELS, READ)
    assert asked == {name for table in tables for name in table} | {"can_create_project"}


def test_a_student_who_left_the_team_reads_and_writes_nothing_more(
    alice: User, bob: User, promotion: Promotion
) -> None:
    row = in_state(S.IDEA, alice, promotion=promotion, supervisor=bob)
    yesterday = clock.today() - timedelta(days=1)
    row.members.update(starts_on=yesterday, ends_on=yesterday)
    assert access.visible_projects(alice).get() == row
    assert not access.can_edit_project(alice, again(row))


def test_a_former_teacher_follows_nothing_more(
    alice: User, bob: User, promotion: Promotion
) -> None:
    row = in_state(S.IDEA, alice, promotion=promotion, supervisor=bob)
    RoleGrant.objects.filter(user=bob).update(ends_on=clock.today() - timedelta(days=1))
    former = User.objects.get(pk=bob.pk)
    assert not access.visible_projects(former).exists()
    assert not access.can_edit_project(former, row)


def test_a_former_student_keeps_reading_and_begins_nothing(
    alice: User, bob: User, promotion: Promotion
) -> None:
    row = in_state(S.IDEA, alice, promotion=promotion, supervisor=bob)
    RoleGrant.objects.filter(user=alice).update(ends_on=clock.today() - timedelta(days=1))
    former = User.objects.get(pk=alice.pk)
    assert access.visible_projects(former).get() == row
    assert not access.can_create_project(former, promotion)
    assert not access.can_edit_project(former, row)


def test_a_student_sees_the_mission_they_carry_out(
    alice: User, bob: User, promotion: Promotion
) -> None:
    row = in_state(S.IDEA, alice, promotion=promotion, supervisor=bob)
    zoe = make_student(promotion)
    mission = make_mission(row, zoe)
    assert access.visible_missions(zoe).get() == mission
    assert not access.can_edit_mission(zoe, mission)


@pytest.mark.req(102, rule="projects.access.can_edit_project")
def test_a_student_may_organise_the_work_of_the_team(
    alice: User, classmate: User, bob: User, promotion: Promotion
) -> None:
    row = in_state(S.IDEA, alice, classmate, promotion=promotion, supervisor=bob)
    row.members.filter(student=alice).update(organises=True)
    assert all(access.can_edit_project(each, again(row)) for each in (alice, classmate))
