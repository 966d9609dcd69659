"""The small curve of an objective: what was read, beside the straight line to the target."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from projects.rules.progress import Target

LEFT, RIGHT, TOP, BOTTOM = 2.0, 112.0, 6.5, 38.0


@dataclass(frozen=True)
class Curve:
    """Points in a frame of 116 by 40: the line to the target, the values read, the last one."""

    goal: str
    real: str
    last: tuple[str, str]


def curve(
    target: Target, readings: Sequence[tuple[date, Decimal]], *, first: date, last: date
) -> Curve | None:
    """Return the curve from the first day to the last; none without target, or without days."""
    if target.target is None or last <= first:
        return None
    values = [target.begins_at, target.target, *(value for _, value in readings)]
    low, high = min(values), max(values)
    way = float(high - low) or 1.0

    def place(on: date, value: Decimal) -> tuple[str, str]:
        share = (on - first).days / (last - first).days
        across = LEFT + (RIGHT - LEFT) * min(max(share, 0.0), 1.0)
        height = BOTTOM - (BOTTOM - TOP) * float(value - low) / way
        return f"{across:.1f}", f"{height:.1f}"

    points = [(first, target.begins_at), *readings]
    placed = [place(on, value) for on, value in points]
    ends = (place(first, target.begins_at), place(last, target.target))
    return Curve(
        goal=" ".join(",".join(point) for point in ends),
        real=" ".join(",".join(point) for point in placed),
        last=placed[-1],
    )
