"""Writing the parts of a project: constraints, tools, codes, indicators and objectives."""

from collections.abc import Mapping, Sequence
from typing import Any

from curriculum.models import Competence, Savoir
from internships.services.writing import tidy
from nrc_platform.core import clock
from nrc_platform.core.access import require
from nrc_platform.core.errors import DomainError
from nrc_platform.core.findings import run_rules
from nrc_platform.core.rows import change, insert
from nrc_platform.journal.moves import service
from nrc_platform.people.models import User
from projects import access
from projects.facts.check import goal_facts
from projects.models import (
    Constraint,
    Indicator,
    Member,
    Project,
    ProjectCompetence,
    ProjectSavoir,
    Technology,
)
from projects.rules import ProjectCheck
from projects.services import writing

CONSTRAINT_VALUES = frozenset({"label", "kind"})
TECHNOLOGY_VALUES = frozenset({"label", "use"})
INDICATOR_VALUES = frozenset(
    {"label", "kind", "unit", "baseline", "target", "due_on", "objective"}
)

READ = (
    "Cet indicateur a des relevés\u00a0: il reste, avec eux. Décochez «\u00a0objectif du "
    "projet\u00a0» s’il n’en est plus un."
)


def _open(project: Project, actor: User) -> Project:
    row = writing.lock(project.pk)
    require(access.can_edit_project(actor, row), writing.NOT_YOURS)
    return row


def _close(row: Project, verb: str, actor: User, **data: Any) -> None:
    writing.touch(row)
    writing.note(row, verb, actor, **data)


@service
def add_constraint(project: Project, *, actor: User, label: str, kind: str) -> Constraint:
    """Name what limits the project."""
    row = _open(project, actor)
    values = tidy(Constraint, {"label": label, "kind": kind}, CONSTRAINT_VALUES)
    constraint = insert(Constraint(project=row, **values))
    _close(row, "add_constraint", actor, constraint=str(constraint.pk))
    return constraint


@service
def edit_constraint(
    constraint: Constraint, *, actor: User, values: Mapping[str, Any]
) -> Constraint:
    """Word a constraint anew."""
    row = _open(constraint.project, actor)
    held, changed = change(constraint, tidy(Constraint, values, CONSTRAINT_VALUES))
    if changed:
        _close(row, "edit_constraint", actor, constraint=str(held.pk))
    return held


@service
def remove_constraint(constraint: Constraint, *, actor: User) -> None:
    """Take a constraint out."""
    row = _open(constraint.project, actor)
    Constraint.objects.get(pk=constraint.pk).delete()
    _close(row, "remove_constraint", actor, constraint=str(constraint.pk))


@service
def add_technology(
    project: Project, *, actor: User, use: str, savoir: Savoir | None = None, label: str = ""
) -> Technology:
    """Name a commercial technology and what it serves: a savoir of S8, a tool, or both."""
    row = _open(project, actor)
    values = tidy(Technology, {"label": label, "use": use}, TECHNOLOGY_VALUES)
    technology = insert(Technology(project=row, savoir=savoir, **values))
    _close(row, "add_technology", actor, technology=str(technology.pk))
    return technology


@service
def remove_technology(technology: Technology, *, actor: User) -> None:
    """Take a technology out."""
    row = _open(technology.project, actor)
    Technology.objects.get(pk=technology.pk).delete()
    _close(row, "remove_technology", actor, technology=str(technology.pk))


@service
def set_savoirs(project: Project, *, actor: User, savoirs: Sequence[Savoir]) -> Project:
    """Write the knowledge the project combines, all of it."""
    row = _open(project, actor)
    wanted = {each.pk: each for each in savoirs}
    held = {each.savoir_id for each in row.savoir_links.all()}
    if held != set(wanted):
        row.savoir_links.exclude(savoir__in=wanted).delete()
        for key in wanted.keys() - held:
            insert(ProjectSavoir(project=row, savoir=wanted[key]))
        _close(row, "set_savoirs", actor, savoirs=len(wanted))
    return row


@service
def set_competences(
    project: Project,
    *,
    actor: User,
    competences: Sequence[Competence],
    member: Member | None = None,
) -> Project:
    """Write the competences of the whole team, or those of one member, all of them."""
    row = _open(project, actor)
    wanted = {each.pk: each for each in competences}
    links = row.competence_links.filter(member=member)
    held = set(links.order_by().values_list("competence_id", flat=True))
    if held != set(wanted):
        links.exclude(competence__in=wanted).delete()
        for key in wanted.keys() - held:
            insert(ProjectCompetence(project=row, competence=wanted[key], member=member))
        _close(row, "set_competences", actor, competences=len(wanted))
    return row


@service
def save_indicator(
    project: Project,
    *,
    actor: User,
    values: Mapping[str, Any],
    indicator: Indicator | None = None,
    version: int | None = None,
) -> Indicator:
    """
    Write an indicator, new or known; an objective without a figure is refused (req. 91).

    After the accord the initial goals stay frozen beside what is written here.
    """
    row = _open(project, actor)
    kept = tidy(Indicator, values, INDICATOR_VALUES)
    if indicator is None:
        _require_measured(Indicator(project=row, **kept))
        held = insert(Indicator(project=row, **kept))
        _close(row, "add_indicator", actor, indicator=str(held.pk))
        return held
    found = Indicator.objects.get(pk=indicator.pk, project=row)
    for name, value in kept.items():
        setattr(found, name, value)
    _require_measured(found)
    held, changed = change(indicator, kept, version=version)
    if changed:
        _close(row, "edit_indicator", actor, indicator=str(held.pk), fields=sorted(changed))
    return held


def _require_measured(row: Indicator) -> None:
    check = ProjectCheck(today=clock.today(), goals=(goal_facts(row),))
    writing.refuse(run_rules("project.measured", check))


@service
def remove_indicator(indicator: Indicator, *, actor: User) -> None:
    """Take out an indicator that was never read; the initial goals keep theirs."""
    row = _open(indicator.project, actor)
    held = Indicator.objects.get(pk=indicator.pk)
    if held.readings.exists():
        raise DomainError(READ, code="read")
    held.delete()
    _close(row, "remove_indicator", actor, indicator=str(indicator.pk))
