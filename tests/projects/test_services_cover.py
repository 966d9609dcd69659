"""The stages of a project, and the convention drafted from what the project says."""

from decimal import Decimal
from typing import Any

import pytest

from internships.models import Convention, Terms
from internships.states import ConventionState
from nrc_platform.core.errors import DomainError, Invalid, NotAllowed
from nrc_platform.people.models import Promotion, User
from projects import services
from projects.models import Project
from projects.selectors.findings import project_findings
from projects.selectors.loading import load_project
from projects.services.cover import weekly_share
from tests.internships.acts import make_convention
from tests.projects import factories as make
from tests.projects.acts import again, give_parts, make_mission, make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def framed(alice: User, classmate: User, bob: User, promotion: Promotion) -> Project:
    """A framed project of two students with two missions, without convention."""
    row = make_project(alice, classmate, promotion=promotion, supervisor=bob, framed=True)
    give_parts(row)
    make_mission(row, title="Enquête")
    make_mission(row, title="Prise en main du logiciel", hours=Decimal("4.5"))
    return again(row)


def terms_of(convention: Convention) -> Terms:
    return Terms.objects.get(convention=convention, avenant__isnull=True)


def rules_of(row: Project) -> set[str]:
    return {finding.rule for finding in project_findings(load_project(row.pk))}


@pytest.mark.req(60, rule="projects.access.can_cover_project")
@pytest.mark.req(57, rule="projects.access.can_cover_project")
def test_a_convention_is_drafted_from_the_project(
    framed: Project, alice: User, classmate: User, bob: User
) -> None:
    held = services.cover_by_convention(framed, actor=alice)
    terms = terms_of(held)
    assert (held.kind, held.state, held.company) == ("project", "draft", framed.company)
    assert {row.student for row in held.internships.all()} == {alice, classmate}
    assert (terms.starts_on, terms.ends_on) == (framed.starts_on, framed.ends_on)
    assert (terms.subject, terms.referent, terms.tutor) == (framed.title, bob, framed.sponsor)
    assert framed.solution in terms.activities
    assert framed.modalities_stage in held.supervision
    assert [each.code for each in held.competences.all()] == ["C11"]
    assert again(framed).convention == held
    assert terms.project_weekly_hours == weekly_share(framed)


@pytest.mark.req(125, rule="projects.services.cover._tie")
def test_its_missions_are_covered_line_by_line(framed: Project, alice: User) -> None:
    assert "mission.covered" in rules_of(framed)
    held = services.cover_by_convention(framed, actor=alice)
    lines = {each.label: each for each in held.missions.all()}
    assert set(lines) == {"Enquête", "Prise en main du logiciel"}
    for mission in framed.missions.all():
        assert mission.convention_mission == lines[mission.title]
        assert mission.convention_mission.hours == mission.hours
    assert "mission.covered" not in rules_of(framed)


def test_a_draft_follows_the_project(
    framed: Project, alice: User, classmate: User, bob: User
) -> None:
    held = services.cover_by_convention(framed, actor=alice)
    services.remove_member(framed.members.get(student=classmate), actor=alice)
    mission = framed.missions.get(title="Enquête")
    services.edit_mission(
        mission, actor=alice, version=mission.version, values={"place": "Nantes"}
    )
    row = again(framed)
    services.save_definition(row, actor=alice, version=row.version, values={"title": "Salon"})
    same = services.cover_by_convention(row, actor=bob)
    assert same == held
    assert [each.student for each in same.internships.all()] == [alice]
    assert terms_of(same).subject == "Salon"
    assert {each.place for each in same.missions.all()} == {"Nantes", "Le magasin d’Angers"}
    assert "mission.covered" not in rules_of(row)


