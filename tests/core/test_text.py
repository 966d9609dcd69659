"""Text people type is cleaned of what harms a page, and loses no letter."""

import unicodedata

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from nrc_platform.core.text import (
    MAX_COMBINING_MARKS,
    UNBROKEN_RUN,
    ZERO_WIDTH_SPACE,
    breakable,
    check_length,
    clean_text,
    fold,
)


@pytest.mark.parametrize(
    ("typed", "searched"),
    [
        ("Zoé  DUPRÉ", "zoe dupre"),
        ("Cœur de vente", "coeur de vente"),
        ("L’élève", "l'eleve"),
        ("Straße", "strasse"),
    ],
)
def test_searching_ignores_case_accents_and_apostrophes(typed: str, searched: str) -> None:
    assert fold(typed) == searched


def test_bidi_controls_and_invisible_marks_are_removed() -> None:
    assert clean_text("a\u202eb\u2066c\u200f\ufeffd\u00ad") == "abcd"


def test_line_ends_become_one_kind() -> None:
    assert clean_text("a\r\nb\rc\u2028d") == "a\nb\nc\nd"


def test_stacked_accents_are_cut_at_four() -> None:
    assert clean_text("e" + "\u0300" * 100_000) == "è" + "\u0300" * MAX_COMBINING_MARKS


def test_composed_letters_are_kept_as_one() -> None:
    assert clean_text("Ame\u0301lie") == "Amélie"


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "S"]), max_size=300))
def test_cleaning_loses_no_letter(text: str) -> None:
    assert clean_text(text) == unicodedata.normalize("NFC", text)


@given(st.text(max_size=300))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = clean_text(text)
    assert clean_text(once) == once


@given(st.text(alphabet="abé- \n", max_size=600))
def test_breaking_long_words_only_adds_zero_width_spaces(text: str) -> None:
    broken = breakable(text)
    assert broken.replace(ZERO_WIDTH_SPACE, "") == text
    runs = broken.replace(ZERO_WIDTH_SPACE, " ").split()
    assert all(len(run) <= UNBROKEN_RUN for run in runs)


def test_a_long_text_says_how_long_it_is() -> None:
    with pytest.raises(
        ValidationError, match="compte 20 001 caractères ; la limite est de 20 000"
    ):
        check_length("x" * 20_001, max_chars=20_000, max_lines=400)


def test_too_many_lines_say_how_many() -> None:
    with pytest.raises(ValidationError, match="compte 401 lignes ; la limite est de 400"):
        check_length("\n" * 400, max_chars=20_000, max_lines=400)


def test_a_text_at_the_limit_passes() -> None:
    check_length("\n" * 399 + "x" * 19_601, max_chars=20_000, max_lines=400)
