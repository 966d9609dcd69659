"""Charts as shapes: numbers become paths, dots and words with their classes, never a style."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Any

WIDTH = 640
_LEFT, _RIGHT, _TOP = 92, 620, 34
_PLOT = 200
_ROW, _BAR = 58, 16
_TICKS = 5
_MOST_DOTS = 24
_LONGEST = 30
# What a sign takes at most on a phone, where words are larger, and on a wide screen.
_WIDEST_SIGN, _SIGN = 11.5, 6.5
_SAMPLE, _BETWEEN, _LEGEND_ROW = 44.0, 24.0, 30.0
_LONGEST_NAME = 14
# Two values nearer than this on a line would touch on a phone.
_VALUE_GAP = 110.0
_PERCENT_TICKS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
NBSP = "\u00a0"


@dataclass(frozen=True)
class Mark:
    """One shape: a path, a dot or words; `css` is a list of classes of the design."""

    shape: str
    css: str
    d: str = ""
    x: float = 0
    y: float = 0
    text: str = ""
    anchor: str = "start"


@dataclass(frozen=True)
class Drawing:
    """A chart ready to be drawn in a frame as wide as the design says."""

    height: int
    marks: tuple[Mark, ...]


def _n(value: float) -> str:
    return f"{value:.1f}"


def _path(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in points)


def _words(x: float, y: float, text: str, css: str = "nrc-ch-t", anchor: str = "start") -> Mark:
    return Mark("text", css, x=x, y=y, text=text, anchor=anchor)


def _short(text: str, most: int = _LONGEST) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def nice_ticks(low: float, high: float) -> list[float]:
    """Return round values that hold both ends, zero among them; five steps at most."""
    low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        high = 1.0
    rough = (high - low) / _TICKS
    power = 10.0 ** floor(log10(rough))
    step = next(power * unit for unit in (1, 2, 2.5, 5, 10) if power * unit >= rough * 0.999)
    return [
        step * place for place in range(floor(low / step + 1e-9), ceil(high / step - 1e-9) + 1)
    ]


def _scaled(ticks: Sequence[float], unit: str) -> list[str]:
    """Return the words of an axis: thousands and millions of euros are shortened."""
    most = max(abs(tick) for tick in ticks)
    divisor, suffix = 1.0, f"{NBSP}€" if unit == "euros" else ""
    for size, sign in ((1e6, "M"), (1e4, "k")):
        if unit == "euros" and most >= size:
            divisor, suffix = (1e6 if sign == "M" else 1e3), f"{NBSP}{sign}€"
            break
    if unit == "percent":
        divisor, suffix = 0.01, f"{NBSP}%"
    return [f"{_plain(tick / divisor)}{suffix}" if tick else "0" for tick in ticks]


def _plain(value: float) -> str:
    whole = f"{abs(value):,.4f}".rstrip("0").rstrip(".")
    sign = f"–{NBSP}" if value < 0 and whole != "0" else ""
    return sign + whole.replace(",", NBSP).replace(".", ",")


class _Plane:
    """Places values of a chart with two axes."""

    def __init__(self, count: int, ticks: Sequence[float], *, top: int = _TOP) -> None:
        self.count, self.ticks, self.top = count, ticks, top
        self.low, self.high = ticks[0], ticks[-1]
        self.bottom = top + _PLOT

    def x(self, place: float) -> float:
        """Return where a value of that rank stands."""
        return _LEFT + (_RIGHT - _LEFT) * place / max(self.count - 1, 1)

    def y(self, value: float) -> float:
        """Return the height of a value."""
        return self.bottom - _PLOT * (value - self.low) / (self.high - self.low)

    def grid(self, unit: str) -> list[Mark]:
        """Return the lines across and their words."""
        marks = []
        for tick, words in zip(self.ticks, _scaled(self.ticks, unit), strict=True):
            height = self.y(tick)
            marks.append(Mark("path", "nrc-ch-g", _path([(_LEFT, height), (_RIGHT, height)])))
            marks.append(_words(_LEFT - 8, height + 5, words, anchor="end"))
        return marks

    def names(self, labels: Sequence[str], at: Callable[[float], float]) -> list[Mark]:
        """
        Return the words under the axis, as many as find room.

        On a phone, where words are larger, every second one is left out.
        """
        words = [_short(label, _LONGEST_NAME) for label in labels]
        longest = max(map(len, words))
        room = max(longest * _SIGN, longest * _WIDEST_SIGN / 2) + 10
        step = max(1, ceil(room / max(at(1) - at(0), 0.1)))
        marks = []
        for order, place in enumerate(range(0, len(words), step)):
            css = "nrc-ch-t nrc-ch-alt" if order % 2 else "nrc-ch-t"
            x = at(place)
            near_end = x + longest * _WIDEST_SIGN / 2 > WIDTH
            anchor = "end" if near_end else "middle"
            marks.append(
                _words(WIDTH if near_end else x, self.bottom + 28, words[place], css, anchor)
            )
        return marks


def rows(chart: Any) -> Drawing:
    """Draw bars lying down: name and value over each, a common zero."""
    values = [float(value or 0) for value in chart.series[0].values]
    low, high = min(0.0, *values), max(0.0, *values)
    span = (high - low) or 1.0
    zero = WIDTH * (0.0 - low) / span
    marks = []
    for place, (label, value) in enumerate(zip(chart.labels, values, strict=True)):
        top = place * _ROW
        said = chart.say(chart.series[0].values[place])
        marks.append(_words(0, top + 22, _short(label)))
        marks.append(_words(WIDTH, top + 22, said, "nrc-ch-l", "end"))
        width = max(abs(value) / span * WIDTH, 1.0)
        start = zero if value >= 0 else zero - width
        css = "nrc-ch-bar" if value >= 0 else "nrc-ch-bar is-off"
        box = f"M{_n(start)} {top + 32}h{_n(width)}v{_BAR}h{_n(-width)}z"
        marks.append(Mark("path", css, box))
    return Drawing(_ROW * len(values), tuple(marks))


def _legend(chart: Any) -> tuple[list[Mark], int]:
    """Return the names of the lines over the plot, each after a sample, and how high they are."""
    marks: list[Mark] = []
    x, y = 0.0, 20.0
    for series in chart.series:
        wide = _SAMPLE + len(series.label) * _WIDEST_SIGN + _BETWEEN
        if x and x + wide - _BETWEEN > WIDTH:
            x, y = 0.0, y + _LEGEND_ROW
        sample = _path([(x, y - 6), (x + _SAMPLE - 10, y - 6)])
        marks.append(Mark("path", f"nrc-ch-{series.style}", sample))
        marks.append(_words(x + _SAMPLE, y, series.label))
        x += wide
    return marks, round(y) + 12


def _line(plane: _Plane, series: Any) -> list[Mark]:
    """Return a line, cut where values are missing, with its dots when they are few."""
    marks, run = [], []
    for place, value in enumerate([*series.values, None]):
        if value is not None:
            run.append((plane.x(place), plane.y(float(value))))
            continue
        if len(run) > 1:
            marks.append(Mark("path", f"nrc-ch-{series.style}", _path(run)))
        if series.style != "goal" and len(series.values) <= _MOST_DOTS:
            css = "nrc-ch-dot" if series.style == "real" else "nrc-ch-dot is-off"
            marks.extend(Mark("circle", css, x=x, y=y) for x, y in run)
        run = []
    return marks


def lines(chart: Any) -> Drawing:
    """Draw lines over two axes, and the place that matters when there is one."""
    values = [float(v) for series in chart.series for v in series.values if v is not None]
    legend, top = _legend(chart) if len(chart.series) > 1 else ([], _TOP - 14)
    plane = _Plane(len(chart.labels), nice_ticks(min(values), max(values)), top=top + 14)
    marks = legend + plane.grid(chart.unit) + plane.names(chart.labels, plane.x)
    for series in reversed(chart.series):
        marks += _line(plane, series)
    if chart.mark is not None:
        place, words = float(chart.mark[0]), chart.mark[1]
        x = plane.x(place)
        marks.append(Mark("path", "nrc-ch-mark", _path([(x, plane.top), (x, plane.bottom)])))
        late = place > (plane.count - 1) / 2
        aside, anchor = (x - 8, "end") if late else (x + 8, "start")
        marks.append(_words(aside, plane.bottom - 10, words, "nrc-ch-l", anchor))
    return Drawing(plane.bottom + 40, tuple(marks))


def pareto(chart: Any) -> Drawing:
    """Draw shares as bars and their sum as a line, on one axis of per cent."""
    shares, summed = chart.series
    legend, top = _legend(chart)
    plane = _Plane(len(chart.labels) + 1, _PERCENT_TICKS, top=top + 14)
    wide = plane.x(1) - plane.x(0)
    marks = legend + plane.grid("percent")
    marks += plane.names(chart.labels, lambda place: plane.x(place + 0.5))
    for place, value in enumerate(shares.values):
        left, width = plane.x(place) + wide * 0.1, wide * 0.8
        box = f"M{_n(left)} {_n(plane.bottom)}V{_n(plane.y(float(value)))}h{_n(width)}"
        marks.append(Mark("path", "nrc-ch-bar", f"{box}V{_n(plane.bottom)}z"))
    points = [(plane.x(place + 0.5), plane.y(float(v))) for place, v in enumerate(summed.values)]
    if len(points) > 1:
        marks.append(Mark("path", "nrc-ch-goal", _path(points)))
    if len(points) <= _MOST_DOTS:
        marks += [Mark("circle", "nrc-ch-dot is-off", x=x, y=y) for x, y in points]
    return Drawing(plane.bottom + 40, tuple(marks))


def _between(points: Sequence[tuple[float, float]], place: float) -> tuple[float, float]:
    """Return the point of a curve at a place that may stand between two of its points."""
    before, after = points[floor(place)], points[ceil(place)]
    part = place - floor(place)
    return before[0] + (after[0] - before[0]) * part, before[1] + (after[1] - before[1]) * part


def area(chart: Any) -> Drawing:
    """Draw a curve, the part that is asked for filled under it."""
    values = [float(value) for value in chart.series[0].values]
    plane = _Plane(len(values), [0.0, max(values) * 1.1])
    points = [(plane.x(place), plane.y(value)) for place, value in enumerate(values)]
    marks = [Mark("path", "nrc-ch-g", _path([(_LEFT, plane.bottom), (_RIGHT, plane.bottom)]))]
    marks += plane.names(chart.labels, plane.x)
    low, high = (float(bound) for bound in chart.filled)
    if low < high:
        feet = [(plane.x(high), plane.bottom), (plane.x(low), plane.bottom)]
        inside = [point for place, point in enumerate(points) if low < place < high]
        edges = [_between(points, low), *inside, _between(points, high)]
        marks.append(Mark("path", "nrc-ch-area", f"{_path([*edges, *feet])}z"))
    marks.append(Mark("path", "nrc-ch-real", _path(points)))
    return Drawing(plane.bottom + 40, tuple(marks))


def dated(chart: Any) -> Drawing:
    """
    Draw values read on days against a dashed target; days apart stand apart.

    `length` is the number of days, `points` and `goal` are (day, value) in values of the axis,
    `months` (day, words).
    """
    values = [float(value) for _, value in (*chart.points, *chart.goal)]
    plane = _Plane(chart.length + 1, nice_ticks(min(values), max(values)))
    marks = plane.grid(chart.unit)
    for order, (day, words) in enumerate(chart.months):
        css = "nrc-ch-t nrc-ch-alt" if order % 2 else "nrc-ch-t"
        marks.append(_words(plane.x(day), plane.bottom + 28, words, css, "middle"))
    goal = [(plane.x(day), plane.y(float(value))) for day, value in chart.goal]
    if goal:
        marks.append(Mark("path", "nrc-ch-goal", _path(goal)))
        x, y = goal[-1]
        marks.append(_words(x, y - 10, chart.goal_words, "nrc-ch-t nrc-ch-o", "end"))
    points = [(plane.x(day), plane.y(float(value))) for day, value in chart.points]
    if len(points) > 1:
        marks.append(Mark("path", "nrc-ch-real", _path(points)))
    marks += [Mark("circle", "nrc-ch-dot", x=x, y=y) for x, y in points]
    return Drawing(plane.bottom + 40, tuple(marks + _values(points, chart)))


def _values(points: Sequence[tuple[float, float]], chart: Any) -> list[Mark]:
    """
    Return the value beside each point, on the side its line does not come from.

    The last one is always said; before it, those that would touch are left to the table.
    """
    marks, free = [], float("inf")
    for place in reversed(range(len(points))):
        (x, y), before = points[place], points[max(place - 1, 0)]
        words = chart.say(chart.points[place][1])
        width = len(words) * _WIDEST_SIGN
        side = "start" if before[1] < y or x - width < _LEFT else "end"
        side = "end" if x + width > _RIGHT else side
        is_last = place == len(points) - 1
        if is_last or (side == "end" and x < free):
            marks.append(_words(x, max(y - 12, 18.0), words, "nrc-ch-l", side))
            free = x - width
    return marks


KINDS = {"dated": dated, "rows": rows, "lines": lines, "pareto": pareto, "area": area}

# Paper knows no class of the screen: each class is drawn with these attributes.
PAPER: dict[str, dict[str, str]] = {
    "nrc-ch-t": {"fill": "#3f4a4e", "font-size": "15"},
    "nrc-ch-l": {"fill": "#14191b", "font-size": "16", "font-weight": "700"},
    "nrc-ch-g": {"stroke": "#c4c2b8", "fill": "none"},
    "nrc-ch-goal": {
        "stroke": "#3f4a4e",
        "fill": "none",
        "stroke-width": "2",
        "stroke-dasharray": "6 4",
    },
    "nrc-ch-real": {"stroke": "#0b5563", "fill": "none", "stroke-width": "2.5"},
    "nrc-ch-past": {"stroke": "#8b8a80", "fill": "none", "stroke-width": "2"},
    "nrc-ch-mark": {"stroke": "#14191b", "fill": "none", "stroke-dasharray": "2 3"},
    "nrc-ch-bar": {"fill": "#0b5563"},
    "nrc-ch-bar is-off": {"fill": "#8b8a80"},
    "nrc-ch-area": {"fill": "#c4d9dc"},
    "nrc-ch-dot": {"fill": "#0b5563"},
    "nrc-ch-dot is-off": {"fill": "#8b8a80"},
}


def paper(css: str) -> dict[str, str]:
    """Return the attributes of a class on paper."""
    return PAPER.get(css) or PAPER[css.split()[0]]
