"""Who makes a project: its students, its supervisor, its follow-up team."""

from datetime import date, timedelta

import pytest

from nrc_platform.core import clock
from nrc_platform.core.errors import Incomplete, Invalid, NotAllowed
from nrc_platform.people.models import Promotion, User
from projects import services
from projects.models import Project
from projects.states import ProjectState
from tests.people.fixtures import make_student, make_teacher
from tests.projects.acts import in_state, make_project
from tests.projects.work_factories import TaskFactory, TimeEntryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def idea(alice: User, bob: User, promotion: Promotion) -> Project:
    """Alice's idea, supervised by Bob."""
    return make_project(alice, promotion=promotion, supervisor=bob)


def test_members_come_and_change_and_the_last_stays(
    idea: Project, alice: User, classmate: User, schoolmate: User
) -> None:
    member = services.add_member(idea, actor=alice, student=classmate, role="Terrain")
    edited = services.edit_member(member, actor=alice, values={"organises": True})
    assert (edited.role, edited.organises) == ("Terrain", True)
    with pytest.raises(Invalid, match="déjà dans l’équipe"):
        services.add_member(idea, actor=alice, student=classmate)
    with pytest.raises(Invalid, match="n’est pas dans la classe"):
        services.add_member(idea, actor=alice, student=schoolmate)
    services.remove_member(member, actor=alice)
    with pytest.raises(Incomplete, match="au moins un étudiant"):
        services.remove_member(idea.members.get(), actor=alice)
    assert idea.members.count() == 1


def test_after_the_accord_a_member_leaves_with_their_last_day(
    alice: User, classmate: User, bob: User, promotion: Promotion
) -> None:
    row = in_state(ProjectState.RUNNING, alice, classmate, promotion=promotion, supervisor=bob)
    member = row.members.get(student=classmate)
    member.starts_on = clock.today() - timedelta(days=30)
    member.save()
    services.remove_member(member, actor=bob)
    member.refresh_from_db()
    assert member.ends_on == clock.today() - timedelta(days=1)


@pytest.mark.parametrize("trace", ["task", "hours"])
def test_what_a_member_did_before_the_accord_stays_with_them(
    alice: User, classmate: User, bob: User, promotion: Promotion, trace: str
) -> None:
    row = in_state(ProjectState.IDEA, alice, classmate, promotion=promotion, supervisor=bob)
    member = row.members.get(student=classmate)
    if trace == "task":
        TaskFactory(action__project=row, member=member)
    else:
        TimeEntryFactory(project=row, student=classmate)
    services.remove_member(member, actor=alice)
    member.refresh_from_db()
    assert member.ends_on is not None
    assert member.tasks.count() + row.time_entries.count() == 1


def test_a_new_member_has_a_longer_training_than_the_project(
    alice: User, bob: User, promotion: Promotion
) -> None:
    row = make_project(alice, promotion=promotion, supervisor=bob, written=True)
    late = make_student(promotion)
    late.enrolments.update(starts_on=date(2027, 5, 1))
    with pytest.raises(Incomplete, match="raccourcissez"):
        services.add_member(row, actor=bob, student=late)


@pytest.mark.req(54, rule="projects.access.can_set_supervisor")
def test_a_teacher_names_the_supervisor_and_the_follow_up_team(
    idea: Project, alice: User, bob: User, charlie: User, other_teacher: User, promotion: Promotion
) -> None:
    dora = make_teacher(promotion)
    row = services.set_follow_up(idea, actor=bob, teachers=[charlie, dora, bob])
    assert {each.teacher for each in row.follow_up.all()} == {charlie, dora}
    row = services.set_supervisor(row, actor=bob, supervisor=dora)
    assert row.supervisor == dora
    assert {each.teacher for each in row.follow_up.all()} == {charlie}
    assert not services.set_follow_up(row, actor=bob, teachers=[]).follow_up.exists()
    with pytest.raises(Invalid, match="n’enseigne pas dans le lycée"):
        services.set_follow_up(row, actor=bob, teachers=[other_teacher])
    with pytest.raises(NotAllowed):
        services.set_supervisor(row, actor=alice, supervisor=bob)
    with pytest.raises(Incomplete, match="n’enseigne pas dans cette classe"):
        services.set_supervisor(row, actor=bob, supervisor=charlie)
