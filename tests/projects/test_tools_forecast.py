"""Sales forecast: moving averages, least squares and correlation, seasons."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.rules.tools.forecast import (
    History,
    Sale,
    forecast,
    forecast_sheet,
    least_squares,
    moving_averages,
    seasonal_coefficients,
)
from tests.projects.refusals import plain, refused

D = Decimal


def history(*values: int | str, **changes: int) -> History:
    """Return past sales of those values."""
    sales = tuple(Sale(f"mois {rank}", D(value)) for rank, value in enumerate(values, 1))
    return History(sales, **changes)


MONTHS = history(10, 12, 14, 13, 16, ahead=2)


def test_worked_example_of_a_trend() -> None:
    """
    Means 3 and 13; products (–2)(–3) + (–1)(–1) + 0 + 0 + 2 × 3 = 13; squares of x 10, of y 20.

    Slope 1.3; start 13 – 1.3 × 3 = 9.1; r = 13/√200 = 0.919239; rank 6: 9.1 + 7.8 = 16.9.
    """
    result = forecast(MONTHS)
    assert (result.line.slope, result.line.start) == (D("1.3"), D("9.1"))
    assert round(result.line.correlation or 0, 6) == D("0.919239")
    assert [each.value for each in result.foreseen] == [D("16.90"), D("18.20")]


def test_worked_example_of_moving_averages() -> None:
    """(10 + 12 + 14)/3 = 12; (12 + 14 + 13)/3 = 13; (14 + 13 + 16)/3 = 14.33, also the last."""
    result = forecast(MONTHS)
    assert result.averages == (None, 12, 13, D("14.33"), None)
    assert result.last_average == D("14.33")


def test_even_window_leans_on_both_sides() -> None:
    """(10/2 + 20 + 30 + 40 + 50/2)/4 = 30."""
    values = [D(each) for each in (10, 20, 30, 40, 50)]
    assert moving_averages(values, 4) == (None, None, 30, None, None)


def test_worked_example_of_seasons() -> None:
    """
    80, 120, three times: slope 60/17.5 = 3.428571, start 100 – 12 = 88.

    Shares: .875, .813953, .760870, mean .816608; 1.265060, 1.179775, 1.105263, mean 1.183366;
    brought to an average of 1: .8166 and 1.1834. Rank 7: (88 + 24) × .816619 = 91.46.
    """
    result = forecast(history(80, 120, 80, 120, 80, 120, seasons=2, ahead=2))
    assert [round(each, 4) for each in result.coefficients] == [D("0.8166"), D("1.1834")]
    assert result.foreseen[0].trend == 112
    assert [each.value for each in result.foreseen] == [D("91.46"), D("136.60")]


def test_season_follows_the_rank_of_the_period() -> None:
    """Seven known periods of a cycle of two: the eighth is of the second season."""
    result = forecast(history(80, 120, 80, 120, 80, 120, 80, seasons=2, ahead=1))
    assert result.foreseen[0].coefficient == result.coefficients[1]


def test_equal_sales_have_a_flat_line_and_no_correlation() -> None:
    result = forecast(history(5, 5, 5))
    assert result.line.slope == 0
    assert result.line.correlation is None
    assert result.foreseen[0].value == 5
    assert "r ne se calcule pas" in forecast_sheet(history(5, 5, 5)).notes[0]
    assert not forecast_sheet(MONTHS).notes


def test_line_that_starts_under_zero_is_written_with_one_sign() -> None:
    """0, 10, 20: slope 10, start – 10."""
    figures = forecast_sheet(history(0, 10, 20)).figures
    assert plain(figures[2].value) == "y = 10 × rang – 10"


def test_forecast_never_goes_below_zero_and_says_so() -> None:
    falling = history(30, 20, 10, ahead=3)
    assert forecast(falling).foreseen[-1].value == 0
    assert any("sous zéro" in note for note in forecast_sheet(falling).notes)


def test_explanation_gives_the_line() -> None:
    lines = [plain(str(step)) for step in forecast(MONTHS).steps]
    assert lines[0] == (
        "Moyenne des 3 dernières périodes = somme ÷ nombre de périodes "
        "= (14 + 13 + 16) ÷ 3 = 14,33"
    )
    assert any(line.endswith("y = 1,3 × rang + 9,1") for line in lines)


@pytest.mark.parametrize(
    ("inputs", "field"),
    [
        (history(1, 2), "sales"),
        (history(0, 0, 0), "sales"),
        (history(5, -1, 5), "sales"),
        (history(5, "NaN", 5), "sales"),
        (history(5, 10**13, 5), "sales"),
        (history(*range(1, 122)), "sales"),
        (history(1, 2, 3, window=1), "window"),
        (history(1, 2, 3, window=4), "window"),
        (history(1, 2, 3, seasons=0), "seasons"),
        (history(1, 2, 3, seasons=2), "seasons"),
        (history(90, 10, 0, 0, seasons=2), "seasons"),
        (history(1, 2, 3, ahead=0), "ahead"),
    ],
)
def test_absurd_history_is_refused(inputs: History, field: str) -> None:
    assert list(refused(forecast, inputs)) == [field]


VALUES = st.lists(st.integers(1, 10_000).map(Decimal), min_size=3, max_size=24)


@given(VALUES)
def test_line_goes_through_the_middle_and_errors_cancel(values: list[Decimal]) -> None:
    line = least_squares(values)
    errors = sum(value - line.at(rank) for rank, value in enumerate(values, 1))
    assert abs(errors) < D("1e-15")
    assert line.correlation is None or abs(line.correlation) <= 1


@given(VALUES, st.integers(-5, 5), st.integers(-5, 5))
def test_no_other_line_is_nearer(values: list[Decimal], more: int, up: int) -> None:
    line = least_squares(values)
    other = replace(line, slope=line.slope + D(more) / 10, start=line.start + up)
    gaps = [
        sum((value - each.at(rank)) ** 2 for rank, value in enumerate(values, 1))
        for each in (line, other)
    ]
    assert gaps[0] <= gaps[1] + D("1e-12")


@given(st.lists(st.integers(50, 60).map(Decimal), min_size=8, max_size=24), st.integers(2, 4))
def test_seasons_average_one(values: list[Decimal], seasons: int) -> None:
    found = seasonal_coefficients(values, least_squares(values), seasons)
    assert abs(sum(found) / seasons - 1) < D("0.000001")
