"""Which candidates would cover what is missing: against brute force, and in words."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from curriculum.rules.cover import Candidate, Cover, cover

CODES = ["C11", "C12", "C13", "C21", "C22", "C41"]
some_codes = st.frozensets(st.sampled_from(CODES), max_size=5)
some_candidates = st.lists(some_codes, max_size=6).map(
    lambda sets: [
        Candidate(str(rank), f"Mission {rank}", codes) for rank, codes in enumerate(sets)
    ]
)


def _covered(candidates: list[Candidate]) -> frozenset[str]:
    return frozenset().union(*(each.covers for each in candidates))


def _best(wanted: frozenset[str], candidates: list[Candidate]) -> int:
    """Return the fewest candidates that cover as much as all of them, by trying every choice."""
    target = wanted & _covered(candidates)
    return next(
        size
        for size in range(len(candidates) + 1)
        for choice in combinations(candidates, size)
        if target <= _covered(list(choice))
    )


def _harmonic(number: int) -> float:
    return sum(1 / rank for rank in range(1, number + 1))


def _kept(found: Cover) -> list[Candidate]:
    return [pick.candidate for pick in found.picks]


@given(some_codes, some_candidates)
def test_picks_cover_all_that_can_be_covered(
    missing: frozenset[str], candidates: list[Candidate]
) -> None:
    found = cover(sorted(missing), candidates)
    assert set(found.uncovered) == missing - _covered(candidates)
    assert {code for pick in found.picks for code in pick.adds} == missing & _covered(candidates)


@given(some_codes, some_candidates)
def test_no_pick_is_useless_and_no_code_is_added_twice(
    missing: frozenset[str], candidates: list[Candidate]
) -> None:
    found = cover(sorted(missing), candidates)
    added = [code for pick in found.picks for code in pick.adds]
    assert len(added) == len(set(added))
    for pick in found.picks:
        assert pick.adds
        others = [each for each in _kept(found) if each is not pick.candidate]
        assert not pick.candidate.covers & missing <= _covered(others)


@given(some_codes, some_candidates)
def test_picks_are_within_the_bound_of_the_greedy_choice(
    missing: frozenset[str], candidates: list[Candidate]
) -> None:
    found = cover(sorted(missing), candidates)
    most = max((len(each.covers & missing) for each in candidates), default=0)
    assert len(found.picks) <= _harmonic(most) * _best(missing, candidates) + 1e-9


@given(some_codes, some_candidates)
def test_first_pick_adds_the_most(missing: frozenset[str], candidates: list[Candidate]) -> None:
    found = cover(sorted(missing), candidates)
    sizes = [len(pick.adds) for pick in found.picks]
    assert sizes == sorted(sizes, reverse=True)


def test_each_pick_says_why_in_french() -> None:
    found = cover(
        ["C11", "C12", "C13", "C21", "C41"],
        [
            Candidate("a", "Enquête", frozenset({"C12", "C13"})),
            Candidate("b", "Fichier", frozenset({"C11", "C12", "C13"})),
            Candidate("c", "Planning", frozenset({"C21", "C31"})),
        ],
    )
    assert [(pick.candidate.key, pick.adds) for pick in found.picks] == [
        ("b", ("C11", "C12", "C13")),
        ("c", ("C21",)),
    ]
    assert [pick.why for pick in found.picks] == [
        "Couvre 3 des 5\u00a0compétences qui manquent\u00a0: C11, C12 et C13. "
        "Il reste C21 et C41.",
        "Ajoute C21 à ce que couvrent les choix précédents. Il reste C41.",
    ]
    assert found.uncovered == ("C41",)


def test_pick_that_the_others_make_useless_is_left_out() -> None:
    big = Candidate("big", "Grande", frozenset({"1", "2", "3", "4"}))
    left = Candidate("left", "Gauche", frozenset({"1", "2", "5"}))
    right = Candidate("right", "Droite", frozenset({"3", "4", "6"}))
    found = cover("123456", [big, left, right])
    assert _kept(found) == [left, right]
    assert found.picks[-1].why.endswith("Il ne manque plus rien.")


def test_one_missing_code_is_said_as_one() -> None:
    (pick,) = cover(["C41"], [Candidate("a", "Devis", frozenset({"C41"}))]).picks
    assert pick.why.startswith("Couvre la compétence qui manque")


def test_nothing_missing_asks_for_nothing() -> None:
    assert cover([], [Candidate("a", "Devis", frozenset({"C41"}))]) == Cover((), ())
