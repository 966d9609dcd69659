"""The three partners of a project and the duties of the teaching team."""

from typing import Any

import pytest

from nrc_platform.companies.states import SalesTeam, SizeBand
from projects.rules import PersonFacts, duties, project_findings
from tests.projects.checks import (
    check,
    convention,
    host,
    member,
    mission,
    said,
    supervisor,
)


def test_a_sound_project_and_its_mission_have_no_finding() -> None:
    assert project_findings(check(missions=(mission(),))) == []


def test_every_finding_has_a_source_with_the_words_of_the_text_and_a_way_to_mend_it() -> None:
    bare = check(members=(), supervisor=None, host=None, need="", savoirs=(), convention=None)
    for finding in project_findings(bare):
        assert "Référentiel du BTS NRC" in finding.source
        assert "«" in finding.source
        assert finding.message.endswith(".")


@pytest.mark.req(45, rule="project.partners")
@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"host": None}, "l’entreprise commanditaire"),
        ({"members": ()}, "au moins un étudiant"),
        ({"members": (member(present=False),)}, "au moins un étudiant"),
        ({"supervisor": None}, "l’enseignant responsable"),
    ],
)
def test_a_project_has_three_kinds_of_partner(change: dict[str, Any], words: str) -> None:
    [finding] = said(check(**change), "project.partners")
    assert words in finding.message
    assert (finding.severity, finding.blocks) == ("blocking", "frame")


@pytest.mark.req(16, rule="project.commissioner")
@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"sells": False}, "ne vend ni biens ni services"),
        ({"sells": None}, "Dites dans l’annuaire"),
        ({"identified": False}, "SIRET"),
    ],
)
def test_the_commissioner_is_known_and_sells(change: dict[str, Any], words: str) -> None:
    [finding] = said(check(host=host(**change)), "project.commissioner")
    assert words in finding.message
    assert finding.blocks == "agree"


@pytest.mark.req(31, rule="project.commissioner")
def test_a_commissioner_of_any_size_does() -> None:
    """What refuses a commissioner is what it does, never its size."""
    for size in SizeBand:
        assert said(check(host=host(size=size)), "project.commissioner") == []
        assert said(check(host=host(size=size, sells=False)), "project.commissioner")


@pytest.mark.req(32, rule="project.commissioner")
def test_goods_and_services_both_do() -> None:
    for offer in ("goods", "services", "both"):
        assert project_findings(check(offer=offer)) == []
    assert said(check(host=host(sells=False)), "project.commissioner")


@pytest.mark.req(35, rule="project.commissioner")
def test_all_projects_may_be_in_one_sector() -> None:
    """The sector is information: the same answer whatever it is."""
    for sector in ("", "46", "47"):
        assert said(check(host=host(sector=sector)), "project.commissioner") == []
    assert said(check(host=host(sector="46", sells=False)), "project.commissioner")


@pytest.mark.req(30, rule="project.real_partner")
def test_a_professional_of_the_company_can_be_reached() -> None:
    [finding] = said(check(sponsor=None), "project.real_partner")
    assert "Nommez le professionnel" in finding.message
    [finding] = said(check(sponsor=PersonFacts("Sonia Sauvage")), "project.real_partner")
    assert "Sonia Sauvage" in finding.message
    assert finding.blocks == "agree"


@pytest.mark.req(46, rule="project.entrusted")
def test_the_convention_says_what_the_company_entrusts() -> None:
    [finding] = said(check(convention=convention(activities=" ")), "project.entrusted")
    assert finding.blocks == "agree"
    assert said(check(convention=None), "project.entrusted") == []


@pytest.mark.req(48, rule="project.direct_action")
def test_each_student_acts_in_the_company_under_the_convention() -> None:
    amir = member(name="Amir Belkacem", in_convention=False)
    gone = member(name="Zoé", in_convention=False, present=False)
    [finding] = said(check(members=(member(), amir, gone)), "project.direct_action")
    assert "Amir Belkacem" in finding.message
    assert "Zoé" not in finding.message
    assert said(check(members=(amir,), convention=None), "project.direct_action") == []


@pytest.mark.req(34, rule="project.sales_team")
@pytest.mark.parametrize("team", [SalesTeam.NONE, SalesTeam.UNKNOWN])
def test_a_sales_team_is_preferred_never_asked(team: SalesTeam) -> None:
    [finding] = project_findings(check(host=host(sales_team=team)))
    assert (finding.rule, finding.severity, finding.blocks) == (
        "project.sales_team",
        "warning",
        None,
    )


@pytest.mark.req(52, rule="project.supervisor")
def test_the_supervisor_is_of_the_teaching_team() -> None:
    [finding] = said(check(supervisor=supervisor(teaches=False)), "project.supervisor")
    assert (finding.severity, finding.blocks) == ("blocking", "frame")


@pytest.mark.req(53, rule="project.supervisor_subject")
def test_a_supervisor_who_teaches_something_else_is_refused() -> None:
    other = supervisor(eligible_subjects=())
    [finding] = said(check(supervisor=other), "project.supervisor_subject")
    assert "ni la gestion de projet" in finding.message
    assert "gestion de projet et / ou de gestion de clientèle" in finding.source
    assert (finding.severity, finding.blocks) == ("blocking", "frame")


@pytest.mark.req(54, rule="project.supervisor")
def test_one_teacher_or_a_team_may_follow() -> None:
    """What is asked is one supervisor; the follow-up team is free."""
    for team in ((), ("Charlie Coste",), ("Charlie Coste", "Dora Delmas")):
        assert said(check(follow_up=team), "project.supervisor") == []
        alone = check(follow_up=team, supervisor=supervisor(teaches=False))
        assert said(alone, "project.supervisor")


@pytest.mark.req(51, rule="project.partners")
def test_one_student_or_a_small_group_does() -> None:
    for size in range(1, 6):
        team = tuple(member(name=f"Étudiant {rank}") for rank in range(size))
        assert project_findings(check(members=team)) == []
    assert said(check(members=()), "project.partners")


@pytest.mark.req(55, rule="project.availability")
def test_the_supervisor_can_be_reached() -> None:
    [finding] = said(check(supervisor=supervisor(reachable=False)), "project.availability")
    assert finding.blocks == "agree"


@pytest.mark.req(49, rule="project.duties")
@pytest.mark.req(43, rule="project.duties")
def test_the_four_duties_of_the_teaching_team_are_written() -> None:
    assert [duty.label for duty in duties(check())] == [
        "encadre",
        "conseille",
        "met en cohérence",
        "articule",
    ]
    [finding] = said(check(complements="", modalities_stage=""), "project.duties")
    assert "conseille et articule" in finding.message
    assert "le lien avec les cours" in finding.message
    assert finding.url == "/p/1/#id_modalities_weekly"


@pytest.mark.req(50, rule="project.transfer")
def test_the_team_says_how_it_checks_that_competences_serve_elsewhere() -> None:
    [finding] = said(check(transfer=" "), "project.transfer")
    assert (finding.blocks, finding.who) == ("agree", "teacher")
