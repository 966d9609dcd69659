"""The official criteria in order, and the phases of a project (requirements 141 to 185)."""

import pytest

from tests.curriculum.nrc2003 import diploma, epreuves, fields

E4 = [
    "Une analyse de la situation de communication - négociation en fonction de ses objectifs et "
    "de son contexte",
    "La fixation d’objectifs pertinents",
    "Une préparation adéquate de la stratégie de communication - négociation",
    "La réalisation d’outils d’aide à la vente et de supports de communication adaptés",
    "Une utilisation pertinente des techniques de communication - négociation",
    "La mise en œuvre d’un comportement efficace",
    "L’adaptation des objectifs, des techniques et des comportements à des événements survenus "
    "durant la relation",
    "La proposition d’une solution adaptée",
    "La finalisation de la situation de communication",
    "Une évaluation de la relation permettant d’envisager ou non son suivi",
]
E5 = [
    "La compréhension du contexte commercial ou managérial proposé",
    "Un diagnostic organisationnel, méthodologique ou humain pertinent",
    "La prise en compte des objectifs et le respect des contraintes (budget, temps...)",
    "Un choix adapté des méthodes et outils d’organisation à utiliser",
    "Des propositions d’organisation pertinentes, réalistes et cohérentes",
    "Une détermination des coûts, l’utilisation de tableaux de bord et de ratios adaptés",
    "La production de conclusions",
    "La conception d’outils pertinents d’évaluation",
]
E6 = [
    "La compréhension du contexte et le respect des contraintes",
    "La pertinence du choix des méthodes relatives à la recherche et à la capture de "
    "l’information",
    "L’efficacité de l’utilisation des matériels et des TIC mis à disposition",
    "La production d’une information pertinente à coût maîtrisé",
    "L’évaluation de l’information avec des critères objectifs tels que stabilité, "
    "confidentialité",
    "La mise à disposition effective et le partage de l’information",
    "La formulation de propositions d’amélioration ou de modification du SIC si nécessaire",
    "Un choix adapté des méthodes et outils à utiliser",
    "Une définition et une mise en œuvre rationnelle des moyens",
    "Une mise en œuvre rationnelle des choix (organisation, moyens, méthodes et outils)",
    "Une évaluation pertinente des actions entreprises (quantité, qualité, délai, coût)",
    "Une gestion rationnelle du temps",
    "Le respect des engagements pris",
    "Une traduction opérationnelle de la problématique commerciale de l’entreprise",
    "La réalisation de simulations grâce aux outils d’aide à la décision",
    "Des plans d’actions réalistes et argumentés",
    "De l’initiative et de l’autonomie dans la prise de décision",
]


@pytest.mark.req(142)
def test_e4_is_judged_on_ten_criteria_in_order() -> None:
    assert epreuves()["E4"].criteria == E4


@pytest.mark.req(141)
def test_e4_says_its_criteria_serve_in_both_forms() -> None:
    assert fields("E4")["criteria_intro"] == (
        "Que ce soit sous forme ponctuelle ou en contrôle en cours de formation, les critères "
        "d’évaluation sont :"
    )


@pytest.mark.req(154)
def test_e5_is_judged_on_eight_criteria_by_a_marking_board() -> None:
    assert epreuves()["E5"].criteria == E5
    assert fields("E5")["criteria_intro"] == "La commission de correction apprécie :"


@pytest.mark.req(173)
@pytest.mark.req(174)
@pytest.mark.req(175)
@pytest.mark.req(176)
@pytest.mark.req(177)
@pytest.mark.req(178)
@pytest.mark.req(179)
@pytest.mark.req(180)
@pytest.mark.req(181)
@pytest.mark.req(182)
@pytest.mark.req(183)
@pytest.mark.req(184)
@pytest.mark.req(185)
def test_e6_is_judged_on_seventeen_criteria_in_order() -> None:
    assert epreuves()["E6"].criteria == E6
    assert fields("E6")["criteria_intro"].startswith(
        "L’évaluation, sous forme ponctuelle ou en contrôle en cours de formation, prend en compte"
    )


@pytest.mark.req(141)
def test_other_tests_print_no_criteria() -> None:
    assert [code for code, test in epreuves().items() if test.criteria] == ["E4", "E5", "E6"]


@pytest.mark.req(10)
def test_a_project_goes_through_seven_phases_in_order() -> None:
    assert diploma().phases == [
        "L’identification du besoin ou des attentes",
        "La délimitation du thème",
        "L’élucidation des contraintes",
        "La définition et la formulation de la solution",
        "La programmation et l’organisation",
        "La mise en œuvre : animation coordination, régulation, action",
        "L’évaluation",
    ]
