"""The plan of actions as pages show it: what each line says, and where it may go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from projects.models import Action
from projects.rules.tools.figures import euros, number
from projects.states import PENDING, ActionState

# Where a button of the board leads, and what it says there.
_VERBS: dict[tuple[str, str], str] = {
    (ActionState.TODO, ActionState.DOING): "Commencer",
    (ActionState.TODO, ActionState.DONE): "Terminer",
    (ActionState.TODO, ActionState.DROPPED): "Abandonner",
    (ActionState.DOING, ActionState.DONE): "Terminer",
    (ActionState.DOING, ActionState.TODO): "Remettre à faire",
    (ActionState.DOING, ActionState.DROPPED): "Abandonner",
    (ActionState.DONE, ActionState.DOING): "Reprendre",
    (ActionState.DROPPED, ActionState.TODO): "Remettre à faire",
}
COLUMNS = {
    ActionState.TODO: "À faire",
    ActionState.DOING: "En cours",
    ActionState.DONE: "Fait",
    ActionState.DROPPED: "Abandonné",
}


@dataclass(frozen=True)
class Planned:
    """A measure of an action: what was planned, what was done, and how each is called."""

    label: str
    planned: str
    done_label: str
    done: str


@dataclass(frozen=True)
class PlanLine:
    """An action, how late it is, what was planned and done, and the columns it may go to."""

    row: Action
    days_late: int
    measures: tuple[Planned, ...]
    moves: tuple[tuple[str, str], ...]

    @property
    def is_late(self) -> bool:
        """Return whether it should be done already, or was done after its day."""
        return self.days_late > 0


def _days_late(row: Action, today: date) -> int:
    if row.state in PENDING:
        return (today - row.ends_on).days
    return (row.done_on - row.ends_on).days if row.done_on else 0


def _counted(value: Decimal | None, unit: str) -> str:
    return "" if value is None else f"{number(value)}\u00a0{unit}"


def _euros(value: Decimal | None) -> str:
    return "" if value is None else euros(value)


def _measures(row: Action) -> tuple[Planned, ...]:
    unit = row.quantity_unit
    wanted, made = _counted(row.quantity_planned, unit), _counted(row.quantity_done, unit)
    found = (
        Planned("Quantité prévue", wanted, "réalisée", made),
        Planned("Coût prévu", _euros(row.cost_planned), "réel", _euros(row.cost_done)),
        Planned("Qualité attendue", row.quality_planned, "obtenue", row.quality_done),
    )
    return tuple(each for each in found if each.planned or each.done)


def plan_line(row: Action, today: date) -> PlanLine:
    """Return an action as pages show it; no query."""
    moves = ((to, verb) for (source, to), verb in _VERBS.items() if source == row.state)
    return PlanLine(row, _days_late(row, today), _measures(row), tuple(moves))


@dataclass(frozen=True)
class Column:
    """A column of the board."""

    state: str
    label: str
    lines: tuple[PlanLine, ...]


def board_of(lines: Sequence[PlanLine]) -> list[Column]:
    """Return the four columns of the board."""
    return [
        Column(state, label, tuple(line for line in lines if line.row.state == state))
        for state, label in COLUMNS.items()
    ]
