"""Expectation and risk of a choice, and the normal law."""

from decimal import Decimal, localcontext
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.rules.tools.risk import (
    Case,
    Choice,
    Normal,
    density,
    expectation,
    normal_chance,
    normal_sheet,
    standard_normal,
)
from tests.projects.refusals import plain, refused

D = Decimal
LAUNCH = Choice(
    (
        Case("Succès", D(10_000), D(30)),
        Case("Moyen", D(4000), D(50)),
        Case("Échec", D(-2000), D(20)),
    )
)


def test_worked_example_of_a_launch() -> None:
    """
    3 000 + 2 000 – 400 = 4 600.

    .3 × 5 400² = 8 748 000; .5 × 600² = 180 000; .2 × 6 600² = 8 712 000: 17 640 000, root 4 200.
    """
    result = expectation(LAUNCH)
    assert result.expectation == 4600
    assert (result.variance, result.deviation) == (17_640_000, 4200)
    assert round(result.spread or 0, 6) == D("0.913043")  # 4 200 / 4 600
    assert result.loss == D("0.2")


def test_sure_choice_has_no_risk() -> None:
    sure = Choice((Case("Oui", D(50), D(100)), Case("Non", D(0), D(0))))
    assert (expectation(sure).expectation, expectation(sure).deviation) == (50, 0)


def test_fair_bet_expects_nothing() -> None:
    """Ten won or ten lost: nothing expected, so no relative risk."""
    bet = Choice((Case("Pile", D(10), D(50)), Case("Face", D(-10), D(50))))
    result = expectation(bet)
    assert (result.expectation, result.deviation, result.spread) == (0, 10, None)


def test_explanation_of_the_expectation() -> None:
    line = plain(str(expectation(LAUNCH).steps[0]))
    assert line == (
        "Espérance = somme des gains × probabilités "
        "= 10 000 € × 30 % + 4 000 € × 50 % + (– 2 000 €) × 20 % = 4 600 €"
    )


def test_chances_that_do_not_make_100_per_cent_are_refused() -> None:
    short = Choice((Case("Oui", D(50), D(60)), Case("Non", D(0), D(30))))
    assert plain(refused(expectation, short)["cases"][0]) == (
        "Les probabilités font 90 % en tout : elles doivent faire 100 %."
    )


def test_chances_a_hair_short_are_said_as_they_are() -> None:
    """Three times 33.333333: not « 100 % », which is what is asked."""
    thirds = Choice(tuple(Case(label, D(5), D("33.333333")) for label in "ABC"))
    assert plain(refused(expectation, thirds)["cases"][0]) == (
        "Les probabilités font 99,999999 % en tout : elles doivent faire 100 %."
    )


def test_expected_loss_is_written_with_its_brackets() -> None:
    """– 10 and – 30, one chance in two: – 20, away by 10; half of what is expected."""
    bad = Choice((Case("A", D(-10), D(50)), Case("B", D(-30), D(50))))
    lines = [plain(str(step)) for step in expectation(bad).steps]
    assert "50 % × (– 10 – (– 20))² + 50 % × (– 30 – (– 20))² = 100" in lines[1]
    assert lines[3] == (
        "Risque relatif = écart-type ÷ espérance, sans son signe = 10 € ÷ 20 € = 0,5"
    )


@pytest.mark.parametrize(
    "cases",
    [
        (),
        (Case("Seul", D(1), D(100)),),
        (Case("A", D(1), D(-10)), Case("B", D(1), D(110))),
        (Case("A", D("NaN"), D(50)), Case("B", D(1), D(50))),
        (Case("A", D(10) ** 13, D(50)), Case("B", D(1), D(50))),
        (Case("A", D(1), D("NaN")), Case("B", D(1), D(50))),
    ],
)
def test_absurd_choice_is_refused(cases: tuple[Case, ...]) -> None:
    assert list(refused(expectation, Choice(cases))) == ["cases"]


@given(st.lists(st.integers(-1000, 1000), min_size=4, max_size=4))
def test_gain_added_everywhere_moves_the_expectation_not_the_risk(gains: list[int]) -> None:
    first = expectation(Choice(tuple(Case("x", D(gain), D(25)) for gain in gains)))
    moved = expectation(Choice(tuple(Case("x", D(gain + 7), D(25)) for gain in gains)))
    assert moved.expectation == first.expectation + 7
    assert moved.variance == first.variance


