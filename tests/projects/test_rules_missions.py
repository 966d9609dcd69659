"""Preparatory missions, as the rules see them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from projects.rules import mission_findings, project_findings
from tests.projects.checks import ELSEWHERE, check, linked, mission, said
from tests.projects.factories import FIRST


def test_a_sound_mission_has_no_finding() -> None:
    assert mission_findings(mission()) == []


@pytest.mark.req(113, rule="mission.covered")
def test_a_project_may_have_no_mission_one_or_several() -> None:
    """What refuses a mission is what it lacks, never how many there are."""
    for count in (0, 1, 3):
        assert project_findings(check(missions=(mission(),) * count)) == []
    assert said(check(missions=(mission(covered_by=None),)), "mission.covered")


@pytest.mark.req(119, rule="mission.project")
@pytest.mark.req(120, rule="mission.project")
def test_a_mission_without_project_is_refused() -> None:
    [finding] = said(mission(projects=()), "mission.project")
    assert (finding.severity, finding.blocks) == ("blocking", "agree")
    assert "Liées à un ou des projets" in finding.source
    two = (linked(), linked(title="Salon"))
    assert said(mission(projects=two), "mission.project") == []


@pytest.mark.req(118, rule="mission.company")
def test_a_mission_takes_place_in_the_partner_company() -> None:
    two = (linked(), linked(title="Salon", company=ELSEWHERE, company_name="Celtis"))
    [finding] = said(mission(projects=two), "mission.company")
    assert "Salon" in finding.message
    assert "Celtis" in finding.message


@pytest.mark.req(121, rule="mission.before")
def test_a_mission_ends_no_later_than_the_day_each_project_begins() -> None:
    two = (linked(), linked(title="Salon", starts_on=FIRST + timedelta(days=1)))
    assert said(mission(ends_on=FIRST, projects=two), "mission.before") == []
    late = mission(ends_on=FIRST + timedelta(days=1), projects=two)
    [finding] = said(late, "mission.before")
    assert "Drive" in finding.message
    assert "chronologiquement situées avant" in finding.source
    assert (finding.severity, finding.blocks) == ("blocking", "agree")
    undated = mission(projects=(linked(starts_on=None),))
    assert said(undated, "mission.before") == []


@pytest.mark.req(114, rule="mission.information")
def test_a_mission_says_the_information_it_brings() -> None:
    [finding] = said(mission(information=" "), "mission.information")
    assert finding.blocks == "agree"


@pytest.mark.req(122, rule="mission.competences")
def test_a_mission_names_the_prior_competences() -> None:
    assert said(mission(competences=0), "mission.competences")


@pytest.mark.req(117, rule="mission.competences")
def test_a_mission_is_carried_out_alone_or_in_group() -> None:
    """What is asked of a mission is the same whatever the number of students."""
    for team in (("Alice",), ("Alice", "Amir", "Zoé")):
        assert mission_findings(mission(students=team)) == []
        assert said(mission(students=team, competences=0), "mission.competences")


@pytest.mark.req(124, rule="mission.weekly")
def test_the_weekly_hours_are_preferred_never_asked() -> None:
    [finding] = mission_findings(mission(in_weekly_hours=False))
    assert (finding.rule, finding.severity, finding.blocks) == ("mission.weekly", "warning", None)


@pytest.mark.req(125, rule="mission.covered")
def test_a_mission_is_covered_by_the_convention_of_its_project() -> None:
    [finding] = said(mission(covered_by=None), "mission.covered")
    assert "mettez la convention à jour" in finding.message
    assert said(mission(covered_by=ELSEWHERE), "mission.covered")
    bare = mission(covered_by=None, projects=(linked(convention=None),))
    assert said(bare, "mission.covered")


def test_a_project_says_what_its_missions_lack() -> None:
    held = check(missions=(mission(), replace(mission(), label="Salon", competences=0)))
    [finding] = project_findings(held)
    assert "Salon" in finding.message
