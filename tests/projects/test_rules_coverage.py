"""Which offers cover the gaps of a class, and the words that say it."""

from projects.rules.coverage import explain

ALICE, AMIR = "alice", "amir"


def pairs(*given: tuple[str, str]) -> frozenset[tuple[str, str]]:
    """Return pairs of a student and a code."""
    return frozenset(given)


def test_gap_is_covered_for_who_takes_part_only() -> None:
    missing = [(ALICE, "C11"), (AMIR, "C11"), (AMIR, "C12")]
    found = explain(missing, [("m1", pairs((ALICE, "C11"), (ALICE, "C31")))])
    assert [(pick.key, pick.adds) for pick in found.picks] == [("m1", ((ALICE, "C11"),))]
    assert found.uncovered == ((AMIR, "C11"), (AMIR, "C12"))
    assert found.picks[0].why == (
        "Comble 1\u00a0manque sur 3, plus que tout autre choix. Il en reste alors 2."
    )


def test_most_useful_first_then_what_it_adds() -> None:
    missing = [(ALICE, "C11"), (ALICE, "C12"), (AMIR, "C11")]
    found = explain(
        missing,
        [
            ("small", pairs((AMIR, "C11"))),
            ("large", pairs((ALICE, "C11"), (ALICE, "C12"))),
            ("useless", pairs((ALICE, "C43"))),
        ],
    )
    assert [pick.key for pick in found.picks] == ["large", "small"]
    assert found.picks[1].why == (
        "Comble 1\u00a0manque de plus que les choix précédents. Il ne manque alors plus rien."
    )
    assert found.uncovered == ()


def test_one_gap_is_said_in_the_singular_and_nothing_without_offer() -> None:
    found = explain([(ALICE, "C11")], [("m", pairs((ALICE, "C11")))])
    assert found.picks[0].why == (
        "Comble le seul manque de la classe. Il ne manque alors plus rien."
    )
    assert explain([(ALICE, "C11")], []).uncovered == ((ALICE, "C11"),)
    assert explain([], [("m", pairs((ALICE, "C11")))]).picks == ()