# --- the normal law -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("z", "chance"),
    # The printed table of the law.
    [("0", "0.5000"), ("1", "0.8413"), ("1.25", "0.8944"), ("1.5", "0.9332"), ("1.96", "0.9750"),
     ("2", "0.9772"), ("3", "0.9987"), ("-1", "0.1587")],
)  # fmt: skip
def test_table_of_the_law(z: str, chance: str) -> None:
    assert round(standard_normal(D(z)), 4) == D(chance)


def test_thirty_decimals_of_the_law() -> None:
    """As published with many decimals: Π(1) = 0.841344746068542948585232545632036…"""
    with localcontext(prec=60):
        gap = standard_normal(D(1)) - D("0.841344746068542948585232545632036")
    assert abs(gap) < D("1e-30")


@given(st.decimals(-6, 6, places=3))
def test_agrees_with_the_standard_library(z: Decimal) -> None:
    assert abs(float(standard_normal(z)) - NormalDist().cdf(float(z))) < 1e-14
    assert abs(float(density(z)) - NormalDist().pdf(float(z))) < 1e-14
    assert abs(standard_normal(z) + standard_normal(-z) - 1) < D("1e-27")


def test_far_away_nothing_is_left() -> None:
    assert (standard_normal(D(11)), standard_normal(D(-11))) == (1, 0)


def test_worked_example_of_a_goal() -> None:
    """Mean 500, deviation 40, at least 450: (450 – 500)/40 = –1.25; 1 – 0.1056 = 0.8944."""
    result = normal_chance(Normal(D(500), D(40), low=D(450)))
    assert result.z_low == D("-1.25")
    assert round(result.chance, 4) == D("0.8944")
    assert result.interval == (D("421.60"), D("578.40"))  # 500 ± 1.96 × 40


def test_explanation_reads_a_negative_t_in_the_table() -> None:
    """The printed table gives Π(1.25) = 0.8944 and no negative t; 0.1056, not 0.1057."""
    lines = [plain(str(step)) for step in normal_chance(Normal(D(500), D(40), D(450))).steps]
    assert lines[1:3] == [
        "Π(– 1,25) = 1 – Π(1,25), table de la loi normale = 1 – 0,8944 = 0,1056",
        "Probabilité = 1 – Π(t) = 1 – 0,1056 = 89,44 %",
    ]


def test_negative_mean_is_written_in_brackets() -> None:
    line = plain(str(normal_chance(Normal(D(-5), D(2), low=D(3))).steps[0]))
    assert line.endswith("(3 – (– 5)) ÷ 2 = 4")


def test_marks_of_the_law_are_those_of_the_printed_table() -> None:
    """Two deviations: 0.97725 is 97.72 % before it was rounded, and 2.28 % on the other side."""
    (table,) = normal_sheet(Normal(D(500), D(40), low=D(450))).tables
    assert [plain(row[2][0]) for row in table.shown_rows] == [
        "0,13 %", "2,28 %", "15,87 %", "50 %", "84,13 %", "97,72 %", "99,87 %",
    ]  # fmt: skip


def test_law_of_a_rate_keeps_the_decimals_that_tell_its_values_apart() -> None:
    """0.05 ± 1.96 × 0.002: from 0.04608 to 0.05392, and not from 0.05 to 0.05."""
    law = Normal(D("0.05"), D("0.002"), low=D("0.04"))
    assert normal_chance(law).interval == (D("0.04608"), D("0.05392"))
    labels = normal_sheet(law).chart.labels
    assert len(set(labels)) == len(labels)


def test_between_two_bounds() -> None:
    """460 to 560: –1 and 1.5; 0.9332 – 0.1587 = 0.7745."""
    result = normal_chance(Normal(D(500), D(40), D(460), D(560)))
    assert round(result.chance, 4) == D("0.7745")


def test_at_most_the_mean_is_one_chance_in_two() -> None:
    result = normal_chance(Normal(D(500), D(40), high=D(500)))
    assert result.chance == D("0.5")
    assert plain(str(result.steps[-2])) == "Probabilité = Π(t) = 0,5 = 50 %"


@pytest.mark.parametrize(
    ("law", "field"),
    [
        (Normal(D(5), D(0), low=D(1)), "deviation"),
        (Normal(D(5), D(-1), low=D(1)), "deviation"),
        (Normal(D(5), D(1)), "low"),
        (Normal(D(5), D(1), D(3), D(3)), "high"),
        (Normal(D(5), D(1), D(3), D("NaN")), "high"),
        (Normal(D("NaN"), D(1), D(3)), "mean"),
        (Normal(D(5), D("NaN"), D(3)), "deviation"),
    ],
)
def test_absurd_law_is_refused(law: Normal, field: str) -> None:
    assert list(refused(normal_chance, law)) == [field]
