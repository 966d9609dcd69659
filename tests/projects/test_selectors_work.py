"""The page of the work of a project: what it reads, in a fixed number of queries."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nrc_platform.core import clock
from nrc_platform.people.models import Promotion, User
from projects.models import Project
from projects.selectors.work import work_sheet
from projects.states import ActionState
from tests.projects import work_factories as make
from tests.projects.factories import InitialGoalsFactory, PhaseFactory
from tests.projects.team import add_constraint, add_indicator, begun_on, make_project, member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(promotion: Promotion, bob: User, alice: User) -> Project:
    """Alice's project, running, supervised by Bob."""
    return make_project(promotion, bob, alice)


def test_board_has_four_columns(project: Project, bob: User) -> None:
    waiting = make.ActionFactory(project=project)
    done = make.ActionFactory(project=project, done=True)
    board = dict(work_sheet(bob, project).board)
    assert list(board) == list(ActionState)
    assert (board[ActionState.TODO], board[ActionState.DONE]) == ([waiting], [done])


def test_timeline_draws_phases_then_actions_inside_the_project(
    project: Project, bob: User
) -> None:
    first = begun_on()
    PhaseFactory(project=project, rank=1, starts_on=first, ends_on=first)
    PhaseFactory(project=project, rank=2)
    make.ActionFactory(project=project, starts_on=project.ends_on, ends_on=project.ends_on)
    timeline = work_sheet(bob, project).timeline
    assert timeline is not None
    assert (timeline.axis.starts_on, timeline.axis.ends_on) == (first, project.ends_on)
    assert [line.kind for line in timeline.lines] == ["phase", "action"]
    assert timeline.lines[0].bar.left == 0
    assert timeline.lines[1].bar.left + timeline.lines[1].bar.width == 100
    assert timeline.today is not None
    assert 0 < timeline.today < 100


def test_project_without_dates_nor_actions_has_no_timeline(
    promotion: Promotion, bob: User
) -> None:
    idea = make_project(promotion, bob, state="idea", starts_on=None, ends_on=None)
    assert work_sheet(bob, idea).timeline is None


@pytest.mark.req(96, rule="projects.rules.goals.compare_goals")
def test_goals_of_the_start_stand_beside_what_was_reached(project: Project, bob: User) -> None:
    indicator = add_indicator(project)
    facts = {
        "indicators": [
            {
                "id": str(indicator.pk),
                "label": indicator.label,
                "unit": "clients",
                "baseline": "2.00",
                "target": "22.00",
                "due_on": None,
                "objective": True,
            }
        ]
    }
    InitialGoalsFactory(project=project, facts=facts)
    make.ReadingFactory(indicator=indicator, value=Decimal(12))
    (goal,) = work_sheet(bob, project).goals
    # Reached for the target of today, half way of the one agreed.
    assert (goal.reached.share, goal.has_moved) == (50, True)
    assert work_sheet(bob, project).indicators[0].reached.is_reached


def fill(project: Project, alice: User, number: int) -> None:
    """Add one of everything."""
    member, indicator = member_of(project, alice), add_indicator(project, label=f"i{number}")
    action = make.ActionFactory(project=project, indicator=indicator)
    action.owners.add(member)
    action.constraints.add(add_constraint(project, f"Contrainte {number}"))
    make.TaskFactory(action=action, member=member)
    PhaseFactory(project=project, rank=number)
    make.TimeEntryFactory(project=project, student=alice)
    make.ReadingFactory(indicator=indicator, corrects=make.ReadingFactory(indicator=indicator))
    make.BudgetLineFactory(project=project)
    held: Any = make.MeetingFactory(project=project, held=True)
    held.attended.add(alice)
    held.professionals.add(project.sponsor)
    version = make.DeliverableVersionFactory(deliverable__project=project)
    make.DeliverableRemarkFactory(version=version)
    make.ObservationFactory(member=member)


def read(sheet: Any) -> None:
    """Read what a page shows."""
    for action in sheet.actions:
        _ = [str(owner.student) for owner in action.owners.all()]
        _ = [str(task.member.student) for task in action.tasks.all()]
        _ = [str(each) for each in action.constraints.all()], str(action.indicator)
    for entry in sheet.entries:
        _ = str(entry.student)
    for line in sheet.indicators:
        _ = [str(each.by) for each in (*line.readings, *line.corrected)]
    for meeting in sheet.meetings:
        _ = [str(each) for each in meeting.attended.all()], str(meeting.held_by)
        _ = [str(each) for each in meeting.professionals.all()]
    for given in sheet.deliverables:
        for version in given.versions:
            _ = str(version.by), version.blob.size
            _ = [str(remark.author) for remark in version.remarks.all()]
    for seen in sheet.observations:
        _ = str(seen.member.student), str(seen.by)


def test_sheet_costs_the_same_for_one_and_for_seven(
    project: Project, alice: User, bob: User
) -> None:
    counts = []
    for numbers in ([1], range(2, 8)):
        for number in numbers:
            fill(project, alice, number)
        row = Project.objects.get(pk=project.pk)
        work_sheet(bob, row)  # who one is, is read once
        with CaptureQueriesContext(connection) as seen:
            read(work_sheet(bob, row))
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 22


def test_entries_are_the_last_ones_and_totals_are_of_all(project: Project, alice: User) -> None:
    today = clock.today()
    for day in range(70):
        make.TimeEntryFactory(project=project, student=alice, on=today - timedelta(days=day))
    sheet = work_sheet(alice, project)
    assert (len(sheet.entries), sheet.total_hours.spent) == (60, 140)
    assert sheet.entries[0].on == today
