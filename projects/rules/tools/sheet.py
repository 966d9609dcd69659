"""What a tool answers, ready to be shown: figures, explanation, chart and tables, no HTML."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from nrc_platform.core import dates
from projects.rules.tools.figures import euros, number, percent

Value = Decimal | int | str | date | None


class Unit(StrEnum):
    """How a value is written."""

    TEXT = "text"
    EUROS = "euros"
    PERCENT = "percent"
    NUMBER = "number"
    COUNT = "count"
    DATE = "date"


def shown(value: Value, unit: Unit) -> str:
    """Return the value as a page says it; nothing for none."""
    if value is None:
        return ""
    if isinstance(value, date):
        return dates.short_day(value)
    if isinstance(value, str):
        return value
    if unit == Unit.EUROS:
        return euros(value)
    return percent(Decimal(value)) if unit == Unit.PERCENT else number(value)


@dataclass(frozen=True)
class Step:
    """One line of the explanation: what is sought, the formula, its numbers, what it gives."""

    label: str
    formula: str
    numbers: str
    value: str

    def __str__(self) -> str:
        return " = ".join(
            part for part in (self.label, self.formula, self.numbers, self.value) if part
        )


@dataclass(frozen=True)
class Figure:
    """A result people look for first; the first of a sheet is the answer."""

    label: str
    amount: Value
    unit: Unit = Unit.TEXT

    @property
    def value(self) -> str:
        """Return the result as a page says it."""
        return shown(self.amount, self.unit)


@dataclass(frozen=True)
class Column:
    """A column of a table, and how its values are written."""

    label: str
    unit: Unit = Unit.TEXT

    @property
    def is_figure(self) -> bool:
        """Return whether the values are compared, so aligned at right."""
        return self.unit not in (Unit.TEXT, Unit.DATE)


@dataclass(frozen=True)
class Table:
    """A table; with `total`, the last row is the sum of the others."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    total: bool = False

    @property
    def shown_rows(self) -> list[list[tuple[str, bool]]]:
        """Return the text of each cell, and whether it is a figure."""
        return [
            [
                (shown(value, column.unit), column.is_figure)
                for value, column in zip(row, self.columns, strict=True)
            ]
            for row in self.rows
        ]


@dataclass(frozen=True)
class Series:
    """Values of one line or one set of bars; `style` is real, goal or past."""

    label: str
    values: tuple[Decimal | None, ...]
    style: str = "real"


@dataclass(frozen=True)
class Chart:
    """
    A drawing of numbers; its table twin stands beside it.

    - `kind`: rows (bars lying down), lines, pareto (bars and their cumulated share), area (a curve
      filled between `filled`);
    - `labels`: one per value; `mark`: the place of a vertical line, counted in values, and its
      words.
    """

    kind: str
    title: str
    text: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    unit: Unit = Unit.EUROS
    mark: tuple[Decimal, str] | None = None
    filled: tuple[Decimal, Decimal] | None = None

    def say(self, value: Value) -> str:
        """Return a value of the drawing as it is written on it."""
        return shown(value, self.unit)


@dataclass(frozen=True)
class Sheet:
    """Everything a tool shows for some inputs; the first table is the twin of the chart."""

    figures: tuple[Figure, ...]
    steps: tuple[Step, ...]
    chart: Chart
    tables: tuple[Table, ...]
    notes: tuple[str, ...] = ()
