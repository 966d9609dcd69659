"""What is frozen when a convention, an avenant or a calendar is printed, read from the rows."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Max
from django.utils import timezone

from internships.facts import parts
from internships.facts.avenant import AvenantFacts, avenant_facts
from internships.facts.calendar import CalendarFacts, calendar_weeks
from internships.facts.convention import ConventionFacts, convention_facts
from internships.models import Avenant, Break, Convention, Internship, SchoolClauses, Terms
from internships.rules import Break as Hole
from internships.rules import Schedule, Segment, WeekPattern
from internships.rules.calendar import ONE_DAY, public_holidays
from internships.rules.hours import hours_by_day
from internships.selectors.rates import foreseen_pay
from internships.states import AvenantState
from nrc_platform.core.errors import DomainError
from nrc_platform.people.models import RoleGrant, School
from nrc_platform.people.states import Role
from nrc_platform.signatures.facts import SignerSpec
from nrc_platform.signatures.models import SigningRequest
from nrc_platform.signatures.states import RequestState

# What a round, its document and its job are filed under.
CONVENTION, AVENANT = "internships.convention", "internships.avenant"
ATTESTATION = "internships.attestation"

NO_DATES = (
    "Le calendrier ne peut pas être préparé\u00a0: la convention n’a pas encore ses deux dates."
)


def head_on(school: School, day: date) -> str:
    """Return the name of the head of the school on that day; empty when it has none."""
    grants = RoleGrant.objects.filter(school=school, role=Role.HEAD).select_related("user")
    grant = grants.on(day).order_by("-starts_on").first()
    return str(grant.user) if grant else ""


def clauses_of(school_id: UUID) -> SchoolClauses | None:
    """Return the last version of the school's own clauses."""
    return SchoolClauses.objects.filter(school=school_id).order_by("-number").first()


def breaks_in_force(convention: Convention) -> list[Break]:
    """Return the days without presence of the convention and of its signed avenants."""
    rows = Break.objects.filter(convention=convention).select_related("avenant")
    return [row for row in rows if row.avenant is None or row.avenant.state == AvenantState.SIGNED]


def schedule_of(terms: Sequence[Terms], breaks: Sequence[Break]) -> Schedule:
    """
    Return the days of sets of terms, the newest last: each holds until the next applies. No query.

    Terms without their two dates cover no day.
    """
    segments: list[Segment] = []
    for row in terms:
        if row.starts_on is None or row.ends_on is None:
            continue
        first = row.starts_on
        if row.avenant is not None:
            eve = row.avenant.applies_on - ONE_DAY
            segments = [replace(each, ends_on=min(each.ends_on, eve)) for each in segments]
            first = max(first, row.avenant.applies_on)
        pattern = WeekPattern(row.pattern)
        segments.append(Segment(first, row.ends_on, pattern, row.holiday_presence))
    held = tuple(each for each in segments if each.starts_on <= each.ends_on)
    return Schedule(held, tuple(Hole(each.starts_on, each.ends_on, each.kind) for each in breaks))


def terms_in_order(convention: Convention) -> list[Terms]:
    """Return the convention's own terms, then those of its signed avenants. One query."""
    rows = Terms.objects.in_force().with_people().filter(convention=convention)
    return sorted(rows, key=lambda row: row.avenant.number if row.avenant else 0)


def signer_facts(specs: Sequence[SignerSpec]) -> tuple[parts.SignerFact, ...]:
    """Return the boxes to sign: one person in several capacities has one, at its last rank."""
    people: list[list[SignerSpec]] = []
    for spec in specs:
        known = next(
            (held for held in people if any(spec.is_same_person(each) for each in held)), None
        )
        if known is None:
            people.append([spec])
        else:
            known.append(spec)
    people.sort(key=lambda held: max(each.rank for each in held))
    return tuple(
        parts.SignerFact(
            tuple(dict.fromkeys(str(each.capacity) for each in held)),
            held[0].name,
            next((each.quality for each in held if each.quality), ""),
            next((each.organisation for each in held if each.organisation), ""),
        )
        for held in people
    )


