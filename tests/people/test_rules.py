"""Identifiers, majority, and how a list of students is read."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from nrc_platform.people.rules import BadList, StudentList, is_minor, read_students
from nrc_platform.people.states import (
    UAI_LETTERS,
    check_phone,
    check_postal_code,
    check_promotion_code,
    check_uai,
    compact_phone,
    spaced_phone,
    uai_letter,
)

LIST = "Nom;Prénom;Mél;Né(e) le;Téléphone\r\nDupré;Zoé;Zoe@lycee.example;03/01/2007;06 12 34 56 78"


@pytest.mark.parametrize("uai", ["0951099D", "0750654D", "0920131T", "0752524L"])
def test_true_uai_is_accepted(uai: str) -> None:
    check_uai(uai)


def test_wrong_letter_of_a_uai_is_named() -> None:
    with pytest.raises(ValidationError, match="devrait être D et non E"):
        check_uai("0750654E")


@pytest.mark.parametrize("uai", ["", "075065D", "0750654d", "07506544", "O750654D"])
def test_shapeless_uai_is_refused(uai: str) -> None:
    with pytest.raises(ValidationError, match="7 chiffres et une lettre"):
        check_uai(uai)


@given(st.integers(min_value=0, max_value=9_999_999))
def test_each_number_has_one_letter_only(number: int) -> None:
    digits = f"{number:07d}"
    letter = uai_letter(digits)
    check_uai(digits + letter)
    for wrong in set(UAI_LETTERS) - {letter}:
        with pytest.raises(ValidationError):
            check_uai(digits + wrong)


@pytest.mark.parametrize("code", ["2025-2026", "2025", "2025/2027", "25-27", "2027-2025"])
def test_promotion_is_named_by_two_years(code: str) -> None:
    with pytest.raises(ValidationError, match="2025-2027"):
        check_promotion_code(code)


@pytest.mark.parametrize(
    ("born", "on", "minor"),
    [
        (date(2008, 11, 24), date(2026, 11, 23), True),
        (date(2008, 11, 24), date(2026, 11, 24), False),
        (date(2008, 2, 29), date(2026, 2, 28), True),
        (date(2008, 2, 29), date(2026, 3, 1), False),
    ],
)
def test_majority_comes_on_the_birthday(born: date, on: date, minor: bool) -> None:
    assert is_minor(born, on) is minor


def test_phone_is_ten_digits_or_international() -> None:
    check_phone(compact_phone("02 41 00.00-00"))
    check_phone(compact_phone("+32 2 555 12 12"))
    with pytest.raises(ValidationError, match="10 chiffres"):
        check_phone("0241")


def test_postal_code_is_five_digits() -> None:
    with pytest.raises(ValidationError, match="5 chiffres"):
        check_postal_code("4900")


@pytest.mark.parametrize("coding", ["utf-8-sig", "utf-8", "cp1252", "utf-16"])
def test_list_is_read_in_each_coding(coding: str) -> None:
    (student,) = read_students(LIST.encode(coding)).students
    assert (student.last_name, student.first_name) == ("Dupré", "Zoé")
    assert student.email == "zoe@lycee.example"
    assert student.birth_date == date(2007, 1, 3)
    assert student.phone == "0612345678"


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_list_is_read_with_each_separator(separator: str) -> None:
    raw = LIST.replace(";", separator).encode()
    assert len(read_students(raw).students) == 1


@pytest.mark.parametrize(
    "header",
    [
        "NOM DE FAMILLE;PRÉNOM 1;Adresse électronique;Date de naissance;Portable",
        "nom;prenom;e-mail;date naissance;tel.",
        "Nom élève ;Prénom élève;COURRIEL;Naissance;Téléphone portable",
    ],
)
def test_columns_are_known_by_their_usual_names(header: str) -> None:
    line = LIST.splitlines()[1]
    (student,) = read_students(f"{header}\n{line}".encode()).students
    assert student.email == "zoe@lycee.example"
    assert student.birth_date == date(2007, 1, 3)


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "vide"),
        (b"PK\x03\x04", "classeur"),
        (b"a\x00b;c\n1;2", "pas un texte"),
        (b"Prenom;Mail\nZoe;a@b.example", "Nom"),
        (b"Nom;Prenom\n" + b"a;b\n" * 501, "plus de 500 lignes"),
        (b"x" * 1_000_001, "1 Mo"),
    ],
)
def test_what_is_no_list_is_refused_with_a_sentence(raw: bytes, sentence: str) -> None:
    with pytest.raises(BadList, match=sentence):
        read_students(raw)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("Dupré;;zoe@x.example;;", "le prénom manque"),
        ("Dupré;Zoé;zoe@;;", "adresse électronique"),
        ("Dupré;Zoé;;31/02/2007;", "31/02/2007"),
        ("Dupré;Zoé;;01/01/0207;", "n’est pas lisible"),
        ("Dupré;Zoé;;;06123", "10 chiffres"),
    ],
)
def test_wrong_line_is_named_with_its_reason(line: str, sentence: str) -> None:
    found = read_students(f"{LIST.splitlines()[0]}\n{line}".encode())
    (error,) = found.errors
    assert error.line == 2
    assert sentence in error.message
    assert not found.students


def test_same_person_twice_is_an_error_of_the_second_line() -> None:
    line = LIST.splitlines()[1]
    found = read_students(f"{LIST}\n{line}".encode())
    assert [error.line for error in found.errors] == [3]
    assert "ligne 2" in found.errors[0].message
    assert len(found.students) == 1


def test_spreadsheet_that_ate_the_first_zero_is_understood() -> None:
    found = read_students(LIST.replace("06 12 34 56 78", "612345678").encode())
    assert found.students[0].phone == "0612345678"


@given(st.binary(max_size=400))
def test_any_bytes_give_a_list_or_a_sentence(raw: bytes) -> None:
    try:
        assert isinstance(read_students(raw), StudentList)
    except BadList as error:
        sentence = str(error)
    else:
        return
    assert sentence.endswith(".")


def test_french_phone_is_shown_by_pairs_and_a_foreign_one_as_it_is() -> None:
    assert spaced_phone("0241000000") == "02\u00a041\u00a000\u00a000\u00a000"
    assert spaced_phone("+3225551212") == "+3225551212"
