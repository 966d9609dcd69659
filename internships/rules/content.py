"""What the rules of stages look at: frozen facts, built by `internships.facts.check`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from curriculum.rules.values import RULE_KEYS, Value
from internships.rules.calendar import Schedule, Span
from internships.states import ConventionKind
from nrc_platform.people.rules import is_minor

DEFAULT_SOURCE = "Valeur de départ de la plateforme"


@dataclass(frozen=True)
class Figure:
    """A value of a dated rule, and the text it comes from."""

    value: Value
    source: str = DEFAULT_SOURCE


# Key of `curriculum.rules.values.RULE_KEYS` → its value on the day that matters.
RuleFigures = Mapping[str, Figure]


def figure_of(figures: RuleFigures, key: str) -> Figure:
    """Return the value of a rule, or what holds when no rule set gives one."""
    return figures.get(key) or Figure(RULE_KEYS[key].default)


def number_of(figures: RuleFigures, key: str) -> int:
    """Return a value that is a number."""
    return int(figure_of(figures, key).value)


@dataclass(frozen=True)
class Person:
    """Someone who signs, and in which capacity."""

    name: str
    capacity: str = ""


@dataclass(frozen=True)
class HostFacts:
    """
    The company as a host.

    - `identified`: it has a SIRET, or the reason why it has none is written;
    - `sells_goods_or_services`, `sales_team`, `active_approach`, `clientele`: as on its record;
    - `headcount`, `interns_declared`: what the company declared in this convention;
    - `interns_by_week`: Monday → interns of other conventions known here in that civil week, same
      SIREN.
    """

    name: str
    siren: str = ""
    identified: bool = True
    sells_goods_or_services: bool | None = None
    sales_team: str = ""
    active_approach: bool | None = None
    clientele: tuple[str, ...] = ()
    headcount: int | None = None
    interns_declared: int | None = None
    interns_by_week: Mapping[date, int] = field(default_factory=dict)
    url: str = ""


@dataclass(frozen=True)
class StageFacts:
    """
    One stage of a student.

    - `schedule`: what holds after all avenants and a rupture, absences among its breaks;
    - `planned`: the same without the rupture, None when there was none;
    - `covered`: its convention was signed by all; `attested`: its attestation is signed;
    - `live`: not refused, cancelled or expired;
    - `kind`: a project runs beside the stages of its team, and may hold no day of presence.
    """

    label: str
    schedule: Schedule
    siren: str = ""
    host_name: str = ""
    sector: str = ""
    planned: Schedule | None = None
    covered: bool = False
    attested: bool = False
    live: bool = True
    url: str = ""
    kind: str = ConventionKind.INTERNSHIP


@dataclass(frozen=True)
class PeriodFacts:
    """A period of the class calendar; `steps` counts the steps of the class's progression."""

    label: str
    span: Span
    aim: str = ""
    steps: int = 0
    url: str = ""


@dataclass(frozen=True)
class PaperFacts:
    """A supporting paper: its state is one of `internships.states.PaperState`."""

    state: str
    expires_on: date | None = None


@dataclass(frozen=True)
class TraineeFacts:
    """
    One student of a convention, as the convention sees them.

    - `representatives`: how many legal representatives are known;
    - `promotion`: the days of the class; `school_years`: its years of teaching, in order;
    - `insurance`: the best liability paper, None when none was given;
    - `other_stages`: the student's other live stages, in any host;
    - `contacts`: visits and contacts of the referent already held.
    """

    name: str
    born_on: date | None = None
    representatives: int = 0
    promotion: Span | None = None
    school_years: tuple[Span, ...] = ()
    period: PeriodFacts | None = None
    insurance: PaperFacts | None = None
    other_stages: tuple[StageFacts, ...] = ()
    contacts: int = 0
    papers_url: str = ""
    follow_up_url: str = ""


@dataclass(frozen=True)
class PreviousStage:
    """The stage before, on the same post of the host (L124-11)."""

    starts_on: date
    ends_on: date
    cut_by_intern: bool = False


@dataclass(frozen=True)
class MissionFacts:
    """A mission covered by the convention of a project."""

    label: str
    span: Span
    hours: Decimal = Decimal(0)


