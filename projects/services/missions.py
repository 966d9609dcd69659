"""Preparatory missions: begun from a project, in its company, before it."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from curriculum.models import Competence, Evidence, EvidenceQuerySet
from curriculum.states import SourceKind
from internships.services.writing import check_company, tidy
from internships.states import EDITABLE
from nrc_platform.companies.models import Company
from nrc_platform.core.access import require
from nrc_platform.core.errors import DomainError, Invalid
from nrc_platform.core.rows import insert
from nrc_platform.journal.moves import service
from nrc_platform.journal.services import record
from nrc_platform.people.models import User
from projects import access, rules
from projects.facts.check import mission_check
from projects.models import Mission, Project
from projects.services import writing

VALUES = frozenset(
    {
        "title",
        "target",
        "aim",
        "aim_text",
        "starts_on",
        "ends_on",
        "place",
        "hours",
        "in_weekly_hours",
        "information",
    }
)
# What the convention prints of a mission.
PRINTED = ("title", "starts_on", "ends_on", "place", "hours")
REQUIRED = {
    "starts_on": "Une mission est limitée dans le temps\u00a0: indiquez son premier jour.",
    "ends_on": "Une mission est limitée dans le temps\u00a0: indiquez son dernier jour.",
}
WORKED = "Des heures, une rencontre ou des niveaux tiennent à cette mission\u00a0: elle reste."
SHOWN = (
    "{names}\u00a0: des niveaux sont donnés pour cette mission. Retirez d’abord ces niveaux, ou "
    "gardez cette personne."
)
# What refuses a mission at once, whatever else is missing (req. 118-121).
REFUSES = ("mission.project", "mission.company", "mission.before")


def lock(mission_id: UUID) -> Mission:
    """Return the row locked for the rest of the transaction, its projects too, links loaded."""
    # The start of a project and the end of its mission are compared: neither moves meanwhile.
    projects = Project.objects.filter(missions=mission_id).order_by("pk")
    list(projects.select_for_update(of=("self",), no_key=True))
    rows = Mission.objects.with_links().select_for_update(of=("self",), no_key=True)
    return rows.get(pk=mission_id)


@service
def create_mission(
    project: Project,
    *,
    actor: User,
    values: Mapping[str, Any],
    students: Sequence[User] | None = None,
    projects: Sequence[Project] = (),
    competences: Sequence[Competence] = (),
) -> Mission:
    """
    Begin a mission that prepares the project, and maybe others of the same company.

    - `students`: the whole team by default; `projects`: the others it prepares.
    """
    row = writing.lock(project.pk)
    require(access.can_create_mission(actor, row), writing.NOT_YOURS)
    kept = tidy(Mission, values, VALUES)
    missing = {name: [words] for name, words in REQUIRED.items() if not kept.get(name)}
    if missing:
        raise Invalid(missing)
    mission = insert(Mission(school=row.school, company=row.company, created_by=actor, **kept))
    _set_projects(mission, [row, *projects], actor)
    team = [member.student for member in row.members.all()] if students is None else students
    _set_students(mission, team)
    mission.competences.set(competences)
    _note(mission, "create", actor)
    return _checked(mission)


@service
def edit_mission(
    mission: Mission,
    *,
    actor: User,
    version: int,
    values: Mapping[str, Any],
    company: Company | None = None,
    students: Sequence[User] | None = None,
    projects: Sequence[Project] | None = None,
    competences: Sequence[Competence] | None = None,
) -> Mission:
    """
    Write what is given; what is not given stays.

    What the convention prints changes only before the convention leaves; it is then to be taken
    into the convention again.
    """
    row = lock(mission.pk)
    require(access.can_edit_mission(actor, row), writing.NOT_YOURS)
    writing.require_version(row, version)
    kept = tidy(Mission, values, VALUES)
    if company is not None:
        check_company(company, row.school_id)
        kept["company"] = company
    if any(name in kept and getattr(row, name) != kept[name] for name in PRINTED):
        _require_uncovered(row)
        kept["convention_mission"] = None
    changed = writing.write(row, kept)
    if projects is not None:
        _set_projects(row, projects, actor)
    if students is not None or projects is not None:
        _set_students(row, list(row.students.all()) if students is None else students)
    if competences is not None:
        row.competences.set(competences)
    if not changed:
        writing.touch(row)
    _note(row, "edit", actor, fields=sorted(changed))
    return _checked(row)


@service
def remove_mission(mission: Mission, *, actor: User) -> None:
    """Take a mission out, before its convention leaves."""
    row = lock(mission.pk)
    require(access.can_edit_mission(actor, row), writing.NOT_YOURS)
    _require_uncovered(row)
    met = row.meetings.filter(held_on__isnull=False)
    if row.time_entries.exists() or met.exists() or _shown(row).exists():
        raise DomainError(WORKED, code="worked")
    _note(row, "remove", actor)
    row.delete()


def _require_uncovered(row: Mission) -> None:
    cover = row.convention_mission
    if cover is not None and cover.convention.state not in EDITABLE:
        raise DomainError(
            "La convention du projet nomme cette mission\u00a0: son titre, ses dates, son lieu et "
            "ses heures ne changent plus."
        )


def _shown(row: Mission) -> EvidenceQuerySet:
    """Return what the mission showed of its students, as it stands."""
    return Evidence.objects.standing().of_source(SourceKind.MISSION, row.pk)


def _set_projects(row: Mission, projects: Sequence[Project], actor: User) -> None:
    held = {each.pk for each in row.projects.all()}
    for project in projects:
        if project.pk not in held:
            fresh = writing.lock(project.pk)
            require(access.can_create_mission(actor, fresh), writing.NOT_YOURS)
    row.projects.set(projects)


def _set_students(row: Mission, students: Sequence[User]) -> None:
    """Write who carries the mission out: one student or several, of its projects."""
    if not students:
        raise Invalid({"students": ["Choisissez au moins un étudiant de l’équipe."]})
    members = User.objects.filter(project_members__project__in=row.projects.all())
    team = set(members.order_by().values_list("pk", flat=True))
    strangers = [str(each) for each in students if each.pk not in team]
    if strangers and team:
        names = ", ".join(strangers)
        raise Invalid({"students": [f"{names} n’est pas de l’équipe du projet."]})
    said = _shown(row).exclude(student__in=students).select_related("student")
    if gone := sorted({str(each.student) for each in said}):
        raise Invalid({"students": [SHOWN.format(names=", ".join(gone))]})
    row.students.set(students)


def _checked(mission: Mission) -> Mission:
    """Return the mission as it is kept, unless a rule refuses it."""
    row = lock(mission.pk)
    found = rules.mission_findings(mission_check(row))
    writing.refuse([each for each in found if each.rule in REFUSES])
    return row


def _note(row: Mission, verb: str, actor: User, **data: Any) -> None:
    record(f"projects.mission.{verb}", actor=actor, about=row, school_id=row.school_id, data=data)
