"""The exam rules and the terms of each test (requirements 126 to 168)."""

import pytest

from curriculum.states import Form, Mode
from tests.curriculum.nrc2003 import epreuves, fields, flat, modes_again

COMPULSORY = ["E1", "E2", "E3", "E4", "E5", "E6"]
ROUTES_IN_POINT_FORM = ["school", "apprenticeship", "continuing", "distance", "experience"]
AUTHORISED = "continuing_authorised"


@pytest.mark.req(126)
def test_candidate_sits_six_compulsory_tests_each_with_its_unit() -> None:
    assert [code for code in epreuves() if not fields(code)["optional"]] == COMPULSORY
    assert [fields(code)["unite"] for code in COMPULSORY] == ["U1", "U2", "U3", "U4", "U5", "U6"]
    assert [fields(code)["label"] for code in COMPULSORY] == [
        "Français",
        "Communication en langue vivante étrangère",
        "Économie droit",
        "Communication commerciale",
        "Management et gestion d’activités commerciales",
        "Conduite et présentation de projets commerciaux",
    ]


@pytest.mark.req(127)
def test_coefficients_are_those_of_the_exam_rules() -> None:
    assert [fields(code)["coefficient"] for code in COMPULSORY] == [3, 3, 3, 4, 4, 4]


@pytest.mark.req(128)
@pytest.mark.req(129)
@pytest.mark.req(130)
@pytest.mark.req(131)
@pytest.mark.req(143)
@pytest.mark.req(156)
@pytest.mark.parametrize(
    ("code", "form", "duration", "preparation"),
    [
        ("E1", Form.WRITTEN, 240, 0),
        ("E2", Form.ORAL, 30, 30),
        ("E3", Form.WRITTEN, 240, 0),
        ("E4", Form.ORAL, 40, 40),
        ("E5", Form.WRITTEN, 300, 0),
        ("E6", Form.PRACTICAL, 60, 0),
        ("UF1", Form.ORAL, 20, 0),
    ],
)
def test_candidate_reads_form_and_length(
    code: str, form: str, duration: int, preparation: int
) -> None:
    terms = fields(code)
    assert (terms["form"], terms["duration_minutes"], terms["preparation_minutes"]) == (
        form,
        duration,
        preparation,
    )


@pytest.mark.req(132)
def test_situations_in_training_are_counted_as_printed() -> None:
    assert [fields(code)["ccf_situations"] for code in COMPULSORY] == [4, 2, 3, 3, 3, 3]


@pytest.mark.req(133, rule="curriculum.rules.diploma.is_in_training")
@pytest.mark.parametrize("route", ROUTES_IN_POINT_FORM)
def test_five_routes_sit_e4_in_point_form(route: str) -> None:
    assert modes_again("E4")[route] == Mode.POINT


@pytest.mark.req(133)
@pytest.mark.req(134)
def test_only_authorised_continuing_education_is_assessed_in_training() -> None:
    in_training = {
        (code, line["route"])
        for code in epreuves()
        for line in fields(code)["regimes"]
        if line["mode"] == Mode.IN_TRAINING
    }
    assert in_training == {(code, AUTHORISED) for code in ("E1", "E2", "E3", "E4", "E6")}


@pytest.mark.req(134, rule="curriculum.rules.diploma.is_in_training")
def test_authorised_continuing_education_sits_e4_in_training() -> None:
    assert modes_again("E4")[AUTHORISED] == Mode.IN_TRAINING


@pytest.mark.req(136, rule="curriculum.rules.diploma.is_in_training")
def test_second_language_is_a_point_oral_for_every_route() -> None:
    assert set(modes_again("UF1").values()) == {Mode.POINT}


@pytest.mark.req(135)
@pytest.mark.req(136)
def test_second_language_is_optional_oral_and_never_in_training() -> None:
    terms = fields("UF1")
    assert (terms["optional"], terms["coefficient"], terms["unite"]) == (True, None, "UF1")
    assert {line["mode"] for line in terms["regimes"]} == {Mode.POINT}
    assert len(terms["regimes"]) == 6


