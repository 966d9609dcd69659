"""The follow-up of a project: four forms, who asked, who was there, what was decided."""

from datetime import timedelta
from typing import Any

import pytest

from nrc_platform.core import clock
from nrc_platform.core.errors import DomainError, Invalid, NotAllowed
from nrc_platform.journal.selectors import history
from nrc_platform.people.models import Promotion, User
from projects.models import FollowUpTeacher, Meeting, Project
from projects.services import meetings
from projects.states import Asker, Domain, MeetingForm, ProjectState, Theme
from tests.companies.factories import ContactFactory
from tests.projects.acts import make_mission
from tests.projects.team import make_project
from tests.projects.work_factories import MeetingFactory

pytestmark = pytest.mark.django_db
F = MeetingForm


@pytest.fixture
def project(promotion: Promotion, bob: User, alice: User) -> Project:
    """Alice's project, running, supervised by Bob."""
    return make_project(promotion, bob, alice)


def plan(form: str = F.WORK_SESSION, **more: Any) -> dict[str, Any]:
    """Return the values of a meeting next week."""
    return {"form": form, "planned_at": clock.now() + timedelta(days=7), **more}


def report(**more: Any) -> dict[str, Any]:
    """Return the values of a report of today."""
    return {"held_on": clock.today(), "decisions": "Cibler les restaurants.", **more}


@pytest.mark.req(72, 73, rule="projects.access.work.can_plan_meeting")
def test_work_session_is_planned_around_themes_of_an_open_list(
    project: Project, bob: User
) -> None:
    values = plan(themes=[Theme.GOALS, Theme.TIME], other_theme="le fichier")
    row = meetings.plan_meeting(project, actor=bob, values=values)
    assert (row.form, row.themes, row.other_theme) == (
        F.WORK_SESSION,
        [Theme.TIME, Theme.GOALS],
        "le fichier",
    )
    with pytest.raises(Invalid, match="écrivez-le à côté"):
        meetings.plan_meeting(project, actor=bob, values=plan(themes=["colours"]))


@pytest.mark.req(67, 68, 69, 70, 71, rule="projects.access.work.can_plan_meeting")
def test_domains_are_those_of_the_text_and_others(project: Project, bob: User) -> None:
    assert len(Domain.values) == 4
    values = plan(domains=list(Domain.values), other_domain="la conduite de réunion")
    row = meetings.plan_meeting(project, actor=bob, values=values)
    assert (row.domains, row.other_domain) == (list(Domain.values), "la conduite de réunion")


@pytest.mark.req(75, 77, rule="projects.access.work.can_ask_meeting")
@pytest.mark.req(76, rule="meeting_unplanned_names_asker")
def test_student_or_group_asks_and_the_teacher_sets_a_date(
    project: Project, alice: User, bob: User
) -> None:
    row = meetings.ask_meeting(
        project, actor=alice, asker=Asker.GROUP, purpose="Le fichier est vide"
    )
    assert (row.form, row.asker, row.asked_by) == (F.UNPLANNED, Asker.GROUP, alice)
    row = meetings.replan_meeting(
        row, actor=bob, version=1, values={"planned_at": clock.now() + timedelta(days=1)}
    )
    assert (row.planned_on, row.asker) == (clock.today() + timedelta(days=1), Asker.GROUP)
    with pytest.raises(Invalid, match="dites de qui"):
        meetings.log_meeting(project, actor=bob, values=report(form=F.UNPLANNED))
    held = meetings.log_meeting(
        project, actor=bob, values=report(form=F.UNPLANNED, asker=Asker.PROFESSIONAL)
    )
    assert held.asker == Asker.PROFESSIONAL


@pytest.mark.req(77, rule="projects.access.work.can_ask_meeting")
def test_meeting_is_asked_in_a_mission_as_in_a_project(
    project: Project, alice: User, bob: User
) -> None:
    mission = make_mission(project, alice)
    row = meetings.ask_meeting(mission, actor=alice, purpose="La gamme")
    assert (row.mission, row.project) == (mission, None)
    row = meetings.report_meeting(
        row, actor=bob, version=1, values=report(), attended=[alice, bob]
    )
    assert (row.held_by, set(row.attended.all())) == (bob, {alice, bob})


def test_request_says_what_about_and_for_whom(project: Project, alice: User) -> None:
    with pytest.raises(Invalid, match="de quoi"):
        meetings.ask_meeting(project, actor=alice, purpose=" ")
    with pytest.raises(Invalid, match="pour le groupe"):
        meetings.ask_meeting(project, actor=alice, asker=Asker.TEACHER, purpose="Le fichier")


