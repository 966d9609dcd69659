"""A broken référentiel file is refused with its line and the reason, in French."""

import pytest

from curriculum.rules.diploma import read_diploma
from curriculum.rules.source import BrokenSource
from tests.curriculum.nrc2003 import SMALL


def _line_of(text: str, marker: str) -> int:
    return text[: text.index(marker)].count("\n") + 1


def _refusal(text: str) -> BrokenSource:
    with pytest.raises(BrokenSource) as refused:
        read_diploma(text)
    return refused.value


def _broken(old: str, new: str) -> tuple[BrokenSource, int]:
    text = SMALL
    assert old in text, old
    return _refusal(text.replace(old, new, 1)), _line_of(text, old)


def test_the_small_diploma_is_sound() -> None:
    assert [node.code for node in read_diploma(SMALL).savoirs] == [
        "S4",
        "S42",
        "S422",
        "S423",
        "S424",
    ]


def test_teacher_learns_where_the_yaml_cannot_be_read() -> None:
    refusal, line = _broken("    label: La demande", "    label: La demande : suite")
    assert refusal.line == line
    assert "YAML" in refusal.reason


def test_teacher_learns_which_key_is_missing() -> None:
    refusal, line = _broken("    unite: U4\n", "")
    assert refusal.line in {line - 1, line}
    assert "il manque « unite »" in refusal.reason


def test_teacher_learns_which_key_is_unknown() -> None:
    refusal, line = _broken("    unite: U4\n", "    unite: U4\n    durée: 40\n")
    assert refusal.line == line + 1
    assert "« durée » n’est pas connu" in refusal.reason


def test_teacher_learns_which_key_is_written_twice() -> None:
    refusal, line = _broken("    unite: U4\n", "    unite: U4\n    unite: U5\n")
    assert refusal.line == line + 1
    assert "deux fois" in refusal.reason


def test_teacher_learns_which_code_is_taken_twice() -> None:
    refusal, line = _broken("code: S424", "code: S423")
    assert refusal.line == line
    assert "S423 est déjà pris" in refusal.reason


@pytest.mark.req(6, rule="curriculum.rules.diploma.check_place_of_code")
def test_teacher_learns_which_code_stands_under_the_wrong_heading() -> None:
    refusal, line = _broken("code: S424", "code: S524")
    assert refusal.line == line
    assert "devrait commencer par S42" in refusal.reason


@pytest.mark.req(8, rule="curriculum.rules.diploma.check_heading")
def test_teacher_learns_which_printed_code_has_another_heading() -> None:
    refusal, line = _broken("      S423: La demande", "      S423: La concurrence")
    assert refusal.line == line
    assert "S423 s’appelle « La demande »" in refusal.reason


def test_teacher_learns_which_printed_code_does_not_exist() -> None:
    refusal, line = _broken("      S423: La demande", "      S429: La demande")
    assert refusal.line == line
    assert "S429 n’existe pas" in refusal.reason


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("duration: 40", "duration: quarante", "nombre entier"),
        ("duration: 40", "duration: 0", "au moins une minute"),
        ("duration: 40", "duration: 99999", "de 0 à 32767"),
        ("- Consommation", "- Consommation : usages", "entre guillemets"),
        ("form: oral", "form: dance", "n’est pas admis"),
        ("last_session: 2019", "last_session: 1999", "précède la première"),
        ("code: F1\n", "code: fonction 1\n", "n’est pas un code"),
        ("label: La demande", "label: ''", "doit être un texte"),
        ("starts_on: 2005-01-01", "starts_on: hier", "doit être un jour"),
        ("e4.managerial_required: true", "e4.managerial_required: peut-être", "n’admet pas"),
        ("e4.managerial_required: true", "e4.coefficient: 4", "n’est pas connue"),
        ("ccf: [continuing_authorised]", "ccf: [night_school]", "n’est pas admis"),
    ],
)
def test_teacher_learns_which_value_is_wrong(old: str, new: str, reason: str) -> None:
    refusal, line = _broken(old, new)
    assert reason in refusal.reason
    assert abs(refusal.line - line) <= 1


@pytest.mark.req(127, rule="curriculum.rules.diploma.check_terms")
def test_compulsory_test_without_coefficient_is_refused() -> None:
    refusal, _line = _broken("    coefficient: 4\n", "")
    assert "coefficient" in refusal.reason


@pytest.mark.parametrize(
    "text", ["", "# rien\n", "- une\n- liste\n", "texte", "\x00", "a: &x 1\nb: *x"]
)
def test_what_is_no_diploma_is_refused_with_a_sentence(text: str) -> None:
    refusal = _refusal(text)
    assert refusal.line >= 1
    assert refusal.message.startswith(f"Ligne {refusal.line}")


def test_a_small_file_cannot_stand_for_a_million_lines() -> None:
    text = "a: &a [x, x, x, x]\nb: &b [*a, *a, *a, *a]\nc: [*b, *b, *b, *b]\n"
    assert "renvois" in _refusal(text).reason


def test_a_file_of_endless_depth_is_refused() -> None:
    _refusal("[" * 500 + "]" * 500)


def test_a_label_longer_than_its_column_is_refused() -> None:
    refusal, line = _broken("label: Les marchés", f"label: {'x' * 401}")
    assert refusal.line == line
    assert "400" in refusal.reason