@pytest.mark.req(137)
def test_second_language_must_differ_from_the_compulsory_one() -> None:
    assert flat(fields("UF1")["modalities"]) == [
        "La langue vivante étrangère choisie au titre de l’épreuve facultative est "
        "obligatoirement différente de celles choisies au titre de l’épreuve obligatoire"
    ]


@pytest.mark.req(138)
def test_e4_says_what_it_judges() -> None:
    assert flat(fields("E4")["aims"]) == [
        "L’objectif visé est d’apprécier l’aptitude du candidat à analyser et maîtriser une "
        "situation de communication – négociation professionnelle dans ses différentes dimensions."
    ]


@pytest.mark.req(144)
@pytest.mark.req(145)
@pytest.mark.req(148)
@pytest.mark.req(149)
def test_e4_prints_the_rules_of_its_file() -> None:
    said = " ".join(flat(fields("E4")["modalities"]))
    assert "un dossier composé de trois fiches descriptives" in said
    assert "dont au moins une de négociation - vente, présentées par le candidat" in said
    assert "lors des missions préparatoires ou des projets, ou de son activité" in said


@pytest.mark.req(150)
def test_e5_checks_three_abilities() -> None:
    assert fields("E5")["aims"] == [
        {
            "text": "L’objectif est de vérifier les aptitudes du candidat à :",
            "items": [
                "Analyser des situations commerciales réelles,",
                "Rechercher et proposer des solutions réalistes et cohérentes en vue de résoudre "
                "le ou les problèmes énoncés,",
                "Mobiliser les savoirs associés",
            ],
        }
    ]


@pytest.mark.req(155, rule="curriculum.rules.diploma.is_in_training")
def test_e5_is_never_assessed_in_training_whatever_the_route() -> None:
    assert set(modes_again("E5").values()) == {Mode.POINT}
    assert flat(fields("E5")["modalities"])[0] == (
        "Cette épreuve ne se passe que sous forme ponctuelle."
    )


@pytest.mark.req(157)
@pytest.mark.req(158)
@pytest.mark.req(160)
@pytest.mark.req(161)
def test_e5_prints_what_its_cases_are() -> None:
    said = " ".join(flat(fields("E5")["modalities"]))
    assert "présentant chacun une situation commerciale réelle et son environnement" in said
    assert "une ou plusieurs situations de gestion d’une clientèle identifiée" in said
    assert "peuvent mobiliser des connaissances économiques et juridiques" in said
    assert "pourra être accompagnée des documents ressources" in said


@pytest.mark.req(159)
def test_e5_bears_on_functions_3_and_4_and_partly_on_1() -> None:
    lines = epreuves()["E5"].fonctions
    assert [(line.code, line.partial) for line in lines] == [
        ("F3", False),
        ("F4", False),
        ("F1", True),
    ]


@pytest.mark.req(162)
@pytest.mark.req(163)
@pytest.mark.req(164)
@pytest.mark.req(165)
@pytest.mark.req(166)
@pytest.mark.req(167)
@pytest.mark.req(168)
def test_e6_checks_a_real_commercial_project_and_four_abilities() -> None:
    whole, abilities = fields("E6")["aims"]
    assert "à construire et à mettre en œuvre un projet commercial réalisé" in whole["text"]
    assert "ayant pour activité principale la vente de biens et/ou de services" in whole["text"]
    assert "ou de professionnels (utilisateurs, prescripteurs, revendeurs)." in whole["text"]
    assert abilities["items"] == [
        "prendre des décisions et mettre en œuvre des solutions adaptées au contexte commercial "
        "identifié ;",
        "mettre en œuvre des compétences appliquées à des situations professionnelles réelles en "
        "s’appuyant sur les technologies commerciales adaptées ;",
        "s’organiser, agir et travailler en équipe ;",
        "communiquer en face à face, argumenter, convaincre et apporter un regard critique.",
    ]


@pytest.mark.req(188)
def test_a_project_feeds_the_sheets_of_e4_and_the_whole_of_e6() -> None:
    sheets = " ".join(flat(fields("E4")["modalities"]))
    assert "lors des missions préparatoires ou des projets" in sheets
    assert "mettre en œuvre un projet commercial réalisé" in flat(fields("E6")["aims"])[0]
