"""What the pages read: the sheet of a project, lists, missions, eligible supervisors."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nrc_platform.people.models import Promotion, TeachingAssignment, User
from nrc_platform.people.states import Subject
from projects import services
from projects.models import Project
from projects.selectors import pages
from projects.selectors.abilities import mission_abilities
from projects.selectors.findings import mission_findings
from projects.selectors.loading import load_projects
from projects.states import ProjectState
from tests.people.fixtures import make_student, make_teacher
from tests.projects import factories as make
from tests.projects.acts import (
    evaluate_with_professionals,
    finish_phases,
    give_parts,
    in_state,
    make_mission,
    make_project,
    plan,
    ready_to_agree,
    sign_convention,
)

pytestmark = pytest.mark.django_db


def queries(read: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as seen:
        read()
    return len(seen)


def full_project(alice: User, bob: User, promotion: Promotion) -> Project:
    """A framed project with every part twice."""
    row = make_project(
        alice, make_student(promotion), promotion=promotion, supervisor=bob, framed=True
    )
    give_parts(row)
    give_more(row, promotion)
    sign_convention(row)
    return row


def give_more(row: Project, promotion: Promotion) -> None:
    """Give the project one more of everything."""
    plan(row, make.ConstraintFactory(project=row))
    evaluate_with_professionals(row)
    make.IndicatorFactory(project=row)
    make.TechnologyFactory(project=row)
    make.FollowUpTeacherFactory(project=row, teacher=make_teacher(promotion))
    make_mission(row)
    make.ProjectInternshipFactory(project=row)


@pytest.mark.req(45, rule="projects.facts.sheet.partners")
@pytest.mark.req(49, rule="projects.rules.partners.duties")
def test_the_sheet_shows_partners_duties_phases_missions_and_convention(
    alice: User, bob: User, promotion: Promotion
) -> None:
    row = full_project(alice, bob, promotion)
    finish_phases(row, 2)
    sheet = pages.project_sheet(alice, row.pk, url="/p/1/")
    assert sheet is not None
    enterprise, students, team = sheet.partners
    assert enterprise.names == (row.company.name,)
    assert enterprise.details == ("Sonia Sauvage",)
    assert "Alice Aubry" in students.names
    assert team.names[0] == "Bob Besson"
    assert [duty.done for duty in sheet.duties] == [True] * 4
    assert sheet.current_phase is not None
    assert sheet.current_phase.rank == 3
    assert len(sheet.phases) == 7
    assert [line.covered for line in sheet.missions] == [False]
    assert {each.rule for each in sheet.findings} == {"mission.covered"}
    assert sheet.convention is not None
    assert (sheet.convention.state, sheet.convention.starts_on) == ("signed", make.FIRST)
    assert sheet.initial_goals is None
    assert sheet.abilities["edit"]
    assert not sheet.abilities["agree"]
    assert sheet.clienteles == ["particuliers"]


@pytest.mark.req(96, rule="projects.facts.sheet.frozen_goals")
def test_the_sheet_keeps_the_initial_goals_beside_the_later_ones(
    alice: User, bob: User, promotion: Promotion
) -> None:
    row = services.agree_project(
        ready_to_agree(alice, promotion=promotion, supervisor=bob), actor=bob
    )
    goal = row.indicators.get()
    services.save_indicator(row, actor=bob, indicator=goal, values={"target": 1})
    sheet = pages.project_sheet(bob, row.pk)
    assert sheet is not None
    assert sheet.initial_goals is not None
    assert sheet.initial_goals["indicators"][0]["target"] == "48000.00"
    assert sheet.indicators[0].target == 1


def test_the_sheet_takes_the_same_queries_whatever_the_project_holds(
    alice: User, bob: User, promotion: Promotion
) -> None:
    row = full_project(alice, bob, promotion)
    pages.project_sheet(bob, row.pk)  # fills what a first visit fills: the roles of the reader
    first = queries(lambda: pages.project_sheet(bob, row.pk))
    for _ in range(3):
        give_more(row, promotion)
        make.MemberFactory(project=row, student=make_student(promotion))
    assert queries(lambda: pages.project_sheet(bob, row.pk)) == first
    assert first <= 31


def test_many_projects_take_the_queries_of_one(
    alice: User, bob: User, promotion: Promotion
) -> None:
    full_project(alice, bob, promotion)
    one = queries(lambda: load_projects(Project.objects.all()))
    for _ in range(3):
        full_project(alice, bob, promotion)
    assert queries(lambda: load_projects(Project.objects.all())) == one
    assert len(load_projects(Project.objects.all())) == 4


def test_what_one_may_not_see_is_not_there(
    alice: User, classmate: User, bob: User, other_teacher: User, promotion: Promotion
) -> None:
    row = make_project(alice, promotion=promotion, supervisor=bob)
    mission = make_mission(row)
    for person in (classmate, other_teacher):
        assert pages.project_sheet(person, row.pk) is None
        assert pages.project_of(person, row.pk) is None
        assert pages.mission_of(person, mission.pk) is None
    assert pages.project_of(alice, row.pk) == row


def test_a_mission_shows_what_it_lacks(alice: User, bob: User, promotion: Promotion) -> None:
    row = make_mission(make_project(alice, promotion=promotion, supervisor=bob), information="")
    line = pages.mission_of(alice, row.pk)
    assert line is not None
    assert line.students == ("Alice Aubry",)
    assert "mission.information" in {each.rule for each in line.findings}
    assert list(line.findings) == mission_findings(line.row)
    assert mission_abilities(alice, line.row) == {"edit": True}


def test_eligible_supervisors_teach_one_of_the_four_subjects(
    alice: User, bob: User, charlie: User, promotion: Promotion
) -> None:
    french = make_teacher(promotion)
    TeachingAssignment.objects.filter(teacher=french).update(subject=Subject.FRENCH)
    TeachingAssignment.objects.create(
        teacher=charlie, promotion=promotion, subject=Subject.CLIENT_RELATION
    )
    assert pages.eligible_supervisors(promotion) == [bob]


def test_a_finished_project_has_nothing_to_mend(
    alice: User, bob: User, promotion: Promotion
) -> None:
    for state in (ProjectState.CLOSED, ProjectState.ABANDONED):
        row = in_state(state, alice, promotion=promotion, supervisor=bob)
        sheet = pages.project_sheet(bob, row.pk)
        assert sheet is not None
        assert sheet.findings == ()


def test_a_project_is_found_by_title_company_and_student(
    alice: User, bob: User, promotion: Promotion
) -> None:
    row = make_project(alice, promotion=promotion, supervisor=bob, title="Élan d’été")
    for typed in ("elan", row.company.legal_name, "aubry élan"):
        assert Project.objects.search(typed).get() == row
    assert not Project.objects.search("elan zoe").exists()
    assert Project.objects.still_open().get() == row