def test_a_member_who_comes_enters_the_draft(
    alice: User, classmate: User, bob: User, promotion: Promotion
) -> None:
    row = make_project(alice, promotion=promotion, supervisor=bob, framed=True)
    services.cover_by_convention(row, actor=alice)
    services.add_member(row, actor=alice, student=classmate)
    assert "project.direct_action" in rules_of(row)
    held = services.cover_by_convention(row, actor=alice)
    assert {each.student for each in held.internships.all()} == {alice, classmate}
    assert "project.direct_action" not in rules_of(row)


@pytest.mark.parametrize("state", ["company_check", "ready_to_sign", "signed"])
def test_a_convention_that_left_is_not_rewritten(framed: Project, alice: User, state: str) -> None:
    held = services.cover_by_convention(framed, actor=alice)
    more: dict[str, Any] = {"number": "CV-26-0001"}
    now = held.created_at
    more |= {"sent_at": now, "signed_at": now, "checked_at": now}
    Convention.objects.filter(pk=held.pk).update(state=state, **more)
    with pytest.raises(DomainError, match="La convention du projet est partie"):
        services.cover_by_convention(again(framed), actor=alice)


def test_another_convention_follows_one_given_up(framed: Project, alice: User) -> None:
    first = services.cover_by_convention(framed, actor=alice)
    Convention.objects.filter(pk=first.pk).update(
        state=ConventionState.CANCELLED, end_reason="Autre date."
    )
    second = services.cover_by_convention(again(framed), actor=alice)
    assert second != first
    assert again(framed).convention == second


def test_who_is_no_part_of_it_covers_nothing(framed: Project, emil: User, head: User) -> None:
    for person in (emil, head):
        with pytest.raises(NotAllowed):
            services.cover_by_convention(framed, actor=person)


def test_the_weekly_share_is_spread_over_the_weeks() -> None:
    row = make.ProjectFactory(written=True)
    # 145 days make 20.71 weeks: 40 hours are 1.93 hours a week.
    assert weekly_share(row) == Decimal("1.93")
    row.in_weekly_hours = False
    assert weekly_share(row) == 0
    row.in_weekly_hours, row.ends_on = True, row.starts_on
    assert weekly_share(row) == 40


@pytest.mark.req(14, rule="projects.access.can_link_internship")
def test_stages_and_projects_are_many_to_many(
    alice: User, classmate: User, bob: User, promotion: Promotion
) -> None:
    one = make_project(alice, promotion=promotion, supervisor=bob, written=True)
    two = make_project(alice, promotion=promotion, supervisor=bob, written=True)
    stages = [make_convention(alice, promotion, signed=True).internships.get() for _ in range(2)]
    for project in (one, two):
        for stage in stages:
            link = services.link_internship(project, actor=alice, internship=stage)
    assert (one.internship_links.count(), stages[0].project_links.count()) == (2, 2)
    services.unlink_internship(link, actor=alice)
    assert two.internship_links.count() == 1
    other = make_convention(classmate, promotion, signed=True).internships.get()
    with pytest.raises(NotAllowed):
        services.link_internship(one, actor=alice, internship=other)
    with pytest.raises(Invalid, match="n’est pas celui d’un étudiant"):
        services.link_internship(one, actor=bob, internship=other)
    with pytest.raises(Invalid, match="déjà rattaché"):
        services.link_internship(one, actor=alice, internship=stages[0])


@pytest.mark.req(59, rule="project.stage_periods")
def test_a_stage_outside_the_project_is_said(alice: User, bob: User, promotion: Promotion) -> None:
    row = make_project(alice, promotion=promotion, supervisor=bob, written=True)
    inside = make_convention(alice, promotion, signed=True).internships.get()
    services.link_internship(row, actor=alice, internship=inside)
    assert "project.stage_periods" not in rules_of(row)
    late = make_convention(
        alice, promotion, signed=True, terms={"ends_on": make.LAST.replace(month=6)}
    ).internships.get()
    services.link_internship(row, actor=alice, internship=late)
    assert "project.stage_periods" in rules_of(row)
