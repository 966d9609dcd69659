"""The pages of the team and of the parts of a project."""

from collections.abc import Callable
from typing import Any

import pytest

from nrc_platform.people.models import Promotion, User
from projects.models import Project
from tests.harness.client import HouseClient
from tests.internships.life import stage_of
from tests.people.fixtures import make_student, make_teacher
from tests.projects import factories as make
from tests.projects.acts import again, make_project
from tests.projects.pages import text, url

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], HouseClient]


@pytest.fixture
def project(alice: User, bob: User, promotion: Promotion) -> Project:
    """The idea of Alice."""
    return make_project(alice, promotion=promotion, supervisor=bob)


def post(browser: HouseClient, page: str, **values: Any) -> str:
    """Send a form; return the words of the page that answers."""
    return text(browser.post(page, values, follow=True))


def test_a_classmate_joins_and_leaves_the_team(
    project: Project, alice: User, classmate: User, schoolmate: User, signed_in: SignIn
) -> None:
    browser, page = signed_in(alice), url("team", project)
    shown = text(browser.get(page))
    assert str(classmate) in shown
    assert str(schoolmate) not in shown
    post(browser, page, student=classmate.pk, role="Prospection", organises="on")
    member = project.members.get(student=classmate)
    assert (member.role, member.organises) == ("Prospection", True)
    edit = url("member_edit", member)
    assert "avant d’y être entré" in post(
        browser, edit, role="Vente", starts_on="07/12/2026", ends_on="01/12/2026"
    )
    post(browser, edit, role="Vente", starts_on="07/12/2026")
    assert project.members.get(student=classmate).role == "Vente"
    page = post(browser, url("member_remove", member))
    assert "n’est plus de l’équipe" in page
    assert [each.student for each in again(project).members.all()] == [alice]


def test_the_last_member_stays(project: Project, alice: User, signed_in: SignIn) -> None:
    page = post(signed_in(alice), url("member_remove", project.members.get()))
    assert "il manque au moins un étudiant" in page
    assert project.members.count() == 1


@pytest.mark.req(54, rule="projects.services.team.set_follow_up")
def test_the_teacher_names_who_frames_and_who_follows(
    project: Project, alice: User, bob: User, promotion: Promotion, signed_in: SignIn
) -> None:
    other, third = make_teacher(promotion), make_teacher(promotion)
    page = url("supervision", project)
    post(signed_in(bob), page, supervisor=other.pk, teachers=[bob.pk, third.pk])
    row = again(project)
    assert row.supervisor == other
    assert {each.teacher for each in row.follow_up.all()} == {bob, third}
    browser = signed_in(alice)
    browser.raise_request_exception = False
    assert browser.get(page).status_code == 403


def test_constraints_and_tools_are_added_corrected_and_taken_out(
    project: Project, alice: User, signed_in: SignIn
) -> None:
    browser = signed_in(alice)
    page = url("constraints", project)
    assert "Nommez la contrainte." in post(browser, page, label="", kind="budget")
    post(browser, page, label="300 €", kind="budget")
    assert "figure déjà" in post(browser, page, label="300 €", kind="budget")
    limit = project.constraints.get()
    post(browser, url("constraint_edit", limit), label="400 €", kind="budget")
    assert project.constraints.get().label == "400 €"
    post(browser, url("constraint_remove", limit))
    assert not project.constraints.exists()
    tools = url("technologies", project)
    assert "nommez l’outil" in post(browser, tools, use="Relances")
    post(browser, tools, label="Tableur", use="Relances")
    post(browser, url("technology_remove", project.technologies.get()))
    assert not project.technologies.exists()


@pytest.mark.req(42, rule="projects.rules.definition.uncovered_fields")
def test_savoirs_are_ticked_and_the_uncovered_fields_are_said(
    project: Project, alice: User, signed_in: SignIn
) -> None:
    rows = [make.savoir(code) for code in ("S42", "S53")]
    for row in rows:
        type(row).objects.filter(pk=row.pk).update(level=2, parent=make.savoir("S4"))
    browser, page = signed_in(alice), url("savoirs", project)
    shown = post(browser, page, codes=[row.pk for row in rows])
    assert {link.savoir.code for link in project.savoir_links.all()} == {"S42", "S53"}
    assert "Champs encore sans savoir" in shown
    assert "gestion de projet" in shown


def test_competences_are_of_the_team_or_of_one_member(
    project: Project, alice: User, signed_in: SignIn
) -> None:
    rows = [make.competence(code) for code in ("C21", "C22")]
    for row in rows:
        type(row).objects.filter(pk=row.pk).update(level=2, parent=make.competence("C2"))
    browser = signed_in(alice)
    post(browser, url("competences", project), codes=[rows[0].pk])
    post(browser, url("member_competences", project.members.get()), codes=[rows[1].pk])
    held = {
        (link.competence.code, bool(link.member_id)) for link in project.competence_links.all()
    }
    assert held == {("C21", False), ("C22", True)}
    assert "en plus de l’équipe : C22" in text(browser.get(url("competences", project)))


@pytest.mark.req(91, rule="project.measured")
def test_an_objective_has_a_figure_a_unit_and_a_day(
    project: Project, alice: User, signed_in: SignIn
) -> None:
    browser, page = signed_in(alice), url("objectives", project)
    goal = {"label": "Ventes", "kind": "turnover", "objective": "on"}
    refused = post(browser, page, **goal)
    assert "ne se mesure pas" in refused
    assert 'value="Ventes"' in refused
    post(browser, page, **goal, unit="€", target="12 500,50", due_on="30/04/2027")
    held = project.indicators.get()
    assert str(held.target) == "12500.50"
    assert 'value="12 500,5"' in text(browser.get(url("objective_edit", held)))
    edited = {**goal, "unit": "€", "target": "99", "due_on": "30/04/2027", "version": 0}
    stale = browser.post(url("objective_edit", held), edited)
    assert stale.status_code == 409
    assert "Nombre à atteindre</th>" in text(stale)
    assert project.indicators.get().target == held.target
    post(browser, url("objective_remove", held))
    assert not project.indicators.exists()


@pytest.mark.req(14, rule="projects.services.cover.link_internship")
def test_a_stage_of_the_team_carries_the_project(
    project: Project, alice: User, promotion: Promotion, signed_in: SignIn
) -> None:
    own, other = stage_of(alice, promotion), stage_of(make_student(promotion), promotion)
    browser, page = signed_in(alice), url("internships", project)
    assert str(other.pk) not in text(browser.get(page))
    post(browser, page, internship=own.pk)
    link = project.internship_links.get()
    assert link.internship == own
    post(browser, url("internship_unlink", link))
    assert not project.internship_links.exists()


@pytest.mark.parametrize(
    "name", ["team", "constraints", "technologies", "savoirs", "competences", "objectives"]
)
def test_a_page_takes_the_same_queries_whatever_it_lists(
    name: str,
    project: Project,
    alice: User,
    promotion: Promotion,
    signed_in: SignIn,
    assert_same_queries: Callable[..., int],
) -> None:
    def more() -> None:
        make.MemberFactory(project=project, student=make_student(promotion))
        make.ConstraintFactory(project=project)
        make.TechnologyFactory(project=project)
        make.IndicatorFactory(project=project)

    assert_same_queries(url(name, project), more, client=signed_in(alice))
