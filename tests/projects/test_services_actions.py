"""The plan of actions: who writes it, the board, tasks, constraints met by actions."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from nrc_platform.core import clock
from nrc_platform.core.errors import DomainError, Incomplete, Invalid, NotAllowed, Stale
from nrc_platform.journal.selectors import history
from nrc_platform.people.models import Promotion, User
from projects.models import Action, Project, Task
from projects.services import actions, agree_project
from projects.states import ActionState, ProjectState
from tests.projects.acts import ready_to_agree
from tests.projects.team import add_constraint, add_indicator, join, make_project, member_of
from tests.projects.work_factories import ActionFactory, TaskFactory

pytestmark = pytest.mark.django_db
A = ActionState


@pytest.fixture
def project(promotion: Promotion, bob: User, alice: User) -> Project:
    """Alice's project, running, supervised by Bob."""
    return make_project(promotion, bob, alice)


def line(**more: Any) -> dict[str, Any]:
    """Return the values of an action."""
    today = clock.today()
    return {
        "label": "Appeler cent restaurants",
        "starts_on": today,
        "ends_on": today + timedelta(days=10),
        **more,
    }


@pytest.mark.req(92, rule="projects.access.work.can_write_work")
def test_plan_says_who_when_how_much_at_what_cost(project: Project, alice: User) -> None:
    constraint, indicator = add_constraint(project), add_indicator(project)
    row = actions.add_action(
        project,
        actor=alice,
        values=line(
            quantity_planned=Decimal(100),
            quantity_unit="appels",
            quality_planned="Gérant joint",
            cost_planned=Decimal(40),
            indicator=indicator,
        ),
        owners=[member_of(project, alice)],
        constraints=[constraint],
    )
    row.refresh_from_db()
    assert [owner.student for owner in row.owners.all()] == [alice]
    assert list(row.constraints.all()) == [constraint]
    assert (row.quantity_planned, row.cost_planned, row.state) == (100, 40, A.TODO)
    assert [fact.kind for fact in history(row)] == ["projects.action.add"]


def test_edit_keeps_what_is_not_given_and_counts_its_version(
    project: Project, alice: User, bob: User
) -> None:
    row = actions.add_action(
        project, actor=alice, values=line(), owners=[member_of(project, alice)]
    )
    row = actions.edit_action(row, actor=bob, version=1, values={"quality_done": "Bonne"})
    assert (row.label, row.version, row.owners.count()) == ("Appeler cent restaurants", 2, 1)
    row = actions.edit_action(row, actor=bob, version=2, values={}, owners=[])
    assert (row.version, row.owners.count()) == (3, 0)
    row = actions.edit_action(row, actor=bob, version=3, values={}, owners=[])
    assert row.version == 3
    with pytest.raises(Stale):
        actions.edit_action(row, actor=bob, version=2, values={"label": "Autre"})


def test_people_constraints_and_indicators_of_another_project_are_refused(
    project: Project, promotion: Promotion, bob: User, alice: User, classmate: User
) -> None:
    other = make_project(promotion, bob, classmate)
    with pytest.raises(Invalid, match="un membre de ce projet"):
        actions.add_action(
            project, actor=alice, values=line(), owners=[member_of(other, classmate)]
        )
    with pytest.raises(Invalid, match="une contrainte de ce projet"):
        actions.add_action(
            project, actor=alice, values=line(), constraints=[add_constraint(other)]
        )
    with pytest.raises(Invalid, match="un indicateur de ce projet"):
        actions.add_action(project, actor=alice, values=line(indicator=add_indicator(other)))
    assert not Action.objects.exists()


@pytest.mark.req(90, rule="project.constraints_met")
def test_project_is_agreed_once_each_constraint_is_met(
    promotion: Promotion, bob: User, alice: User
) -> None:
    ready = ready_to_agree(alice, promotion=promotion, supervisor=bob)
    late = add_constraint(ready, "Ouvert le samedi")
    with pytest.raises(Incomplete) as refusal:
        agree_project(ready, actor=bob)
    assert [each.rule for each in refusal.value.findings] == ["project.constraints_met"]
    action = ready.actions.get()
    held = [*action.constraints.all(), late]
    actions.edit_action(action, actor=alice, version=1, values={}, constraints=held)
    assert agree_project(ready, actor=bob).state == ProjectState.AGREED


