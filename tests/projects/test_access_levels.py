"""Who says and reads at what level a project or a mission showed competences."""

from datetime import timedelta
from typing import Any

import pytest

from nrc_platform.core import clock
from nrc_platform.people.models import Promotion, RoleGrant, User
from projects import access
from projects.states import ProjectState
from tests.projects.acts import make_mission
from tests.projects.levels import loaded
from tests.projects.roles import compare, project_of

pytestmark = pytest.mark.django_db
S = ProjectState
SHOWN = {S.RUNNING, S.REVIEWED}
# question → role → states in which the answer is yes; a role left out never gets a yes.
LEVELS: dict[str, dict[str, set[Any]]] = {
    # The supervisor and the follower of the table teach another class.
    "can_assess_member": {"bob": SHOWN},
    "can_position_member": {"alice": SHOWN},
}
MISSION_LEVELS = {"can_assess_mission": {"bob"}, "can_position_mission": {"alice"}}
READ = {"can_read_levels": {"alice", "bob", "head"}, "can_cover_class": {"bob", "head"}}


@pytest.mark.req(38, rule="projects.access.can_assess_member")
@pytest.mark.parametrize("state", list(S))
def test_levels_of_a_project_are_given_by_the_class_while_it_runs(
    people: dict[str, Any], promotion: Promotion, state: ProjectState
) -> None:
    row = project_of(people, promotion, state)
    member = row.members.get()
    wrong = []
    for question, cells in LEVELS.items():
        expected = {role for role, states in cells.items() if state in states}
        ask = getattr(access, question)
        wrong += compare(people, expected, lambda user, a=ask: a(user, member), question)
    assert wrong == []


@pytest.mark.parametrize("days", [-1, 0, 1])
def test_levels_of_a_mission_are_given_from_its_first_day(
    people: dict[str, Any], promotion: Promotion, days: int
) -> None:
    starts_on = clock.today() + timedelta(days=days)
    row = project_of(people, promotion, S.AGREED)
    mission = loaded(make_mission(row, starts_on=starts_on, ends_on=starts_on + timedelta(days=3)))
    wrong = []
    for question, roles in MISSION_LEVELS.items():
        expected = roles if days <= 0 else set()
        ask = getattr(access, question)
        wrong += compare(
            people, expected, lambda user, a=ask: a(user, mission, people["alice"]), question
        )
    assert wrong == []


def test_nobody_speaks_of_who_does_not_carry_the_mission_out(
    people: dict[str, Any], promotion: Promotion
) -> None:
    row = project_of(people, promotion, S.AGREED)
    mission = loaded(make_mission(row, starts_on=clock.today(), ends_on=clock.today()))
    amir = people["classmate"]
    assert access.class_in_mission(mission, amir) is None
    assert not access.can_assess_mission(people["bob"], mission, amir)
    assert not access.can_position_mission(amir, mission, amir)


def test_student_who_left_the_team_has_no_class_in_the_mission(
    people: dict[str, Any], promotion: Promotion
) -> None:
    row = project_of(people, promotion, S.AGREED)
    mission = make_mission(row, starts_on=clock.today(), ends_on=clock.today())
    row.members.all().delete()
    assert access.class_in_mission(loaded(mission), people["alice"]) is None


def test_levels_are_read_by_the_student_the_class_and_the_head(
    people: dict[str, Any], promotion: Promotion
) -> None:
    alice = people["alice"]
    wrong = compare(
        people,
        READ["can_read_levels"],
        lambda user: access.can_read_levels(user, alice, promotion),
        "can_read_levels",
    )
    wrong += compare(
        people,
        READ["can_cover_class"],
        lambda user: access.can_cover_class(user, promotion),
        "can_cover_class",
    )
    assert wrong == []


def test_former_teacher_gives_and_reads_nothing_more(
    alice: User, bob: User, people: dict[str, Any], promotion: Promotion
) -> None:
    member = project_of(people, promotion, S.RUNNING).members.get()
    RoleGrant.objects.filter(user=bob).update(ends_on=clock.today() - timedelta(days=1))
    former = User.objects.get(pk=bob.pk)
    assert not access.can_assess_member(former, member)
    assert not access.can_read_levels(former, alice, promotion)
