"""Preparatory missions: begun, changed, refused, taken out."""

from datetime import date, timedelta
from typing import Any

import pytest

from nrc_platform.core.errors import DomainError, Incomplete, Invalid, NotAllowed, Stale
from nrc_platform.people.models import Promotion, User
from projects import services
from projects.models import Mission, Project
from tests.companies.factories import CompanyFactory
from tests.internships.factories import ConventionMissionFactory
from tests.projects import factories as make
from tests.projects.acts import again, make_mission, make_project

pytestmark = pytest.mark.django_db

VALUES: dict[str, Any] = {
    "title": "Enquête en magasin",
    "target": "Les clients du samedi",
    "aim": "clientele",
    "starts_on": make.MISSION_FIRST,
    "ends_on": make.MISSION_LAST,
    "place": "Le magasin d’Angers",
    "hours": 8,
    "information": "Âge et quartier",
}


@pytest.fixture
def idea(alice: User, bob: User, promotion: Promotion) -> Project:
    """Alice's idea, that begins on 7 December."""
    return make_project(alice, promotion=promotion, supervisor=bob, written=True)


def begin(project: Project, actor: User, **changes: Any) -> Mission:
    links = {
        name: changes.pop(name)
        for name in ("students", "projects", "competences")
        if name in changes
    }
    return services.create_mission(project, actor=actor, values={**VALUES, **changes}, **links)


@pytest.mark.req(118, rule="mission.company")
def test_a_mission_begins_in_the_company_of_its_project_for_its_team(
    idea: Project, alice: User, promotion: Promotion
) -> None:
    row = begin(idea, alice, competences=[make.competence("C12")])
    assert row.company == idea.company
    assert list(row.students.all()) == [alice]
    assert list(row.projects.all()) == [idea]
    elsewhere = CompanyFactory(school=promotion.school)
    with pytest.raises(Incomplete, match="chez le partenaire du projet"):
        services.edit_mission(row, actor=alice, version=row.version, values={}, company=elsewhere)


@pytest.mark.req(121, rule="mission.before")
def test_a_mission_after_its_project_is_refused(idea: Project, alice: User) -> None:
    late = {"ends_on": make.FIRST + timedelta(days=1)}
    with pytest.raises(Incomplete, match="une mission vient avant le projet") as refusal:
        begin(idea, alice, **late)
    [finding] = refusal.value.findings
    assert "chronologiquement situées avant" in finding.source
    assert not Mission.objects.exists()
    row = begin(idea, alice, ends_on=make.FIRST)
    with pytest.raises(Incomplete):
        services.edit_mission(row, actor=alice, version=row.version, values=late)


@pytest.mark.req(120, rule="mission.project")
def test_a_mission_keeps_at_least_one_project(
    idea: Project, alice: User, bob: User, promotion: Promotion
) -> None:
    other = make_project(
        alice, promotion=promotion, supervisor=bob, written=True, company=idea.company
    )
    row = begin(idea, alice, projects=[other])
    assert row.projects.count() == 2
    with pytest.raises(Incomplete, match="ne prépare aucun projet"):
        services.edit_mission(row, actor=alice, version=row.version, values={}, projects=[])


def test_a_mission_prepares_no_project_of_others(
    idea: Project, alice: User, classmate: User, bob: User, promotion: Promotion
) -> None:
    other = make_project(
        classmate, promotion=promotion, supervisor=bob, written=True, company=idea.company
    )
    with pytest.raises(NotAllowed):
        begin(idea, alice, projects=[other])
    with pytest.raises(NotAllowed):
        begin(other, alice)


@pytest.mark.req(117, rule="projects.access.can_create_mission")
def test_a_mission_is_carried_out_alone_or_in_group_by_the_team(
    alice: User, classmate: User, bob: User, promotion: Promotion
) -> None:
    row = make_project(alice, classmate, promotion=promotion, supervisor=bob, written=True)
    assert begin(row, alice, students=[alice]).students.count() == 1
    assert begin(row, alice).students.count() == 2
    with pytest.raises(Invalid, match="n’est pas de l’équipe"):
        begin(row, alice, students=[bob])
    with pytest.raises(Invalid, match="au moins un étudiant"):
        begin(row, alice, students=[])


@pytest.mark.parametrize("name", ["place", "starts_on", "ends_on"])
def test_a_mission_is_limited_in_time_and_space(idea: Project, alice: User, name: str) -> None:
    with pytest.raises(Invalid) as refusal:
        begin(idea, alice, **{name: "" if name == "place" else None})
    assert name in refusal.value.errors


@pytest.mark.req(113, rule="projects.access.can_create_mission")
def test_a_project_has_as_many_missions_as_it_needs(idea: Project, alice: User) -> None:
    for rank in range(3):
        begin(idea, alice, title=f"Mission {rank}")
    assert idea.missions.count() == 3


@pytest.mark.req(123, rule="projects.access.can_create_mission")
@pytest.mark.parametrize("aim", ["software", "market", "products", "clientele"])
def test_the_four_examples_of_aims_are_offered(idea: Project, alice: User, aim: str) -> None:
    assert begin(idea, alice, aim=aim).aim == aim


def test_a_mission_changes_once_per_version(idea: Project, alice: User) -> None:
    row = begin(idea, alice)
    changed = services.edit_mission(
        row,
        actor=alice,
        version=row.version,
        values={"target": "Les clients du soir"},
        competences=[make.competence("C11")],
    )
    assert (changed.target, changed.competences.count()) == ("Les clients du soir", 1)
    again_ = services.edit_mission(
        changed, actor=alice, version=changed.version, values={}, students=[alice]
    )
    assert again_.version == changed.version + 1
    with pytest.raises(Stale):
        services.edit_mission(row, actor=alice, version=row.version, values={})


@pytest.mark.req(125, rule="projects.services.missions._require_uncovered")
def test_what_a_convention_on_its_way_says_of_a_mission_stays(
    idea: Project, alice: User, bob: User
) -> None:
    row = make_mission(idea)
    line = ConventionMissionFactory(convention__sent=True)
    Mission.objects.filter(pk=row.pk).update(convention_mission=line)
    free = services.edit_mission(
        row, actor=bob, version=row.version, values={"information": "Autre chose"}
    )
    assert free.convention_mission == line
    with pytest.raises(DomainError, match="ne changent plus"):
        services.edit_mission(free, actor=bob, version=free.version, values={"place": "Nantes"})
    with pytest.raises(DomainError, match="ne changent plus"):
        services.remove_mission(free, actor=bob)
    assert again(idea).missions.count() == 1


def test_a_mission_of_a_draft_is_to_be_covered_again(idea: Project, alice: User) -> None:
    row = make_mission(idea)
    line = ConventionMissionFactory()
    Mission.objects.filter(pk=row.pk).update(convention_mission=line)
    moved = services.edit_mission(
        row, actor=alice, version=row.version, values={"ends_on": date(2026, 12, 3)}
    )
    assert moved.convention_mission is None
    services.remove_mission(moved, actor=alice)
    assert not idea.missions.exists()


def test_a_company_merged_into_another_is_still_the_partner(
    idea: Project, alice: User, promotion: Promotion
) -> None:
    row = begin(idea, alice)
    survivor = CompanyFactory(school=promotion.school)
    Project.objects.filter(pk=idea.pk).update(company=survivor)
    type(survivor).objects.filter(pk=row.company_id).update(state="merged", merged_into=survivor)
    again_ = services.edit_mission(
        row, actor=alice, version=row.version, values={"target": "Les clients du soir"}
    )
    assert again_.target == "Les clients du soir"
