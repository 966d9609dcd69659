"""Margin of a product, and what a client has to pay once reductions and tax are counted."""

from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum

from projects.rules.tools.figures import (
    HUNDRED,
    ONE,
    ZERO,
    Checks,
    cents,
    euros,
    exact,
    number,
    percent,
    quoted,
    rate,
    ratio,
    rounded,
)
from projects.rules.tools.sheet import Chart, Column, Figure, Series, Sheet, Step, Table, Unit

MOST_REDUCTIONS = 6
_MOST_RATE = 10_000
LOSS = (
    "Le prix de vente est inférieur au prix d’achat\u00a0: la revente à perte est interdite "
    "(Code de commerce, article L442-5)."
)


class Known(StrEnum):
    """What is known beside the purchase price; the sale price follows from it."""

    SALE_PRICE = "sale_price"
    MARGIN_RATE = "margin_rate"
    BRAND_RATE = "brand_rate"
    COEFFICIENT = "coefficient"


@dataclass(frozen=True)
class Pricing:
    """Purchase price without tax, VAT, and one thing known of the sale, a rate in per cent."""

    purchase: Decimal
    known: Known
    value: Decimal
    vat_percent: Decimal = Decimal(20)


@dataclass(frozen=True)
class PricingResult:
    """
    A price and its margin.

    - `margin_rate` (taux de marge): margin ÷ purchase price without tax;
    - `brand_rate` (taux de marque): margin ÷ sale price without tax, none when it is given away;
    - `coefficient`: sale price with tax ÷ purchase price without tax.
    """

    sale: Decimal
    vat: Decimal
    sale_with_tax: Decimal
    margin: Decimal
    margin_rate: Decimal
    brand_rate: Decimal | None
    coefficient: Decimal
    steps: tuple[Step, ...] = field(default=())


def _check_pricing(pricing: Pricing) -> None:
    checks, known = Checks(), pricing.known
    checks.price(
        "purchase",
        pricing.purchase,
        "Un prix d’achat nul ne donne ni taux de marge ni coefficient\u00a0: indiquez-le.",
    )
    checks.percentage("vat_percent", pricing.vat_percent)
    most = Decimal(_MOST_RATE)
    if known == Known.SALE_PRICE:
        checks.money("value", pricing.value)
    elif known in (Known.MARGIN_RATE, Known.BRAND_RATE):
        checks.amount("value", pricing.value, least=-HUNDRED * 10, most=most)
    else:
        checks.amount("value", pricing.value, most=most)
    checks.refuse(
        "value",
        "Un taux de marge inférieur à – 100\u00a0% donnerait un prix de vente négatif.",
        when=known == Known.MARGIN_RATE and not checks.errors and pricing.value < -HUNDRED,
    )
    checks.refuse(
        "value",
        "Un taux de marque est toujours inférieur à 100\u00a0%\u00a0: la marge est une part "
        "du prix de vente.",
        when=known == Known.BRAND_RATE and not checks.errors and pricing.value >= HUNDRED,
    )
    checks.done()


def _sale(pricing: Pricing) -> tuple[Decimal, Step | None]:
    """Return the sale price without tax, and how it was found unless it was given."""
    purchase, value, vat = pricing.purchase, pricing.value, ONE + pricing.vat_percent / HUNDRED
    bought = euros(purchase)
    if pricing.known == Known.MARGIN_RATE:
        sale = cents(purchase * (ONE + value / HUNDRED))
        formula, numbers = "PA HT × (1 + taux de marge)", f"{bought} × (1 + {rate(value)})"
    elif pricing.known == Known.BRAND_RATE:
        sale = cents(purchase / (ONE - value / HUNDRED))
        formula, numbers = "PA HT ÷ (1 – taux de marque)", f"{bought} ÷ (1 – {rate(value)})"
    elif pricing.known == Known.COEFFICIENT:
        sale = cents(purchase * value / vat)
        formula = "PA HT × coefficient multiplicateur ÷ (1 + TVA)"
        numbers = f"{bought} × {number(value)} ÷ (1 + {rate(pricing.vat_percent)})"
    else:
        return value, None
    return sale, Step("Prix de vente HT", formula, numbers, euros(sale))


