"""Workbooks: figures are numbers, text stays text, names fit."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from nrc_platform.documents.workbook import Cell, Tab, workbook


def opened(*tabs: Tab) -> Any:
    """Return the workbook as a spreadsheet program reads it."""
    return load_workbook(workbook(tabs))


@pytest.mark.parametrize("trigger", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1+1", "'=1"])
def test_text_is_never_calculated(trigger: str) -> None:
    cell = opened(Tab("Page", (), [[Cell(trigger)]]))["Page"]["A1"]
    assert cell.data_type == "s"
    assert str(cell.value).strip() == trigger.strip()


@given(st.text(max_size=40))
def test_any_text_is_kept_as_text(text: str) -> None:
    cell = opened(Tab("Page", ("Titre",), [[Cell("a"), Cell(text)]]))["Page"]["B2"]
    assert cell.data_type != "f"


def test_figures_and_days_keep_their_type_and_their_look() -> None:
    row = [
        Cell(Decimal("1250.5"), "euros"),
        Cell(Decimal("0.25"), "percent"),
        Cell(12, "count"),
        Cell(None),
        Cell(date(2027, 1, 12)),
    ]
    euros, share, count, nothing, day = opened(Tab("Page", (), [row]))["Page"][1]
    assert (euros.value, share.value, count.value) == (1250.5, 0.25, 12)
    assert "€" in euros.number_format
    assert share.number_format == "0.00%"
    assert day.value.date() == date(2027, 1, 12)
    assert nothing.value is None


def test_whole_number_has_no_comma_left_alone() -> None:
    """With « #,##0.#### » alone, a French spreadsheet writes « 12, »."""
    row = [Cell(Decimal("12.0"), "number"), Cell(Decimal("12.5"), "number")]
    whole, part = opened(Tab("Page", (), [row]))["Page"][1]
    assert (whole.number_format, part.number_format) == ("#,##0", "#,##0.####")


def test_column_is_wide_enough_for_its_amounts() -> None:
    """« 1 234 567 890,50 € » has eighteen signs: fewer, and a program shows ####."""
    page = opened(Tab("Page", ("CA",), [[Cell(Decimal("1234567890.5"), "euros")]]))["Page"]
    assert page.column_dimensions["A"].width >= 18


def test_text_longer_than_its_column_is_read_on_several_lines() -> None:
    page = opened(Tab("Page", (), [[Cell("mot " * 30), Cell("court"), Cell("un\ndeux")]]))["Page"]
    assert [bool(cell.alignment.wrap_text) for cell in page[1]] == [True, False, True]


def test_columns_after_the_twenty_sixth_have_their_width() -> None:
    page = opened(Tab("Page", tuple(f"Mois {place}" for place in range(30)), []))["Page"]
    assert page.column_dimensions["AD"].width > 8
    assert "[" not in page.column_dimensions


def test_heads_are_bold_and_stay_in_sight() -> None:
    page = opened(Tab("Page", ("Mois", "Ventes"), [[Cell("Mai"), Cell(Decimal(3), "euros")]]))[
        "Page"
    ]
    assert [cell.font.bold for cell in page[1]] == [True, True]
    assert page.freeze_panes == "A2"


def test_long_or_forbidden_name_is_made_one_that_opens() -> None:
    book = opened(Tab("Ventes/mois: [tout] " + "a" * 40, (), [[Cell("x")]]))
    assert book.sheetnames == ["Ventes mois   tout  " + "a" * 11]


def test_control_signs_and_endless_text_do_not_break_the_file() -> None:
    cell = opened(Tab("Page", (), [[Cell("a\x00b" + "c" * 40_000)]]))["Page"]["A1"]
    assert str(cell.value).startswith("abc")
    assert len(str(cell.value)) == 32_767