@dataclass(frozen=True)
class ConventionCheck:
    """
    All that the rules of one convention look at, whatever its state.

    Fields that bear the name of a column of `Convention` or `Terms` hold its value (terms: the
    last agreed); "" or None is "not written yet".

    - `signing_on`: the day it is planned to be signed: of the sending, today before;
    - `signed_on`: the day of the last signature, None while one is missing;
    - `missing_signatures`: who has still to sign, once sent;
    - `tutor_conventions`: other conventions this tutor has running on the first day;
    - `referent_interns`: interns the referent follows at once, these students included;
    - `ceilings`: year → hourly ceiling of the Sécurité sociale in cents, 0 = not published;
    - `url`: the form; a finding adds `#id_<field>`. `page_url`: the convention's own page.
    """

    today: date
    kind: str = ConventionKind.INTERNSHIP
    url: str = ""
    page_url: str = ""
    # Who and where.
    trainees: tuple[TraineeFacts, ...] = ()
    host: HostFacts | None = None
    signatory: Person | None = None
    tutor: Person | None = None
    referent: Person | None = None
    head: Person | None = None
    tutor_conventions: int = 0
    referent_interns: int = 0
    # When.
    starts_on: date | None = None
    ends_on: date | None = None
    schedule: Schedule = Schedule()
    planned: Schedule | None = None
    timetable: str = ""
    night_presence: bool = False
    holiday_presence: bool = False
    presence_note: str = ""
    signing_on: date | None = None
    signed_on: date | None = None
    missing_signatures: tuple[str, ...] = ()
    # The items of D124-4.
    course_title: str = ""
    course_hours: int = 0
    competences: int = 0
    functions: int = 0
    subject: str = ""
    activities: str = ""
    supervision: str = ""
    gratification: str = ""
    hourly_cents: int | None = None
    branch_hourly_cents: int | None = None
    payment: str = ""
    social_protection: str = ""
    leave_terms: str = ""
    termination_terms: str = ""
    validation_terms: str = ""
    gives_meals: bool | None = None
    gives_transport: bool | None = None
    gives_activities: bool | None = None
    house_rules: str = ""
    attestation_terms: str = ""
    # What the company declares.
    not_a_job: bool = False
    previous: PreviousStage | None = None
    # A project.
    project_weekly_hours: Decimal = Decimal(0)
    missions: tuple[MissionFacts, ...] = ()
    # The rules themselves.
    figures: RuleFigures = field(default_factory=dict)
    ceilings: Mapping[int, Figure] = field(default_factory=dict)

    @property
    def span(self) -> Span | None:
        """Return its dates when both are there and in order."""
        if self.starts_on is None or self.ends_on is None or self.ends_on < self.starts_on:
            return None
        return Span(self.starts_on, self.ends_on)

    def signs_as_minor(self, trainee: TraineeFacts) -> bool:
        """Return whether somebody signs for the student: a minor on the day of signing."""
        return _is_minor(trainee, self.signing_on or self.today)

    def works_as_minor(self, trainee: TraineeFacts) -> bool:
        """Return whether the student begins the stage as a minor: shorter working time."""
        return _is_minor(trainee, self.starts_on or self.signing_on or self.today)


def _is_minor(trainee: TraineeFacts, on: date) -> bool:
    return trainee.born_on is not None and is_minor(trainee.born_on, on)


@dataclass(frozen=True)
class DispensationFacts:
    """A decision that lowers the weeks required (L124-15, recteur, positionnement)."""

    weeks: int
    decision: str = ""
    lifts_consecutive: bool = False


@dataclass(frozen=True)
class StudentCheck:
    """
    All that the rules of a student's whole course look at.

    `stages` are all the live ones of the promotion, whatever their state; `due` is the day of
    deposit of the file, when it is known.
    """

    name: str
    today: date
    promotion: Span | None = None
    stages: tuple[StageFacts, ...] = ()
    dispensations: tuple[DispensationFacts, ...] = ()
    sector_reason: str = ""
    due: str | None = None
    url: str = ""
    figures: RuleFigures = field(default_factory=dict)
