"""The parts of printed facts: parties, people, durations, weeks, sums; and their freezing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from curriculum.models import Activite, Competence
from internships.models import Break, ConventionMission, Internship, Terms
from internships.rules import Schedule
from internships.rules.hours import presence_hours
from internships.rules.weeks import longest_run, total_weeks
from internships.states import Gratification
from nrc_platform.companies.models import Company, Contact
from nrc_platform.core import dates
from nrc_platform.people.models import Promotion, School, User

CAPACITIES = {
    "student": "le stagiaire",
    "legal_rep": "le représentant légal du stagiaire",
    "school_head": "l’établissement d’enseignement",
    "host_signatory": "l’organisme d’accueil",
    "host_tutor": "le tuteur",
    "referent": "l’enseignant référent",
}


@dataclass(frozen=True)
class PersonFact:
    """A person of the school or of the host."""

    name: str
    function: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True)
class SchoolFact:
    """The school, and who stands at its head on the day of sending."""

    name: str
    uai: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    head: str = ""
    head_title: str = "chef d’établissement"


@dataclass(frozen=True)
class HostFact:
    """The host, its representative, and the place of the stage."""

    name: str
    siret: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    head: str = ""
    head_title: str = ""
    place: str = ""
    department: str = ""
    activity: str = ""


@dataclass(frozen=True)
class StudentFact:
    """A student bound by the convention."""

    name: str
    promotion: str
    born_on: date | None = None
    address: str = ""
    phone: str = ""
    email: str = ""
    year: int = 0
    liability_insurer: str = ""
    liability_policy: str = ""
    representatives: tuple[str, ...] = ()


@dataclass(frozen=True)
class CodeFact:
    """A competence or an activity of the référentiel."""

    code: str
    label: str


@dataclass(frozen=True)
class BreakFact:
    """Days without presence inside the dates."""

    kind: str
    label: str
    starts_on: date
    ends_on: date
    reason: str = ""


@dataclass(frozen=True)
class MissionFact:
    """A mission the convention of a project covers (req. 60)."""

    label: str
    starts_on: date
    ends_on: date
    place: str
    hours: Decimal


@dataclass(frozen=True)
class DurationFact:
    """The length of the presence by D124-6, and its weeks."""

    hours: Decimal = Decimal(0)
    # Days that make weeks of five, in all and in the longest run without a gap.
    week_days: int = 0
    run_days: int = 0


@dataclass(frozen=True)
class MonthFact:
    """A month of the gratification; no rate while its ceiling is not published."""

    month: str
    hours: Decimal
    rate_cents: int | None = None
    amount_cents: int | None = None


@dataclass(frozen=True)
class GratificationFact:
    """What the host pays, month by month; no total while a month is open."""

    choice: str = ""
    due: bool = False
    threshold_hours: Decimal = Decimal(308)
    hourly_cents: int | None = None
    payment: str = ""
    months: tuple[MonthFact, ...] = ()
    total_cents: int | None = None


@dataclass(frozen=True)
class SignerFact:
    """A box to sign: one person, in one or several capacities."""

    capacities: tuple[str, ...]
    name: str
    quality: str = ""
    organisation: str = ""

    @property
    def label(self) -> str:
        """Return « Pour l’établissement d’enseignement et l’enseignant référent »."""
        named = [CAPACITIES.get(each, each) for each in self.capacities]
        return f"Pour {' et '.join(named)}"


@dataclass(frozen=True)
class WeekFact:
    """The ordinary week: hours Monday first, the timetable in words, unusual presence."""

    hours: tuple[Decimal, ...] = ()
    timetable: str = ""
    night: bool = False
    holidays: bool = False
    note: str = ""

    @property
    def total(self) -> Decimal:
        """Return the hours of an ordinary week."""
        return sum(self.hours, Decimal(0))

    @property
    def days(self) -> list[str]:
        """Return the weekdays with hours, in French."""
        return [dates.DAYS[place] for place, each in enumerate(self.hours) if each]


@dataclass(frozen=True)
class AdvantagesFact:
    """Item 13°: restaurant, transport, activities."""

    meals: bool | None = None
    transport: bool | None = None
    activities: bool | None = None
    note: str = ""


@dataclass(frozen=True)
class TextsFact:
    """Items 7°, 9° to 12°, 14° and 15°, in words."""

    supervision: str = ""
    social_protection: str = ""
    health_office: str = ""
    host_insurer: str = ""
    host_policy: str = ""
    leave_terms: str = ""
    termination_terms: str = ""
    validation_terms: str = ""
    house_rules: str = ""
    attestation_terms: str = ""


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def duration_fact(schedules: Sequence[Schedule]) -> DurationFact:
    """Freeze the presence foreseen, or done, of one stage."""
    return DurationFact(
        hours=sum((presence_hours(each) for each in schedules), Decimal(0)),
        week_days=total_weeks(schedules).days,
        run_days=longest_run(schedules).weeks.days,
    )


def school_fact(school: School, *, head: str) -> SchoolFact:
    """Freeze the school under the head of that day."""
    town = f"{school.postal_code} {school.city}".strip()
    return SchoolFact(
        name=school.name,
        uai=school.uai,
        address=_joined(school.address, town),
        phone=school.phone,
        email=school.email,
        head=head,
    )


def host_fact(company: Company | None, signatory: Contact | None, terms: Terms) -> HostFact:
    """Freeze the host and the place written in the terms."""
    if company is None:
        return HostFact(name="")
    site = terms.site
    town = f"{site.postal_code} {site.city}" if site else ""
    return HostFact(
        name=company.legal_name,
        siret=company.spaced_siret,
        address=_joined(company.address, company.town_line),
        phone=company.phone,
        email=signatory.email if signatory else "",
        head=str(signatory) if signatory else "",
        head_title=signatory.function if signatory else "",
        place=_joined(site.label, site.address, town) if site else "",
        department=terms.department,
        activity=company.main_activity,
    )


def _school_year(day: date) -> int:
    return day.year if day.month >= 9 else day.year - 1


def year_of_study(promotion: Promotion, day: date | None) -> int:
    """Return 1 or 2: which year of the class that day falls in; 0 when unknown."""
    if day is None:
        return 0
    return _school_year(day) - _school_year(promotion.starts_on) + 1


def student_fact(row: Internship, day: date | None) -> StudentFact:
    """Freeze a student of the convention, with those who answer for a minor."""
    student = row.student
    return StudentFact(
        name=str(student),
        promotion=row.promotion.label,
        born_on=student.birth_date,
        address=row.address,
        phone=student.phone,
        email=student.email or "",
        year=year_of_study(row.promotion, day),
        liability_insurer=row.liability_insurer,
        liability_policy=row.liability_policy,
        representatives=tuple(str(person) for person in student.representatives.all()),
    )


def contact_fact(person: Contact | None) -> PersonFact:
    """Freeze a person of the host."""
    if person is None:
        return PersonFact("")
    return PersonFact(str(person), person.function, person.email, person.phone)


def teacher_fact(person: User | None) -> PersonFact:
    """Freeze a person of the school."""
    if person is None:
        return PersonFact("")
    return PersonFact(str(person), "", person.email or "", person.phone)


def break_fact(row: Break) -> BreakFact:
    """Freeze days without presence."""
    return BreakFact(
        row.kind,
        row.get_kind_display(),
        row.starts_on,
        row.ends_on,
        row.reason,
    )


def week_fact(terms: Terms) -> WeekFact:
    """Freeze the ordinary week of the terms."""
    return WeekFact(
        tuple(Decimal(hours) for hours in terms.pattern),
        terms.timetable,
        terms.night_presence,
        terms.holiday_presence,
        terms.presence_note,
    )


def gratification_fact(
    terms: Terms,
    *,
    due: bool = False,
    threshold_hours: Decimal = Decimal(308),
    months: Sequence[MonthFact] = (),
    total_cents: int | None = None,
) -> GratificationFact:
    """Freeze what the terms say of the gratification, with the schedule already computed."""
    return GratificationFact(
        choice=terms.gratification,
        due=due,
        threshold_hours=threshold_hours,
        hourly_cents=terms.hourly_cents if terms.gratification == Gratification.RATE else None,
        payment=terms.payment,
        months=tuple(months),
        total_cents=total_cents,
    )


def code_facts(rows: Iterable[Competence | Activite]) -> tuple[CodeFact, ...]:
    """Freeze rows of the référentiel in the order of their codes."""
    return tuple(CodeFact(row.code, row.label) for row in sorted(rows, key=lambda row: row.code))


def mission_fact(row: ConventionMission) -> MissionFact:
    """Freeze a mission covered by the convention of a project."""
    return MissionFact(row.label, row.starts_on, row.ends_on, row.place, Decimal(row.hours))
