"""Break-even: threshold, result, and the day it is reached in months of thirty days."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.rules.tools.break_even import Activity, break_even, break_even_sheet, day_reached
from tests.projects.refusals import plain, refused

D = Decimal
NEW_YEAR = date(2027, 1, 1)
SHOP = Activity(D(500_000), D(300_000), D(150_000), NEW_YEAR, units=1000)


def test_worked_example_of_a_shop() -> None:
    """500 – 300 = 200, 40 %; 150 / 0.4 = 375; 200 – 150 = 50; 375/500 × 360 = 270 days."""
    result = break_even(SHOP)
    assert (result.margin, result.margin_rate) == (200_000, D("0.4"))
    assert result.threshold == 375_000
    assert result.profit == 50_000
    assert (result.safety, result.safety_rate) == (125_000, D("0.25"))
    assert result.reached_in == 270
    assert result.reached_on == date(2027, 9, 30)  # nine months of thirty days
    assert result.threshold_units == 750  # 375 000 / (500 000 / 1000)


def test_part_of_a_day_counts_as_a_day() -> None:
    """216.5 days: 100 000 × 216.5/360 is the threshold, reached on the 217th day."""
    sold = Activity(D(360_000), D(0), D(216_500), NEW_YEAR)
    assert break_even(sold).reached_in == 217
    assert break_even(sold).reached_on == date(2027, 8, 7)  # 7 months, then the 7th day


def test_half_a_year_counts_180_days() -> None:
    """50 000 of 100 000 in six months: 90 days, three months."""
    sold = Activity(D(100_000), D(0), D(50_000), date(2027, 3, 1), months=6)
    assert break_even(sold).reached_in == 90
    assert break_even(sold).reached_on == date(2027, 5, 30)


def test_first_day_is_the_day_of_rank_one() -> None:
    assert day_reached(NEW_YEAR, 1) == NEW_YEAR
    assert day_reached(NEW_YEAR, 31) == date(2027, 2, 1)


def test_days_never_go_back_in_february() -> None:
    """The 60th day is the last of February, the 61st the first of March."""
    days = [day_reached(NEW_YEAR, rank) for rank in range(1, 361)]
    assert days[58:61] == [date(2027, 2, 28), date(2027, 2, 28), date(2027, 3, 1)]
    assert days == sorted(days)


@pytest.mark.parametrize(
    ("turnover", "variable", "fixed", "units", "asked"),
    [(1441, 211, 1210, 246, 242), (700, 694, 4, 300, 200)],
)
def test_whole_quantity_takes_no_unit_more(
    turnover: int, variable: int, fixed: int, units: int, asked: int
) -> None:
    """1 210 × 246 / 1 230 = 242 exactly, 4 × 300 / 6 = 200: nothing to round up."""
    sold = Activity(D(turnover), D(variable), D(fixed), NEW_YEAR, units=units)
    assert break_even(sold).threshold_units == asked


def test_threshold_beyond_the_period_has_no_day() -> None:
    result = break_even(replace(SHOP, fixed_costs=D(250_000)))
    assert result.threshold == 625_000
    assert result.reached_on is None
    assert result.profit == -50_000
    assert break_even_sheet(replace(SHOP, fixed_costs=D(250_000))).notes


def test_threshold_exactly_at_the_end_is_reached_on_the_last_day() -> None:
    result = break_even(replace(SHOP, fixed_costs=D(200_000)))
    assert (result.reached_in, result.profit) == (360, 0)


def test_without_fixed_costs_one_earns_from_the_first_day() -> None:
    result = break_even(replace(SHOP, fixed_costs=D(0)))
    assert (result.threshold, result.reached_on) == (0, NEW_YEAR)


def test_explanation_of_the_threshold_and_of_the_day() -> None:
    lines = [plain(str(step)) for step in break_even(SHOP).steps]
    assert lines[2] == (
        "Seuil de rentabilité = charges fixes ÷ taux de marge sur coût variable "
        "= 150 000 € ÷ 40 % = 375 000 €"
    )
    assert lines[5].endswith("270 jours, le jeudi 30 septembre 2027")


def test_explanation_divides_by_the_fraction_when_the_rate_goes_on() -> None:
    """40/103 is 38.83 % and some: 150 000 ÷ 38.83 % would make 386 299.25, and not 386 250."""
    lines = break_even(Activity(D(103_000), D(63_000), D(150_000), NEW_YEAR)).steps
    assert plain(lines[1].value) == "38,83 %"
    assert plain(lines[2].numbers) == "150 000 € ÷ (40 000 € ÷ 103 000 €)"
    assert plain(lines[2].value) == "386 250 €"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"turnover": D(0)}, "turnover"),
        ({"turnover": D(-1)}, "turnover"),
        ({"turnover": D("Infinity")}, "turnover"),
        ({"variable_costs": D(-1)}, "variable_costs"),
        ({"variable_costs": D(500_000)}, "variable_costs"),
        ({"fixed_costs": D(-1)}, "fixed_costs"),
        ({"fixed_costs": D("0.001")}, "fixed_costs"),
        ({"starts_on": date(9999, 12, 31)}, "starts_on"),
        ({"starts_on": date(27, 1, 1)}, "starts_on"),
        ({"months": 0}, "months"),
        ({"units": -1}, "units"),
    ],
)
def test_absurd_activity_is_refused(changes: dict[str, object], field: str) -> None:
    assert list(refused(break_even, replace(SHOP, **changes))) == [field]  # type: ignore[arg-type]


@given(st.integers(2, 10**6), st.integers(0, 10**6), st.integers(0, 10**6))
def test_at_the_threshold_nothing_is_won_nor_lost(sold: int, variable: int, fixed: int) -> None:
    variable %= sold
    result = break_even(Activity(D(sold), D(variable), D(fixed), NEW_YEAR))
    share = result.threshold / sold
    assert abs(result.threshold - share * variable - fixed) <= D("0.01")
    assert (result.reached_in is None) == (result.profit < 0)
