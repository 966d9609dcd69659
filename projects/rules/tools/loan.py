"""Repayment of a loan: constant payment or constant capital, by year or by month."""

from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum

from projects.rules.tools.figures import (
    HUNDRED,
    ONE,
    ZERO,
    Checks,
    cents,
    counted,
    euros,
    exact,
    number,
    percent,
    rate,
)
from projects.rules.tools.sheet import Chart, Column, Figure, Series, Sheet, Step, Table, Unit

MOST_YEARS = 40
_MONTHS = 12
# With four, the interest of 200 000 € read from the explanation would be 7 cents away.
_RATE_PLACES = 6


class Frequency(StrEnum):
    """How often one pays."""

    YEARLY = "yearly"
    MONTHLY = "monthly"


# How a period and its payment are called.
_PERIODS = {Frequency.YEARLY: "Année", Frequency.MONTHLY: "Mois"}
_PAYMENTS = {Frequency.YEARLY: "annuité", Frequency.MONTHLY: "mensualité"}


class Repayment(StrEnum):
    """What stays the same from one payment to the next."""

    CONSTANT_PAYMENT = "constant_payment"
    CONSTANT_CAPITAL = "constant_capital"


@dataclass(frozen=True)
class Loan:
    """
    Terms of a loan, rates in per cent.

    - `period_percent`: the rate of one month when the bank gives it (equivalent rate); otherwise a
      month bears a twelfth of the yearly rate.
    """

    capital: Decimal
    yearly_percent: Decimal
    payments: int
    frequency: Frequency = Frequency.YEARLY
    repayment: Repayment = Repayment.CONSTANT_PAYMENT
    period_percent: Decimal | None = None


@dataclass(frozen=True)
class LoanRow:
    """One payment: what is owed before, its interest, its capital, what is paid, what is left."""

    rank: int
    before: Decimal
    interest: Decimal
    capital: Decimal
    payment: Decimal
    left: Decimal


@dataclass(frozen=True)
class LoanResult:
    """The table of a loan; `payment` is the constant one, or the first when it changes."""

    period_rate: Decimal
    payment: Decimal
    rows: tuple[LoanRow, ...]
    interest: Decimal
    total: Decimal
    steps: tuple[Step, ...] = field(default=())


def equivalent_rate(yearly: Decimal, periods: int = _MONTHS) -> Decimal:
    """Return the rate of a period that, compounded over the year, gives the yearly one."""
    with exact():
        return (ONE + yearly) ** (ONE / periods) - ONE


def _check(loan: Loan) -> None:
    checks = Checks()
    checks.money("capital", loan.capital, least=ONE)
    checks.percentage("yearly_percent", loan.yearly_percent)
    yearly = loan.frequency == Frequency.YEARLY
    most, what = (MOST_YEARS, "années") if yearly else (MOST_YEARS * _MONTHS, "mois")
    checks.count("payments", loan.payments, least=1, most=most, what=what)
    if loan.period_percent is not None:
        checks.percentage("period_percent", loan.period_percent, most=20)
        checks.refuse(
            "period_percent",
            "Un taux mensuel ne sert que pour un remboursement par mois\u00a0: effacez-le, ou "
            "choisissez «\u00a0Par mois\u00a0».",
            when=yearly,
        )
    checks.done()


def period_rate(loan: Loan) -> Decimal:
    """Return the rate of one period: the one given, the yearly one or a twelfth of it."""
    if loan.frequency == Frequency.YEARLY:
        return loan.yearly_percent / HUNDRED
    if loan.period_percent is not None:
        return loan.period_percent / HUNDRED
    return loan.yearly_percent / HUNDRED / _MONTHS


def constant_payment(capital: Decimal, per_period: Decimal, payments: int) -> Decimal:
    """Return the constant payment to the cent; without interest the capital is shared."""
    with exact():
        if not per_period:
            return cents(capital / payments)
        return cents(capital * per_period / (ONE - (ONE + per_period) ** -payments))


def _rows(loan: Loan, per_period: Decimal) -> list[LoanRow]:
    fixed = constant_payment(loan.capital, per_period, loan.payments)
    share = cents(loan.capital / loan.payments)
    left, rows = loan.capital, []
    for rank in range(1, loan.payments + 1):
        interest = cents(left * per_period)
        paid_back = fixed - interest if loan.repayment == Repayment.CONSTANT_PAYMENT else share
        # The last payment absorbs the cents that rounding left or took too much.
        paid_back = left if rank == loan.payments else min(paid_back, left)
        rows.append(
            LoanRow(rank, left, interest, paid_back, interest + paid_back, left - paid_back)
        )
        left -= paid_back
    return rows


