"""What a project answers, aims at and is made of."""

import pytest

from projects.rules import project_findings, uncovered_fields
from tests.projects.checks import check, goal, said

TEXTS = [
    ("project.need", "need", "frame"),
    ("project.environment", "environment", "frame"),
    ("project.opportunities", "opportunities", "frame"),
    ("project.theme", "theme", "frame"),
    ("project.turnover_impact", "turnover_impact", "frame"),
    ("project.resources", "resources", "agree"),
    ("project.solution", "solution", "agree"),
    ("project.integration", "integration", "agree"),
]


@pytest.mark.parametrize(("name", "field", "blocks"), TEXTS)
def test_a_text_that_is_missing_blocks_its_move(name: str, field: str, blocks: str) -> None:
    [finding] = project_findings(check(**{field: "  "}))
    assert (finding.rule, finding.severity, finding.blocks) == (name, "blocking", blocks)
    assert finding.url == f"/p/1/#id_{field}"


@pytest.mark.req(82, rule="project.need")
@pytest.mark.req(47, rule="project.need")
def test_a_project_answers_a_need_of_the_company() -> None:
    [finding] = said(check(need=""), "project.need")
    assert "besoin de l’entreprise" in finding.message


@pytest.mark.req(47, rule="project.competences")
@pytest.mark.req(38, rule="project.competences")
def test_a_project_trains_competences() -> None:
    [finding] = said(check(competences=0), "project.competences")
    assert finding.blocks == "agree"


@pytest.mark.req(86, rule="project.environment")
def test_the_need_is_in_a_delimited_environment() -> None:
    assert said(check(environment=""), "project.environment")


@pytest.mark.req(87, rule="project.opportunities")
def test_the_goal_comes_from_an_analysis_of_opportunities() -> None:
    assert said(check(opportunities=""), "project.opportunities")


@pytest.mark.req(88, rule="project.clientele")
@pytest.mark.req(33, rule="project.clientele")
def test_the_offer_has_its_clientele() -> None:
    [kinds] = said(check(clienteles=()), "project.clientele")
    assert "Cochez" in kinds.message
    [target] = said(check(clientele=""), "project.clientele")
    assert "Décrivez" in target.message
    assert target.blocks == "frame"


@pytest.mark.req(36, rule="project.integration")
def test_lasting_integration_is_taken_into_account() -> None:
    assert said(check(integration=""), "project.integration")


@pytest.mark.req(37, rule="project.purposes")
@pytest.mark.req(38, rule="project.purposes")
@pytest.mark.req(39, rule="project.purposes")
def test_each_side_has_its_purpose() -> None:
    [student] = said(check(student_purpose=""), "project.purposes")
    assert "l’étudiant" in student.message
    [company] = said(check(commissioner_purpose=""), "project.purposes")
    assert "l’entreprise" in company.message
    both = check(student_purpose="", commissioner_purpose="")
    assert len(said(both, "project.purposes")) == 2


@pytest.mark.req(40, rule="project.turnover_impact")
@pytest.mark.req(89, rule="project.turnover_impact")
def test_a_project_bears_on_turnover() -> None:
    [finding] = said(check(turnover_impact=""), "project.turnover_impact")
    assert "pendant la période du projet" in finding.message


@pytest.mark.req(83, rule="project.objective")
@pytest.mark.req(91, rule="project.objective")
def test_at_least_one_objective_is_in_turnover() -> None:
    for goals in ((), (goal(kind="visits"),), (goal(objective=False),)):
        [finding] = said(check(goals=goals), "project.objective")
        assert finding.blocks == "frame"
    assert said(check(goals=(goal(kind="visits"), goal())), "project.objective") == []


@pytest.mark.req(91, rule="project.measured")
def test_a_goal_without_a_figure_is_refused() -> None:
    [finding] = said(check(goals=(goal(), goal(target=None, unit=""))), "project.measured")
    assert "le nombre à atteindre et son unité" in finding.message
    assert "délimité et mesurable" in finding.source
    [finding] = said(check(goals=(goal(due_on=None),)), "project.measured")
    assert "le jour où l’atteindre" in finding.message
    plain = goal(objective=False, target=None, unit="", due_on=None)
    assert said(check(goals=(goal(), plain)), "project.measured") == []


def test_a_goal_may_have_no_starting_point() -> None:
    assert project_findings(check(goals=(goal(baseline=None),))) == []


@pytest.mark.req(84, rule="project.resources")
def test_a_project_has_given_resources() -> None:
    assert said(check(resources=""), "project.resources")


@pytest.mark.req(84, rule="project.constraints")
@pytest.mark.req(108, rule="project.constraints")
def test_a_project_has_identified_constraints() -> None:
    assert said(check(constraints=0), "project.constraints")


@pytest.mark.req(41, rule="project.savoirs")
@pytest.mark.req(42, rule="project.savoirs")
@pytest.mark.parametrize(
    ("codes", "words"),
    [
        (("S53", "S623", "S71"), "mercatique (S4)"),
        (("S42", "S623", "S71"), "gestion commerciale (S5)"),
        (("S42", "S53", "S733"), "management de l’équipe commerciale (S6)"),
        (("S42", "S53", "S623"), "communication-négociation (S7)"),
        (("S42", "S53", "S61", "S71"), "gestion de projet (S623 ou S733)"),
    ],
)
def test_knowledge_of_every_field_is_combined(codes: tuple[str, ...], words: str) -> None:
    [finding] = said(check(savoirs=codes), "project.savoirs")
    assert words in finding.message
    assert finding.blocks == "agree"


def test_one_savoir_may_cover_two_fields() -> None:
    assert uncovered_fields(("S4", "S5", "S61", "S733")) == []
    assert len(uncovered_fields(())) == 5


@pytest.mark.req(44, rule="project.technologies")
@pytest.mark.req(95, rule="project.technologies")
def test_at_least_one_commercial_technology_is_of_s8() -> None:
    for codes in ((), ("",), ("S42",)):
        [finding] = said(check(technologies=codes), "project.technologies")
        assert finding.blocks == "agree"
    assert said(check(technologies=("", "S827")), "project.technologies") == []


@pytest.mark.req(107, rule="project.theme")
def test_the_theme_is_delimited() -> None:
    assert said(check(theme=""), "project.theme")


@pytest.mark.req(109, rule="project.solution")
def test_the_solution_is_worded() -> None:
    assert said(check(solution=""), "project.solution")
