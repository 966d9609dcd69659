"""The steps of a scale: sound or not, their words, the place of another scale's level."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curriculum.rules.scale import (
    DEFAULT_STEPS,
    faults_of,
    label_of,
    place_of,
    steps_from,
    text_of,
)


def _steps(*labels: str) -> list[Any]:
    return [{"value": rank, "label": label, "meaning": ""} for rank, label in enumerate(labels, 1)]


def test_the_scale_of_the_platform_is_sound() -> None:
    assert faults_of(DEFAULT_STEPS) == []
    assert label_of(DEFAULT_STEPS, 3) == "en autonomie"
    assert label_of(DEFAULT_STEPS, None) == ""


@pytest.mark.parametrize(
    ("steps", "sentence"),
    [
        (_steps("seule"), "de 2 à 8 degrés"),
        ([{"value": 2, "label": "a"}, {"value": 1, "label": "b"}], "numérotent 1, 2, 3"),
        (_steps("a", " "), "porte un nom"),
        (_steps("a", "x" * 41), "40\u00a0signes"),
        (_steps("Acquis", "acquis"), "le même nom"),
        ([{"value": 1, "label": "a", "meaning": "x" * 201}, *_steps("b", "c")[1:]], "200"),
    ],
)
def test_scale_that_is_not_one_is_refused(steps: Any, sentence: str) -> None:
    assert sentence in " ".join(faults_of(steps))


def test_steps_are_read_one_a_line_and_written_back() -> None:
    text = "débute : guidé\nen autonomie : seul, cas courants"
    steps = steps_from(f"{text}\n\n")
    assert [step["value"] for step in steps] == [1, 2]
    assert steps[1]["meaning"] == "seul, cas courants"
    assert text_of(steps) == text


@pytest.mark.parametrize(("size", "places"), [(2, [1, 1, 2]), (3, [1, 2, 3]), (5, [2, 3, 5])])
def test_levels_of_four_fall_on_a_scale_of_any_size(size: int, places: list[int]) -> None:
    steps = _steps(*"abcdefgh"[:size])
    assert [place_of(rank, 4, steps) for rank in (2, 3, 4)] == places


@given(st.integers(2, 8), st.integers(2, 8), st.data())
def test_a_place_is_a_step_and_keeps_the_order(of: int, size: int, data: Any) -> None:
    rank = data.draw(st.integers(1, of))
    steps = _steps(*"abcdefgh"[:size])
    assert 1 <= place_of(rank, of, steps) <= size
    assert place_of(rank, of, steps) <= place_of(of, of, steps) == size
