"""The page of a project: who has it in hand, its partners, its rules, its goals, its story."""

from collections.abc import Callable

import pytest

from nrc_platform.people.models import Promotion, User
from projects import services
from projects.models import Project
from projects.states import ProjectState
from tests.harness.client import HouseClient
from tests.people.fixtures import make_student
from tests.projects import factories as make
from tests.projects.acts import (
    again,
    finish_phases,
    give_parts,
    in_state,
    make_mission,
    make_project,
    ready_to_agree,
)
from tests.projects.pages import text, url

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], HouseClient]


@pytest.mark.parametrize("state", ProjectState.values)
def test_a_project_is_read_in_each_state(
    state: str,
    alice: User,
    bob: User,
    emil: User,
    promotion: Promotion,
    signed_in: SignIn,
) -> None:
    row = in_state(state, alice, promotion=promotion, supervisor=bob)
    for person in (alice, bob, emil):
        page = text(signed_in(person).get(url("project", row)))
        assert row.title in page
        assert "Qui a la main" in page
        assert page.count("<li class") > 7


def test_the_three_partners_and_the_four_duties_are_always_shown(
    alice: User, bob: User, promotion: Promotion, signed_in: SignIn
) -> None:
    row = make_project(alice, promotion=promotion, supervisor=bob)
    page = text(signed_in(alice).get(url("project", row)))
    for words in (row.company.name, "Alice Aubry", "Bob Besson", "L’équipe pédagogique"):
        assert words in page
    for duty in ("encadre", "conseille", "met en cohérence", "articule"):
        assert duty in page
    assert "les modalités de suivi à écrire" in page


def test_a_finding_leads_to_the_form_that_mends_it(
    alice: User, bob: User, emil: User, promotion: Promotion, signed_in: SignIn
) -> None:
    row = make_project(alice, promotion=promotion, supervisor=bob)
    mission = make_mission(row, alice)
    page = text(signed_in(alice).get(url("project", row)))
    assert f'href="{url("definition", row, "besoin")}#id_need"' in page
    assert f'href="{url("objectives", row)}#id_indicators"' in page
    assert f'href="{url("cover", row)}"' in page
    assert url("mission_edit", mission) in page
    read = text(signed_in(emil).get(url("project", row)))
    assert "Corriger" not in read
    assert "Référentiel du BTS NRC" in read


def test_a_finding_leads_to_no_form_that_the_reader_may_not_write(
    alice: User, bob: User, promotion: Promotion, signed_in: SignIn
) -> None:
    row = in_state("running", alice, promotion=promotion, supervisor=bob)
    Project.objects.filter(pk=row.pk).update(environment="")
    step = url("definition", row, "besoin")
    assert f'href="{step}#id_environment"' in text(signed_in(bob).get(url("project", row)))
    student = signed_in(alice)
    page = text(student.get(url("project", row)))
    assert "Délimitez l’environnement" in page
    assert student.get(step).status_code == 403
    assert step not in page
    assert f'href="{url("phases", row)}"' in page


def test_the_baton_says_the_next_move(
    alice: User, bob: User, promotion: Promotion, signed_in: SignIn
) -> None:
    idea = make_project(alice, promotion=promotion, supervisor=bob)
    page = text(signed_in(alice).get(url("project", idea)))
    assert "à écrire avant de cadrer" in page
    assert "Compléter la définition" in page
    written = make_project(alice, promotion=promotion, supervisor=bob, written=True)
    give_parts(written)
    assert "Cadrer le projet" in text(signed_in(alice).get(url("project", written)))
    framed = make_project(alice, promotion=promotion, supervisor=bob, framed=True)
    assert "Préparer la convention" in text(signed_in(alice).get(url("project", framed)))


def test_while_it_runs_the_phases_are_the_team_s(
    alice: User, bob: User, promotion: Promotion, signed_in: SignIn
) -> None:
    row = in_state(ProjectState.RUNNING, alice, promotion=promotion, supervisor=bob)
    assert "Vous : la phase 1 est à mener" in text(signed_in(alice).get(url("project", row)))
    page = text(signed_in(bob).get(url("project", row)))
    assert "Alice Aubry : le projet est en cours" in page