@pytest.mark.req(78, rule="projects.access.work.can_plan_meeting")
def test_meeting_on_the_ground_needs_no_plan(project: Project, bob: User) -> None:
    row = meetings.log_meeting(
        project,
        actor=bob,
        values=report(form=F.ON_SITE, place="Angers"),
        professionals=[project.sponsor],
    )
    assert (row.planned_at, row.held_on, row.place) == (None, clock.today(), "Angers")


@pytest.mark.req(79, 81, rule="meeting_planned_form_is_planned")
@pytest.mark.parametrize("form", [F.WORK_SESSION, F.EVALUATION])
def test_session_and_formative_evaluation_are_planned(
    project: Project, bob: User, form: str
) -> None:
    with pytest.raises(Invalid, match="planifiée"):
        meetings.log_meeting(project, actor=bob, values=report(form=form))
    row = meetings.plan_meeting(project, actor=bob, values=plan(form))
    row = meetings.report_meeting(row, actor=bob, version=1, values=report(next_steps="Relancer"))
    assert (row.held_on, row.next_steps) == (clock.today(), "Relancer")


@pytest.mark.req(80, rule="projects.access.work.can_plan_meeting")
def test_presence_of_professionals_is_recorded_and_they_are_of_the_company(
    project: Project, bob: User, alice: User, classmate: User
) -> None:
    row = MeetingFactory(project=project, form=F.EVALUATION)
    with pytest.raises(Invalid, match="contacts de l’entreprise"):
        meetings.report_meeting(
            row, actor=bob, version=1, values=report(), professionals=[ContactFactory()]
        )
    with pytest.raises(Invalid, match="personnes de ce projet"):
        meetings.report_meeting(row, actor=bob, version=1, values=report(), attended=[classmate])
    row = meetings.report_meeting(
        row,
        actor=bob,
        version=1,
        values=report(),
        attended=[alice],
        professionals=[project.sponsor],
    )
    assert list(row.professionals.all()) == [project.sponsor]
    assert [fact.kind for fact in history(row)] == ["projects.meeting.report"]


def test_report_is_of_a_day_past_and_says_what_was_decided(project: Project, bob: User) -> None:
    row = MeetingFactory(project=project)
    tomorrow = clock.today() + timedelta(days=1)
    for values, words in (
        (report(held_on=None), "le jour"),
        (report(held_on=tomorrow), "à venir"),
        (report(decisions=""), "a été décidé"),
    ):
        with pytest.raises(Invalid, match=words):
            meetings.report_meeting(row, actor=bob, version=1, values=values)


def test_meeting_held_stays_one_planned_may_go(project: Project, bob: User, alice: User) -> None:
    held = MeetingFactory(project=project, held=True)
    with pytest.raises(DomainError, match="reste"):
        meetings.remove_meeting(held, actor=bob)
    with pytest.raises(DomainError, match="corrigez"):
        meetings.replan_meeting(held, actor=bob, version=1, values=plan())
    planned = MeetingFactory(project=project)
    with pytest.raises(NotAllowed):
        meetings.remove_meeting(planned, actor=alice)
    meetings.remove_meeting(planned, actor=bob)
    asked = meetings.ask_meeting(project, actor=alice, purpose="Le fichier")
    meetings.remove_meeting(asked, actor=alice)
    assert list(Meeting.objects.all()) == [held]


def test_teacher_of_the_follow_up_team_holds_meetings_too(project: Project, charlie: User) -> None:
    with pytest.raises(NotAllowed):
        meetings.plan_meeting(project, actor=charlie, values=plan())
    FollowUpTeacher.objects.create(project=project, teacher=charlie)
    assert meetings.plan_meeting(Project.objects.get(), actor=charlie, values=plan())


@pytest.mark.parametrize("who", ["alice", "classmate", "emil", "head", "juror"])
def test_meetings_are_planned_by_teachers_alone(
    project: Project, who: str, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(NotAllowed):
        meetings.plan_meeting(project, actor=request.getfixturevalue(who), values=plan())


def test_ended_project_has_no_new_meeting(promotion: Promotion, bob: User, alice: User) -> None:
    ended = make_project(promotion, bob, alice, state=ProjectState.CLOSED)
    with pytest.raises(NotAllowed):
        meetings.plan_meeting(ended, actor=bob, values=plan())
