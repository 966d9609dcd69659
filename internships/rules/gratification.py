"""What a host owes an intern: when, from which hour, how much a month (L124-6, D124-8)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from internships.rules.calendar import Schedule, Span
from internships.rules.content import Figure, RuleFigures, number_of
from internships.rules.hours import paid_hours_by_month, threshold_hours
from internships.states import Gratification as Choice

CENT = Decimal(1)
CONSECUTIVE, SCHOOL_YEAR = "consecutive", "school_year"


@dataclass(frozen=True)
class MonthLine:
    """
    A month of presence, under its first day; amounts in cents.

    `rate` and `amount` are None while the ceiling of that year is not published.
    """

    month: date
    hours: Decimal
    rate: Decimal | None
    amount: int | None


@dataclass(frozen=True)
class Payment:
    """
    What is owed, month by month; `total` is None while a month is open, in cents otherwise.

    - `due`: the law makes it compulsory; `limb` says by which of its two ways;
    - `counted`: the hours compared with the threshold;
    - `minimum`: what the law would have paid, None while a month is open.
    """

    due: bool
    limb: str
    counted: Decimal
    threshold: int
    lines: tuple[MonthLine, ...] = ()
    total: int | None = 0
    minimum: int | None = 0

    @property
    def open_months(self) -> tuple[date, ...]:
        """Return the months whose rate is not known yet."""
        return tuple(line.month for line in self.lines if line.rate is None)


@dataclass(frozen=True)
class Terms:
    """What the convention says: choice, its own rate and that of the branch, in cents."""

    choice: str = ""
    hourly_cents: int | None = None
    branch_cents: int | None = None


def minimum_rate(
    month: date, figures: RuleFigures, ceilings: Mapping[int, Figure]
) -> Decimal | None:
    """Return the least an hour of that month is paid, in cents; None when not published."""
    ceiling = ceilings.get(month.year)
    if ceiling is None or not int(ceiling.value):
        return None
    return Decimal(int(ceiling.value) * number_of(figures, "gratification.percent")) / 100


def is_due(
    planned: Schedule,
    others: Sequence[Schedule],
    school_years: Sequence[Span],
    threshold: int,
) -> tuple[str, Decimal]:
    """
    Return by which limb of L124-6 the gratification is due ("" when it is not), and the hours.

    - one stage of more than two months, whatever the school year;
    - or more than two months in one school year in the same host (`others`: same SIREN);
    - strictly more: 308 h are not due, 308.01 h are; two stages on either side of 31 August are
      never added.
    """
    own = threshold_hours(planned)
    if own > threshold:
        return CONSECUTIVE, own
    best = own
    for year in school_years:
        mine = threshold_hours(planned, year)
        if not mine:
            continue
        added = mine + sum((threshold_hours(each, year) for each in others), Decimal(0))
        best = max(best, added)
        if added > threshold:
            return SCHOOL_YEAR, added
    return "", best


def _rate(minimum: Decimal | None, terms: Terms, *, due: bool) -> Decimal | None:
    """Return what an hour is paid: the highest of the law, the branch and the convention."""
    agreed = Decimal(terms.hourly_cents or 0) if terms.choice == Choice.RATE else Decimal(0)
    if not due and terms.choice != Choice.MINIMUM:
        return agreed
    if minimum is None:
        return None
    return max(minimum, Decimal(terms.branch_cents or 0), agreed)


def _cents(hours: Decimal, rate: Decimal) -> int:
    return int((hours * rate).quantize(CENT, ROUND_HALF_UP))


def payment(
    schedule: Schedule,
    *,
    planned: Schedule | None = None,
    others: Sequence[Schedule] = (),
    school_years: Sequence[Span] = (),
    terms: Terms,
    figures: RuleFigures,
    ceilings: Mapping[int, Figure],
) -> Payment:
    """
    Return what is owed for the hours done, from the first one, month by month.

    - due is judged on what was planned: a rupture before 308 h leaves a prorated amount due;
    - the rate is that of the month worked; half a cent is rounded up, each month; the total is
      the sum of the months;
    - nothing is owed below the threshold unless the convention says so.
    """
    threshold = number_of(figures, "gratification.threshold_hours")
    limb, counted = is_due(planned or schedule, others, school_years, threshold)
    lines, minimum = [], Decimal(0)
    closed = True
    for month, hours in sorted(paid_hours_by_month(schedule).items()):
        least = minimum_rate(month, figures, ceilings)
        rate = _rate(least, terms, due=bool(limb))
        amount = None if rate is None else _cents(hours, rate)
        lines.append(MonthLine(month, hours, rate, amount))
        if least is None:
            closed = False
        else:
            minimum += _cents(hours, least)
    known = [line.amount for line in lines if line.amount is not None]
    return Payment(
        due=bool(limb),
        limb=limb,
        counted=counted,
        threshold=threshold,
        lines=tuple(lines),
        total=sum(known) if len(known) == len(lines) else None,
        minimum=int(minimum) if closed else None,
    )
