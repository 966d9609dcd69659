"""What ties a project to stages and to its convention (req. 14, 57-60, 125)."""

from decimal import Decimal
from typing import Any

from internships import services as internships
from internships.access import visible_internships
from internships.models import Convention, ConventionMission, Internship
from internships.states import EDITABLE, WITHOUT_EFFECT, ConventionKind, ConventionState
from nrc_platform.core import clock
from nrc_platform.core.access import require
from nrc_platform.core.errors import DomainError, Invalid
from nrc_platform.core.rows import insert
from nrc_platform.journal.moves import service
from nrc_platform.people.models import User
from projects import access
from projects.models import Mission, Project, ProjectInternship
from projects.rules import ProjectCheck
from projects.services import writing

WEEK = 7
MOST_WEEKLY = Decimal(40)
_CENT = Decimal("0.01")
_GONE = (
    "La convention du projet est partie\u00a0: reprenez-la ou faites-la renvoyer avant de la "
    "mettre à jour."
)


@service
def link_internship(project: Project, *, actor: User, internship: Internship) -> ProjectInternship:
    """Say that a stage of a student of the team carries all or part of the project (req. 14)."""
    row = writing.lock(project.pk)
    require(access.can_link_internship(actor, row), writing.NOT_YOURS)
    require(visible_internships(actor).filter(pk=internship.pk).exists(), writing.NOT_YOURS)
    if internship.student_id not in {member.student_id for member in row.members.all()}:
        raise Invalid({"internship": ["Ce stage n’est pas celui d’un étudiant de l’équipe."]})
    link = insert(ProjectInternship(project=row, internship=internship))
    writing.touch(row)
    writing.note(row, "link_internship", actor, internship=str(internship.pk))
    return link


@service
def unlink_internship(link: ProjectInternship, *, actor: User) -> None:
    """Say that a stage carries nothing of the project."""
    row = writing.lock(link.project_id)
    require(access.can_link_internship(actor, row), writing.NOT_YOURS)
    ProjectInternship.objects.get(pk=link.pk, project=row).delete()
    writing.touch(row)
    writing.note(row, "unlink_internship", actor, internship=str(link.internship_id))


@service
def cover_by_convention(project: Project, *, actor: User) -> Convention:
    """
    Draft the convention of the project from what it says, or bring the draft up to date.

    Company, team, dates, subject, activities, follow-up, competences and missions are taken over,
    so that nobody types them twice; what the convention alone holds stays.
    """
    row = writing.lock(project.pk)
    require(access.can_cover_project(actor, row), writing.NOT_YOURS)
    held = row.convention
    if held is None or held.state in (*WITHOUT_EFFECT, ConventionState.TERMINATED):
        held = _draft(row, actor)
    elif held.state not in EDITABLE:
        raise DomainError(_GONE, code="illegal_move")
    else:
        held = internships.set_team(held, actor=actor, students=_team(row, actor))
    held = _bring_up_to_date(row, held, actor)
    if row.convention_id != held.pk:
        writing.write(row, {"convention": held})
        writing.note(row, "cover", actor, convention=str(held.pk))
    return held


def _team(row: Project, actor: User) -> list[User]:
    """Return the students of the team, the one who acts first: conventions begin by oneself."""
    today = clock.today()
    students = [
        member.student
        for member in row.members.all()
        if member.ends_on is None or member.ends_on >= today
    ]
    return sorted(students, key=lambda each: each.pk != actor.pk)


def _draft(row: Project, actor: User) -> Convention:
    team = _team(row, actor)
    return internships.draft_convention(
        actor=actor,
        student=team[0],
        students=team,
        promotion=row.promotion,
        kind=ConventionKind.PROJECT,
        company=row.company,
    )


def _bring_up_to_date(row: Project, held: Convention, actor: User) -> Convention:
    missions = list(Mission.objects.filter(projects=row))
    links = row.competence_links.select_related("competence")
    competences = list({each.competence_id: each.competence for each in links}.values())
    written = internships.edit_convention(
        held,
        actor=actor,
        version=held.version,
        values=_of_convention(row),
        terms=_of_terms(row),
        competences=competences or None,
        missions=[_line(each) for each in missions],
    )
    _tie(written, missions)
    return written


def _of_convention(row: Project) -> dict[str, Any]:
    values: dict[str, Any] = {"company": row.company}
    follow_up = "\n".join(
        text for text in (row.modalities_weekly, row.modalities_stage) if text.strip()
    )
    return {**values, "supervision": follow_up[:2000]} if follow_up else values


def _of_terms(row: Project) -> dict[str, Any]:
    activities = "\n".join(text for text in (row.need, row.solution) if text.strip())
    values = {
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
        "subject": row.title,
        "activities": activities[:4000],
        "tutor": row.sponsor,
        "referent": row.supervisor,
        "project_weekly_hours": weekly_share(row),
    }
    return {name: value for name, value in values.items() if value}


def weekly_share(row: Project) -> Decimal:
    """Return the hours a week in the timetable: those planned, over the weeks of the project."""
    span = ProjectCheck(
        today=row.created_at.date(), starts_on=row.starts_on, ends_on=row.ends_on
    ).span
    if span is None or not row.in_weekly_hours:
        return Decimal(0)
    weeks = max(Decimal(1), Decimal(span.length) / WEEK)
    return min(MOST_WEEKLY, (Decimal(row.weekly_hours) / weeks).quantize(_CENT))


def _line(mission: Mission) -> dict[str, Any]:
    """Return the line of the convention that names a mission."""
    return {
        "label": mission.title,
        "starts_on": mission.starts_on,
        "ends_on": mission.ends_on,
        "place": mission.place,
        "hours": mission.hours,
    }


def _tie(convention: Convention, missions: list[Mission]) -> None:
    """Tie each mission to the line that names it."""
    free = list(ConventionMission.objects.filter(convention=convention))
    for mission in missions:
        wanted = _line(mission)
        line = next(
            (each for each in free if all(getattr(each, k) == v for k, v in wanted.items())), None
        )
        if line is not None:
            free.remove(line)
            Mission.objects.filter(pk=mission.pk).update(convention_mission=line)
