"""SIRET, SIREN and activity codes: what is accepted, refused, and in which words."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from nrc_platform.companies.states import (
    check_naf,
    check_siret,
    compact_naf,
    compact_siret,
    siren_of,
    spaced_siret,
)
from tests.companies.factories import true_siret

TRUE = "73282932000074"
POSTE_HEAD_OFFICE = "35600000000048"
offices = st.builds(true_siret, st.integers(0, 59_999_999), st.integers(1, 9999))


@pytest.mark.parametrize("siret", [TRUE, POSTE_HEAD_OFFICE, "81230457400013"])
def test_true_siret_is_accepted(siret: str) -> None:
    check_siret(siret)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("7328293200007", "Le SIRET doit compter 14 chiffres\u00a0; vous en avez saisi 13."),
        ("732829320000741", "vous en avez saisi 15"),
        ("732829320", "9 chiffres"),
        ("7328293200007A", "que des chiffres"),
        ("73282932000075", "clé de contrôle"),
        ("73282932100074", "SIREN"),
        ("00000000000000", "neuf zéros"),
    ],
)
def test_wrong_siret_is_refused_in_one_sentence(typed: str, sentence: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        check_siret(typed)
    (message,) = refusal.value.messages
    assert sentence in message
    assert message.endswith(".")


@pytest.mark.parametrize(
    "typed",
    [
        "732 829 320 00074",
        "732.829.320.00074",
        "732\u00a0829\u202f320\u200900074",
        " 732-829-320-00074 ",
        "７３２８２９３２００００７４",
        "٧٣٢٨٢٩٣٢٠٠٠٠٧٤",
        "\ufeff73282932000074\u200b",
    ],
)
def test_siret_is_read_however_it_is_typed(typed: str) -> None:
    assert compact_siret(typed) == TRUE


@given(offices)
def test_siret_with_both_keys_is_accepted_and_read_back(siret: str) -> None:
    check_siret(siret)
    assert compact_siret(spaced_siret(siret)) == siret
    assert luhn.is_valid(siren_of(siret))


@given(offices, st.integers(0, 13), st.integers(1, 9))
def test_one_wrong_digit_is_always_refused(siret: str, place: int, step: int) -> None:
    wrong = siret[:place] + str((int(siret[place]) + step) % 10) + siret[place + 1 :]
    with pytest.raises(ValidationError):
        check_siret(wrong)


@given(st.integers(0, 99_999))
def test_office_of_la_poste_has_digits_whose_sum_is_a_multiple_of_five(number: int) -> None:
    siret = f"356000000{number:05d}"
    accepted = siret == POSTE_HEAD_OFFICE or (
        siret != POSTE_HEAD_OFFICE and sum(map(int, siret)) % 5 == 0
    )
    if accepted:
        check_siret(siret)
    else:
        with pytest.raises(ValidationError, match="clé de contrôle"):
            check_siret(siret)


@given(st.text(max_size=40))
def test_whatever_is_typed_gives_a_siret_or_a_sentence(typed: str) -> None:
    siret = compact_siret(typed)
    try:
        check_siret(siret)
    except ValidationError as error:
        messages = error.messages
    else:
        messages = ["."]
        assert siret.isascii()
        assert len(siret) == 14
    assert messages[0].endswith(".")


@given(st.text(max_size=40))
def test_reading_twice_changes_nothing_more(typed: str) -> None:
    assert compact_siret(compact_siret(typed)) == compact_siret(typed)


@pytest.mark.parametrize("typed", ["46.69B", "4669b", " 46 69 B ", "４６６９Ｂ"])
def test_activity_code_is_written_one_way(typed: str) -> None:
    assert compact_naf(typed) == "46.69B"
    check_naf(compact_naf(typed))


@pytest.mark.parametrize("code", ["46.69", "466.9B", "AB.12C", ""])
def test_wrong_activity_code_is_refused_with_an_example(code: str) -> None:
    with pytest.raises(ValidationError, match=r"46\.69B"):
        check_naf(code)
