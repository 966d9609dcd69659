"""A project and a mission with their competences, for the tests of what they show."""

from datetime import timedelta
from typing import Any

from curriculum.models import Competence, Evidence
from nrc_platform.core import clock
from nrc_platform.people.models import Promotion, User
from projects.models import Mission, Project, ProjectCompetence
from tests.projects.acts import again
from tests.projects.factories import MissionFactory
from tests.projects.team import make_project

Codes = dict[str, Competence]


def aim(project: Project, *competences: Competence, member: Any = None) -> None:
    """Attach competences to the project, for the team or for one member."""
    for each in competences:
        ProjectCompetence.objects.create(project=project, competence=each, member=member)


def aimed_project(
    promotion: Promotion, teacher: User, codes: Codes, *students: User, **fields: Any
) -> Project:
    """Make a running project that aims at C11 and C31."""
    row = make_project(promotion, teacher, *students, **fields)
    aim(row, codes["C11"], codes["C31"])
    return again(row)


def begun_mission(project: Project, *competences: Competence, **fields: Any) -> Mission:
    """Make a mission of the team that began ten days ago and ends in ten days."""
    today = clock.today()
    row: Mission = MissionFactory(
        **{
            "company": project.company,
            "starts_on": today - timedelta(days=10),
            "ends_on": today + timedelta(days=10),
            **fields,
        }
    )
    row.projects.add(project)
    row.students.set([member.student for member in project.members.all()])
    row.competences.set(competences)
    return loaded(row)


def loaded(row: Mission) -> Mission:
    """Return the mission as it is stored, its links loaded."""
    return Mission.objects.with_links().get(pk=row.pk)


def told(student: User) -> dict[tuple[str, str], int | None]:
    """Return what stands of a student, by code and role."""
    rows = Evidence.objects.standing().filter(student=student).select_related("competence")
    return {(row.competence.code, row.by_role): row.level for row in rows}
