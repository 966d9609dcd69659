"""Drawings and figures of the pages of projects."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import template

from projects.facts.work_sheet import Timeline, TimelineLine
from projects.rules.tools.figures import euros, number
from projects.selectors.work import PHASE
from projects.states import ActionState, PhaseState

register = template.Library()
Context = dict[str, Any]
NBSP = "\u00a0"
# Heights in pixels: the drawing is as wide as its place, its words never grow nor shrink.
_HEAD, _ROW, _BAR, _FOOT = 28, 44, 12, 8
_LONGEST = 34
# As they are shortened in French, for a drawing that a phone shows too.
_MONTHS = (
    *("janv.", "févr.", "mars", "avr.", "mai", "juin"),
    *("juil.", "août", "sept.", "oct.", "nov.", "déc."),
)
_MOST_TICKS = 7
# The month of a tick too near the end would be cut.
_LAST_TICK = Decimal(90)


def _state_words(line: TimelineLine) -> str:
    states = PhaseState if line.kind == PHASE else ActionState
    return str(states(line.state).label)


def _span(first: date, last: date) -> str:
    """Return « 3 nov. – 12 déc. »: short enough for a phone."""
    return f"{_short(first)} – {_short(last)}" if first != last else _short(first)


def _short(day: date) -> str:
    return f"{day.day}{NBSP}{_MONTHS[day.month - 1]}"


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"


@register.inclusion_tag("projects/gantt.html")
def gantt(timeline: Timeline) -> Context:
    """Draw phases and actions over months, beside the table that says the same."""
    rows = [
        {
            "line": line,
            "state": _state_words(line),
            "label": _cut(line.label),
            "days": _span(line.starts_on, line.ends_on),
            "css": f"is-{line.state}{' is-phase' if line.kind == PHASE else ''}",
            "x": f"{line.bar.left}%",
            "width": f"{line.bar.width}%",
            "words_y": _HEAD + place * _ROW + 20,
            "bar_y": _HEAD + place * _ROW + 26,
        }
        for place, line in enumerate(timeline.lines)
    ]
    months = timeline.axis.ticks()
    step = 1 + len(months) // _MOST_TICKS
    ticks = [
        {"x": f"{tick.left}%", "label": _MONTHS[tick.on.month - 1]}
        if place % step == 0 and tick.left <= _LAST_TICK
        else {"x": f"{tick.left}%", "label": ""}
        for place, tick in enumerate(months)
    ]
    return {
        "timeline": timeline,
        "rows": rows,
        "ticks": ticks,
        "today": None if timeline.today is None else f"{timeline.today}%",
        "bar": _BAR,
        "height": _HEAD + len(rows) * _ROW + _FOOT,
    }


@register.filter
def hours(value: Decimal | None) -> str:
    """Return « 7,5 h », nothing for none."""
    return "" if value is None else f"{number(value)}{NBSP}h"


@register.filter
def money(value: Decimal | None) -> str:
    """Return « 1 250,00 € », nothing for none."""
    return "" if value is None else euros(value)


@register.filter
def measured(value: Decimal | None, unit: str = "") -> str:
    """Return « 12 clients », nothing for none."""
    return "" if value is None else f"{number(value)}{NBSP}{unit}".rstrip(NBSP)


@register.filter
def percents(value: Decimal) -> str:
    """Return « 62,5 % » for 62.5."""
    return f"{number(value)}{NBSP}%"
