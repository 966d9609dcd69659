"""Figures of a project: progress of an indicator, totals of a budget, return on what was spent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from projects.states import BudgetKind

ZERO = Decimal(0)
_TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Target:
    """
    What an indicator must reach: from its baseline (nothing written: zero) to its target.

    A target under the baseline is a decrease to obtain, such as a cost.
    """

    label: str
    unit: str
    baseline: Decimal | None = None
    target: Decimal | None = None
    due_on: date | None = None
    objective: bool = False

    @property
    def begins_at(self) -> Decimal:
        """Return the value the indicator starts from."""
        return self.baseline if self.baseline is not None else ZERO

    @property
    def is_decrease(self) -> bool:
        """Return whether less is better."""
        return self.target is not None and self.target < self.begins_at


@dataclass(frozen=True)
class Reached:
    """
    How far an indicator is on a day: its last value beside its target.

    - `share`: percents of the way from the baseline to the target, none without target or value;
    - `gap`: the value less the target; `missing`: what is still to obtain, never negative.
    """

    target: Target
    value: Decimal | None = None
    on: date | None = None

    @property
    def gap(self) -> Decimal | None:
        """Return the value less the target."""
        if self.value is None or self.target.target is None:
            return None
        return self.value - self.target.target

    @property
    def missing(self) -> Decimal | None:
        """Return what is still to obtain, zero once reached."""
        if self.gap is None:
            return None
        return max(ZERO, self.gap if self.target.is_decrease else -self.gap)

    @property
    def is_reached(self) -> bool:
        """Return whether the target is attained or passed."""
        return self.missing == ZERO

    @property
    def share(self) -> Decimal | None:
        """Return the percents of the way done, to a tenth; beyond 100 when it is passed."""
        goal = self.target.target
        if self.value is None or goal is None:
            return None
        way = goal - self.target.begins_at
        if way == ZERO:
            return Decimal(100) if self.is_reached else ZERO
        return percent(self.value - self.target.begins_at, way)


def percent(part: Decimal, whole: Decimal) -> Decimal:
    """Return the part in percents of the whole, to a tenth, half up."""
    return (part * 100 / whole).quantize(_TENTH, rounding=ROUND_HALF_UP)


def expected_share(starts_on: date | None, due_on: date | None, today: date) -> Decimal | None:
    """
    Return the percents of the way expected today on a straight line from start to due day.

    None before the start, or without both days.
    """
    if starts_on is None or due_on is None or due_on < starts_on or today < starts_on:
        return None
    if today >= due_on:
        return Decimal(100)
    return percent(Decimal((today - starts_on).days), Decimal((due_on - starts_on).days))


@dataclass(frozen=True)
class Money:
    """A line of a budget: planned, and actual once known."""

    kind: str
    planned: Decimal
    actual: Decimal | None = None


@dataclass(frozen=True)
class Budget:
    """
    Totals of a budget, actual ones to this day: a line not known yet counts for nothing.

    A result or a return made of half of the lines would be read as the last word: each is none
    until every line is `known`.
    """

    cost_planned: Decimal = ZERO
    cost_actual: Decimal = ZERO
    revenue_planned: Decimal = ZERO
    revenue_actual: Decimal = ZERO
    lines: int = 0
    known: int = 0

    @property
    def is_known(self) -> bool:
        """Return whether every line has its actual amount."""
        return 0 < self.lines == self.known

    @property
    def result_planned(self) -> Decimal:
        """Return the revenue planned less the cost planned."""
        return self.revenue_planned - self.cost_planned

    @property
    def result_actual(self) -> Decimal | None:
        """Return the revenue less the cost, as they were."""
        return self.revenue_actual - self.cost_actual if self.is_known else None

    @property
    def return_planned(self) -> Decimal | None:
        """Return what each euro planned should bring, in percents."""
        return return_on_action(self.revenue_planned, self.cost_planned)

    @property
    def return_actual(self) -> Decimal | None:
        """Return what each euro spent brought, in percents."""
        if not self.is_known:
            return None
        return return_on_action(self.revenue_actual, self.cost_actual)


def budget_of(lines: Iterable[Money]) -> Budget:
    """Return the totals of the lines."""
    rows = list(lines)
    costs = [row for row in rows if row.kind == BudgetKind.COST]
    revenues = [row for row in rows if row.kind == BudgetKind.REVENUE]
    return Budget(
        cost_planned=sum((row.planned for row in costs), ZERO),
        cost_actual=sum((row.actual or ZERO for row in costs), ZERO),
        revenue_planned=sum((row.planned for row in revenues), ZERO),
        revenue_actual=sum((row.actual or ZERO for row in revenues), ZERO),
        lines=len(rows),
        known=sum(row.actual is not None for row in rows),
    )


def return_on_action(gain: Decimal, cost: Decimal) -> Decimal | None:
    """Return (gain - cost) / cost in percents, none when nothing was spent."""
    return percent(gain - cost, cost) if cost > ZERO else None
