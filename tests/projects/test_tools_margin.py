"""Margin and its rates, and the net to pay of an invoice."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.rules.tools.margin import (
    Invoice,
    Known,
    Pricing,
    Reduction,
    net_to_pay,
    pricing,
    pricing_sheet,
)
from tests.projects.refusals import plain, refused

D = Decimal
PRICES = st.decimals("0.01", "100000", places=2)


def test_worked_example_of_a_price() -> None:
    """Bought 100, sold 130 without tax: margin 30, 30/100, 30/130; 130 × 1.2 = 156; 156/100."""
    result = pricing(Pricing(D(100), Known.SALE_PRICE, D(130)))
    assert result.margin == 30
    assert result.margin_rate == D("0.3")
    assert round(result.brand_rate or 0, 6) == D("0.230769")
    assert (result.vat, result.sale_with_tax) == (26, 156)
    assert result.coefficient == D("1.56")


def test_price_from_a_margin_rate() -> None:
    """25 × 1.40 = 35."""
    assert pricing(Pricing(D(25), Known.MARGIN_RATE, D(40))).sale == 35


def test_price_from_a_brand_rate() -> None:
    """60 / (1 – 0.25) = 80; 80 × 1.2 / 60 = 1.6."""
    result = pricing(Pricing(D(60), Known.BRAND_RATE, D(25)))
    assert (result.sale, result.margin, result.coefficient) == (80, 20, D("1.6"))


def test_price_from_a_coefficient_with_tax() -> None:
    """50 × 1.8 = 90 with tax, 90/1.2 = 75 without: margin 25, half of the purchase."""
    result = pricing(Pricing(D(50), Known.COEFFICIENT, D("1.8")))
    assert (result.sale, result.sale_with_tax) == (75, 90)
    assert result.margin_rate == D("0.5")


def test_rate_is_rounded_once() -> None:
    """40/103 = 0.38834951…: 38.83 %, where six decimals first (0.388350) would make 38.84 %."""
    sheet = pricing_sheet(Pricing(D(103), Known.SALE_PRICE, D(143)))
    assert plain(sheet.figures[1].value) == "38,83 %"


def test_price_finer_than_the_cent_is_refused_and_told_how_to_write() -> None:
    """0.125 would be shown 0.13, and its margin rate be that of another price."""
    said = refused(pricing, Pricing(D("0.125"), Known.SALE_PRICE, D("0.20")))["purchase"]
    assert plain(said[0]) == (
        "Écrivez ce montant au centime, par exemple 1250,50. Pour un prix plus fin, calculez "
        "pour cent unités."
    )
    assert pricing(Pricing(D("0.1200"), Known.SALE_PRICE, D("0.2000"))).margin == D("0.08")


def test_reduced_tax() -> None:
    """10 bought, 16 sold at 5.5 %: tax 0.88, 16.88/10."""
    result = pricing(Pricing(D(10), Known.SALE_PRICE, D(16), D("5.5")))
    assert (result.vat, result.coefficient) == (D("0.88"), D("1.688"))


def test_half_a_cent_is_rounded_up() -> None:
    """0.125 of tax on 2.50 at 5 %: 0.13."""
    assert pricing(Pricing(D(1), Known.SALE_PRICE, D("2.50"), D(5))).vat == D("0.13")


def test_explanation_of_the_coefficient() -> None:
    lines = [plain(str(step)) for step in pricing(Pricing(D(100), Known.SALE_PRICE, D(130))).steps]
    assert lines[-1] == ("Coefficient multiplicateur = PV TTC ÷ PA HT = 156 € ÷ 100 € = 1,56")
    assert "Taux de marque = marge ÷ PV HT = 30 € ÷ 130 € = 23,08 %" in lines


def test_sale_at_a_loss_is_calculated_and_said() -> None:
    sheet = pricing_sheet(Pricing(D(100), Known.SALE_PRICE, D(90)))
    assert plain(sheet.figures[0].value) == "– 10 €"
    assert "L442-5" in sheet.notes[0]


def test_product_given_away_has_no_brand_rate() -> None:
    result = pricing(Pricing(D(10), Known.SALE_PRICE, D(0)))
    assert result.brand_rate is None
    assert result.margin_rate == -1


@pytest.mark.parametrize(
    ("inputs", "field"),
    [
        (Pricing(D(0), Known.SALE_PRICE, D(10)), "purchase"),
        (Pricing(D(-5), Known.SALE_PRICE, D(10)), "purchase"),
        (Pricing(D(5), Known.SALE_PRICE, D(-10)), "value"),
        (Pricing(D(5), Known.SALE_PRICE, D("NaN")), "value"),
        (Pricing(D(5), Known.SALE_PRICE, D("0.125")), "value"),
        (Pricing(D(5), Known.BRAND_RATE, D(100)), "value"),
        (Pricing(D(5), Known.BRAND_RATE, D("NaN")), "value"),
        (Pricing(D(5), Known.MARGIN_RATE, D(-101)), "value"),
        (Pricing(D(5), Known.COEFFICIENT, D(-1)), "value"),
        (Pricing(D(5), Known.SALE_PRICE, D(10), D(-1)), "vat_percent"),
        (Pricing(D(5), Known.SALE_PRICE, D(10), D(101)), "vat_percent"),
    ],
)
def test_absurd_price_is_refused(inputs: Pricing, field: str) -> None:
    assert list(refused(pricing, inputs)) == [field]


@given(PRICES, PRICES)
def test_rates_agree_with_the_price(bought: Decimal, sold: Decimal) -> None:
    """Bought + margin = sold; margin rate and brand rate lead back to the same price."""
    result = pricing(Pricing(bought, Known.SALE_PRICE, sold))
    assert bought + result.margin == sold
    assert abs(bought * (1 + result.margin_rate) - sold) <= D("0.06")


# --- net to pay -----------------------------------------------------------------------------

INVOICE = Invoice(
    gross=D(1000),
    reductions=(Reduction("Remise", D(10)), Reduction("Rabais", D(5))),
    discount_percent=D(2),
    carriage=D(50),
)


def test_worked_example_of_an_invoice() -> None:
    """1000 – 100 = 900; – 45 = 855; 2 % = 17.10, 837.90; + 50 = 887.90; tax 177.58."""
    result = net_to_pay(INVOICE)
    assert result.net_commercial == 855
    assert (result.discount, result.net_financial) == (D("17.10"), D("837.90"))
    assert result.taxable == D("887.90")  # port after the escompte, taxed
    assert (result.vat, result.to_pay) == (D("177.58"), D("1065.48"))


def test_lines_of_the_invoice_are_named() -> None:
    lines = [(plain(line.label), line.amount) for line in net_to_pay(INVOICE).lines]
    assert lines[1] == ("Remise (10 %)", -100)
    assert lines[-1] == ("Net à payer TTC", D("1065.48"))


def test_reductions_come_one_after_the_other_not_together() -> None:
    """10 % then 5 % leave 85.5 %, not 85 %."""
    assert net_to_pay(INVOICE).net_commercial != 850


def test_bare_invoice_is_gross_and_tax() -> None:
    result = net_to_pay(Invoice(D(100)))
    assert result.to_pay == 120
    assert (
        plain(str(result.steps[-2])) == "TVA = net commercial × taux de TVA = 100 € × 20 % = 20 €"
    )
    taxed = [str(step) for step in net_to_pay(INVOICE).steps if step.label == "TVA"]
    assert plain(taxed[0]).startswith("TVA = (net financier + port) × taux de TVA")
    assert [line.label for line in result.lines][:2] == ["Brut HT", "Net commercial"]


def test_everything_given_leaves_nothing_to_pay() -> None:
    given_away = replace(INVOICE, reductions=(Reduction("Remise", D(100)),), carriage=D(0))
    assert net_to_pay(given_away).to_pay == 0


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"gross": D(0)}, "gross"),
        ({"gross": D(-3)}, "gross"),
        ({"reductions": (Reduction("Remise", D(101)),)}, "reductions"),
        ({"reductions": (Reduction("Remise", D(-1)),)}, "reductions"),
        ({"reductions": (Reduction("Remise", D(1)),) * 7}, "reductions"),
        ({"discount_percent": D(101)}, "discount_percent"),
        ({"carriage": D(-1)}, "carriage"),
        ({"gross": D("1000.001")}, "gross"),
        ({"vat_percent": D(-1)}, "vat_percent"),
    ],
)
def test_absurd_invoice_is_refused(changes: dict[str, object], field: str) -> None:
    assert list(refused(net_to_pay, replace(INVOICE, **changes))) == [field]  # type: ignore[arg-type]


@given(PRICES, st.lists(st.decimals(0, 100, places=1), max_size=6), st.decimals(0, 100, places=1))
def test_lines_add_up(gross: Decimal, off: list[Decimal], vat: Decimal) -> None:
    reductions = tuple(Reduction("Remise", each) for each in off)
    result = net_to_pay(Invoice(gross, reductions, vat_percent=vat))
    taken = sum((line.amount for line in result.lines if line.amount < 0), D(0))
    assert gross + taken == result.net_commercial
    assert result.taxable + result.vat == result.to_pay
    assert result.to_pay >= 0
