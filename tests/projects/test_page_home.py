"""The list of projects by role, and the page that begins one."""

from collections.abc import Callable

import pytest

from nrc_platform.people.models import Promotion, TeachingAssignment, User
from nrc_platform.people.states import Subject
from projects.models import Project
from projects.states import ProjectState
from tests.companies.factories import CompanyFactory
from tests.harness.client import HouseClient
from tests.people.fixtures import make_student
from tests.projects import factories as make
from tests.projects.acts import in_state, make_mission, make_project
from tests.projects.pages import text, url

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], HouseClient]


@pytest.fixture(autouse=True)
def seven_phases(db: None) -> None:
    """The référentiel of the tests: a project has its seven phases."""
    make.phase_nodes()


def typed(company: object, supervisor: User, **more: object) -> dict[str, object]:
    """Return what begins a project."""
    return {
        "title": "Relance des clients dormants",
        "company": str(company),
        "supervisor": supervisor.pk,
        **more,
    }


def test_each_sees_the_projects_that_are_theirs(
    alice: User,
    classmate: User,
    bob: User,
    charlie: User,
    emil: User,
    head: User,
    promotion: Promotion,
    signed_in: SignIn,
) -> None:
    row = make_project(alice, promotion=promotion, supervisor=bob, title="Carte de fidélité")
    for person in (alice, bob, emil, head):
        assert row.title in text(signed_in(person).get(url("home")))
    for person in (classmate, charlie):
        assert row.title not in text(signed_in(person).get(url("home")))
    assert "Commencer un projet" in text(signed_in(classmate).get(url("home")))
    assert "Commencer un projet" not in text(signed_in(emil).get(url("home")))


def test_the_list_filters_by_state_class_mine_and_words(
    alice: User, bob: User, promotion: Promotion, signed_in: SignIn
) -> None:
    make_project(alice, promotion=promotion, supervisor=bob, title="Vélo pro")
    other = make_student(promotion)
    make_project(other, promotion=promotion, supervisor=other, title="Drive", framed=True)
    browser, page = signed_in(bob), url("home")
    assert "2 projets" in text(browser.get(page))
    framed = text(browser.get(page, {"state": "framed"}))
    assert "Drive" in framed
    assert "Vélo pro" not in framed
    mine = text(browser.get(page, {"vue": "miens"}))
    assert "Vélo pro" in mine
    assert "Drive" not in mine
    assert "Vélo pro" in text(browser.get(page, {"promotion": promotion.pk, "q": "velo"}))
    assert "Aucun projet ne correspond" in text(browser.get(page, {"q": "introuvable"}))
    assert "2 projets" in text(browser.get(page, {"promotion": "pas-une-classe"}))


def test_the_open_projects_come_first(
    alice: User, bob: User, promotion: Promotion, signed_in: SignIn
) -> None:
    in_state(ProjectState.RUNNING, alice, promotion=promotion, supervisor=bob, title="En avant")
    in_state(ProjectState.CLOSED, alice, promotion=promotion, supervisor=bob, title="Fini")
    page = text(signed_in(alice).get(url("home")))
    assert page.index("En avant") < page.index("Fini")


def test_the_list_takes_the_same_queries_whatever_its_length(
    alice: User,
    bob: User,
    promotion: Promotion,
    signed_in: SignIn,
    assert_same_queries: Callable[..., int],
) -> None:
    def more() -> None:
        row = make_project(
            alice, make_student(promotion), promotion=promotion, supervisor=bob, agreed=True
        )
        make_mission(row)

    assert_same_queries(url("home"), more, client=signed_in(bob))


def test_a_student_begins_a_project_with_their_team(
    alice: User, classmate: User, bob: User, promotion: Promotion, signed_in: SignIn
) -> None:
    company = CompanyFactory(school=promotion.school, display_name="Hygial Services")
    browser = signed_in(alice)
    page = text(browser.get(url("project_new")))
    assert '<option value="Hygial Services">' in page
    assert "Un enseignant de la classe qui y enseigne la gestion de projet" in page
    answer = browser.post(url("project_new"), typed(company, bob, students=[classmate.pk]))
    row = Project.objects.get()
    assert answer.url == url("definition", row, "besoin")
    assert {each.student for each in row.members.all()} == {alice, classmate}
    assert row.phases.count() == 7


def test_a_teacher_names_the_team(
    alice: User, bob: User, promotion: Promotion, signed_in: SignIn
) -> None:
    company = CompanyFactory(school=promotion.school)
    browser = signed_in(bob)
    refused = text(browser.post(url("project_new"), typed(company, bob)))
    assert "Choisissez au moins un étudiant." in refused
    assert 'value="Relance des clients dormants"' in refused
    browser.post(url("project_new"), typed(company, bob, students=[alice.pk]))
    assert [each.student for each in Project.objects.get().members.all()] == [alice]


def test_what_is_missing_is_asked_in_words(
    alice: User, bob: User, promotion: Promotion, signed_in: SignIn
) -> None:
    browser = signed_in(alice)
    page = text(browser.post(url("project_new"), {}))
    for words in (
        "Donnez un titre au projet, même provisoire.",
        "Choisissez l’entreprise qui commande le projet.",
        "Choisissez l’enseignant qui encadre et suit le projet.",
    ):
        assert words in page
    page = text(browser.post(url("project_new"), typed("Inconnue", bob)))
    assert "Aucune entreprise de l’annuaire ne s’appelle « Inconnue »" in page
    assert not Project.objects.exists()


@pytest.mark.req(53, rule="projects.selectors.pages.eligible_supervisors")
def test_a_teacher_of_something_else_is_not_offered(
    alice: User, bob: User, promotion: Promotion, signed_in: SignIn
) -> None:
    TeachingAssignment.objects.filter(teacher=bob).update(subject=Subject.ECONOMICS_LAW)
    company = CompanyFactory(school=promotion.school)
    browser = signed_in(alice)
    page = text(browser.get(url("project_new")))
    assert str(bob.pk) not in page
    assert "Personne ne peut encadrer" in page
    refused = text(browser.post(url("project_new"), typed(company, bob)))
    assert "Ce choix n’est plus dans la liste." in refused
    assert not Project.objects.exists()