def pricing(inputs: Pricing) -> PricingResult:
    """
    Return the margin and its rates.

    - amounts are rounded to the cent, half a cent up; rates come from the rounded amounts.
    """
    _check_pricing(inputs)
    with exact():
        sale, found = _sale(inputs)
        bought = inputs.purchase
        tax = cents(sale * inputs.vat_percent / HUNDRED)
        margin, with_tax = sale - bought, sale + tax
        result = PricingResult(
            sale=sale,
            vat=tax,
            sale_with_tax=with_tax,
            margin=margin,
            margin_rate=ratio(margin, bought) or ZERO,
            brand_rate=ratio(margin, sale),
            coefficient=rounded(with_tax / bought, 4),
        )
        steps = [found] if found else []
        steps += [
            Step(
                "TVA",
                "PV HT × taux de TVA",
                f"{euros(sale)} × {rate(inputs.vat_percent)}",
                euros(tax),
            ),
            Step(
                "Prix de vente TTC",
                "PV HT + TVA",
                f"{euros(sale)} + {euros(tax)}",
                euros(with_tax),
            ),
            Step("Marge", "PV HT – PA HT", f"{euros(sale)} – {euros(bought)}", euros(margin)),
            Step(
                "Taux de marge",
                "marge ÷ PA HT",
                f"{euros(margin)} ÷ {euros(bought)}",
                percent(result.margin_rate),
            ),
        ]
        if result.brand_rate is not None:
            numbers = f"{euros(margin)} ÷ {euros(sale)}"
            value = percent(result.brand_rate)
            steps.append(Step("Taux de marque", "marge ÷ PV HT", numbers, value))
        numbers = f"{euros(with_tax)} ÷ {euros(bought)}"
        value = number(result.coefficient)
        steps.append(Step("Coefficient multiplicateur", "PV TTC ÷ PA HT", numbers, value))
        return replace(result, steps=tuple(steps))


def pricing_sheet(inputs: Pricing) -> Sheet:
    """Return what is shown of a price."""
    result = pricing(inputs)
    figures = [
        Figure("Marge", result.margin, Unit.EUROS),
        Figure("Taux de marge", result.margin_rate, Unit.PERCENT),
        Figure("Coefficient multiplicateur", result.coefficient, Unit.NUMBER),
        Figure("Prix de vente TTC", result.sale_with_tax, Unit.EUROS),
    ]
    if result.brand_rate is not None:
        figures.insert(2, Figure("Taux de marque", result.brand_rate, Unit.PERCENT))
    parts = (
        ("Prix d’achat HT", inputs.purchase),
        ("Marge", result.margin),
        ("Prix de vente HT", result.sale),
        ("TVA", result.vat),
        ("Prix de vente TTC", result.sale_with_tax),
    )
    chart = Chart(
        kind="rows",
        title="De l’achat au prix payé par le client",
        text=", ".join(f"{label} {euros(value)}" for label, value in parts),
        labels=tuple(label for label, _ in parts),
        series=(Series("Montant", tuple(value for _, value in parts)),),
    )
    columns = (Column("Élément du prix"), Column("Montant", Unit.EUROS))
    notes = (LOSS,) if result.margin < 0 else ()
    return Sheet(tuple(figures), result.steps, chart, (Table("Le prix", columns, parts),), notes)


# --- what the client pays -------------------------------------------------------------------


@dataclass(frozen=True)
class Reduction:
    """A commercial reduction (remise, rabais, ristourne), in per cent of what is left."""

    label: str
    percent: Decimal


@dataclass(frozen=True)
class Invoice:
    """
    A gross amount without tax and what changes it on the way to the net to pay.

    - commercial reductions, one after the other;
    - `discount_percent`: escompte de règlement, on the net commercial;
    - `carriage`: port, added after the escompte, and taxed.
    """

    gross: Decimal
    reductions: tuple[Reduction, ...] = ()
    discount_percent: Decimal = ZERO
    carriage: Decimal = ZERO
    vat_percent: Decimal = Decimal(20)


@dataclass(frozen=True)
class InvoiceLine:
    """A line of the invoice; a reduction is negative."""

    label: str
    amount: Decimal


@dataclass(frozen=True)
class InvoiceResult:
    """The invoice, from the gross amount to the net to pay."""

    net_commercial: Decimal
    discount: Decimal
    net_financial: Decimal
    taxable: Decimal
    vat: Decimal
    to_pay: Decimal
    lines: tuple[InvoiceLine, ...]
    steps: tuple[Step, ...]