def loan_table(loan: Loan) -> LoanResult:
    """
    Return the repayment table.

    - interest and payment are rounded to the cent, half a cent up;
    - the last row absorbs the cents, so that the capital paid back is the capital lent.
    """
    _check(loan)
    with exact():
        per_period = period_rate(loan)
        rows = _rows(loan, per_period)
        interest = sum((row.interest for row in rows), ZERO)
        result = LoanResult(
            period_rate=per_period,
            payment=rows[0].payment,
            rows=tuple(rows),
            interest=interest,
            total=loan.capital + interest,
        )
        return replace(result, steps=_steps(loan, result))


def _rate_step(loan: Loan, result: LoanResult) -> Step | None:
    if loan.frequency == Frequency.YEARLY:
        return None
    found = percent(result.period_rate, _RATE_PLACES)
    if loan.period_percent is not None:
        return Step("Taux mensuel", "taux équivalent donné par la banque", "", found)
    same = percent(equivalent_rate(loan.yearly_percent / HUNDRED), 4)
    value = f"{found} (le taux équivalent serait {same})"
    return Step("Taux mensuel", "taux annuel ÷ 12", f"{rate(loan.yearly_percent)} ÷ 12", value)


def _steps(loan: Loan, result: LoanResult) -> tuple[Step, ...]:
    lines, paid = [_rate_step(loan, result)], _PAYMENTS[loan.frequency]
    capital, count = euros(loan.capital), number(loan.payments)
    per_period, first = percent(result.period_rate, _RATE_PLACES), result.rows[0]
    constant = f"{paid.capitalize()} constante"
    if loan.repayment == Repayment.CONSTANT_CAPITAL:
        value = euros(first.capital)
        formula, numbers = "capital ÷ nombre d’échéances", f"{capital} ÷ {count}"
        lines.append(Step("Amortissement constant", formula, numbers, value))
    elif result.period_rate:
        formula = "capital × t ÷ (1 – (1 + t) puissance – n)"
        numbers = f"{capital} × {per_period} ÷ (1 – (1 + {per_period}) puissance – {count})"
        lines.append(Step(constant, formula, numbers, euros(result.payment)))
    else:
        formula = "capital ÷ nombre d’échéances, sans intérêt"
        numbers = f"{capital} ÷ {count}"
        lines.append(Step(constant, formula, numbers, euros(result.payment)))
    lines += [
        Step(
            f"Intérêts de la première {paid}",
            "capital dû × t",
            f"{capital} × {per_period}",
            euros(first.interest),
        ),
        Step(
            "Capital dû après elle",
            "capital dû – amortissement",
            f"{capital} – {euros(first.capital)}",
            euros(first.left),
        ),
        Step(
            f"Dernière {paid}",
            "capital encore dû + ses intérêts\u00a0: elle absorbe les centimes",
            f"{euros(result.rows[-1].capital)} + {euros(result.rows[-1].interest)}",
            euros(result.rows[-1].payment),
        ),
        Step("Coût du crédit", "somme des intérêts", "", euros(result.interest)),
    ]
    return tuple(line for line in lines if line is not None)


def loan_sheet(loan: Loan) -> Sheet:
    """Return what is shown of a loan."""
    result = loan_table(loan)
    period, paid = _PERIODS[loan.frequency], _PAYMENTS[loan.frequency]
    constant = loan.repayment == Repayment.CONSTANT_PAYMENT
    figures = (
        Figure(
            f"{paid.capitalize()} constante" if constant else f"Première {paid}",
            result.payment,
            Unit.EUROS,
        ),
        Figure(f"Dernière {paid}", result.rows[-1].payment, Unit.EUROS),
        Figure("Coût du crédit", result.interest, Unit.EUROS),
        Figure("Total remboursé", result.total, Unit.EUROS),
    )
    chart = Chart(
        kind="lines",
        title="Capital restant dû",
        text=(
            f"De {euros(loan.capital)} à rien en "
            f"{counted(loan.payments, paid, f'{paid}s')}\u00a0; "
            f"{euros(result.interest)} d’intérêts en tout."
        ),
        labels=tuple(str(rank) for rank in range(loan.payments + 1)),
        series=(Series("restant dû", (loan.capital, *(row.left for row in result.rows))),),
    )
    columns = (
        Column(period, Unit.COUNT),
        Column("Dû avant", Unit.EUROS),
        Column("Intérêts", Unit.EUROS),
        Column("Amortissement", Unit.EUROS),
        Column(paid.capitalize(), Unit.EUROS),
        Column("Dû après", Unit.EUROS),
    )
    rows = tuple(
        (row.rank, row.before, row.interest, row.capital, row.payment, row.left)
        for row in result.rows
    )
    total = ("Total", None, result.interest, loan.capital, result.total, None)
    table = Table("Remboursement", columns, (*rows, total), total=True)
    return Sheet(figures, result.steps, chart, (table,))
