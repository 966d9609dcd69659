"""The page of a mission: what was done of it, and the projects that one may see."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from nrc_platform.core.clock import today
from nrc_platform.people.models import Promotion, User
from projects.models import Project, TimeEntry
from projects.services import time_log
from projects.states import HoursKind, ProjectState
from tests.harness.client import HouseClient
from tests.projects import work_factories as make
from tests.projects.acts import make_mission
from tests.projects.pages import text, url
from tests.projects.team import make_project

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], HouseClient]


@pytest.fixture
def project(promotion: Promotion, bob: User, alice: User) -> Project:
    """Alice's project, running, supervised by Bob."""
    return make_project(promotion, bob, alice)


def note(**more: object) -> dict[str, object]:
    """Return an hour and a half spent today, as it is typed."""
    return {"on": f"{today():%d/%m/%Y}", "kind": "weekly", "spent": "1 h 30", "what": "V", **more}


@pytest.mark.req(63, 64, rule="projects.access.work.can_log_time")
def test_a_student_notes_the_hours_of_a_mission_and_its_page_tells_them(
    project: Project, alice: User, bob: User, signed_in: SignIn
) -> None:
    mission = make_mission(project, alice, hours=Decimal(14))
    browser = signed_in(alice)
    page = text(browser.get(url("mission", mission)))
    assert "0 h passées sur 14 h prévues" in page
    address = f"{url('time_new', project)}?sur={mission.pk}"
    assert address in page
    assert f'value="{mission.pk}" selected' in text(browser.get(address))
    browser.post(address, note(about=str(mission.pk), what="Visite du magasin"))
    entry = mission.time_entries.get()
    assert (entry.project, entry.spent) == (None, Decimal("1.5"))
    assert "1,5 h passées sur 14 h prévues" in text(browser.get(url("mission", mission)))
    page = text(signed_in(bob).get(url("work", project)))
    assert f"mission « {mission.title} »" in page
    assert "0 h passées, 0 h prévues par l’équipe" in page
    sent = note(what="Deux visites", version=1)
    assert "Deux visites" in text(browser.post(url("time_edit", entry), sent, follow=True))
    assert "La ligne est retirée." in text(browser.post(url("time_remove", entry), follow=True))


def test_hours_without_subject_are_asked_for(
    project: Project, alice: User, signed_in: SignIn
) -> None:
    make_mission(project, alice)
    page = text(signed_in(alice).post(url("time_new", project), note(about="")))
    assert "Choisissez le projet ou la mission." in page
    assert not TimeEntry.objects.exists()


def test_the_page_counts_the_meetings_held_and_the_notes_one_may_read(
    project: Project, alice: User, bob: User, emil: User, signed_in: SignIn
) -> None:
    mission = make_mission(project, alice)
    make.MeetingFactory(project=None, mission=mission, held=True)
    make.MeetingFactory(project=None, mission=mission)
    make.LogLinkFactory(project=None, mission=mission, log_entry__student=alice)
    page = text(signed_in(bob).get(url("mission", mission)))
    assert "1 tenue, la dernière le" in page
    assert "Noter mon temps" not in page
    assert "1 note que vous pouvez lire" in text(signed_in(alice).get(url("mission", mission)))
    assert "0 note que vous pouvez lire" in text(signed_in(emil).get(url("mission", mission)))


def test_a_student_of_one_team_reads_nothing_of_the_other_project(
    project: Project, promotion: Promotion, alice: User, bob: User, classmate: User,
    signed_in: SignIn,
) -> None:  # fmt: skip
    other = make_project(promotion, bob, classmate, title="Le projet des autres")
    mission = make_mission(project, alice)
    mission.projects.add(other)
    page = text(signed_in(alice).get(url("mission", mission)))
    assert url("project", other) not in page
    assert "1 projet d’une autre équipe" in page
    assert url("project", other) in text(signed_in(bob).get(url("mission", mission)))


def test_hours_of_a_mission_stay_once_its_projects_are_over(
    project: Project, alice: User, signed_in: SignIn
) -> None:
    mission = make_mission(project, alice)
    values = {"on": today(), "kind": HoursKind.WEEKLY, "spent": Decimal(2), "what": "Visite"}
    entry = time_log.log_time(mission, actor=alice, values=values)
    Project.objects.filter(pk=project.pk).update(state=ProjectState.CLOSED)
    browser = signed_in(alice)
    assert "Noter mon temps" not in text(browser.get(url("mission", mission)))
    assert browser.get(url("time_edit", entry)).status_code == 403
    assert browser.post(url("time_remove", entry)).status_code == 403
