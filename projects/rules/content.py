"""What the rules of projects look at: frozen facts, built by `projects.facts.check`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from curriculum.rules.values import RULE_KEYS
from internships.rules import Figure, Span
from projects.rules.work_facts import WorkFacts
from projects.states import IndicatorKind, PhaseState, ProjectState


@dataclass(frozen=True)
class HostFacts:
    """
    The commissioner.

    - `identified`: it has a SIRET, or the reason why it has none is written;
    - `sells`: its main activity is to sell goods or services; `size`: information only (req. 31).
    """

    name: str
    identified: bool = True
    sells: bool | None = None
    sales_team: str = ""
    size: str = ""
    sector: str = ""
    url: str = ""


@dataclass(frozen=True)
class PersonFacts:
    """The professional of the company: somebody the team can write to or call."""

    name: str
    reachable: bool = False


@dataclass(frozen=True)
class SupervisorFacts:
    """
    The teacher who frames and follows.

    - `teaches`: they teach the class today; `subjects`: what, among those that count (req. 53);
    - `reachable`: the student and the company can write to them or call.
    """

    name: str
    teaches: bool = False
    eligible_subjects: tuple[str, ...] = ()
    reachable: bool = False


@dataclass(frozen=True)
class MemberFacts:
    """A student of the team; `training` are their days in the class, None when unknown."""

    name: str
    training: Span | None = None
    present: bool = True
    in_convention: bool = False
    lessons: str = ""


@dataclass(frozen=True)
class GoalFacts:
    """An indicator; an objective is one the project promises to reach."""

    label: str
    kind: str
    unit: str = ""
    baseline: Decimal | None = None
    target: Decimal | None = None
    due_on: date | None = None
    objective: bool = False

    @property
    def is_turnover(self) -> bool:
        """Return whether it is an objective of turnover."""
        return self.objective and self.kind == IndicatorKind.TURNOVER


@dataclass(frozen=True)
class PhaseFacts:
    """A phase of the project as it stands."""

    rank: int
    label: str
    state: str = PhaseState.TODO
    output: str = ""


@dataclass(frozen=True)
class ConventionFacts:
    """
    The convention of the project: its last agreed terms.

    - `live`: neither refused, cancelled nor expired; `signed`: by all the partners;
    - `same_company`: it is made with the commissioner; `activities`: what the company entrusts.
    """

    word: str
    live: bool = True
    signed: bool = False
    same_company: bool = True
    span: Span | None = None
    activities: str = ""
    url: str = ""


@dataclass(frozen=True)
class StageFacts:
    """A stage that carries all or part of the project."""

    label: str
    span: Span | None = None


@dataclass(frozen=True)
class LinkedProject:
    """A project that a mission prepares; `convention` is the key of its own."""

    title: str
    company: UUID
    company_name: str
    starts_on: date | None = None
    convention: UUID | None = None


@dataclass(frozen=True)
class MissionCheck:
    """All that the rules of one mission look at; `covered_by` is the convention that names it."""

    label: str
    company: UUID
    starts_on: date
    ends_on: date
    projects: tuple[LinkedProject, ...] = ()
    students: tuple[str, ...] = ()
    competences: int = 0
    information: str = ""
    in_weekly_hours: bool = True
    covered_by: UUID | None = None
    url: str = ""


@dataclass(frozen=True)
class ProjectCheck:
    """
    All that the rules of one project look at, whatever its state.

    Fields that bear the name of a column of `Project` hold its value; "" or None is "not written
    yet". `url` is the form, a finding adds `#id_<field>`; `goals_frozen` says that the initial
    goals are kept; `class_ends_on` is the last day of the training.
    """

    today: date
    state: str = ProjectState.IDEA
    url: str = ""
    # The three partners.
    host: HostFacts | None = None
    sponsor: PersonFacts | None = None
    members: tuple[MemberFacts, ...] = ()
    supervisor: SupervisorFacts | None = None
    follow_up: tuple[str, ...] = ()
    # What it answers.
    need: str = ""
    environment: str = ""
    opportunities: str = ""
    theme: str = ""
    solution: str = ""
    offer: str = ""
    clienteles: tuple[str, ...] = ()
    clientele: str = ""
    resources: str = ""
    constraints: int = 0
    technologies: tuple[str, ...] = ()
    savoirs: tuple[str, ...] = ()
    competences: int = 0
    goals: tuple[GoalFacts, ...] = ()
    goals_frozen: bool = False
    # Why it trains.
    integration: str = ""
    student_purpose: str = ""
    commissioner_purpose: str = ""
    turnover_impact: str = ""
    complements: str = ""
    transfer: str = ""
    # When and how.
    starts_on: date | None = None
    ends_on: date | None = None
    class_ends_on: date | None = None
    in_weekly_hours: bool = False
    stage_hours: Decimal = Decimal(0)
    personal_hours: Decimal = Decimal(0)
    modalities_weekly: str = ""
    modalities_stage: str = ""
    convention: ConventionFacts | None = None
    stages: tuple[StageFacts, ...] = ()
    missions: tuple[MissionCheck, ...] = ()
    phases: tuple[PhaseFacts, ...] = ()
    evaluation: str = ""
    work: WorkFacts = WorkFacts()
    # Key of `curriculum.rules.values.RULE_KEYS` → its value today.
    figures: Mapping[str, Figure] = field(default_factory=dict)

    @property
    def span(self) -> Span | None:
        """Return its dates when both are there and in order."""
        if self.starts_on is None or self.ends_on is None or self.ends_on < self.starts_on:
            return None
        return Span(self.starts_on, self.ends_on)

    @property
    def team(self) -> tuple[MemberFacts, ...]:
        """Return the students still in the team."""
        return tuple(member for member in self.members if member.present)

    def figure(self, key: str) -> Figure:
        """Return the value of a dated rule, or what holds when no rule set gives one."""
        return self.figures.get(key) or Figure(RULE_KEYS[key].default)
