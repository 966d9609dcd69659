"""ABC and 20/80: classes by cumulated turnover."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.rules.tools.ranking import (
    Client,
    Group,
    Portfolio,
    abc_ranking,
    abc_ranking_sheet,
)
from tests.projects.refusals import plain, refused

D = Decimal


def portfolio(*turnovers: int | str, **changes: Decimal) -> Portfolio:
    """Return clients of those turnovers, named in order."""
    clients = tuple(Client(f"Client {rank:03}", D(each)) for rank, each in enumerate(turnovers))
    return Portfolio(clients, **changes)


def classes(held: Portfolio) -> str:
    """Return the classes in order, as one word."""
    return "".join(each.group for each in abc_ranking(held).ranked)


def test_worked_example_of_five_clients() -> None:
    """500, 300, 100, 60, 40 of 1 000: cumulated 50, 80, 90, 96, 100 %."""
    held = portfolio(100, 500, 40, 300, 60)
    result = abc_ranking(held)
    assert [each.turnover for each in result.ranked] == [500, 300, 100, 60, 40]
    assert [each.cumulated * 100 for each in result.ranked] == [50, 80, 90, 96, 100]
    assert classes(held) == "AABCC"  # 80 % is still A
    assert [(each.clients, each.turnover) for each in result.groups] == [
        (2, 800),
        (1, 100),
        (2, 100),
    ]


def test_95_per_cent_is_still_b() -> None:
    """80, 15 and 5 of 100."""
    assert classes(portfolio(80, 15, 5)) == "ABC"


def test_a_hair_over_80_per_cent_is_b() -> None:
    """80.0000001 % rounds to 80 %, and is over it all the same."""
    assert classes(portfolio(800_000_001, 199_999_999)) == "BC"


def test_first_fifth_of_the_clients() -> None:
    """Ten clients: two make the first fifth, 600 + 200 of 1 000."""
    result = abc_ranking(portfolio(600, 200, *[25] * 8))
    assert (result.fifth, result.fifth_share) == (2, D("0.8"))


def test_fifth_of_six_clients_is_two() -> None:
    """1.2 clients: two."""
    assert abc_ranking(portfolio(1, 1, 1, 1, 1, 1)).fifth == 2


def test_lone_client_is_a() -> None:
    assert classes(portfolio(10)) == "A"
    lines = [plain(str(step)) for step in abc_ranking(portfolio(10)).steps]
    assert any("un client seul est en A" in line for line in lines)


def test_great_client_leaves_class_a_empty_and_the_page_says_so() -> None:
    assert classes(portfolio(90, 10)) == "BC"
    assert "Aucun client en A" in abc_ranking_sheet(portfolio(90, 10)).notes[0]


def test_equal_clients_are_ranked_by_name() -> None:
    held = Portfolio((Client("Zèbre", D(5)), Client("Alpha", D(5))))
    assert [each.label for each in abc_ranking(held).ranked] == ["Alpha", "Zèbre"]


def test_client_who_bought_nothing_is_c() -> None:
    assert classes(portfolio(60, 40, 0)) == "ACC"


def test_other_limits() -> None:
    assert classes(portfolio(60, 25, 15, a_percent=D(60), b_percent=D(90))) == "ABC"


def test_explanation_of_the_fifth() -> None:
    lines = [plain(str(step)) for step in abc_ranking(portfolio(500, 300, 100, 60, 40)).steps]
    assert lines[2] == (
        "Part des premiers 20 % des clients = chiffre d’affaires de 1 client ÷ total "
        "= 500 € ÷ 1 000 € = 50 %"
    )


@pytest.mark.parametrize(
    ("held", "field"),
    [
        (Portfolio(()), "clients"),
        (portfolio(0, 0), "clients"),
        (portfolio(10, -1), "clients"),
        (portfolio(10, "NaN"), "clients"),
        (portfolio(10, 10**13), "clients"),
        (portfolio(*[1] * 501), "clients"),
        (Portfolio((Client("A", D(1)), Client("A", D(2)))), "clients"),
        (portfolio(1, a_percent=D(-1)), "a_percent"),
        (portfolio(1, a_percent=D(95)), "b_percent"),
        (portfolio(1, b_percent=D(101)), "b_percent"),
    ],
)
def test_absurd_portfolio_is_refused(held: Portfolio, field: str) -> None:
    assert list(refused(abc_ranking, held)) == [field]


def test_client_written_ten_thousand_times_is_said_once() -> None:
    often = Portfolio((Client("Optiloc", D(1)),) * 10_000)
    said = refused(abc_ranking, often)["clients"]
    assert [plain(each) for each in said] == [
        "Indiquez de 1 à 500 clients.",
        "« Optiloc » figure deux fois : additionnez ses achats.",
    ]


def test_amount_beyond_reason_is_not_said_to_be_negative() -> None:
    assert plain(refused(abc_ranking, portfolio(10**13))["clients"][0]) == (
        "« Client 000 » : écrivez un montant de 0 à 1 000 000 000 000."
    )


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=60).filter(any))
def test_classes_share_everybody_and_everything(turnovers: list[int]) -> None:
    result = abc_ranking(portfolio(*turnovers))
    assert sum(each.clients for each in result.groups) == len(turnovers)
    assert sum(each.turnover for each in result.groups) == sum(turnovers)
    assert "".join(each.group for each in result.ranked) == "".join(
        sorted(each.group for each in result.ranked)
    )
    assert result.ranked[-1].cumulated == 1
    assert result.groups[0].group is Group.A
