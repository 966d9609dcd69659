"""The wall of a class: what it tells of each project, in a fixed number of queries."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nrc_platform.core import clock
from nrc_platform.people.models import Promotion, User
from projects.models import FollowUpTeacher, Project
from projects.rules.alerts import TEACHER
from projects.selectors.wall import wall
from projects.states import ProjectState
from tests.internships.factories import LogEntryFactory
from tests.people.fixtures import make_student, make_teacher
from tests.projects import work_factories as make
from tests.projects.factories import PhaseFactory
from tests.projects.team import add_indicator, begun_on, make_project, member_of

pytestmark = pytest.mark.django_db
# Projects, traces, people, objectives, steps, meetings.
QUERIES = 6


@pytest.fixture
def project(promotion: Promotion, bob: User, alice: User) -> Project:
    """Alice's project, running, supervised by Bob."""
    return make_project(promotion, bob, alice)


def only(promotion: Promotion, viewer: User) -> Any:
    """Return the one line of the wall."""
    (row,) = wall(promotion, viewer=viewer).rows
    return row


def ago(days: int) -> Any:
    """Return the day so many days ago."""
    return clock.today() - timedelta(days=days)


def test_wall_holds_the_open_projects_of_the_class(
    promotion: Promotion, charlie_promotion: Promotion, bob: User, alice: User, charlie: User
) -> None:
    for state in ProjectState:
        make_project(promotion, bob, alice, state=state, title=state)
    make_project(charlie_promotion, charlie)
    shown = {row.title for row in wall(promotion, viewer=bob).rows}
    assert shown == set(ProjectState) - {ProjectState.CLOSED, ProjectState.ABANDONED}


def test_each_kind_of_work_is_a_trace(
    promotion: Promotion, project: Project, alice: User, bob: User, charlie: User
) -> None:
    member = member_of(project, alice)
    assert only(promotion, bob).days_since_trace is None
    entry = LogEntryFactory(student=alice, promotion=promotion, happened_on=ago(40))
    make.LogLinkFactory(log_entry=entry, project=project)
    assert only(promotion, bob).last_trace_on == ago(40)
    make.TimeEntryFactory(project=project, student=alice, on=ago(35))
    assert only(promotion, bob).last_trace_on == ago(35)
    make.ReadingFactory(indicator=add_indicator(project), by=alice, on=ago(30))
    assert only(promotion, bob).last_trace_on == ago(30)
    action = make.ActionFactory(project=project)
    make.TaskFactory(action=action, member=member, done_on=ago(25))
    assert only(promotion, bob).last_trace_on == ago(25)
    held = make.MeetingFactory(project=project, held=True, held_on=ago(20))
    held.attended.add(alice)
    assert only(promotion, bob).last_trace_on == ago(20)
    make.DeliverableVersionFactory(deliverable__project=project, by=alice)
    assert only(promotion, bob).days_since_trace == 0


def test_what_somebody_else_does_or_what_is_planned_is_no_trace(
    promotion: Promotion, project: Project, alice: User, bob: User
) -> None:
    make.TimeEntryFactory(project=project, student=alice, spent=None, planned=Decimal(2))
    make.ReadingFactory(indicator=add_indicator(project), by=bob)
    row = only(promotion, bob)
    assert (row.last_trace_on, row.members) == (None, ("Alice Aubry",))
    assert "member_silent" in {signal.code for signal in row.signals}


def test_late_milestones_come_from_phases_actions_and_deliverables(
    promotion: Promotion, project: Project, bob: User
) -> None:
    late = {"starts_on": begun_on(), "ends_on": ago(3)}
    make.ActionFactory(project=project, label="Appeler", **late)
    make.ActionFactory(project=project, done=True, **late)
    make.ActionFactory(project=project, dropped=True, **late)
    PhaseFactory(project=project, rank=3, ends_on=ago(9))
    PhaseFactory(project=project, rank=1, done=True, starts_on=begun_on(), ends_on=ago(9))
    make.DeliverableFactory(project=project, title="Étude", due_on=ago(2))
    given = make.DeliverableFactory(project=project, due_on=ago(2))
    make.DeliverableVersionFactory(deliverable=given)
    found = [
        signal.message.replace("\u00a0", " ")
        for signal in only(promotion, bob).signals
        if signal.code == "milestone_late"
    ]
    assert [message.split(" :")[0] for message in found] == [
        "Phase 3 « L’élucidation des contraintes »",
        "Action « Appeler »",
        "Livrable « Étude »",
    ]