def _check_invoice(invoice: Invoice) -> None:
    checks = Checks()
    checks.price("gross", invoice.gross, "Indiquez le montant brut de la facture.")
    checks.refuse(
        "reductions",
        f"Écrivez {MOST_REDUCTIONS} réductions au plus.",
        when=len(invoice.reductions) > MOST_REDUCTIONS,
    )
    for reduction in invoice.reductions:
        good = reduction.percent.is_finite() and 0 <= reduction.percent <= HUNDRED
        words = f"{quoted(reduction.label)}\u00a0: une réduction va de 0 à 100\u00a0%."
        checks.refuse("reductions", words, when=not good)
    checks.percentage("discount_percent", invoice.discount_percent)
    checks.money("carriage", invoice.carriage)
    checks.percentage("vat_percent", invoice.vat_percent)
    checks.done()


def _reduced(invoice: Invoice) -> tuple[Decimal, list[InvoiceLine], list[Step]]:
    """Return the net commercial, its lines and how each was found."""
    net, lines, steps = invoice.gross, [InvoiceLine("Brut HT", invoice.gross)], []
    for each in invoice.reductions:
        off = cents(net * each.percent / HUNDRED)
        numbers = f"{euros(net)} × {rate(each.percent)}"
        steps.append(Step(each.label, "net restant × taux", numbers, euros(off)))
        net -= off
        lines.append(InvoiceLine(f"{each.label} ({rate(each.percent)})", -off))
    lines.append(InvoiceLine("Net commercial", net))
    steps.append(Step("Net commercial", "brut – réductions commerciales", "", euros(net)))
    return net, lines, steps


def net_to_pay(invoice: Invoice) -> InvoiceResult:
    """
    Return the net to pay.

    - each reduction is taken on what the one before left, rounded to the cent;
    - the port comes after the escompte and bears the tax.
    """
    _check_invoice(invoice)
    with exact():
        net, lines, steps = _reduced(invoice)
        off = cents(net * invoice.discount_percent / HUNDRED)
        financial = net - off
        taxable = financial + invoice.carriage
        tax = cents(taxable * invoice.vat_percent / HUNDRED)
        if invoice.discount_percent:
            label = f"Escompte ({rate(invoice.discount_percent)})"
            lines += [InvoiceLine(label, -off), InvoiceLine("Net financier", financial)]
            numbers = f"{euros(net)} × {rate(invoice.discount_percent)}"
            steps.append(Step("Escompte", "net commercial × taux", numbers, euros(off)))
            numbers = f"{euros(net)} – {euros(off)}"
            formula = "net commercial – escompte"
            steps.append(Step("Net financier", formula, numbers, euros(financial)))
        if invoice.carriage:
            lines.append(InvoiceLine("Port HT", invoice.carriage))
        taxed, numbers = "net commercial", euros(financial)
        if invoice.discount_percent:
            taxed = "net financier"
        if invoice.carriage:
            taxed, numbers = f"({taxed} + port)", f"({numbers} + {euros(invoice.carriage)})"
        numbers = f"{numbers} × {rate(invoice.vat_percent)}"
        steps.append(Step("TVA", f"{taxed} × taux de TVA", numbers, euros(tax)))
        lines.append(InvoiceLine(f"TVA ({rate(invoice.vat_percent)})", tax))
        numbers = f"{euros(taxable)} + {euros(tax)}"
        total = taxable + tax
        steps.append(Step("Net à payer TTC", "total HT + TVA", numbers, euros(total)))
        lines.append(InvoiceLine("Net à payer TTC", total))
        return InvoiceResult(net, off, financial, taxable, tax, total, tuple(lines), tuple(steps))


def net_to_pay_sheet(invoice: Invoice) -> Sheet:
    """Return what is shown of an invoice."""
    result = net_to_pay(invoice)
    with exact():
        saved = invoice.gross - result.net_financial
        share = ratio(saved, invoice.gross) or ZERO
    figures = (
        Figure("Net à payer TTC", result.to_pay, Unit.EUROS),
        Figure("Net commercial", result.net_commercial, Unit.EUROS),
        Figure("Réductions en tout", f"{euros(saved)}, soit {percent(share)} du brut"),
    )
    levels = (
        ("Brut HT", invoice.gross),
        ("Net commercial", result.net_commercial),
        ("Net financier", result.net_financial),
        ("Net à payer TTC", result.to_pay),
    )
    chart = Chart(
        kind="rows",
        title="Du brut au net à payer",
        text=", ".join(f"{label} {euros(value)}" for label, value in levels),
        labels=tuple(label for label, _ in levels),
        series=(Series("Montant", tuple(value for _, value in levels)),),
    )
    columns = (Column("Ligne de la facture"), Column("Montant", Unit.EUROS))
    rows = tuple((line.label, line.amount) for line in result.lines)
    return Sheet(figures, result.steps, chart, (Table("Facture", columns, rows),))
