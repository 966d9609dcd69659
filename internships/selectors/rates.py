"""What the dated rules say an hour of stage is paid, and the schedule printed from them."""

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from curriculum.selectors.rules import rule_fact
from internships.facts import parts
from internships.facts.parts import GratificationFact
from internships.models import Convention, Terms
from internships.rules import Figure, Schedule
from internships.rules import gratification as rules
from internships.rules.hours import paid_hours_by_month
from internships.states import Gratification
from nrc_platform.people.models import School

PERCENT, THRESHOLD = "gratification.percent", "gratification.threshold_hours"
CEILING = "gratification.hourly_ceiling_cents"


def figures_on(day: date, school: School) -> dict[str, Figure]:
    """Return the share of the ceiling and the threshold of hours on that day. Two queries."""
    held = {key: rule_fact(key, school=school, on=day) for key in (PERCENT, THRESHOLD)}
    return {key: Figure(fact.value, fact.source) for key, fact in held.items()}


def ceilings_of(years: Iterable[int], school: School) -> dict[int, Figure]:
    """Return the hourly ceiling of each year, 0 when it is not published. A query per year."""
    found = {}
    for year in sorted(set(years)):
        fact = rule_fact(CEILING, school=school, on=date(year, 1, 1))
        found[year] = Figure(fact.value, fact.source)
    return found


def month_facts(lines: Iterable[rules.MonthLine]) -> tuple[parts.MonthFact, ...]:
    """Freeze the months of a payment; their rate to the cent."""
    return tuple(
        parts.MonthFact(
            f"{line.month:%Y-%m}",
            line.hours,
            None if line.rate is None else int(line.rate.quantize(Decimal(1), ROUND_HALF_UP)),
            line.amount,
        )
        for line in lines
    )


def foreseen_pay(convention: Convention, terms: Terms, schedule: Schedule) -> GratificationFact:
    """
    Return the gratification a convention prints, month by month, by the rules of its first day.

    Two queries, and one per civil year when something is paid. Whether the law makes it compulsory
    is a finding's question, asked with the student's other stages; here is what was agreed.
    """
    if terms.starts_on is None:
        return parts.gratification_fact(terms)
    figures = figures_on(terms.starts_on, convention.school)
    threshold = Decimal(int(figures[THRESHOLD].value))
    if terms.gratification not in {Gratification.MINIMUM, Gratification.RATE}:
        return parts.gratification_fact(terms, threshold_hours=threshold)
    years = {month.year for month in paid_hours_by_month(schedule)}
    owed = rules.payment(
        schedule,
        terms=rules.Terms(terms.gratification, terms.hourly_cents, convention.branch_hourly_cents),
        figures=figures,
        ceilings=ceilings_of(years, convention.school),
    )
    return parts.gratification_fact(
        terms,
        due=owed.due,
        threshold_hours=threshold,
        months=month_facts(owed.lines),
        total_cents=owed.total,
    )
