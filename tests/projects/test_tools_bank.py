"""Escompte of a bill, and the worth of an investment."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from projects.rules.tools.discount import Bill, bill_discount, simple_interest
from projects.rules.tools.investment import (
    Investment,
    duration,
    investment_sheet,
    investment_worth,
    payback_years,
    present_value,
)
from tests.projects.refusals import plain, refused

D = Decimal
BILL = Bill(
    D(6000), date(2026, 3, 10), date(2026, 5, 31), D(9), endorsement_percent=D("0.6"), fee=D(10)
)


def test_worked_example_of_a_bill() -> None:
    """
    10 March excluded: 21 days of March, 30 of April, 31 of May: 82 days.

    6 000 × 9 × 82 / 36 000 = 123; 6 000 × 0.6 × 82 / 36 000 = 8.20; fee 10, tax 2.
    """
    result = bill_discount(BILL)
    assert result.days == 82
    assert (result.discount, result.endorsement) == (D("123.00"), D("8.20"))
    assert (result.fee, result.vat) == (10, 2)
    assert (result.charges, result.net) == (D("143.20"), D("5856.80"))


def test_year_of_360_days() -> None:
    """1 000 at 10 % over 360 days: 100, where a year of 365 would give 98.63."""
    assert simple_interest(D(1000), D(10), 360) == 100


def test_bill_at_zero_per_cent_costs_nothing() -> None:
    free = replace(BILL, yearly_percent=D(0), endorsement_percent=D(0), fee=D(0))
    assert bill_discount(free).net == 6000


def test_explanation_counts_the_days() -> None:
    lines = [plain(str(step)) for step in bill_discount(BILL).steps]
    assert lines[0].endswith("82 jours")
    assert lines[1] == (
        "Escompte = nominal × taux × jours ÷ 360 = 6 000 € × 9 % × 82 ÷ 360 = 123 €"
    )


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"nominal": D(0)}, "nominal"),
        ({"nominal": D(1), "fee": D(50)}, "nominal"),
        ({"due_on": date(2026, 3, 10)}, "due_on"),
        ({"due_on": date(2026, 3, 9)}, "due_on"),
        ({"due_on": date(2046, 3, 9)}, "due_on"),
        ({"yearly_percent": D(-1)}, "yearly_percent"),
        ({"endorsement_percent": D(101)}, "endorsement_percent"),
        ({"fee": D(-1)}, "fee"),
        ({"nominal": D("6000.005")}, "nominal"),
        ({"discounted_on": date(20, 3, 10), "due_on": date(20, 5, 31)}, "discounted_on"),
    ],
)
def test_absurd_bill_is_refused(changes: dict[str, object], field: str) -> None:
    assert list(refused(bill_discount, replace(BILL, **changes))) == [field]  # type: ignore[arg-type]


# --- investment -----------------------------------------------------------------------------

MACHINE = Investment(D(10_000), D(10), (D(3000), D(4000), D(5000), D(2000)))


def test_worked_example_of_a_machine() -> None:
    """
    3 000/1.1 = 2 727.27; 4 000/1.21 = 3 305.79; 5 000/1.331 = 3 756.57; 2 000/1.4641 = 1 366.03.

    Sum 11 155.66, less 10 000; after two years 7 000 are back, 3 000/5 000 of the third: 2.6.
    Discounted: 9 789.63 after three, 210.37/1 366.03 of the fourth.
    """
    result = investment_worth(MACHINE)
    assert [row.discounted for row in result.rows] == [
        D("2727.27"), D("3305.79"), D("3756.57"), D("1366.03"),
    ]  # fmt: skip
    assert result.npv == D("1155.66")
    assert result.index == D("1.115566")
    assert result.payback == D("2.6")
    # 210.37/1 366.03 = 0.154001010….
    assert result.discounted_payback is not None
    assert round(result.discounted_payback, 6) == D("3.154001")


def test_residual_value_comes_with_the_last_flow() -> None:
    """1 000/1.4641 = 683.01 more: (2 000 + 1 000)/1.4641 = 2 049.04."""
    result = investment_worth(replace(MACHINE, residual=D(1000)))
    assert result.rows[-1].discounted == D("2049.04")
    assert result.npv == D("1838.67")


def test_payback_is_said_in_years_months_and_days() -> None:
    """0.6 of a year of 360 days: 216 days, seven months and six days."""
    assert plain(duration(D("2.6"))) == "2 ans, 7 mois et 6 jours"
    assert plain(duration(D(1))) == "1 an"
    assert plain(duration(D("0.25"))) == "3 mois"


def test_two_thirds_of_a_year_are_eight_months_and_no_day_more() -> None:
    """4 000 and 4 000 of 10 000, then 2 000 of 3 000: 240 days of the third year."""
    result = investment_worth(replace(MACHINE, flows=(D(4000), D(4000), D(3000))))
    assert result.payback is not None
    assert plain(duration(result.payback)) == "2 ans et 8 mois"
    line = next(step for step in result.steps if step.label == "Délai de récupération")
    assert plain(line.value) == "2,67 ans, soit 2 ans et 8 mois"


def test_payback_of_a_moment_is_a_day_begun_not_never() -> None:
    sheet = investment_sheet(replace(MACHINE, outlay=D("0.01"), flows=(D(10) ** 12,)))
    assert plain(sheet.figures[1].value) == "1 jour"


def test_payback_at_the_very_end_of_a_year_is_whole() -> None:
    assert payback_years(D(100), [D(60), D(40), D(10)]) == 2


def test_outlay_that_never_comes_back() -> None:
    result = investment_worth(replace(MACHINE, flows=(D(100), D(-50))))
    assert result.payback is None
    assert result.discounted_payback is None
    assert result.npv < 0
    assert "jamais" in investment_sheet(replace(MACHINE, flows=(D(100),))).figures[1].value


def test_at_zero_per_cent_the_npv_is_the_plain_sum() -> None:
    result = investment_worth(replace(MACHINE, yearly_percent=D(0)))
    assert result.npv == 4000
    assert result.payback == result.discounted_payback


def test_present_value_of_an_amount() -> None:
    """1 102.50 in two years at 5 % is 1 000 today."""
    assert present_value(D("1102.50"), D("0.05"), 2) == 1000


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"outlay": D(0)}, "outlay"),
        ({"outlay": D(-1)}, "outlay"),
        ({"yearly_percent": D(-1)}, "yearly_percent"),
        ({"flows": ()}, "flows"),
        ({"flows": (D("NaN"),)}, "flows"),
        ({"flows": (D(10) ** 13,)}, "flows"),
        ({"outlay": D("0.004"), "flows": (D(0),)}, "outlay"),
        ({"flows": (D(1),) * 41}, "flows"),
        ({"residual": D(-1)}, "residual"),
    ],
)
def test_absurd_investment_is_refused(changes: dict[str, object], field: str) -> None:
    assert list(refused(investment_worth, replace(MACHINE, **changes))) == [field]  # type: ignore[arg-type]


def test_sentences_on_a_long_list_are_three_at_most() -> None:
    said = refused(investment_worth, replace(MACHINE, flows=(D("NaN"),) * 40))["flows"]
    assert [plain(each)[:9] for each in said] == ["Année 1 :", "Année 2 :", "Année 3 :"]
    assert plain(said[0]).endswith(
        "écrivez un nombre entre – 1 000 000 000 000 et 1 000 000 000 000."
    )


FLOWS = st.lists(st.integers(1, 10_000).map(Decimal), min_size=1, max_size=8)


def net_present_value(outlay: Decimal, flows: list[Decimal], yearly: Decimal) -> Decimal:
    """Return the VAN by Horner's scheme, the last flow first, without any rounding."""
    worth = D(0)
    for flow in reversed(flows):
        worth = (worth + flow) / (1 + yearly)
    return worth - outlay


@given(st.integers(100, 20_000).map(Decimal), FLOWS)
def test_npv_is_nothing_at_the_internal_rate(outlay: Decimal, flows: list[Decimal]) -> None:
    """The rate is found by bisection: the VAN falls as the rate grows."""
    assume(sum(flows) > outlay)
    low, high = D(0), D(1000)
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (
            (middle, high) if net_present_value(outlay, flows, middle) > 0 else (low, middle)
        )
    assert abs(net_present_value(outlay, flows, low)) < D("0.01")
    result = investment_worth(Investment(outlay, low * 100, tuple(flows))) if low <= 10 else None
    # Each flow is rounded to the cent.
    assert result is None or abs(result.npv) <= D("0.01") * (len(flows) + 1)


@given(st.integers(1, 20_000).map(Decimal), FLOWS)
def test_flows_until_the_payback_make_the_outlay(outlay: Decimal, flows: list[Decimal]) -> None:
    years = payback_years(outlay, flows)
    assert (years is None) == (sum(flows) < outlay)
    if years is not None:
        whole = int(years)
        part = years - whole
        back = sum(flows[:whole], D(0)) + (flows[whole] * part if part else 0)
        assert abs(back - outlay) <= 1  # four decimals of a year of at most 10 000
