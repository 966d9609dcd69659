"""The printed reference: a wrong sign is seen before anything is looked up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nrc_platform.documents import reference

SIGN = st.sampled_from(reference.ALPHABET)
BODY = st.text(alphabet=reference.ALPHABET, min_size=9, max_size=9)


@given(BODY, st.integers(0, 9), SIGN)
def test_one_wrong_sign_is_always_seen(body: str, place: int, sign: str) -> None:
    good = body + reference.check_sign(body)
    wrong = good[:place] + sign + good[place + 1 :]
    assert reference.parse(good) == good
    assert reference.parse(wrong) == (good if wrong == good else None)


@given(BODY, st.integers(0, 8))
def test_two_neighbours_swapped_are_always_seen(body: str, place: int) -> None:
    good = body + reference.check_sign(body)
    swapped = good[:place] + good[place + 1] + good[place] + good[place + 2 :]
    assert reference.parse(swapped) == (good if swapped == good else None)


def test_a_reference_is_grouped_as_it_is_printed() -> None:
    drawn = reference.draw()
    shown = reference.group(drawn)
    assert [len(part) for part in shown.split("-")] == [4, 4, 2]
    assert reference.parse(shown) == drawn


def test_what_people_confuse_is_read_right() -> None:
    body = "0123456789"[:9]
    good = body + reference.check_sign(body)
    typed = f" {good[:4]} - {good[4:8]}-{good[8:]} ".lower().replace("0", "o").replace("1", "l")
    assert reference.parse(typed) == good


@pytest.mark.parametrize(
    "typed", ["", "7KQM", "7KQM-2FXD-9U", "é" * 10, "7KQM-2FXD-9P-1", "٣" * 10]
)
def test_what_cannot_be_a_reference_is_nothing(typed: str) -> None:
    assert reference.parse(typed) is None


def test_two_draws_differ() -> None:
    assert len({reference.draw() for _ in range(200)}) == 200
