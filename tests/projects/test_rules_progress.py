"""Figures of a project: how far a goal is, what a budget gives, where a bar stands."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.rules.goals import compare_goals
from projects.rules.progress import (
    Money,
    Reached,
    Target,
    budget_of,
    expected_share,
    return_on_action,
)
from projects.rules.timeline import Axis, axis_of

D = Decimal
MONEY = st.decimals(min_value=0, max_value=10**6, places=2)


@pytest.mark.parametrize(
    ("baseline", "target", "value", "share", "missing", "gap"),
    [
        # (7 - 2) of the 10 to gain.
        (D(2), D(12), D(7), D("50.0"), D(5), D(-5)),
        (None, D(12), D(3), D("25.0"), D(9), D(-9)),
        (D(2), D(12), D(14), D("120.0"), D(0), D(2)),
        # A cost to bring down from 90 to 60: 15 of the 30.
        (D(90), D(60), D(75), D("50.0"), D(15), D(15)),
        (D(90), D(60), D(50), D("133.3"), D(0), D(-10)),
        # Going the wrong way.
        (D(2), D(12), D(1), D("-10.0"), D(11), D(-11)),
        # Nothing to gain: to keep.
        (D(5), D(5), D(5), D(100), D(0), D(0)),
        (D(5), D(5), D(4), D(0), D(1), D(-1)),
    ],
)
def test_goal_is_read_from_its_baseline_to_its_target(
    baseline: D | None, target: D, value: D, share: D, missing: D, gap: D
) -> None:
    row = Reached(Target("Clients", "clients", baseline, target), value, date(2026, 11, 24))
    assert (row.share, row.missing, row.gap, row.is_reached) == (share, missing, gap, missing == 0)


def test_goal_without_value_or_target_says_nothing() -> None:
    for row in (
        Reached(Target("Clients", "clients", target=D(12))),
        Reached(Target("Clients", "clients"), D(3)),
    ):
        assert (row.share, row.missing, row.gap, row.is_reached) == (None, None, None, False)


@given(st.integers(-1000, 1000), st.integers(-1000, 1000), st.integers(-2000, 2000))
def test_share_passes_a_hundred_exactly_when_the_goal_is_reached(
    baseline: int, target: int, value: int
) -> None:
    row = Reached(Target("x", "u", D(baseline), D(target)), D(value))
    share = row.share
    assert share is not None
    if row.is_reached:
        assert share >= 100
    else:
        # A tenth of percent may round up to it.
        assert share <= 100


@pytest.mark.parametrize(
    ("today", "share"),
    [
        (date(2026, 10, 1), None),
        (date(2026, 11, 1), D("0.0")),
        (date(2026, 11, 16), D("50.0")),
        (date(2026, 12, 1), D(100)),
        (date(2027, 1, 1), D(100)),
    ],
)
def test_way_expected_is_a_straight_line(today: date, share: D | None) -> None:
    assert expected_share(date(2026, 11, 1), date(2026, 12, 1), today) == share
    assert expected_share(None, date(2026, 12, 1), today) is None
    assert expected_share(date(2026, 12, 2), date(2026, 12, 1), today) is None


def test_return_on_an_action_is_what_each_euro_brought() -> None:
    # 300 spent brought 750: 450 more, 1.5 times the cost.
    assert return_on_action(D(750), D(300)) == D("150.0")
    assert return_on_action(D(0), D(300)) == D("-100.0")
    assert return_on_action(D(100), D(300)) == D("-66.7")
    assert return_on_action(D(750), D(0)) is None


@given(st.lists(st.tuples(st.sampled_from(["cost", "revenue"]), MONEY, st.none() | MONEY)))
def test_budget_is_the_sum_of_its_lines(rows: list[tuple[str, D, D | None]]) -> None:
    budget = budget_of(Money(*row) for row in rows)
    sign = {"cost": -1, "revenue": 1}
    assert budget.result_planned == sum(sign[kind] * planned for kind, planned, _ in rows)
    assert budget.revenue_actual - budget.cost_actual == sum(
        sign[kind] * (actual or 0) for kind, _, actual in rows
    )
    assert (budget.lines, budget.known) == (
        len(rows), sum(actual is not None for _, _, actual in rows),
    )  # fmt: skip


def test_budget_half_known_has_no_actual_result_nor_return() -> None:
    """250 spent of a known line, 750 sold, samples not paid yet: 200 % would be no last word."""
    known = [Money("cost", D(200), D(250)), Money("revenue", D(1000), D(750))]
    half = budget_of([*known, Money("cost", D(50))])
    assert (half.is_known, half.lines, half.known) == (False, 3, 2)
    assert (half.result_actual, half.return_actual) == (None, None)
    assert (half.cost_actual, half.revenue_actual) == (250, 750)
    assert (half.result_planned, half.return_planned) == (750, D("300.0"))
    whole = budget_of([*known, Money("cost", D(50), D(0))])
    assert (whole.result_actual, whole.return_actual) == (500, D("200.0"))


def test_budget_without_a_line_is_not_known() -> None:
    assert (budget_of([]).is_known, budget_of([]).result_actual) == (False, None)


def frozen(**changes: Any) -> dict[str, Any]:
    """Return a goal as it is kept when the project is agreed."""
    return {
        "id": "a",
        "label": "Clients",
        "unit": "clients",
        "baseline": "2",
        "target": "12",
        "due_on": "2027-04-30",
        "objective": True,
        **changes,
    }


GOAL = Target("Clients", "clients", D(2), D(12), date(2027, 4, 30), objective=True)


@pytest.mark.req(96, rule="projects.rules.goals.compare_goals")
def test_project_is_evaluated_against_the_goals_of_the_start() -> None:
    eased = Target("Clients", "clients", D(2), D(6), date(2027, 4, 30), objective=True)
    (kept,) = compare_goals([frozen()], {"a": Reached(GOAL, D(7))})
    assert (kept.reached.share, kept.later, kept.has_moved) == (D("50.0"), None, False)
    (moved,) = compare_goals([frozen()], {"a": Reached(eased, D(7))})
    # Reached against the target of today, half way of the one agreed.
    assert (moved.reached.share, moved.reached.is_reached) == (D("50.0"), False)
    assert (moved.later, moved.has_moved) == (eased, True)


@pytest.mark.req(96, rule="projects.rules.goals.compare_goals")
def test_goal_given_up_or_counted_otherwise_is_said() -> None:
    (gone,) = compare_goals([frozen()], {})
    assert (gone.is_gone, gone.has_moved, gone.reached.value) == (True, True, None)
    calls = Target("Clients", "appels", D(2), D(12), date(2027, 4, 30), objective=True)
    (other,) = compare_goals([frozen()], {"a": Reached(calls, D(99))})
    assert (other.reached.value, other.has_moved) == (None, True)
    assert compare_goals([frozen(objective=False)], {}) == []


def test_bars_fill_their_axis() -> None:
    axis = Axis(date(2026, 11, 1), date(2026, 11, 30))
    whole = axis.bar(axis.starts_on, axis.ends_on)
    assert (axis.length, whole.left, whole.width) == (30, 0, 100)
    middle = axis.bar(date(2026, 11, 16), date(2026, 11, 30))
    assert (middle.left, middle.width) == (50, 50)
    # What comes before or after is cut.
    assert axis.bar(date(2026, 10, 1), date(2026, 12, 31)) == whole


def test_axis_holds_all_the_days_and_ticks_the_months() -> None:
    axis = axis_of([date(2027, 1, 20), None, date(2026, 11, 15)])
    assert axis == Axis(date(2026, 11, 15), date(2027, 1, 20))
    assert [tick.label for tick in axis.ticks()] == ["décembre", "janvier"]
    assert axis.ticks()[0].on == date(2026, 12, 1)
    assert axis_of([None]) is None
