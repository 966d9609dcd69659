"""What the page of a project shows beside its sheet: codes by test, goals, phases, ways on."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse

from curriculum.selectors import epreuves_by_competence
from internships.facts.pages import Action
from nrc_platform.core.findings import SEVERITY_ORDER
from projects.facts.sheet import ProjectSheet
from projects.models import Indicator, Phase, Project
from projects.rules import uncovered_fields
from projects.states import PhaseState, ProjectState

_NAMES = {
    "blocking": ("bloquant", "bloquants"),
    "warning": ("à surveiller", "à surveiller"),
    "info": ("à savoir", "à savoir"),
}
# What is written, as the page lists it: a title, then the columns under it.
TEXTS = (
    ("Bilan", ("evaluation",)),
    ("Besoin et opportunités", ("need", "environment", "opportunities", "theme", "solution")),
    ("Clientèle et effet", ("clientele", "negotiation_scope", "resources", "turnover_impact")),
    (
        "Finalités",
        ("student_purpose", "commissioner_purpose", "integration", "complements", "transfer"),
    ),
    ("Suivi", ("modalities_weekly", "modalities_stage")),
)
_OTHERS = (
    ("frame", "Cadrer le projet", "frame"),
    ("agree", "Enregistrer l’accord", "agree"),
    ("start", "Lancer le projet", "start"),
    ("review", "Dresser le bilan", "review"),
    ("close", "Clore le projet", "close"),
    ("edit", "Écrire une mission", "mission_new"),
    ("edit", "Modifier l’équipe", "team"),
    ("set_supervisor", "Modifier l’encadrement", "supervision"),
    ("move_phase", "Suivre les phases", "phases"),
    ("link_internship", "Rattacher un stage", "internships"),
    ("cover", "Mettre à jour la convention", "cover"),
    ("abandon", "Abandonner le projet", "abandon"),
)


@dataclass(frozen=True)
class GoalLine:
    """An indicator today, beside what was frozen at the start; either may be missing."""

    label: str
    unit: str
    row: Indicator | None
    first: Mapping[str, Any] | None

    @property
    def first_target(self) -> Decimal | None:
        """Return the figure of the start."""
        return Decimal(self.first["target"]) if self.first and self.first.get("target") else None

    @property
    def first_due_on(self) -> date | None:
        """Return the day of the start."""
        due = self.first.get("due_on") if self.first else None
        return date.fromisoformat(due) if due else None

    @property
    def changed(self) -> bool:
        """Return whether the goal is no longer what it was."""
        if self.row is None or self.first is None:
            return True
        now = (self.row.target, self.row.due_on)
        return now != (self.first_target, self.first_due_on)


@dataclass(frozen=True)
class PhaseStep:
    """A phase as the strip shows it."""

    label: str
    detail: str
    state: str


@dataclass(frozen=True)
class CodeLine:
    """The competences that one test validates, of the whole team and of each member."""

    epreuve: str
    codes: tuple[tuple[str, tuple[str, ...]], ...]


def of_sheet(held: ProjectSheet) -> dict[str, Any]:
    """Return what the page lists. One query."""
    row = held.project
    savoirs = sorted((link.savoir for link in row.savoir_links.all()), key=lambda each: each.code)
    done = sum(phase.state == "done" for phase in held.phases)
    return {
        "findings_words": _counted(held),
        "strip": [phase_step(phase) for phase in held.phases],
        "phases_done": done,
        "goals": goals(held),
        "texts": _texts(row, held.clienteles),
        "savoirs": savoirs,
        "uncovered": uncovered_fields(tuple(savoir.code for savoir in savoirs)),
        "codes": by_test(row),
        "hours": row.weekly_hours + row.stage_hours + row.personal_hours,
        "first_days": first_days(held),
        "stages": list(row.internship_links.all()),
    }


def _counted(held: ProjectSheet) -> str:
    counts = []
    for severity in SEVERITY_ORDER:
        number = sum(1 for line in held.findings if line.severity == severity)
        if number:
            counts.append(f"{number}\u00a0{_NAMES[severity][number > 1]}")
    return ", ".join(counts)


def phase_step(phase: Phase) -> PhaseStep:
    """Return a phase of the strip: done, under way, to come, and its days."""
    marks = {"done": "done", "doing": "now", "todo": "later"}
    return PhaseStep(phase.node.label, _days(phase.starts_on, phase.ends_on), marks[phase.state])


def _days(first: date | None, last: date | None) -> str:
    if first and last:
        return f"{first:%d/%m} – {last:%d/%m}"
    return f"depuis le {first:%d/%m}" if first else ""


def goals(held: ProjectSheet) -> list[GoalLine]:
    """Return today's indicators beside the initial ones, those taken out since at the end."""
    first = {}
    if held.initial_goals is not None:
        first = {each.get("id"): each for each in held.initial_goals.get("indicators", [])}
    lines = [
        GoalLine(row.label, row.unit, row, first.pop(str(row.pk), None)) for row in held.indicators
    ]
    gone = [GoalLine(each["label"], each.get("unit", ""), None, each) for each in first.values()]
    return [*lines, *gone]


