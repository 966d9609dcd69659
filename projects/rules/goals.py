"""The goals as frozen at the start, beside what was reached (req. 96)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from projects.rules.progress import Reached, Target


@dataclass(frozen=True)
class Compared:
    """
    A goal of the start and its last value.

    - `reached`: against the target frozen when the project was agreed;
    - `later`: the target of today when it is no longer the one frozen, or the goal is gone.
    """

    reached: Reached
    later: Target | None = None
    is_gone: bool = False

    @property
    def has_moved(self) -> bool:
        """Return whether the goal is no longer what it was."""
        return self.is_gone or self.later is not None


def _decimal(text: str | None) -> Decimal | None:
    return Decimal(text) if text is not None else None


def _frozen(row: Mapping[str, Any]) -> Target:
    return Target(
        label=row["label"],
        unit=row["unit"],
        baseline=_decimal(row["baseline"]),
        target=_decimal(row["target"]),
        due_on=date.fromisoformat(row["due_on"]) if row["due_on"] else None,
        objective=row["objective"],
    )


def compare_goals(
    frozen: Iterable[Mapping[str, Any]], current: Mapping[str, Reached]
) -> list[Compared]:
    """
    Return each objective frozen at the start beside its last value.

    `current` gives the indicators of today by their key; a value read in another unit than the
    frozen one says nothing of the goal.
    """
    found = []
    for row in frozen:
        if not row["objective"]:
            continue
        goal, now = _frozen(row), current.get(row["id"])
        if now is None:
            found.append(Compared(Reached(goal), is_gone=True))
            continue
        same_unit = now.target.unit == goal.unit
        reached = Reached(goal, now.value, now.on) if same_unit else Reached(goal)
        moved = _measure(now.target) != _measure(goal)
        found.append(Compared(reached, later=now.target if moved else None))
    return found


def _measure(goal: Target) -> tuple[object, ...]:
    return goal.unit, goal.baseline, goal.target, goal.due_on, goal.objective