def printed_convention(
    convention: Convention,
    *,
    on: date,
    signers: Sequence[SignerSpec],
    round_number: int = 1,
    reference: str = "",
) -> ConventionFacts:
    """
    Return everything the convention prints if it is sent on that day, under the head of that day.

    Twelve queries, whatever the sizes: convention, terms, students, representatives, breaks,
    missions, competences, functions, head, clauses, two figures of the law; and the hourly
    ceiling of each civil year of a paid stage.
    """
    row = Convention.objects.select_related("school", "company", "signatory").get(pk=convention.pk)
    terms, breaks = terms_in_order(row), breaks_in_force(row)
    schedule = schedule_of(terms, breaks)
    students = (
        Internship.objects.filter(convention=row)
        .select_related("student", "promotion")
        .prefetch_related("student__representatives")
        .order_by("student__last_name", "student__first_name", "id")
    )
    return convention_facts(
        row,
        terms=terms[-1],
        internships=list(students),
        issued_on=on,
        head=head_on(row.school, on),
        signers=signer_facts(signers),
        breaks=breaks,
        missions=list(row.missions.all()),
        duration=parts.duration_fact([schedule]),
        gratification=foreseen_pay(row, terms[-1], schedule),
        clauses=clauses_of(row.school_id),
        round_number=round_number,
        reference=reference,
    )


def _signed_on(signed: SigningRequest, convention: Convention) -> date | None:
    """Return the last day written beside a signature: papers are recorded days later."""
    written = signed.signers.aggregate(last=Max("signed_on"))["last"]
    if written is None and convention.signed_at is not None:
        written = timezone.localtime(convention.signed_at).date()
    return written


def printed_avenant(
    avenant: Avenant,
    *,
    on: date,
    signers: Sequence[SignerSpec],
    round_number: int = 1,
    reference: str = "",
) -> AvenantFacts:
    """
    Return everything an avenant prints if it is sent on that day. Eight queries.

    The convention it changes is the one that was signed: the facts of its completed round, and the
    last day written beside a signature.
    """
    row = Avenant.objects.select_related("convention__school").get(pk=avenant.pk)
    convention = row.convention
    rounds = SigningRequest.objects.about(CONVENTION, convention.pk)
    signed = rounds.filter(state=RequestState.COMPLETE)[:1].get()
    terms = terms_in_order(convention)
    return avenant_facts(
        row,
        convention=ConventionFacts.from_dict(signed.facts),
        before=next(each for each in reversed(terms) if each.avenant_id != row.pk),
        after=Terms.objects.with_people().get(avenant=row),
        signers=signer_facts(signers),
        issued_on=on,
        head=head_on(convention.school, on),
        signed_on=_signed_on(signed, convention),
        breaks_before=[each for each in breaks_in_force(convention) if each.avenant_id != row.pk],
        breaks=list(row.breaks.all()),
        round_number=round_number,
        reference=reference,
    )


def printed_calendar(convention: Convention, *, on: date, reference: str = "") -> CalendarFacts:
    """Return the calendar of the terms agreed until now. Five queries."""
    row = Convention.objects.select_related("school", "company").get(pk=convention.pk)
    rows, breaks = terms_in_order(row), breaks_in_force(row)
    by_day = hours_by_day(schedule_of(rows, breaks))
    terms = rows[-1]
    if terms.starts_on is None or terms.ends_on is None:
        raise DomainError(NO_DATES, code="no_dates")
    years = range(terms.starts_on.year, terms.ends_on.year + 1)
    holidays = {day: name for year in years for day, name in public_holidays(year).items()}
    students = row.internships.select_related("student").order_by("student__last_name", "id")
    return CalendarFacts(
        convention=str(row.pk),
        kind=row.kind,
        convention_number=row.number,
        avenant=terms.avenant.number if terms.avenant else 0,
        issued_on=on,
        school=parts.school_fact(row.school, head=""),
        host_name=row.company.legal_name if row.company else "",
        student_names=", ".join(str(each.student) for each in students),
        starts_on=terms.starts_on,
        ends_on=terms.ends_on,
        weeks=calendar_weeks(
            by_day,
            starts_on=terms.starts_on,
            ends_on=terms.ends_on,
            breaks=[parts.break_fact(each) for each in breaks],
            holidays=holidays,
        ),
        hours=sum(by_day.values(), Decimal(0)),
        reference=reference,
    )
