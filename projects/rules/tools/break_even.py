"""Break-even: fixed and variable costs, seuil de rentabilité, and the day it is reached."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from dateutil.relativedelta import relativedelta

from projects.rules.tools.figures import (
    COMMERCIAL_MONTH,
    HUNDRED,
    ZERO,
    Checks,
    ceiling,
    cents,
    counted,
    day,
    euros,
    exact,
    number,
    percent,
    ratio,
    rounded,
)
from projects.rules.tools.sheet import Chart, Column, Figure, Series, Sheet, Step, Table, Unit

MOST_MONTHS = 60
MOST_UNITS = 10**9
_RATE_PLACES = 4
# The activity is drawn from nothing to a fifth more than planned, by tenths.
_DRAWN = range(13)


@dataclass(frozen=True)
class Activity:
    """Turnover and costs, without tax, of a period that begins on a day; units when counted."""

    turnover: Decimal
    variable_costs: Decimal
    fixed_costs: Decimal
    starts_on: date
    months: int = 12
    units: int = 0


@dataclass(frozen=True)
class BreakEvenResult:
    """
    Where the activity begins to pay.

    - `threshold`: the turnover that pays all costs (seuil de rentabilité);
    - `reached_in`, `reached_on`: point mort, none when the period is too short;
    - `threshold_units`: units to sell, none when they are not counted.
    """

    margin: Decimal
    margin_rate: Decimal
    threshold: Decimal
    profit: Decimal
    safety: Decimal
    safety_rate: Decimal
    reached_in: int | None
    reached_on: date | None
    threshold_units: int | None
    steps: tuple[Step, ...] = field(default=())


def _check(activity: Activity) -> None:
    checks = Checks()
    checks.price(
        "turnover",
        activity.turnover,
        "Sans chiffre d’affaires, il n’y a pas de seuil\u00a0: indiquez celui de la période.",
    )
    checks.money("variable_costs", activity.variable_costs)
    checks.money("fixed_costs", activity.fixed_costs)
    checks.day("starts_on", activity.starts_on)
    checks.count("months", activity.months, least=1, most=MOST_MONTHS, what="mois")
    checks.count("units", activity.units, least=0, most=MOST_UNITS, what="unités")
    checks.refuse(
        "variable_costs",
        "Les charges variables atteignent le chiffre d’affaires\u00a0: les ventes ne laissent "
        "rien pour les charges fixes, aucun seuil ne peut être atteint.",
        when=not checks.errors and activity.variable_costs >= activity.turnover,
    )
    checks.done()


def day_reached(starts_on: date, days: int) -> date:
    """
    Return the day of that rank in months of thirty days; rank 1 is the first day.

    - February has no thirtieth day: its last one stands for those it lacks.
    """
    months, left = divmod(max(days, 1) - 1, COMMERCIAL_MONTH)
    last = starts_on + relativedelta(months=months + 1) - timedelta(days=1)
    return min(starts_on + relativedelta(months=months, days=left), last)


def break_even(activity: Activity) -> BreakEvenResult:
    """
    Return the threshold and the day it is reached, sales being even over the period.

    - a year has 360 days, a month thirty: a part of a day counts as a day.
    """
    _check(activity)
    with exact():
        turnover, fixed = activity.turnover, activity.fixed_costs
        margin = turnover - activity.variable_costs
        # Divided last: the fiftieth digit of a threshold would make one more of a whole count.
        days = ceiling(fixed * COMMERCIAL_MONTH * activity.months / margin)
        reached = fixed <= margin
        threshold = cents(fixed * turnover / margin)
        result = BreakEvenResult(
            margin=cents(margin),
            margin_rate=ratio(margin, turnover) or ZERO,
            threshold=threshold,
            profit=cents(margin - fixed),
            safety=cents(turnover - threshold),
            safety_rate=ratio(turnover - threshold, turnover) or ZERO,
            reached_in=days if reached else None,
            reached_on=day_reached(activity.starts_on, days) if reached else None,
            threshold_units=ceiling(fixed * activity.units / margin) if activity.units else None,
        )
        return replace(result, steps=_steps(activity, result))


def _margin_rate(activity: Activity, result: BreakEvenResult) -> str:
    """Return the rate as one divides by it: the fraction, when two decimals would not do."""
    if rounded(result.margin_rate, _RATE_PLACES) * activity.turnover == result.margin:
        return percent(result.margin_rate)
    return f"({euros(result.margin)} ÷ {euros(activity.turnover)})"


def _steps(activity: Activity, result: BreakEvenResult) -> tuple[Step, ...]:
    turnover, fixed = euros(activity.turnover), euros(activity.fixed_costs)
    lines = [
        Step(
            "Marge sur coût variable",
            "chiffre d’affaires – charges variables",
            f"{turnover} – {euros(activity.variable_costs)}",
            euros(result.margin),
        ),
        Step(
            "Taux de marge sur coût variable",
            "marge sur coût variable ÷ chiffre d’affaires",
            f"{euros(result.margin)} ÷ {turnover}",
            percent(result.margin_rate),
        ),
        Step(
            "Seuil de rentabilité",
            "charges fixes ÷ taux de marge sur coût variable",
            f"{fixed} ÷ {_margin_rate(activity, result)}",
            euros(result.threshold),
        ),
        Step(
            "Résultat",
            "marge sur coût variable – charges fixes",
            f"{euros(result.margin)} – {fixed}",
            euros(result.profit),
        ),
        Step(
            "Marge de sécurité",
            "chiffre d’affaires – seuil",
            f"{turnover} – {euros(result.threshold)}",
            f"{euros(result.safety)}, soit {percent(result.safety_rate)} du chiffre d’affaires",
        ),
    ]
    return (*lines, *_end_steps(activity, result))


def _end_steps(activity: Activity, result: BreakEvenResult) -> list[Step]:
    """Return when the threshold is reached, and with how many units, when they are known."""
    turnover, lines = euros(activity.turnover), []
    days = COMMERCIAL_MONTH * activity.months
    if result.reached_in is not None and result.reached_on is not None:
        lines.append(
            Step(
                "Point mort",
                f"seuil ÷ chiffre d’affaires × {number(days)} jours (mois de 30 jours)",
                f"{euros(result.threshold)} ÷ {turnover} × {number(days)}",
                f"{counted(result.reached_in, 'jour', 'jours')}, le {day(result.reached_on)}",
            )
        )
    if result.threshold_units is not None:
        lines.append(
            Step(
                "Quantité au seuil",
                "seuil ÷ (chiffre d’affaires ÷ quantité), arrondi au-dessus",
                f"{euros(result.threshold)} ÷ ({turnover} ÷ {number(activity.units)})",
                counted(result.threshold_units, "unité", "unités"),
            )
        )
    return lines


def break_even_sheet(activity: Activity) -> Sheet:
    """Return what is shown of an activity."""
    result = break_even(activity)
    figures = [Figure("Seuil de rentabilité", result.threshold, Unit.EUROS)]
    notes: tuple[str, ...] = ()
    if result.reached_on is not None:
        figures.append(Figure("Point mort", day(result.reached_on)))
    else:
        notes = ("Le seuil n’est pas atteint dans la période\u00a0: il manque des ventes.",)
    figures.append(Figure("Résultat", result.profit, Unit.EUROS))
    figures.append(Figure("Marge de sécurité", result.safety, Unit.EUROS))
    if result.threshold_units is not None:
        units = counted(result.threshold_units, "unité", "unités")
        figures.append(Figure("Quantité au seuil", units))
    with exact():
        shares = [Decimal(tenth) / 10 for tenth in _DRAWN]
        sales = tuple(cents(activity.turnover * share) for share in shares)
        costs = tuple(
            cents(activity.fixed_costs + activity.variable_costs * share) for share in shares
        )
        place = result.threshold / activity.turnover * 10
    fixed = (cents(activity.fixed_costs),) * len(shares)
    labels = tuple(f"{number(share * HUNDRED)}\u00a0%" for share in shares)
    seen = place <= _DRAWN[-1]
    chart = Chart(
        kind="lines",
        title="Chiffre d’affaires et charges selon l’activité",
        text=(
            f"Les charges dépassent le chiffre d’affaires jusqu’à {euros(result.threshold)}, "
            f"pour {euros(activity.turnover)} prévus à 100\u00a0% de l’activité."
        ),
        labels=labels,
        series=(
            Series("chiffre d’affaires", sales),
            Series("charges totales", costs, "goal"),
            Series("charges fixes", fixed, "past"),
        ),
        mark=(place, f"seuil {euros(result.threshold)}") if seen else None,
    )
    columns = (
        Column("Activité"),
        Column("Chiffre d’affaires", Unit.EUROS),
        Column("Charges", Unit.EUROS),
        Column("Résultat", Unit.EUROS),
    )
    rows = tuple(
        (label, sold, spent, sold - spent)
        for label, sold, spent in zip(labels, sales, costs, strict=True)
    )
    table = Table("Résultat selon l’activité", columns, rows)
    return Sheet(tuple(figures), result.steps, chart, (table,), notes)