def test_goal_shows_its_last_value_once_corrected(
    promotion: Promotion, project: Project, bob: User
) -> None:
    indicator = add_indicator(project)
    add_indicator(project, label="Appels", objective=False, target=None)
    make.ReadingFactory(indicator=indicator, on=ago(9), value=Decimal(4))
    wrong = make.ReadingFactory(indicator=indicator, on=ago(1), value=Decimal(70))
    make.ReadingFactory(indicator=indicator, on=ago(1), value=Decimal(7), corrects=wrong)
    (goal,) = only(promotion, bob).goals
    assert (goal.value, goal.on, goal.share) == (7, ago(1), 50)


def test_sponsor_is_heard_in_a_meeting_or_by_an_opinion(
    promotion: Promotion, project: Project, bob: User
) -> None:
    alone = make.MeetingFactory(project=project, held=True, held_on=ago(2))
    assert only(promotion, bob).followed.sponsor_seen_on is None
    alone.professionals.add(project.sponsor)
    assert only(promotion, bob).followed.sponsor_seen_on == ago(2)
    make.SponsorOpinionFactory(project=project, given=True)
    assert only(promotion, bob).followed.sponsor_seen_on == clock.today()


def test_meeting_booked_today_is_to_come_and_one_missed_is_not(
    promotion: Promotion, project: Project, bob: User, alice: User
) -> None:
    make.MeetingFactory(project=project, planned_at=clock.now() - timedelta(days=1))
    assert only(promotion, bob).followed.next_meeting_on is None
    make.MeetingFactory(project=project, asked=True, asked_by=alice)
    row = only(promotion, bob)
    assert [asked.by for asked in row.followed.asked] == ["Alice Aubry"]
    make.MeetingFactory(project=project, planned_at=clock.now())
    assert only(promotion, bob).followed.next_meeting_on == clock.today()


def test_one_s_own_projects_that_wait_for_a_teacher_come_first(
    promotion: Promotion, bob: User, alice: User
) -> None:
    colleague = make_teacher(promotion)
    make_project(promotion, colleague, alice, title="Du collègue")
    followed = make_project(promotion, colleague, alice, title="Suivi")
    FollowUpTeacher.objects.create(project=followed, teacher=bob)
    calm = make_project(promotion, bob, title="Tranquille", state=ProjectState.REVIEWED)
    rows = wall(promotion, viewer=bob).rows
    assert [row.title for row in rows] == ["Suivi", "Du collègue", "Tranquille"]
    assert [row.needs_teacher for row in rows] == [True, True, False]
    assert [row.is_mine for row in rows] == [True, False, True]
    assert rows[-1].project == calm.pk
    assert all(signal.who == TEACHER for signal in rows[0].signals[:1])


def fill(promotion: Promotion, bob: User) -> None:
    """Make a project of three where everything happened once."""
    students = [make_student(promotion) for _ in range(3)]
    project = make_project(promotion, bob, *students)
    indicator = add_indicator(project)
    for student in students:
        make.TimeEntryFactory(project=project, student=student)
        make.ReadingFactory(indicator=indicator, by=student)
    make.ActionFactory(project=project, starts_on=ago(9), ends_on=ago(3))
    make.DeliverableVersionFactory(deliverable__project=project)
    held = make.MeetingFactory(project=project, held=True)
    held.attended.add(*students)
    held.professionals.add(project.sponsor)


def test_wall_costs_the_same_for_one_project_and_for_ten(promotion: Promotion, bob: User) -> None:
    counts = []
    for projects in (1, 9):
        for _ in range(projects):
            fill(promotion, bob)
        with CaptureQueriesContext(connection) as seen:
            rows = wall(promotion, viewer=bob).rows
        counts.append((len(rows), len(seen)))
    assert counts == [(1, QUERIES), (10, QUERIES)]