def test_the_accord_is_the_teachers_to_record(
    alice: User, bob: User, promotion: Promotion, signed_in: SignIn
) -> None:
    row = ready_to_agree(alice, promotion=promotion, supervisor=bob)
    assert "Enregistrer l’accord" in text(signed_in(bob).get(url("project", row)))
    page = text(signed_in(alice).get(url("project", row)))
    assert "Bob Besson : l’accord est à enregistrer" in page
    assert "Enregistrer l’accord" not in page


def test_a_closed_project_shows_its_evaluation(
    alice: User, bob: User, promotion: Promotion, signed_in: SignIn
) -> None:
    row = in_state(ProjectState.CLOSED, alice, promotion=promotion, supervisor=bob)
    page = text(signed_in(alice).get(url("project", row)))
    assert "Objectif atteint à 80 %." in page
    assert "Autres actions" not in page
    assert "Modifier" not in page


@pytest.mark.req(96, rule="projects.selectors.shown.goals")
def test_the_initial_goals_stay_beside_the_later_ones(
    alice: User, bob: User, promotion: Promotion, signed_in: SignIn
) -> None:
    row = services.agree_project(
        ready_to_agree(alice, promotion=promotion, supervisor=bob), actor=bob
    )
    page = text(signed_in(bob).get(url("project", row)))
    assert "sans changement" in page
    goal = row.indicators.get()
    services.save_indicator(row, actor=bob, indicator=goal, values={"target": 52000})
    services.save_indicator(
        row, actor=bob, values={"label": "Visites", "kind": "visits", "unit": "visites"}
    )
    page = text(signed_in(bob).get(url("project", row)))
    assert "52 000 €" in page.replace("\u202f", " ")
    assert "<b>48 000 €</b>" in page.replace("\u202f", " ")
    assert "ajouté depuis" in page


def test_the_story_says_who_did_what(
    alice: User, bob: User, promotion: Promotion, signed_in: SignIn
) -> None:
    row = make_project(alice, promotion=promotion, supervisor=bob)
    services.save_definition(
        row, actor=alice, version=row.version, values={"need": "Des clients partis."}
    )
    services.begin_phase(row.phases.get(rank=1), actor=alice)
    services.abandon_project(again(row), actor=bob, reason="Le magasin ferme.")
    page = text(signed_in(alice).get(url("project", row)))
    assert "a écrit dans la définition" in page
    assert "a commencé la phase « L’identification du besoin ou des attentes »" in page
    assert "Le magasin ferme." in page
    assert page.index("a abandonné") < page.index("a écrit dans la définition")


def test_the_page_takes_the_same_queries_whatever_the_project_holds(
    alice: User,
    bob: User,
    promotion: Promotion,
    signed_in: SignIn,
    assert_same_queries: Callable[..., int],
) -> None:
    row = ready_to_agree(alice, promotion=promotion, supervisor=bob)
    finish_phases(row, 2)

    def grow() -> None:
        student = make_student(promotion)
        make.MemberFactory(project=row, student=student)
        make.ConstraintFactory(project=row)
        make.TechnologyFactory(project=row)
        make.IndicatorFactory(project=row)
        make.FollowUpTeacherFactory(project=row)
        make.ProjectInternshipFactory(project=row)
        make_mission(row, student)

    assert_same_queries(url("project", row), grow, client=signed_in(bob))


@pytest.mark.parametrize("who", ["charlie", "juror", "other_student", "admin"])
def test_others_do_not_see_it(
    who: str,
    alice: User,
    bob: User,
    promotion: Promotion,
    signed_in: SignIn,
    request: pytest.FixtureRequest,
) -> None:
    row = make_project(alice, promotion=promotion, supervisor=bob)
    stranger = signed_in(request.getfixturevalue(who))
    stranger.raise_request_exception = False
    assert stranger.get(url("project", row)).status_code == 404
