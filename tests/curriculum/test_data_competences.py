"""The competences and the tests that validate them (requirements 9, 139 to 171, 186, 187)."""

import pytest

from tests.curriculum.nrc2003 import competences, deepest, epreuves, printed_again

TREE = {
    "C1": (None, "Exploiter et partager l’information commerciale"),
    "C11": ("C1", "Se situer dans le système d’information de l’organisation"),
    "C12": ("C1", "Produire de l’information pertinente"),
    "C13": ("C1", "Partager l’information dans une logique de réseau"),
    "C2": (None, "Organiser, planifier et gérer l’activité commerciale"),
    "C21": ("C2", "Délimiter le cadre organisationnel"),
    "C22": ("C2", "Organiser son activité commerciale et celle de son équipe"),
    "C222": ("C22", "Construire une organisation individuelle ou collective cohérente"),
    "C3": (None, "Communiquer - négocier"),
    "C31": ("C3", "Intégrer les dimensions et indicateurs de la relation"),
    "C32": ("C3", "Construire une situation de communication"),
    "C33": ("C3", "Maîtriser la relation"),
    "C4": (None, "Prendre des décisions commerciales"),
    "C41": ("C4", "Délimiter le cadre décisionnel"),
    "C42": ("C4", "Prendre une décision"),
    "C43": ("C4", "Anticiper et réagir"),
}


def _tests_that_print(code: str) -> list[str]:
    return [
        epreuve.code
        for epreuve in epreuves().values()
        if code in [line.code for line in epreuve.competences]
    ]


@pytest.mark.req(9)
def test_teacher_finds_every_printed_competence_under_its_parent() -> None:
    assert {code: (node.parent, node.label) for code, node in competences().items()} == TREE
    assert competences()["C222"].level == 3


@pytest.mark.req(139, rule="curriculum.rules.diploma.is_only_a_place")
def test_e4_validates_the_three_competences_of_c3() -> None:
    assert printed_again("E4", "competences") == ["C31", "C32", "C33"]


@pytest.mark.req(151, rule="curriculum.rules.diploma.is_only_a_place")
@pytest.mark.req(152, rule="curriculum.rules.diploma.is_only_a_place")
def test_e5_validates_c21_c22_and_c42() -> None:
    assert printed_again("E5", "competences") == ["C21", "C22", "C42"]


@pytest.mark.req(169, rule="curriculum.rules.diploma.is_only_a_place")
@pytest.mark.req(170, rule="curriculum.rules.diploma.is_only_a_place")
@pytest.mark.req(171, rule="curriculum.rules.diploma.is_only_a_place")
def test_e6_validates_c1_c222_c41_and_c43() -> None:
    assert printed_again("E6", "competences") == ["C11", "C12", "C13", "C222", "C41", "C43"]


@pytest.mark.req(186)
def test_c2_and_c4_are_validated_in_two_tests() -> None:
    assert _tests_that_print("C2") == ["E5", "E6"]
    assert _tests_that_print("C4") == ["E5", "E6"]
    assert _tests_that_print("C1") == ["E6"]
    assert _tests_that_print("C3") == ["E4"]
    assert _tests_that_print("C22") == ["E5"]
    assert _tests_that_print("C222") == ["E6"]


@pytest.mark.req(187)
def test_the_three_tests_together_cover_every_printed_sub_code() -> None:
    covered = {
        code for name in ("E4", "E5", "E6") for code in deepest(epreuves()[name].competences)
    }
    assert covered == {code for code in TREE if len(code) > 2}
