"""Members × competences of a project or a mission, and what would cover a class."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from curriculum.facts import Standing
from nrc_platform.core.clock import today
from nrc_platform.people.models import Promotion, User
from projects.facts.levels import ClassCover, LevelSheet
from projects.models import Project
from projects.selectors.coverage import class_cover
from projects.selectors.levels import mission_levels, project_levels
from projects.states import ProjectState
from tests.curriculum.acquis import CODES, competences, seen
from tests.people.fixtures import make_student
from tests.projects.acts import again
from tests.projects.levels import Codes, aim, aimed_project, begun_mission, loaded
from tests.projects.team import join, make_project, member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def codes(db: None) -> Codes:
    """The competences of the delivered référentiel."""
    return competences()


@pytest.fixture
def project(
    promotion: Promotion, bob: User, alice: User, classmate: User, codes: Codes
) -> Project:
    """The project of Alice and Amir: C11 and C31 for both, C32 for Amir."""
    row = aimed_project(promotion, bob, codes, alice, classmate)
    aim(row, codes["C32"], member=member_of(row, classmate))
    return again(row)


def queries(read: Callable[[], Any]) -> int:
    """Return how many queries the read makes."""
    with CaptureQueriesContext(connection) as found:
        read()
    return len(found)


def words(sheet: LevelSheet) -> dict[str, list[str]]:
    """Return the cells of each student: « P3 T2 É1 », « rien », « pas visée »."""
    return {row.student.first_name: [_cell(cell) for cell in row.cells] for row in sheet.rows}


def _cell(cell: Any) -> str:
    if not cell.aimed and cell.standing.is_hole:
        return "pas visée"
    return "rien" if cell.standing.is_hole else _said(cell.standing)


def _said(standing: Standing) -> str:
    return " ".join(f"{sign}{value}" for sign, _, value in standing.short) or "vue"


def test_each_member_stands_on_each_competence_by_role(
    project: Project, promotion: Promotion, alice: User, classmate: User, bob: User, codes: Codes
) -> None:
    seen(alice, promotion, codes["C11"], bob, level=3)
    seen(alice, promotion, codes["C11"], alice, own=True, level=2)
    seen(alice, promotion, codes["C11"], None, tutor=True, level=1)
    seen(classmate, promotion, codes["C32"], bob, level=None)
    sheet = project_levels(bob, project)
    assert [each.code for each in sheet.competences] == ["C11", "C31", "C32"]
    assert words(sheet) == {
        "Alice": ["P3 T1 É2", "rien", "pas visée"],
        "Amir": ["rien", "rien", "vue"],
    }
    assert [row.holes for row in sheet.rows] == [1, 2]
    assert sheet.holes == 3
    assert all(row.can_assess and not row.can_position for row in sheet.rows)


def test_student_reads_their_own_row_and_the_office_none(
    project: Project, alice: User, head: User, emil: User
) -> None:
    own = project_levels(alice, project)
    assert [(row.student, row.can_position) for row in own.rows] == [(alice, True)]
    assert len(project_levels(head, project).rows) == 2
    assert not project_levels(head, project).can_write
    assert project_levels(emil, project).rows == []


def test_project_costs_three_queries_whatever_its_team(
    project: Project, promotion: Promotion, bob: User, codes: Codes
) -> None:
    project_levels(bob, project)
    assert queries(lambda: project_levels(bob, project)) == 3
    for _ in range(4):
        student = make_student(promotion)
        aim(project, codes["C43"], member=join(project, student))
        seen(student, promotion, codes["C11"], bob)
    larger = again(project)
    assert queries(lambda: project_levels(bob, larger)) == 3


def test_mission_shows_its_prior_competences_at_a_fixed_cost(
    project: Project, promotion: Promotion, alice: User, bob: User, codes: Codes
) -> None:
    mission = begun_mission(project, codes["C12"], codes["C11"])
    seen(alice, promotion, codes["C12"], bob, level=4)
    sheet = mission_levels(bob, mission)
    assert [each.code for each in sheet.competences] == ["C11", "C12"]
    assert words(sheet) == {"Alice": ["rien", "P4"], "Amir": ["rien", "rien"]}
    assert [row.student for row in mission_levels(alice, mission).rows] == [alice]
    for _ in range(3):
        join(project, make_student(promotion))
    mission.students.set([each.student for each in project.members.model.objects.all()])
    larger = loaded(mission)
    assert queries(lambda: mission_levels(bob, larger)) == 2


def found(cover: ClassCover) -> list[tuple[str, list[tuple[str, tuple[str, ...]]]]]:
    """Return the picks: title, then the students by code."""
    return [
        (pick.offer.title, [(gain.code, gain.students) for gain in pick.gains])
        for pick in cover.picks
    ]


def test_cover_says_what_each_pick_adds_and_for_whom(
    project: Project, promotion: Promotion, alice: User, classmate: User, bob: User, codes: Codes
) -> None:
    for code in CODES:
        if code not in ("C11", "C12", "C43"):
            seen(alice, promotion, codes[code], bob)
            seen(classmate, promotion, codes[code], bob)
    seen(alice, promotion, codes["C11"], alice, own=True)
    begun_mission(project, codes["C12"], title="Sonder")
    cover = class_cover(promotion)
    both = ("Alice Aubry", "Amir Belkacem")
    assert found(cover) == [
        ("Sonder", [("C12", both)]),
        ("Ouvrir le secteur Nord", [("C11", ("Amir Belkacem",))]),
    ]
    assert (cover.missing, cover.students, cover.offers) == (5, 2, 2)
    assert [(gain.code, gain.students) for gain in cover.uncovered] == [("C43", both)]
    assert cover.picks[0].why == (
        "Comble 2\u00a0manques sur 5, plus que tout autre choix. Il en reste alors 3."
    )


def test_what_is_over_and_who_left_count_for_nothing(
    promotion: Promotion, bob: User, alice: User, classmate: User, codes: Codes
) -> None:
    yesterday = today() - timedelta(days=1)
    for state in (ProjectState.REVIEWED, ProjectState.CLOSED, ProjectState.ABANDONED):
        over = aimed_project(promotion, bob, codes, alice, state=state)
        begun_mission(over, codes["C12"])
    left = aimed_project(promotion, bob, codes, title="Quitté")
    join(left, alice, ends_on=yesterday)
    begun_mission(again(left), codes["C12"], title="Finie", ends_on=yesterday)
    cover = class_cover(promotion)
    assert found(cover) == []
    assert cover.offers == 1


def test_cover_costs_the_same_whatever_the_class(
    promotion: Promotion, bob: User, project: Project, codes: Codes
) -> None:
    begun_mission(project, codes["C12"])
    first = queries(lambda: class_cover(promotion))
    assert first == 10
    for rank in range(4):
        student = make_student(promotion)
        more = make_project(promotion, bob, student, title=f"Projet {rank}")
        aim(more, codes["C43"])
        begun_mission(again(more), codes["C13"])
    assert queries(lambda: class_cover(promotion)) == first
