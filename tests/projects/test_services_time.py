"""Hours of the projects and missions: weekly, in stage, personal."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from nrc_platform.core import clock
from nrc_platform.core.errors import DomainError, Invalid, NotAllowed
from nrc_platform.people.models import Promotion, RoleGrant, User
from projects import access
from projects.models import Project, TimeEntry
from projects.selectors.work import work_sheet
from projects.services import time_log
from projects.services.missions import remove_mission
from projects.states import HoursKind
from tests.projects.acts import make_mission
from tests.projects.team import join, make_project
from tests.projects.work_factories import TimeEntryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(promotion: Promotion, bob: User, alice: User) -> Project:
    """Alice's project, running, supervised by Bob."""
    return make_project(promotion, bob, alice)


def hours(**more: Any) -> dict[str, Any]:
    """Return the values of two hours spent today."""
    return {
        "on": clock.today(),
        "kind": HoursKind.WEEKLY,
        "spent": Decimal(2),
        "what": "Appels",
        **more,
    }


@pytest.mark.req(56, 63, rule="projects.access.work.can_log_time")
def test_hours_are_told_by_kind_personal_work_apart(project: Project, alice: User) -> None:
    for kind, spent in ((HoursKind.WEEKLY, 2), (HoursKind.STAGE, 7), (HoursKind.PERSONAL, 3)):
        time_log.log_time(
            project,
            actor=alice,
            values=hours(kind=kind, spent=Decimal(spent), planned=Decimal(2)),
        )
    sheet = work_sheet(alice, project)
    assert [row.spent for row in sheet.hours[0].kinds] == [2, 7, 3]
    assert (sheet.total_hours.spent, sheet.total_hours.planned) == (12, 6)


@pytest.mark.req(64, rule="projects.access.work.can_log_time")
def test_personal_work_applies_to_missions_too(project: Project, alice: User) -> None:
    mission = make_mission(project, alice)
    row = time_log.log_time(mission, actor=alice, values=hours(kind=HoursKind.PERSONAL))
    assert (row.mission, row.project, row.kind) == (mission, None, HoursKind.PERSONAL)


def test_hours_spent_are_not_to_come_but_planned_ones_may_be(
    project: Project, alice: User
) -> None:
    tomorrow = clock.today() + timedelta(days=1)
    with pytest.raises(Invalid, match="notez-les comme prévues"):
        time_log.log_time(project, actor=alice, values=hours(on=tomorrow))
    row = time_log.log_time(
        project, actor=alice, values=hours(on=tomorrow, spent=None, planned=Decimal(3))
    )
    with pytest.raises(Invalid, match="notez-les comme prévues"):
        time_log.edit_time(row, actor=alice, version=1, values={"spent": Decimal(3)})
    row = time_log.edit_time(
        row, actor=alice, version=1, values={"spent": Decimal(3), "on": clock.today()}
    )
    assert (row.planned, row.spent, row.version) == (3, 3, 2)


def test_mission_on_which_hours_were_spent_stays(project: Project, alice: User, bob: User) -> None:
    mission = make_mission(project, alice)
    time_log.log_time(mission, actor=alice, values=hours())
    with pytest.raises(DomainError, match="elle reste"):
        remove_mission(mission, actor=bob)


@pytest.mark.parametrize("who", ["classmate", "bob", "charlie", "emil"])
def test_hours_are_noted_by_the_student_alone(
    project: Project, alice: User, who: str, request: pytest.FixtureRequest
) -> None:
    other = request.getfixturevalue(who)
    row = TimeEntryFactory(project=project, student=alice)
    with pytest.raises(NotAllowed):
        time_log.log_time(project, actor=other, values=hours())
    with pytest.raises(NotAllowed):
        time_log.edit_time(row, actor=other, version=1, values={"what": "Visites"})
    with pytest.raises(NotAllowed):
        time_log.remove_time(row, actor=other)


def test_team_mate_does_not_touch_the_hours_of_another(
    project: Project, alice: User, classmate: User
) -> None:
    join(project, classmate)
    row = TimeEntryFactory(project=project, student=alice)
    with pytest.raises(NotAllowed):
        time_log.remove_time(row, actor=classmate)
    time_log.remove_time(row, actor=alice)
    assert not TimeEntry.objects.exists()
    with pytest.raises(DomainError, match="déjà retirée"):
        time_log.remove_time(row, actor=alice)


def test_hours_are_read_by_the_team_and_its_teachers(
    project: Project, alice: User, bob: User, classmate: User, charlie: User
) -> None:
    row = TimeEntryFactory(project=project, student=alice)
    assert list(access.visible_time(alice)) == list(access.visible_time(bob)) == [row]
    assert not access.visible_time(classmate).exists()
    assert not access.visible_time(charlie).exists()


@pytest.mark.req(64, rule="projects.access.work.can_log_time")
def test_who_is_a_student_no_more_notes_nothing_on_a_mission(
    project: Project, alice: User
) -> None:
    mission = make_mission(project, alice)
    assert access.can_log_time(alice, mission)
    RoleGrant.objects.filter(user=alice).update(ends_on=clock.today() - timedelta(days=1))
    with pytest.raises(NotAllowed):
        time_log.log_time(mission, actor=User.objects.get(pk=alice.pk), values=hours())
