"""What a stage was, once it is over: the hours done, and the sum they give right to."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import groupby

from internships.facts import parts
from internships.facts.happened import missed, mission_hours
from internships.models import Internship, Terms
from internships.rules import Schedule, Span
from internships.rules import gratification as pay
from internships.rules.calendar import ONE_DAY
from internships.rules.hours import paid_hours_by_month, presence_hours
from internships.selectors.printed import breaks_in_force, schedule_of, terms_in_order
from internships.selectors.rates import ceilings_of, figures_on, month_facts
from internships.states import COVERING
from nrc_platform.companies.models import Company

SEPTEMBER = 9


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


def planned_schedule(internship: Internship, terms: Sequence[Terms]) -> Schedule:
    """
    Return the days of a stage as agreed, missions of the convention added. Two queries.

    A mission is the team's: each member is taken to have done it.
    """
    convention = internship.convention
    extra = mission_hours(convention.missions.all())
    return replace(schedule_of(terms, breaks_in_force(convention)), extra=extra)


def cut_short(internship: Internship, schedule: Schedule) -> Schedule:
    """Return a schedule up to the last day of a stage that was broken off."""
    ended_on = internship.convention.ended_on
    return schedule if ended_on is None else schedule.until(ended_on)


def _without_absences(internship: Internship, schedule: Schedule) -> Schedule:
    absences = tuple(missed(row) for row in internship.absences.all())
    return replace(schedule, breaks=(*schedule.breaks, *absences))


def _same_host(one: Company, other: Company) -> bool:
    """Return whether two records are one legal person: same SIREN, mergers followed."""
    one, other = one.canonical, other.canonical
    return one.pk == other.pk or bool(one.siren and one.siren == other.siren)


def _other_schedules(internship: Internship) -> list[Schedule]:
    """Return the days of the student's other signed stages in the same host."""
    rows = Internship.objects.filter(
        student=internship.student_id, convention__state__in=COVERING
    ).select_related("convention__company__merged_into")
    company = internship.convention.company
    found = []
    for row in rows.exclude(pk=internship.pk):
        if company is not None and _same_host(company, row.convention.company):
            schedule = planned_schedule(row, terms_in_order(row.convention))
            found.append(_without_absences(row, cut_short(row, schedule)))
    return found


def _school_years(schedule: Schedule) -> list[Span]:
    """Return the school years a stage falls in, 1 September to 31 August."""
    if schedule.span is None:
        return []
    first, last = (
        day.year if day.month >= SEPTEMBER else day.year - 1
        for day in (schedule.span.starts_on, schedule.span.ends_on)
    )
    return [
        Span(date(year, SEPTEMBER, 1), date(year + 1, SEPTEMBER, 1) - ONE_DAY)
        for year in range(first, last + 1)
    ]


def _pay_key(row: Terms) -> tuple[str, int | None]:
    return row.gratification, row.hourly_cents


def _parts(schedule: Schedule, terms: Sequence[Terms]) -> list[tuple[Terms, Schedule]]:
    """Return the days under each agreement on the pay: an avenant may change it on its day."""
    runs = [next(rows) for _key, rows in groupby(terms, key=_pay_key)]
    found = []
    for place, row in enumerate(runs):
        later = runs[place + 1].avenant if place + 1 < len(runs) else None
        held = schedule if later is None else schedule.until(later.applies_on - ONE_DAY)
        since = row.avenant.applies_on if place and row.avenant else date.min
        kept = tuple(
            replace(each, starts_on=max(each.starts_on, since))
            for each in held.segments
            if each.ends_on >= since
        )
        extra = {day: hours for day, hours in held.extra.items() if day >= since}
        found.append((row, Schedule(kept, held.breaks, extra)))
    return found


def _owed(
    internship: Internship, terms: Sequence[Terms], planned: Schedule, done: Schedule
) -> tuple[tuple[parts.MonthFact, ...], int | None]:
    """Return the months that are paid and their sum, the law of the first day applied."""
    convention = internship.convention
    first = terms[-1].starts_on
    if first is None:
        return (), 0
    figures = figures_on(first, convention.school)
    years = {month.year for month in paid_hours_by_month(done)}
    ceilings = ceilings_of(years, convention.school)
    others = _other_schedules(internship)
    months: list[parts.MonthFact] = []
    total: int | None = 0
    for row, schedule in _parts(done, terms):
        owed = pay.payment(
            schedule,
            planned=planned,
            others=others,
            school_years=_school_years(planned),
            terms=pay.Terms(row.gratification, row.hourly_cents, convention.branch_hourly_cents),
            figures=figures,
            ceilings=ceilings,
        )
        months += [each for each in month_facts(owed.lines) if each.rate_cents != 0]
        total = None if total is None or owed.total is None else total + owed.total
    return tuple(months), total


def attested_figures(internship: Internship) -> Attested:
    """
    Return the hours a student really did, and what those hours are paid.

    - public holidays, closures, interruptions and absences are no presence; leave is not paid;
    - whether pay is due is judged on what was planned, with the other stages in the same host;
    - seven queries, one per civil year, and four per other stage in the same host.
    """
    terms = terms_in_order(internship.convention)
    planned = planned_schedule(internship, terms)
    there = cut_short(internship, planned)
    done = _without_absences(internship, there)
    hours = presence_hours(done)
    months, paid_cents = _owed(internship, terms, planned, done)
    return Attested(
        hours=hours,
        absence_hours=presence_hours(there) - hours,
        duration=parts.duration_fact([done]),
        months=months,
        paid_cents=paid_cents,
    )
