"""The readings of an indicator as a chart draws them: days apart, values, dashed target."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from nrc_platform.core import dates
from projects.facts.work_sheet import IndicatorLine
from projects.models import Project, Reading
from projects.rules.timeline import axis_of
from projects.rules.tools.figures import counted, euros, number
from projects.rules.tools.sheet import Unit

Point = tuple[int, Decimal]
_EUROS = "€"


@dataclass(frozen=True)
class Track:
    """Values read on days, beside the straight line that leads to the target."""

    title: str
    text: str
    length: int
    points: tuple[Point, ...]
    goal: tuple[Point, ...]
    goal_words: str
    months: tuple[tuple[int, str], ...]
    sign: str
    kind: str = "dated"

    @property
    def unit(self) -> Unit:
        """Return how the axis is written."""
        return Unit.EUROS if self.sign == _EUROS else Unit.NUMBER

    def say(self, value: Decimal) -> str:
        """Return a value as it is written on the drawing."""
        return said(value, self.sign)


def said(value: Decimal, unit: str) -> str:
    """Return « 1 200 € », « 12 clients »."""
    return euros(value) if unit == _EUROS else f"{number(value)}\u00a0{unit}".rstrip("\u00a0")


def track_of(line: IndicatorLine, project: Project) -> Track | None:
    """Return the drawing of an indicator, none before its first reading in its own unit."""
    row, target = line.row, line.reached.target
    kept = [each for each in line.readings if each.unit == row.unit]
    due = row.due_on or project.ends_on
    axis = axis_of([project.starts_on, due, *(each.on for each in kept)])
    if not kept or axis is None:
        return None

    def place(day: date) -> int:
        return (day - axis.starts_on).days

    goal: tuple[Point, ...] = ()
    if target.target is not None:
        first, last = project.starts_on or axis.starts_on, due or axis.ends_on
        goal = ((place(first), target.begins_at), (place(last), target.target))
    return Track(
        title=row.label,
        text=_text(line, kept),
        length=max(1, axis.length - 1),
        points=tuple((place(each.on), each.value) for each in kept),
        goal=goal,
        goal_words="" if target.target is None else f"cible {said(target.target, row.unit)}",
        months=tuple((place(tick.on), tick.label) for tick in axis.ticks()),
        sign=row.unit,
    )


def _text(line: IndicatorLine, kept: Sequence[Reading]) -> str:
    """Return the figures of the drawing in words."""
    row, reached = line.row, line.reached
    value = "" if reached.value is None else said(reached.value, row.unit)
    words = f"{value} le {dates.day(kept[-1].on)}"
    if row.target is not None:
        words += f", pour une cible de {said(row.target, row.unit)}"
    if row.target is not None and row.due_on:
        words += f" le {dates.day(row.due_on)}"
    return f"{words}. {counted(len(kept), 'relevé', 'relevés')}."


def tracks_of(lines: Sequence[IndicatorLine], project: Project) -> list["Followed"]:
    """Return each indicator with its drawing."""
    return [Followed(line, track_of(line, project)) for line in lines]


@dataclass(frozen=True)
class Followed:
    """An indicator, how far it is, and its drawing."""

    line: IndicatorLine
    track: Track | None
