"""Repayment tables: constant payment and constant capital, by year and by month."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.rules.tools.loan import (
    Frequency,
    Loan,
    Repayment,
    constant_payment,
    equivalent_rate,
    loan_sheet,
    loan_table,
)
from tests.projects.refusals import plain, refused

D = Decimal
FOUR_YEARS = Loan(D(10_000), D(5), 4)


def test_worked_example_of_constant_payments() -> None:
    """
    1.05⁴ = 1.21550625; 10 000 × 0.05 / (1 – 1/1.21550625) = 2 820.118 → 2 820.12.

    Interest: 500; 7 679.88 × 5 % = 383.994; 5 243.75 × 5 % = 262.1875; 2 685.82 × 5 % = 134.291.
    The last payment absorbs the cent: 2 685.82 + 134.29 = 2 820.11.
    """
    result = loan_table(FOUR_YEARS)
    assert result.payment == D("2820.12")
    assert [(row.interest, row.capital, row.payment, row.left) for row in result.rows] == [
        (D("500.00"), D("2320.12"), D("2820.12"), D("7679.88")),
        (D("383.99"), D("2436.13"), D("2820.12"), D("5243.75")),
        (D("262.19"), D("2557.93"), D("2820.12"), D("2685.82")),
        (D("134.29"), D("2685.82"), D("2820.11"), D("0.00")),
    ]
    assert result.interest == D("1280.47")


def test_worked_example_of_constant_capital() -> None:
    """2 500 a year; interest 500, 375, 250, 125: 1 250 in all."""
    result = loan_table(replace(FOUR_YEARS, repayment=Repayment.CONSTANT_CAPITAL))
    assert [row.capital for row in result.rows] == [2500] * 4
    assert [row.payment for row in result.rows] == [3000, 2875, 2750, 2625]
    assert result.interest == 1250


def test_month_bears_a_twelfth_of_the_yearly_rate() -> None:
    """6 % / 12 = 0.5 %; 1.005¹² = 1.0616778; 1 200 × 0.005 / (1 – 0.9419053) = 103.28."""
    result = loan_table(Loan(D(1200), D(6), 12, Frequency.MONTHLY))
    assert result.period_rate == D("0.005")
    assert result.payment == D("103.28")
    assert result.rows[0].interest == D("6.00")


def test_equivalent_rate_is_used_when_given() -> None:
    """1.06 to the power 1/12 is 1.00486755: 0.486755 %, below a twelfth."""
    assert round(equivalent_rate(D("0.06")), 8) == D("0.00486755")
    given_by_bank = Loan(D(1200), D(6), 12, Frequency.MONTHLY, period_percent=D("0.486755"))
    assert loan_table(given_by_bank).rows[0].interest == D("5.84")


def test_loan_without_interest_shares_the_capital() -> None:
    """1 000 / 3 = 333.33, the last one 333.34."""
    result = loan_table(Loan(D(1000), D(0), 3))
    assert [row.payment for row in result.rows] == [D("333.33"), D("333.33"), D("333.34")]
    assert result.interest == 0


def test_one_payment_gives_all_back() -> None:
    result = loan_table(Loan(D(1000), D(5), 1))
    assert [(row.capital, row.payment) for row in result.rows] == [(1000, 1050)]


def test_less_than_a_cent_a_month_never_goes_below_zero() -> None:
    rows = loan_table(Loan(D(1), D(0), 150, Frequency.MONTHLY)).rows
    assert min(row.left for row in rows) == 0
    assert sum(row.capital for row in rows) == 1


def test_explanation_names_the_monthly_rate_and_the_last_payment() -> None:
    lines = [
        plain(str(step)) for step in loan_table(Loan(D(1200), D(6), 12, Frequency.MONTHLY)).steps
    ]
    assert lines[0] == (
        "Taux mensuel = taux annuel ÷ 12 = 6 % ÷ 12 = 0,5 % (le taux équivalent serait 0,4868 %)"
    )
    assert any(line.startswith("Dernière mensualité") for line in lines)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"capital": D(0)}, "capital"),
        ({"capital": D(-10)}, "capital"),
        ({"yearly_percent": D(-1)}, "yearly_percent"),
        ({"yearly_percent": D(101)}, "yearly_percent"),
        ({"payments": 0}, "payments"),
        ({"payments": 41}, "payments"),
        ({"payments": 481, "frequency": Frequency.MONTHLY}, "payments"),
        ({"capital": D("10000.005")}, "capital"),
        ({"period_percent": D(1)}, "period_percent"),
    ],
)
def test_absurd_loan_is_refused(changes: dict[str, object], field: str) -> None:
    assert list(refused(loan_table, replace(FOUR_YEARS, **changes))) == [field]  # type: ignore[arg-type]


LOANS = st.builds(
    Loan,
    capital=st.decimals("1", "1000000", places=2),
    yearly_percent=st.decimals("0", "30", places=2),
    payments=st.integers(1, 40),
    frequency=st.sampled_from(Frequency),
    repayment=st.sampled_from(Repayment),
)


@given(LOANS)
def test_capital_paid_back_is_the_capital_lent(loan: Loan) -> None:
    result = loan_table(loan)
    assert sum(row.capital for row in result.rows) == loan.capital
    assert result.rows[-1].left == 0
    assert all(row.left >= 0 and row.interest >= 0 for row in result.rows)
    assert result.total == sum(row.payment for row in result.rows)


@given(LOANS)
def test_each_row_takes_up_where_the_one_before_ended(loan: Loan) -> None:
    rows = loan_table(loan).rows
    assert all(after.before == before.left for before, after in zip(rows, rows[1:], strict=False))
    assert all(row.payment == row.interest + row.capital for row in rows)


def test_constant_payment_has_the_value_of_the_capital_today() -> None:
    """The payments brought back to today are worth the capital, half a cent each apart."""
    payment = constant_payment(D(10_000), D("0.05"), 4)
    worth = sum(payment / D("1.05") ** year for year in range(1, 5))
    assert abs(worth - 10_000) < D("0.02")


def test_table_of_the_sheet_has_one_row_a_payment_then_their_total() -> None:
    """Capital 10 000 and interest 1 280.47: three payments of 2 820.12, one of 2 820.11."""
    (table,) = loan_sheet(FOUR_YEARS).tables
    assert table.total
    assert len(table.rows) == 5
    assert table.rows[-1] == ("Total", None, D("1280.47"), 10_000, D("11280.47"), None)


def test_payment_bears_the_name_of_the_lessons() -> None:
    yearly = loan_sheet(FOUR_YEARS)
    assert yearly.figures[0].label == "Annuité constante"
    assert [column.label for column in yearly.tables[0].columns][::4] == ["Année", "Annuité"]
    monthly = loan_sheet(
        replace(FOUR_YEARS, frequency=Frequency.MONTHLY, repayment=Repayment.CONSTANT_CAPITAL)
    )
    assert [figure.label for figure in monthly.figures[:2]] == [
        "Première mensualité", "Dernière mensualité",
    ]  # fmt: skip


def test_monthly_rate_of_the_explanation_leads_to_the_interest_of_the_table() -> None:
    """5 % / 12 = 0.416667 %: 200 000 × 0.00416667 = 833.33, where 0.4167 % would give 833.40."""
    steps = loan_table(Loan(D(200_000), D(5), 240, Frequency.MONTHLY)).steps
    assert plain(steps[2].numbers) == "200 000 € × 0,416667 %"
    assert plain(steps[2].value) == "833,33 €"


def test_rate_of_the_bank_is_shown_as_it_was_typed() -> None:
    loan = Loan(D(1200), D("6.123456"), 12, Frequency.MONTHLY)
    assert plain(loan_table(loan).steps[0].numbers) == "6,123456 % ÷ 12"


def test_forty_years_by_month_are_480_payments() -> None:
    rows = loan_table(Loan(D(200_000), D(4), 480, Frequency.MONTHLY)).rows
    assert (len(rows), rows[-1].left) == (480, 0)
