"""Charts: where the shapes stand, what is written on them, and the table that says the same."""

import re
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nrc_platform.web import drawing
from projects.rules.tools import Chart, Column, Series, Table, Unit
from tests.web.test_tags import shown

D = Decimal


def chart(kind: str, *series: Series, **changes: Any) -> Chart:
    """Return a chart of those series, its labels numbered."""
    labels = tuple(str(place) for place in range(len(series[0].values)))
    given_ones = {"labels": labels, "title": "Ventes", "text": "Deux ventes", **changes}
    return Chart(kind=kind, series=series, **given_ones)


def values(*numbers: int | None, **words: Any) -> Series:
    """Return a series of those numbers."""
    return Series(words.get("label", "ventes"), tuple(
        None if each is None else D(each) for each in numbers
    ), words.get("style", "real"))  # fmt: skip


def paths(picture: drawing.Drawing, css: str) -> list[str]:
    """Return the paths of a class."""
    return [mark.d for mark in picture.marks if mark.css == css and mark.shape == "path"]


@given(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9))
def test_axis_holds_both_ends_and_zero_in_few_even_steps(first: float, second: float) -> None:
    low, high = min(first, second), max(first, second)
    ticks = drawing.nice_ticks(low, high)
    slack = (ticks[-1] - ticks[0]) * 1e-6
    assert ticks[0] <= min(low, 0) + slack
    assert ticks[-1] >= max(high, 0) - slack
    assert 2 <= len(ticks) <= 8
    assert any(abs(tick) < 1e-6 for tick in ticks)


def test_axis_of_nothing_goes_from_zero_to_one() -> None:
    assert drawing.nice_ticks(0, 0)[0] == 0
    assert drawing.nice_ticks(0, 0)[-1] == 1


def test_bar_of_half_the_greatest_is_half_as_wide() -> None:
    picture = drawing.rows(chart("rows", values(10, 5)))
    assert paths(picture, "nrc-ch-bar") == [
        "M0.0 32h640.0v16h-640.0z", "M0.0 90h320.0v16h-320.0z",
    ]  # fmt: skip


def test_bar_under_zero_lies_on_the_other_side_in_another_tone() -> None:
    picture = drawing.rows(chart("rows", values(30, -10)))
    assert paths(picture, "nrc-ch-bar") == ["M160.0 32h480.0v16h-480.0z"]
    assert paths(picture, "nrc-ch-bar is-off") == ["M0.0 90h160.0v16h-160.0z"]


def test_line_is_cut_where_a_value_is_missing() -> None:
    picture = drawing.lines(chart("lines", values(1, 2, None, 3, 4)))
    assert len(paths(picture, "nrc-ch-real")) == 2


def test_lines_are_named_when_there_are_several() -> None:
    one = drawing.lines(chart("lines", values(1, 2)))
    two = drawing.lines(chart("lines", values(1, 2), values(2, 3, label="but", style="goal")))
    assert "ventes" not in [mark.text for mark in one.marks]
    assert {"ventes", "but"} <= {mark.text for mark in two.marks}


def test_many_points_have_no_dots() -> None:
    few = drawing.lines(chart("lines", values(*range(24))))
    many = drawing.lines(chart("lines", values(*range(25))))
    assert any(mark.shape == "circle" for mark in few.marks)
    assert not any(mark.shape == "circle" for mark in many.marks)


def test_labels_that_would_overlap_are_left_out() -> None:
    months = tuple(f"septembre {year}" for year in range(2000, 2024))
    picture = drawing.lines(chart("lines", values(*range(24)), labels=months))
    written = [mark for mark in picture.marks if mark.text.startswith("septembre")]
    assert 3 <= len(written) <= 8
    assert written[1].css == "nrc-ch-t nrc-ch-alt"


def test_thousands_and_millions_of_euros_are_shortened_on_the_axis() -> None:
    thousands = drawing.lines(chart("lines", values(0, 50_000)))
    millions = drawing.lines(chart("lines", values(0, 5_000_000)))
    assert "50\u00a0k€" in [mark.text for mark in thousands.marks]
    assert "5\u00a0M€" in [mark.text for mark in millions.marks]


def test_share_drawn_is_the_share_asked() -> None:
    """Filled from the third value of five to the end: half of the width."""
    drawn = chart("area", values(0, 1, 2, 1, 0), filled=(D(2), D(4)))
    (filled,) = paths(drawing.area(drawn), "nrc-ch-area")
    xs = [float(x) for x in re.findall(r"[ML](-?[0-9.]+)", filled)]
    assert (min(xs), max(xs)) == (356.0, 620.0)


def test_share_narrower_than_a_step_of_the_curve_is_filled_up_to_the_curve() -> None:
    """From a quarter to three quarters of the way from 0 to 10, the axis to 11."""
    drawn = chart("area", values(0, 10), filled=(D("0.25"), D("0.75")))
    (filled,) = paths(drawing.area(drawn), "nrc-ch-area")
    corners = [float(each) for each in re.findall(r"-?[0-9.]+", filled)]
    # The axis goes to 11: 2.5 and 7.5 of it stand at 45.5 and 136.4 of the 200 of the plot.
    assert corners == [224.0, 188.5, 488.0, 97.6, 488.0, 234.0, 224.0, 234.0]


def test_share_beyond_what_is_drawn_fills_nothing() -> None:
    drawn = chart("area", values(0, 1, 0), filled=(D(2), D(2)))
    assert not paths(drawing.area(drawn), "nrc-ch-area")


def test_pareto_of_one_client_is_a_bar_alone() -> None:
    picture = drawing.pareto(
        chart("pareto", values(1, label="part"), values(1, label="cumul", style="goal"))
    )
    assert len(paths(picture, "nrc-ch-bar")) == 1


@pytest.mark.parametrize("tag", ["chart", "paper_chart"])
def test_drawing_is_named_and_told_for_those_who_do_not_see_it(tag: str) -> None:
    written = shown("{% " + tag + " chart %}", chart=chart("rows", values(10, 5)))
    assert 'role="img" aria-labelledby="ventes-titre ventes-texte"' in written
    assert '<desc id="ventes-texte">Deux ventes</desc>' in written


def test_paper_writes_its_colours_and_the_screen_none() -> None:
    drawn = chart("lines", values(1, 2), values(2, 3, label="but", style="goal"))
    assert "#" not in shown("{% chart chart %}", chart=drawn)
    printed = shown("{% paper_chart chart %}", chart=drawn)
    assert 'font-family="Atkinson Hyperlegible"' in printed
    assert 'stroke-dasharray="6 4"' in printed


def test_words_of_a_chart_are_escaped() -> None:
    drawn = chart("rows", values(1), labels=("<b>Client</b>",))
    assert "<b>" not in shown("{% chart chart %}", chart=drawn)


def test_twin_holds_every_figure_and_is_folded_when_long() -> None:
    columns = (Column("Mois"), Column("Ventes", Unit.EUROS))
    short = Table("Ventes par mois", columns, (("Mai", D(1200)), ("Juin", None)))
    long = Table("Ventes par mois", columns, (("Mai", D(1200)),) * 13)
    drawn = chart("rows", values(1))
    source = "{% chart_figure chart table %}"
    written = shown(source, chart=drawn, table=short).replace("\u00a0", " ")
    assert '<td class="is-right">1 200 €</td>' in written
    assert "néant" in written
    assert "<details" in written
    assert " open>" in written
    assert " open>" not in shown(source, chart=drawn, table=long)
