"""Workbooks (XLSX) of what a page shows: values typed, text that no program runs."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORMATS = {
    "euros": '#,##0.00\u00a0"€"',
    "percent": "0.00%",
    "number": "#,##0.####",
    "count": "#,##0",
}
# As « number » writes a whole number, a comma is left with nothing after it: « 12, ».
_WHOLE = _FORMATS["count"]
_DAY = "dd/mm/yyyy"
# Excel refuses these in the name of a sheet, and more than 31 signs.
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_LONGEST_NAME = 31
_LONGEST_TEXT = 32_767
_NARROW, _WIDE, _MARGIN = 12, 60, 2

Value = str | int | Decimal | date | None


@dataclass(frozen=True)
class Cell:
    """A value, and how a figure is written: euros, percent, number, count."""

    value: Value
    style: str = ""


@dataclass(frozen=True)
class Tab:
    """A sheet of the workbook: its title, the heads of its columns, its rows."""

    title: str
    heads: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]


def _written(tab: object, cell: Cell) -> WriteOnlyCell:
    """Return the cell; what begins with « = » stays text, so that nothing is calculated."""
    if isinstance(cell.value, str):
        text = ILLEGAL_CHARACTERS_RE.sub("", cell.value)[:_LONGEST_TEXT]
        written = WriteOnlyCell(tab, text)
        written.data_type = "s"
        if len(text) > _WIDE or "\n" in text:
            written.alignment = Alignment(wrap_text=True, vertical="top")
        return written
    written = WriteOnlyCell(tab, cell.value)
    if isinstance(cell.value, date):
        written.number_format = _DAY
    elif cell.style:
        written.number_format = _format(cell)
    return written


def _format(cell: Cell) -> str:
    """Return how a spreadsheet program writes the figure."""
    if cell.style == "number" and isinstance(cell.value, Decimal | int):
        return _WHOLE if cell.value == int(cell.value) else _FORMATS["number"]
    return _FORMATS[cell.style]


def _length(cell: Cell) -> int:
    """Return how many signs the cell takes once written; euros have cents and thousands apart."""
    if cell.value is None or isinstance(cell.value, date):
        return len("00/00/0000")
    if isinstance(cell.value, str):
        return len(cell.value)
    return len(f"{cell.value:,.2f} €")


def _widths(tab: Tab) -> list[int]:
    """Return how wide each column is: its longest text, within reason."""
    columns = max([len(tab.heads), *(len(row) for row in tab.rows)], default=0)
    return [
        min(
            max(
                [
                    _NARROW,
                    *(len(head) for head in tab.heads[place : place + 1]),
                    *(_length(row[place]) for row in tab.rows if place < len(row)),
                ]
            )
            + _MARGIN,
            _WIDE,
        )
        for place in range(columns)
    ]


def workbook(tabs: Sequence[Tab]) -> io.BytesIO:
    """Return a workbook with those sheets, ready to be sent."""
    book = Workbook(write_only=True)
    for tab in tabs:
        page = book.create_sheet(tab.title.translate(_FORBIDDEN)[:_LONGEST_NAME])
        for place, width in enumerate(_widths(tab)):
            page.column_dimensions[get_column_letter(place + 1)].width = width
        if tab.heads:
            page.freeze_panes = "A2"
            heads = [_written(page, Cell(head)) for head in tab.heads]
            for head in heads:
                head.font = Font(bold=True)
            page.append(heads)
        for row in tab.rows:
            page.append([_written(page, cell) for cell in row])
    stream = io.BytesIO()
    book.save(stream)
    stream.seek(0)
    return stream