# state → columns where the board may take the action.
BOARD = {
    A.TODO: {A.DOING, A.DONE, A.DROPPED},
    A.DOING: {A.TODO, A.DONE, A.DROPPED},
    A.DONE: {A.DOING},
    A.DROPPED: {A.TODO},
}


@pytest.mark.parametrize("before", A)
@pytest.mark.parametrize("after", A)
def test_board_moves_an_action(project: Project, alice: User, before: A, after: A) -> None:
    row = ActionFactory(project=project, **({} if before == A.TODO else {before.value: True}))
    if after not in BOARD[before]:
        with pytest.raises(DomainError, match="n’est plus possible"):
            actions.move_action(row, actor=alice, to=after)
        return
    row = actions.move_action(row, actor=alice, to=after)
    assert row.state == after
    assert row.done_on == (clock.today() if after == A.DONE else None)
    assert [fact.kind for fact in history(row)] == [f"projects.action.{actions.MOVES[after]}"]


def test_unknown_column_and_day_to_come_are_refused(project: Project, alice: User) -> None:
    row = ActionFactory(project=project)
    with pytest.raises(Invalid, match="une colonne"):
        actions.move_action(row, actor=alice, to="later")
    with pytest.raises(Invalid, match="à venir"):
        actions.move_action(row, actor=alice, to=A.DONE, done_on=clock.today() + timedelta(days=1))


def test_action_begun_is_given_up_rather_than_removed(project: Project, alice: User) -> None:
    row = ActionFactory(project=project)
    actions.move_action(row, actor=alice, to=A.DOING)
    with pytest.raises(DomainError, match="abandonnez-la"):
        actions.remove_action(row, actor=alice)
    actions.remove_action(ActionFactory(project=project), actor=alice)
    assert list(Action.objects.all()) == [row]


def test_member_gets_tasks_and_ticks_them(project: Project, alice: User, bob: User) -> None:
    action = ActionFactory(project=project)
    task = actions.add_task(
        action, actor=bob, member=member_of(project, alice), label="Écrire le guide"
    )
    with pytest.raises(Invalid, match="à venir"):
        actions.tick_task(task, actor=alice, done_on=clock.today() + timedelta(days=1))
    task = actions.tick_task(task, actor=alice, done_on=clock.today())
    with pytest.raises(DomainError, match="elle reste"):
        actions.remove_task(task, actor=bob)
    task = actions.tick_task(task, actor=alice, done_on=None)
    actions.remove_task(task, actor=bob)
    assert not Task.objects.exists()


def test_task_goes_to_a_member_of_the_project(
    project: Project, promotion: Promotion, bob: User, classmate: User
) -> None:
    other = join(make_project(promotion, bob), classmate)
    with pytest.raises(Invalid, match="un membre de ce projet"):
        actions.add_task(ActionFactory(project=project), actor=bob, member=other, label="Appeler")


@pytest.mark.parametrize("who", ["classmate", "charlie", "emil", "head", "juror"])
def test_plan_is_written_by_the_team_and_its_teachers_alone(
    project: Project, who: str, request: pytest.FixtureRequest
) -> None:
    stranger = request.getfixturevalue(who)
    action = ActionFactory(project=project)
    task = TaskFactory(action=action, member=project.members.get())
    for act in (
        lambda: actions.add_action(project, actor=stranger, values=line()),
        lambda: actions.edit_action(action, actor=stranger, version=1, values=line()),
        lambda: actions.move_action(action, actor=stranger, to=A.DONE),
        lambda: actions.remove_action(action, actor=stranger),
        lambda: actions.tick_task(task, actor=stranger, done_on=clock.today()),
        lambda: actions.remove_task(task, actor=stranger),
    ):
        with pytest.raises(NotAllowed):
            act()


@pytest.mark.parametrize("state", [ProjectState.CLOSED, ProjectState.ABANDONED])
def test_plan_of_an_ended_project_is_read_only(
    promotion: Promotion, bob: User, alice: User, state: str
) -> None:
    ended = make_project(promotion, bob, alice, state=state)
    with pytest.raises(NotAllowed, match="jusqu’à la clôture"):
        actions.add_action(ended, actor=alice, values=line())
