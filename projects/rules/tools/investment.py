"""Choice of an investment: actualisation, VAN, and how long it takes to pay itself back."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from projects.rules.tools.figures import (
    COMMERCIAL_MONTH,
    COMMERCIAL_YEAR,
    HUNDRED,
    KEPT_PLACES,
    MOST,
    ONE,
    OUT_OF_REACH,
    ZERO,
    Checks,
    ceiling,
    cents,
    counted,
    euros,
    exact,
    number,
    percent,
    rate,
    ratio,
    rounded,
    within,
)
from projects.rules.tools.sheet import Chart, Column, Figure, Series, Sheet, Step, Table, Unit

MOST_YEARS = 40
_MOST_RATE = 1_000
_DAY_PLACES = 6
_PLURAL = 2


@dataclass(frozen=True)
class Investment:
    """What is spent today, what comes in at the end of each year, what is left at the last."""

    outlay: Decimal
    yearly_percent: Decimal
    flows: tuple[Decimal, ...]
    residual: Decimal = ZERO


@dataclass(frozen=True)
class FlowRow:
    """A year: its flow, the factor and what it is worth today, both cumulated from the outlay."""

    year: int
    flow: Decimal
    factor: Decimal
    discounted: Decimal
    cumulated: Decimal
    cumulated_discounted: Decimal


@dataclass(frozen=True)
class InvestmentResult:
    """
    What an investment brings.

    - `npv`: valeur actuelle nette; `index`: discounted flows ÷ outlay;
    - `payback`, `discounted_payback`: years, linear inside the year; none when it never comes.
    """

    rows: tuple[FlowRow, ...]
    npv: Decimal
    index: Decimal
    payback: Decimal | None
    discounted_payback: Decimal | None
    steps: tuple[Step, ...] = field(default=())


def present_value(amount: Decimal, yearly: Decimal, years: int) -> Decimal:
    """Return what an amount received in so many years is worth today (actualisation)."""
    with exact():
        return amount / (ONE + yearly) ** years


def payback_years(outlay: Decimal, flows: Sequence[Decimal]) -> Decimal | None:
    """Return after how many years the flows reach the outlay, even inside a year."""
    with exact():
        left = outlay
        for year, flow in enumerate(flows):
            if flow >= left:
                return rounded(year + left / flow, KEPT_PLACES)
            left -= flow
    return None


def duration(years: Decimal) -> str:
    """Return « 2 ans, 7 mois et 6 jours » of 2.6: months of thirty days, a day begun counts."""
    # Two thirds of a year are 240 days, and not the hair more that twelve decimals make of them.
    begun = ceiling(rounded(years * COMMERCIAL_YEAR, _DAY_PLACES))
    whole, days = divmod(max(begun, 1), COMMERCIAL_YEAR)
    months, days = divmod(days, COMMERCIAL_MONTH)
    asked = ((whole, "an", "ans"), (months, "mois", "mois"), (days, "jour", "jours"))
    words = [counted(count, one, many) for count, one, many in asked if count]
    return " et ".join([", ".join(words[:-1]), words[-1]] if words[:-1] else words)


def _check(investment: Investment) -> None:
    checks = Checks()
    checks.price("outlay", investment.outlay, "Indiquez la somme investie.")
    checks.percentage("yearly_percent", investment.yearly_percent, most=_MOST_RATE)
    checks.count("flows", len(investment.flows), least=1, most=MOST_YEARS, what="flux annuels")
    for year, flow in enumerate(investment.flows, 1):
        words = f"Année {year}\u00a0: {OUT_OF_REACH}"
        checks.refuse("flows", words, when=not within(flow, -MOST, MOST))
    checks.money("residual", investment.residual)
    checks.done()


def _rows(investment: Investment, flows: Sequence[Decimal]) -> tuple[FlowRow, ...]:
    yearly = investment.yearly_percent / HUNDRED
    plain = discounted = -cents(investment.outlay)
    rows = []
    for year, flow in enumerate(flows, 1):
        worth = cents(present_value(flow, yearly, year))
        plain, discounted = plain + flow, discounted + worth
        factor = rounded(present_value(ONE, yearly, year), 6)
        rows.append(FlowRow(year, flow, factor, worth, plain, discounted))
    return tuple(rows)


def investment_worth(investment: Investment) -> InvestmentResult:
    """
    Return the VAN and the paybacks of an investment.

    - each discounted flow is rounded to the cent, so that the table adds up to the VAN;
    - the residual value comes with the last flow.
    """
    _check(investment)
    with exact():
        flows = [cents(flow) for flow in investment.flows]
        flows[-1] += cents(investment.residual)
        rows = _rows(investment, flows)
        outlay, npv = cents(investment.outlay), rows[-1].cumulated_discounted
        result = InvestmentResult(
            rows=rows,
            npv=npv,
            index=ratio(npv + outlay, outlay) or ZERO,
            payback=payback_years(outlay, flows),
            discounted_payback=payback_years(outlay, [row.discounted for row in rows]),
        )
        return replace(result, steps=_steps(investment, result))


def _steps(investment: Investment, result: InvestmentResult) -> tuple[Step, ...]:
    yearly, outlay = rate(investment.yearly_percent), euros(investment.outlay)
    lines = [
        Step(
            f"Flux de l’année {row.year} actualisé",
            "flux ÷ (1 + taux) puissance année",
            f"{euros(row.flow)} ÷ (1 + {yearly}) puissance {row.year}",
            euros(row.discounted),
        )
        for row in result.rows
    ]
    worth = result.npv + cents(investment.outlay)
    lines.append(
        Step(
            "VAN",
            "somme des flux actualisés – investissement",
            f"{euros(worth)} – {outlay}",
            euros(result.npv),
        )
    )
    lines.append(
        Step(
            "Indice de profitabilité",
            "somme des flux actualisés ÷ investissement",
            f"{euros(worth)} ÷ {outlay}",
            number(rounded(result.index, 4)),
        )
    )
    asked = (
        ("Délai de récupération", result.payback, "flux cumulés"),
        ("Délai actualisé", result.discounted_payback, "flux actualisés cumulés"),
    )
    for label, years, what in asked:
        if years is None:
            lines.append(Step(label, f"les {what} n’atteignent jamais {outlay}", "", "jamais"))
            continue
        word = "an" if years < _PLURAL else "ans"
        value = f"{number(rounded(years, 2))}\u00a0{word}, soit {duration(years)}"
        formula = f"{what} jusqu’à {outlay}, répartis également dans l’année"
        lines.append(Step(label, formula, "", value))
    return tuple(lines)


def investment_sheet(investment: Investment) -> Sheet:
    """Return what is shown of an investment."""
    result = investment_worth(investment)
    never = "jamais dans cette durée"
    back, later = result.payback, result.discounted_payback
    figures = (
        Figure("VAN", result.npv, Unit.EUROS),
        Figure("Délai de récupération", never if back is None else duration(back)),
        Figure("Délai actualisé", never if later is None else duration(later)),
        Figure("Indice de profitabilité", rounded(result.index, 4), Unit.NUMBER),
    )
    start = -cents(investment.outlay)
    chart = Chart(
        kind="lines",
        title="Flux cumulés depuis l’investissement",
        text=(
            f"De {euros(start)} à {euros(result.rows[-1].cumulated)} sans actualiser, "
            f"{euros(result.npv)} en actualisant à {percent(investment.yearly_percent / HUNDRED)}."
        ),
        labels=("départ", *(f"an\u00a0{row.year}" for row in result.rows)),
        series=(
            Series("actualisés", (start, *(row.cumulated_discounted for row in result.rows))),
            Series("non actualisés", (start, *(row.cumulated for row in result.rows)), "goal"),
        ),
    )
    columns = (
        Column("Année", Unit.COUNT),
        Column("Flux", Unit.EUROS),
        Column("Coefficient", Unit.NUMBER),
        Column("Flux actualisé", Unit.EUROS),
        Column("Cumul", Unit.EUROS),
        Column("Cumul actualisé", Unit.EUROS),
    )
    rows = (
        (0, start, ONE, start, start, start),
        *(
            (
                row.year, row.flow, row.factor, row.discounted, row.cumulated,
                row.cumulated_discounted,
            )
            for row in result.rows
        ),
    )  # fmt: skip
    notes = (
        ()
        if result.npv >= 0
        else ("La VAN est négative\u00a0: à ce taux, l’investissement ne rapporte pas assez.",)
    )
    return Sheet(figures, result.steps, chart, (Table("Flux par année", columns, rows),), notes)
