"""What a stage was, once it is over: the hours done, and the sum they give right to."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from internships.facts import parts
from internships.models import Absence, Internship, Terms
from internships.rules import Break, Schedule
from internships.rules.hours import hours_by_day, presence_hours
from internships.selectors.printed import breaks_in_force, schedule_of, terms_in_order
from internships.states import COUNTED_AS_PRESENCE, BreakKind, Gratification

CENT = Decimal(1)


@dataclass(frozen=True)
class Attested:
    """The figures an attestation bears; no sum while a month has no published rate."""

    hours: Decimal
    absence_hours: Decimal
    duration: parts.DurationFact
    months: tuple[parts.MonthFact, ...] = ()
    paid_cents: int | None = 0

    @property
    def open_months(self) -> list[str]:
        """Return the months whose rate is not published."""
        return [each.month for each in self.months if each.rate_cents is None]


def _absence(row: Absence) -> Break:
    kind = BreakKind.LEAVE if row.reason in COUNTED_AS_PRESENCE else BreakKind.ABSENCE
    return Break(row.starts_on, row.ends_on, kind, row.hours)


def done_schedule(internship: Internship, terms: Sequence[Terms]) -> tuple[Schedule, Schedule]:
    """
    Return the days of a stage up to its real end, without and with the student's absences.

    Missions are the team's: each member is taken to have done them. Three queries.
    """
    convention = internship.convention
    schedule = schedule_of(terms, breaks_in_force(convention))
    if convention.ended_on is not None:
        schedule = schedule.until(convention.ended_on)
    absences = tuple(_absence(row) for row in internship.absences.all())
    return schedule, replace(schedule, breaks=(*schedule.breaks, *absences))


def _rates(terms: Sequence[Terms]) -> list[tuple[Terms, int | None]]:
    """Return what an hour is paid under each set of terms; None where no figure says it."""
    found: list[tuple[Terms, int | None]] = []
    for row in terms:
        if row.gratification == Gratification.RATE:
            found.append((row, row.hourly_cents))
        else:
            found.append((row, None if row.gratification == Gratification.MINIMUM else 0))
    return found


def _months(schedule: Schedule, terms: Sequence[Terms]) -> tuple[parts.MonthFact, ...]:
    """Return the hours done by month and rate, with their sum rounded half up to the cent."""
    rates = _rates(terms)
    pooled: dict[tuple[str, int | None], Decimal] = {}
    for day, hours in hours_by_day(schedule).items():
        held = [
            rate for row, rate in rates if row.avenant is None or row.avenant.applies_on <= day
        ]
        key = (f"{day:%Y-%m}", held[-1])
        pooled[key] = pooled.get(key, Decimal(0)) + hours
    return tuple(
        parts.MonthFact(
            month,
            hours,
            rate,
            None if rate is None else int((hours * rate).quantize(CENT, ROUND_HALF_UP)),
        )
        for (month, rate), hours in pooled.items()
        if rate != 0
    )


def attested_figures(internship: Internship) -> Attested:
    """
    Return the hours a student really did, and what those hours are paid. Five queries.

    Public holidays, closures, interruptions and absences are no presence; leave is not paid.
    """
    terms = terms_in_order(internship.convention)
    planned, done = done_schedule(internship, terms)
    hours = presence_hours(done)
    months = _months(done, terms)
    amounts = [each.amount_cents for each in months]
    return Attested(
        hours=hours,
        absence_hours=presence_hours(planned) - hours,
        duration=parts.duration_fact([done]),
        months=months,
        paid_cents=None if None in amounts else sum(filter(None, amounts)),
    )
