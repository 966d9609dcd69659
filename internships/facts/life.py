"""What the pages of the time before and during a stage show."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from internships.facts.accident import AccidentFacts
from internships.facts.words import euros, hours
from internships.models import (
    Absence,
    Assessment,
    Attestation,
    Internship,
    InternshipPeriod,
    LogEntry,
    ProgressionStep,
    Terms,
    Visit,
)
from internships.rules.weeks import Weeks
from nrc_platform.core import dates
from nrc_platform.people.models import User

NBSP = "\u00a0"
# Fewer students than this, and a rate says who is meant.
ANONYMOUS_FROM = 3
# A month has five Mondays at most.
MOST_WEEKS = 5


@dataclass(frozen=True)
class PeriodLine:
    """A period of the calendar and the weeks it counts."""

    row: InternshipPeriod
    weeks: Weeks


@dataclass(frozen=True)
class WeekLine:
    """A week of the calendar of a class."""

    monday: date
    friday: date
    number: int
    steps: Sequence[ProgressionStep]
    periods: Sequence[InternshipPeriod]
    holidays: Sequence[tuple[date, str]]


@dataclass(frozen=True)
class MonthBlock:
    """The weeks that begin in a month."""

    first: date
    weeks: Sequence[WeekLine]

    @property
    def blanks(self) -> range:
        """Return what fills a row of five weeks."""
        return range(MOST_WEEKS - len(self.weeks))


@dataclass(frozen=True)
class ClassCalendar:
    """The calendar of a class for one school year."""

    periods: Sequence[PeriodLine]
    steps: Sequence[ProgressionStep]
    months: Sequence[MonthBlock]
    total: Weeks
    years: Sequence[tuple[int, str]]
    year: int


@dataclass(frozen=True)
class Place:
    """Where a student stands for a period: `state` is a word of « internship »."""

    student: User
    state: str
    internship: Internship | None = None
    terms: Terms | None = None
    contacts: int = 0
    last_contact: date | None = None
    follow_up_on: date | None = None
    days: int = 0

    @property
    def has_place(self) -> bool:
        """Return whether a company said yes."""
        return self.state not in {"no_lead", "searching"}

    @property
    def since(self) -> str:
        """Return for how long the student has had no place."""
        if not self.days:
            return "depuis aujourd’hui"
        return f"depuis {self.days}{NBSP}jour{'s' if self.days > 1 else ''}"


@dataclass(frozen=True)
class Rates:
    """What the contacts of a class brought, no name in it."""

    students: int
    contacts: int
    answered: int
    accepted: int

    @property
    def is_shown(self) -> bool:
        """Return whether enough students searched for the rate to be of nobody."""
        return self.students >= ANONYMOUS_FROM and self.contacts > 0

    @property
    def sentence(self) -> str:
        """Return the rates of the class in one sentence."""
        answered = round(100 * self.answered / self.contacts)
        accepted = round(100 * self.accepted / self.contacts)
        return (
            f"Dans la classe{NBSP}: {self.contacts}{NBSP}contacts, {answered}{NBSP}% ont reçu une "
            f"réponse, {accepted}{NBSP}% un accord."
        )


@dataclass(frozen=True)
class LogWeek:
    """A week of the logbook, the newest first."""

    monday: date
    entries: Sequence[LogEntry]

    @property
    def hours(self) -> str:
        """Return the hours noted in the week."""
        total = sum((each.hours or Decimal(0) for each in self.entries), Decimal(0))
        return hours(total) if total else ""


@dataclass(frozen=True)
class AssessmentLine:
    """One of the three assessments: written, asked or to come."""

    kind: str
    label: str
    row: Assessment | None
    can_write: bool
    can_read: bool

    @property
    def state(self) -> str:
        """Return the stored state, none when nobody began."""
        return self.row.state if self.row else ""


@dataclass(frozen=True)
class FollowUp:
    """A stage under way, as its page shows it."""

    row: Internship
    terms: Terms
    state: str
    starts_on: date | None
    ends_on: date | None
    planned: Decimal
    done: Decimal
    expected: Decimal
    absences: Sequence[Absence]
    accidents: Sequence[AccidentFacts]
    visits: Sequence[Visit]
    assessments: Sequence[AssessmentLine]
    attestations: Sequence[Attestation]
    log_count: int | None = None
    has_document: bool = False
    awaited: UUID | None = None
    warnings: Sequence[str] = field(default_factory=tuple)

    @property
    def said_hours(self) -> str:
        """Return « 70 h faites sur 210 h prévues »."""
        return f"{hours(self.done)} faites sur {hours(self.planned)} prévues"

    @property
    def attestation(self) -> Attestation | None:
        """Return the attestation that stands."""
        return next((each for each in self.attestations if each.state != "cancelled"), None)

    @property
    def is_over(self) -> bool:
        """Return whether the last day has come."""
        return self.ends_on is not None and dates.days_since(self.ends_on) >= 0

    @property
    def said_paid(self) -> str:
        """Return the gratification attested."""
        return euros(self.attestation.paid_cents) if self.attestation else ""


@dataclass(frozen=True)
class StudentPeriod:
    """A period of the student's class, on their own page."""

    period: InternshipPeriod
    place: Place
    weeks: Weeks