def first_days(held: ProjectSheet) -> list[date]:
    """Return the days of the project as they were frozen; nothing before the accord."""
    first = held.initial_goals or {}
    days = [first.get(name) for name in ("starts_on", "ends_on")]
    return [date.fromisoformat(day) for day in days if day]


def _texts(row: Project, clienteles: Sequence[str]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return what is written of the definition, under its titles."""
    names = {field.name: str(field.verbose_name) for field in Project._meta.fields}
    found = []
    for title, columns in TEXTS:
        pairs = [(names[name], getattr(row, name)) for name in columns if getattr(row, name)]
        if "clientele" in columns and clienteles:
            pairs.insert(0, ("types de clientèle", ", ".join(clienteles)))
        if pairs:
            found.append((title, pairs))
    return found


def by_test(row: Project) -> list[CodeLine]:
    """Return the competences of the team and of each member, by test. One query."""
    tests = epreuves_by_competence()
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    names = {member.pk: str(member.student) for member in row.members.all()}
    for link in row.competence_links.all():
        who = names.get(link.member_id, "Toute l’équipe") if link.member_id else "Toute l’équipe"
        codes = tests.get(link.competence_id) or ["Hors épreuve"]
        for epreuve in codes:
            found[epreuve][who].append(link.competence.code)
    return [
        CodeLine(epreuve, tuple((who, tuple(sorted(codes))) for who, codes in whose.items()))
        for epreuve, whose in sorted(found.items())
    ]


def other_actions(held: ProjectSheet, taken: set[str]) -> list[Action]:
    """Return what else the reader may do, beside the buttons of the baton."""
    row, can = held.project, held.abilities
    rest = [
        Action(label, reverse(f"projects:{name}", args=[row.pk]))
        for ability, label, name in _OTHERS
        if can[ability] and row.state != ProjectState.CLOSED
    ]
    return [each for each in rest if each.url not in taken]


@dataclass(frozen=True)
class PhaseLine:
    """A phase and the one button that moves it."""

    row: Phase
    plan_url: str = ""
    begin_url: str = ""
    finish_url: str = ""
    reopen_url: str = ""


def phase_lines(project: Project, *, moves: bool) -> list[PhaseLine]:
    """Return the seven phases in order, with what the reader may do. One query."""
    rows = list(project.phases.select_related("node"))
    if not moves:
        return [PhaseLine(row) for row in rows]
    doing = [row.rank for row in rows if row.state == PhaseState.DOING]
    done = [row.rank for row in rows if row.state == PhaseState.DONE]
    following = next((row.rank for row in rows if row.state == PhaseState.TODO), 0)
    return [
        PhaseLine(
            row,
            plan_url=_phase_url("plan", row),
            begin_url=_phase_url("begin", row) if row.rank == following and not doing else "",
            finish_url=_phase_url("finish", row) if row.rank in doing else "",
            reopen_url=_phase_url("reopen", row) if done and row.rank == max(done) else "",
        )
        for row in rows
    ]


def _phase_url(move: str, row: Phase) -> str:
    return reverse(f"projects:phase_{move}", args=[row.pk])
