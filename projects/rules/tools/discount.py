"""Escompte of a bill at the bank: what it costs to be paid before the due day."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from projects.rules.tools.figures import (
    COMMERCIAL_YEAR,
    HUNDRED,
    ZERO,
    Checks,
    cents,
    counted,
    day,
    euros,
    exact,
    rate,
)
from projects.rules.tools.sheet import Chart, Column, Figure, Series, Sheet, Step, Table, Unit

MOST_DAYS = 3_652


@dataclass(frozen=True)
class Bill:
    """A bill handed to the bank on a day, due on another; rates in per cent a year."""

    nominal: Decimal
    discounted_on: date
    due_on: date
    yearly_percent: Decimal
    endorsement_percent: Decimal = ZERO
    fee: Decimal = ZERO
    vat_percent: Decimal = Decimal(20)


@dataclass(frozen=True)
class BillResult:
    """
    What the bank keeps and gives.

    - `days`: the first day is excluded, the last included;
    - the tax is borne by the fee alone: interest bears none.
    """

    days: int
    discount: Decimal
    endorsement: Decimal
    fee: Decimal
    vat: Decimal
    charges: Decimal
    net: Decimal
    steps: tuple[Step, ...]


def _check(bill: Bill) -> None:
    checks = Checks()
    checks.price("nominal", bill.nominal, "Indiquez la valeur nominale de l’effet.")
    checks.percentage("yearly_percent", bill.yearly_percent)
    checks.percentage("endorsement_percent", bill.endorsement_percent)
    checks.money("fee", bill.fee)
    checks.day("discounted_on", bill.discounted_on)
    checks.percentage("vat_percent", bill.vat_percent)
    days = (bill.due_on - bill.discounted_on).days
    checks.refuse(
        "due_on",
        f"L’échéance doit venir après la remise à l’escompte, le {day(bill.discounted_on)}.",
        when=days < 1,
    )
    checks.refuse(
        "due_on",
        "L’échéance est à plus de dix ans\u00a0: vérifiez les deux dates.",
        when=days > MOST_DAYS,
    )
    checks.done()


def simple_interest(amount: Decimal, yearly_percent: Decimal, days: int) -> Decimal:
    """Return the interest of an amount over days of a year of 360, to the cent."""
    with exact():
        return cents(amount * yearly_percent * days / (HUNDRED * COMMERCIAL_YEAR))


def bill_discount(bill: Bill) -> BillResult:
    """
    Return what the bank gives for a bill before its due day, on the commercial year of 360 days.

    - charges above the nominal are refused: nobody sells a bill for less than nothing.
    """
    _check(bill)
    with exact():
        days = (bill.due_on - bill.discounted_on).days
        discount = simple_interest(bill.nominal, bill.yearly_percent, days)
        endorsement = simple_interest(bill.nominal, bill.endorsement_percent, days)
        fee = cents(bill.fee)
        tax = cents(fee * bill.vat_percent / HUNDRED)
        charges = discount + endorsement + fee + tax
        net = cents(bill.nominal) - charges
        checks = Checks()
        checks.refuse(
            "nominal",
            f"Les agios ({euros(charges)}) dépassent la valeur de l’effet\u00a0: vérifiez "
            "les taux et les dates.",
            when=net < 0,
        )
        checks.done()
        steps = _steps(bill, days, (discount, endorsement, fee, tax, charges, net))
        return BillResult(days, discount, endorsement, fee, tax, charges, net, steps)


def _steps(bill: Bill, days: int, amounts: tuple[Decimal, ...]) -> tuple[Step, ...]:
    discount, endorsement, fee, tax, charges, net = amounts
    nominal, counted_days = euros(bill.nominal), counted(days, "jour", "jours")
    lines = [
        Step(
            "Durée",
            "jours de la remise (exclu) à l’échéance (compris)",
            f"du {day(bill.discounted_on)} au {day(bill.due_on)}",
            counted_days,
        ),
        Step(
            "Escompte",
            "nominal × taux × jours ÷ 360",
            f"{nominal} × {rate(bill.yearly_percent)} × {days} ÷ 360",
            euros(discount),
        ),
    ]
    if bill.endorsement_percent:
        numbers = f"{nominal} × {rate(bill.endorsement_percent)} × {days} ÷ 360"
        formula = "nominal × taux d’endos × jours ÷ 360"
        lines.append(Step("Commission d’endos", formula, numbers, euros(endorsement)))
    if fee:
        numbers = f"{euros(fee)} × {rate(bill.vat_percent)}"
        lines.append(Step("TVA sur la commission", "commission fixe × taux", numbers, euros(tax)))
    parts = [part for part in (discount, endorsement, fee, tax) if part]
    lines.append(
        Step(
            "Agios",
            "somme de ce que la banque retient",
            " + ".join(euros(part) for part in parts),
            euros(charges),
        )
    )
    lines.append(Step("Net reçu", "nominal – agios", f"{nominal} – {euros(charges)}", euros(net)))
    return tuple(lines)


def bill_discount_sheet(bill: Bill) -> Sheet:
    """Return what is shown of a bill."""
    result = bill_discount(bill)
    figures = (
        Figure("Net reçu", result.net, Unit.EUROS),
        Figure("Agios", result.charges, Unit.EUROS),
        Figure("Durée", counted(result.days, "jour", "jours")),
    )
    parts = (
        ("Valeur nominale", cents(bill.nominal)),
        ("Escompte", -result.discount),
        ("Commission d’endos", -result.endorsement),
        ("Commission fixe", -result.fee),
        ("TVA", -result.vat),
        ("Net reçu", result.net),
    )
    rows = tuple(part for part in parts if part[1])
    bars = (
        ("Valeur nominale", cents(bill.nominal)),
        ("Agios", result.charges),
        ("Net reçu", result.net),
    )
    chart = Chart(
        kind="rows",
        title="Ce que la banque retient et verse",
        text=", ".join(f"{label} {euros(value)}" for label, value in bars),
        labels=tuple(label for label, _ in bars),
        series=(Series("Montant", tuple(value for _, value in bars)),),
    )
    columns = (Column("Ligne du bordereau"), Column("Montant", Unit.EUROS))
    return Sheet(figures, result.steps, chart, (Table("Bordereau d’escompte", columns, rows),))
