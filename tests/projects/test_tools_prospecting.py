"""Prospecting: ratios from one step to the next, what an order costs, contacts to foresee."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from projects.rules.tools.prospecting import Funnel, Stage, prospecting, prospecting_sheet
from tests.projects.refusals import plain, refused

LABELS = ("Contacts", "Appels aboutis", "Rendez-vous", "Devis", "Commandes")


def funnel(*counts: int, **changes: object) -> Funnel:
    """Return a funnel of those counts."""
    stages = tuple(Stage(label, count) for label, count in zip(LABELS, counts, strict=False))
    return Funnel(stages, **changes)  # type: ignore[arg-type]


ACTION = funnel(400, 160, 40, 20, 8, cost=Decimal(1200), turnover=Decimal(9600))


def test_worked_example_of_a_phone_action() -> None:
    """160/400 = 40 %, 40/160 = 25 %, 20/40 = 50 %, 8/20 = 40 %; in all 8/400 = 2 %."""
    result = prospecting(ACTION)
    assert [each.from_previous for each in result.passages] == [
        None, Decimal("0.4"), Decimal("0.25"), Decimal("0.5"), Decimal("0.4"),
    ]  # fmt: skip
    assert result.passages[-1].from_first == Decimal("0.02")
    assert result.cost_per_contact == Decimal("3.00")  # 1200 / 400
    assert result.cost_per_order == Decimal("150.00")  # 1200 / 8
    assert result.basket == Decimal("1200.00")  # 9600 / 8
    assert result.yield_per_euro == Decimal(8)  # 9600 / 1200


def test_contacts_to_foresee_for_a_goal() -> None:
    """12 orders at the same ratios: 12 × 400/8 = 600, then 240, 60, 30 and 12."""
    result = prospecting(replace(ACTION, goal=12))
    assert [each.needed for each in result.passages] == [600, 240, 60, 30, 12]


def test_part_of_a_quote_counts_as_one() -> None:
    """5 orders need 5 × 20/8 = 12.5 quotes, so 13."""
    assert prospecting(replace(ACTION, goal=5)).passages[3].needed == 13


def test_explanation_puts_the_numbers_in() -> None:
    lines = [plain(str(step)) for step in prospecting(ACTION).steps]
    assert lines[0] == (
        "Passage vers « Appels aboutis » = Appels aboutis ÷ Contacts = 160 ÷ 400 = 40 %"
    )
    assert "Coût d’une commande = coût ÷ Commandes = 1 200 € ÷ 8 = 150 €" in lines


def test_action_without_any_order() -> None:
    result = prospecting(funnel(50, 10, 0, cost=Decimal(100)))
    assert result.cost_per_order is None
    assert result.basket is None
    assert result.passages[-1].from_first == 0
    assert prospecting_sheet(funnel(50, 10, 0)).notes


def test_step_after_an_empty_step_has_no_ratio() -> None:
    result = prospecting(funnel(50, 0, 0))
    assert result.passages[2].from_previous is None
    assert plain(str(result.steps[1])).endswith("0 ÷ 0 = ne se calcule pas")


def test_turnover_not_given_makes_no_yield() -> None:
    labels = [step.label for step in prospecting(funnel(50, 10, cost=Decimal(100))).steps]
    assert "Coût d’une commande" in labels
    assert "Rendement de l’action" not in labels


def test_funnel_that_grows_is_refused() -> None:
    found = refused(prospecting, funnel(40, 50))["stages"]
    assert [plain(words) for words in found] == [
        "« Appels aboutis » (50) ne peut pas dépasser « Contacts » (40)."
    ]


def test_one_step_nothing_or_negative_is_refused() -> None:
    assert "stages" in refused(prospecting, funnel(40))
    assert "stages" in refused(prospecting, funnel(0, 0))
    assert "stages" in refused(prospecting, funnel(40, -1))
    assert "cost" in refused(prospecting, funnel(4, 1, cost=Decimal(-1)))
    assert "cost" in refused(prospecting, funnel(4, 1, cost=Decimal("NaN")))
    assert "cost" in refused(prospecting, funnel(4, 1, cost=Decimal("0.125")))
    assert "goal" in refused(prospecting, funnel(4, 0, goal=3))
    assert "turnover" in refused(prospecting, funnel(4, 0, turnover=Decimal(10)))


@given(st.lists(st.integers(1, 10_000), min_size=2, max_size=5), st.integers(1, 500))
def test_needed_counts_reach_the_goal(counts: list[int], goal: int) -> None:
    result = prospecting(funnel(*sorted(counts, reverse=True), goal=goal))
    assert result.passages[-1].needed == goal
    needed = [each.needed or 0 for each in result.passages]
    assert needed == sorted(needed, reverse=True)
