"""What pages show of projects: the sheet of one, and the lines of a list."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from nrc_platform.companies.models import CLIENTELE
from nrc_platform.core.findings import Finding
from projects.facts.check import mission_check, terms_span
from projects.facts.loaded import LoadedProject
from projects.models import Indicator, Member, Mission, Phase, Project
from projects.models.definition import PHASES
from projects.rules import Duty, ProjectCheck, duties, mission_findings
from projects.states import IndicatorKind, PhaseState, ProjectState

# From a cell of the strip of phases to the next.
_STEP = 12.4


@dataclass(frozen=True)
class PartnerLine:
    """One of the three partners: what they are, who, and how to reach them."""

    kind: str
    names: tuple[str, ...]
    details: tuple[str, ...] = ()


@dataclass(frozen=True)
class ConventionLine:
    """The convention of the project."""

    id: UUID
    state: str
    number: str
    starts_on: date | None
    ends_on: date | None


@dataclass(frozen=True)
class MissionLine:
    """A mission of the project, and what the rules say of it."""

    row: Mission
    students: tuple[str, ...]
    covered: bool
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class ProjectSheet:
    """
    All that the page of one project shows.

    - `partners`: the enterprise, the students, the teaching team, always the three;
    - `duties`: the four duties of the teaching team, done or not;
    - `initial_goals`: what was frozen when the project was agreed, None before;
    - `abilities`: what the reader may do.
    """

    project: Project
    partners: tuple[PartnerLine, PartnerLine, PartnerLine]
    duties: tuple[Duty, ...]
    findings: tuple[Finding, ...]
    phases: tuple[Phase, ...]
    current_phase: Phase | None
    indicators: tuple[Indicator, ...]
    initial_goals: Mapping[str, Any] | None
    missions: tuple[MissionLine, ...]
    convention: ConventionLine | None
    abilities: Mapping[str, bool]

    @property
    def clienteles(self) -> list[str]:
        """Return the kinds of customers it aims at."""
        return [label for name, label in CLIENTELE.items() if name in self.project.clienteles]


@dataclass(frozen=True)
class ProjectLine:
    """A project in a list: who, where, when, how far."""

    id: UUID
    title: str
    state: str
    state_since: datetime
    company: str
    members: tuple[str, ...]
    supervisor: str
    starts_on: date | None
    ends_on: date | None
    phase: str
    phases_done: int
    convention_state: str
    missions: int

    @property
    def is_open(self) -> bool:
        """Return whether somebody still has something to do."""
        return self.state not in (ProjectState.CLOSED, ProjectState.ABANDONED)

    @property
    def short_phase(self) -> str:
        """Return the phase without what details it: « La mise en œuvre »."""
        return self.phase.partition(":")[0].strip()

    @property
    def cells(self) -> list[tuple[str, str]]:
        """Return the seven cells of its strip: where each stands, done, under way or to come."""
        marks = ["on"] * self.phases_done + ["now"] + ["off"] * PHASES
        return [(f"{rank * _STEP:.1f}", mark) for rank, mark in enumerate(marks[:PHASES])]


def current_phase(phases: list[Phase]) -> Phase | None:
    """Return the phase under way, else the first that is not done."""
    doing = [phase for phase in phases if phase.state == PhaseState.DOING]
    waiting = [phase for phase in phases if phase.state == PhaseState.TODO]
    return next(iter([*doing, *waiting]), None)


def partners(row: Project) -> tuple[PartnerLine, PartnerLine, PartnerLine]:
    """Return the three partners, the supervisor before the follow-up team (req. 45-54)."""
    sponsor = (str(row.sponsor),) if row.sponsor else ()
    team = [row.supervisor, *(each.teacher for each in row.follow_up.all())]
    return (
        PartnerLine("enterprise", (row.company.name,), sponsor),
        PartnerLine(
            "students",
            tuple(str(each.student) for each in row.members.all()),
            tuple(each.role for each in row.members.all()),
        ),
        PartnerLine(
            "team", tuple(str(each) for each in team), tuple(each.email or "" for each in team)
        ),
    )


def mission_line(row: Mission) -> MissionLine:
    """Return a mission and what the rules say of it; no query once its links are loaded."""
    check = mission_check(row)
    conventions = {project.convention for project in check.projects} - {None}
    return MissionLine(
        row=row,
        students=check.students,
        covered=check.covered_by in conventions,
        findings=tuple(mission_findings(check)),
    )


def sheet(
    loaded: LoadedProject,
    check: ProjectCheck,
    findings: list[Finding],
    abilities: Mapping[str, bool],
) -> ProjectSheet:
    """Return the page of a project; no query once it is loaded."""
    row = loaded.row
    phases = list(row.phases.all())
    return ProjectSheet(
        project=row,
        partners=partners(row),
        duties=duties(check),
        findings=tuple(findings),
        phases=tuple(phases),
        current_phase=current_phase(phases),
        indicators=tuple(row.indicators.all()),
        initial_goals=loaded.goals.facts if loaded.goals else None,
        missions=tuple(mission_line(each) for each in loaded.missions),
        convention=_convention(loaded),
        abilities=abilities,
    )


def _convention(loaded: LoadedProject) -> ConventionLine | None:
    held = loaded.row.convention
    if held is None:
        return None
    span = terms_span(loaded.terms.get(held.pk), held)
    return ConventionLine(
        id=held.pk,
        state=held.state,
        number=held.number,
        starts_on=span.starts_on if span else None,
        ends_on=span.ends_on if span else None,
    )


def project_line(row: Project) -> ProjectLine:
    """Return a project as a list shows it; no query once its people and phases are loaded."""
    phases = list(row.phases.all())
    now = current_phase(phases)
    return ProjectLine(
        id=row.pk,
        title=row.title,
        state=row.state,
        state_since=row.state_since,
        company=row.company.name,
        members=tuple(str(each.student) for each in row.members.all()),
        supervisor=str(row.supervisor),
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        phase=now.node.label if now else "",
        phases_done=sum(phase.state == PhaseState.DONE for phase in phases),
        convention_state=row.convention.state if row.convention else "",
        missions=len(row.missions.all()),
    )


def frozen_goals(row: Project, members: list[Member]) -> dict[str, Any]:
    """Return what is kept of the goals when the project is agreed, as plain JSON (req. 96)."""
    texts = ("title", "need", "opportunities", "theme", "solution", "turnover_impact")
    return {
        "texts": {name: getattr(row, name) for name in texts},
        "starts_on": row.starts_on.isoformat() if row.starts_on else None,
        "ends_on": row.ends_on.isoformat() if row.ends_on else None,
        "members": [str(each.student) for each in members],
        "indicators": [_frozen(each) for each in row.indicators.all()],
    }


def _frozen(row: Indicator) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "label": row.label,
        "kind": row.kind,
        "kind_label": str(IndicatorKind(row.kind).label),
        "unit": row.unit,
        "baseline": None if row.baseline is None else str(row.baseline),
        "target": None if row.target is None else str(row.target),
        "due_on": row.due_on.isoformat() if row.due_on else None,
        "objective": row.objective,
    }
