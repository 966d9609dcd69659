"""The functions of the commercial, as the document lists them (requirements 1 to 5, 10)."""

import pytest

from tests.curriculum.nrc2003 import diploma


def _activities(code: str) -> tuple[str, list[str]]:
    fonction = next(line for line in diploma().fonctions if line.code == code)
    return fonction.label, fonction.activites


@pytest.mark.req(1)
@pytest.mark.req(10)
def test_teacher_finds_exactly_four_functions() -> None:
    assert [line.code for line in diploma().fonctions] == ["F1", "F2", "F3", "F4"]
    assert [len(line.activites) for line in diploma().fonctions] == [3, 3, 3, 3]


@pytest.mark.req(2)
def test_teacher_reads_function_1_with_its_activities() -> None:
    assert _activities("F1") == (
        "Vente et gestion de la relation client",
        [
            "Création et développement de clientèles",
            "Négociation - vente",
            "Création durable de valeur dans la relation client",
        ],
    )


@pytest.mark.req(3)
def test_teacher_reads_function_2_with_its_activities() -> None:
    assert _activities("F2") == (
        "Production d’informations commerciales",
        [
            "Intégration du système d’information commerciale",
            "Gestion de l’information commerciale",
            "Contribution à l’amélioration du système d’information commerciale",
        ],
    )


@pytest.mark.req(4)
def test_teacher_reads_function_3_with_its_activities() -> None:
    assert _activities("F3") == (
        "Organisation et management de l’activité commerciale",
        [
            "Pilotage de l’activité commerciale",
            "Évaluation de la performance commerciale",
            "Participation à la constitution et à l’organisation de l’équipe commerciale",
        ],
    )


@pytest.mark.req(5)
def test_teacher_reads_function_4_with_its_activities() -> None:
    assert _activities("F4") == (
        "Mise en œuvre de la politique commerciale",
        [
            "Déclinaison de l’offre commerciale dans ses différentes dimensions",
            "Adaptation et mise en œuvre du plan d’actions commerciales",
            "Participation à l’évolution de la politique commerciale",
        ],
    )


@pytest.mark.req(1)
def test_teacher_reads_sessions_as_information() -> None:
    version = diploma().fields
    assert version["code"] == "NRC-2003"
    assert (version["first_session"], version["last_session"]) == (2005, 2019)
    assert version["first_session_confirmed"] is False
