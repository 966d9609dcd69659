"""The pages of phases, missions and moves of a project."""

from collections.abc import Callable
from typing import Any

import pytest

from nrc_platform.people.models import Promotion, User
from projects.models import Mission, Project
from projects.states import PhaseState, ProjectState
from tests.harness.client import HouseClient
from tests.projects import factories as make
from tests.projects.acts import (
    again,
    give_parts,
    in_state,
    make_mission,
    make_project,
    ready_to_agree,
)
from tests.projects.pages import text, url

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], HouseClient]


def post(browser: HouseClient, page: str, **values: Any) -> str:
    """Send a form; return the words of the page that answers."""
    return text(browser.post(page, values, follow=True))


def mission_typed(student: User, **more: Any) -> dict[str, Any]:
    """Return a mission as it is typed."""
    return {
        "title": "Enquête",
        "target": "Vingt clients du samedi",
        "aim": "clientele",
        "starts_on": "30/11/2026",
        "ends_on": "04/12/2026",
        "place": "Le magasin",
        "hours": "8",
        "in_weekly_hours": "on",
        "students": [student.pk],
        **more,
    }


@pytest.mark.req(105, rule="projects.services.phases.begin_phase")
def test_phases_are_gone_through_in_order(
    alice: User, bob: User, promotion: Promotion, signed_in: SignIn
) -> None:
    row = make_project(alice, promotion=promotion, supervisor=bob)
    first, second = row.phases.get(rank=1), row.phases.get(rank=2)
    browser = signed_in(alice)
    page = text(browser.get(url("phases", row)))
    assert page.count(">Commencer<") == 1
    assert "vient après les précédentes" in post(browser, url("phase_begin", second))
    post(browser, url("phase_begin", first))
    assert "Écrivez ce qui sort de cette phase." in post(browser, url("phase_finish", first))
    post(browser, url("phase_finish", first), output="Une note de deux pages.")
    page = text(browser.get(url("phases", row)))
    assert "Une note de deux pages." in page
    assert row.phases.get(rank=1).state == PhaseState.DONE
    post(browser, url("phase_reopen", first))
    assert row.phases.get(rank=1).state == PhaseState.DOING


def test_a_phase_is_planned_once_at_a_time(
    alice: User, bob: User, promotion: Promotion, signed_in: SignIn
) -> None:
    row = make_project(alice, promotion=promotion, supervisor=bob)
    phase = row.phases.get(rank=3)
    days = {"starts_on": "11/01/2027", "ends_on": "15/01/2027"}
    page = url("phase_plan", phase)
    post(signed_in(alice), page, version=phase.version, **days)
    assert row.phases.get(rank=3).ends_on is not None
    stale = signed_in(bob).post(page, {"version": phase.version, "output": "Une liste."})
    assert stale.status_code == 409
    assert "Une liste.</textarea>" in text(stale)


def test_a_mission_is_written_read_corrected_and_taken_out(
    alice: User, bob: User, promotion: Promotion, signed_in: SignIn
) -> None:
    row = make_project(alice, promotion=promotion, supervisor=bob, written=True)
    browser = signed_in(alice)
    form = text(browser.get(url("mission_new", row)))
    assert "Au plus tard le lundi 7 décembre 2026" in form
    page = post(browser, url("mission_new", row), **mission_typed(alice))
    assert "La mission est écrite." in page
    mission = Mission.objects.get()
    page = text(browser.get(url("mission", mission)))
    assert "Vingt clients du samedi" in page
    assert "Nommez les compétences préalables" in page
    edited = mission_typed(alice, title="Grande enquête", version=mission.version)
    post(browser, url("mission_edit", mission), **edited)
    assert Mission.objects.get().title == "Grande enquête"
    post(browser, url("mission_remove", mission))
    assert not Mission.objects.exists()


@pytest.mark.req(120, rule="projects.selectors.choices.sister_projects")
def test_a_mission_prepares_several_projects_of_one_company(
    alice: User, bob: User, promotion: Promotion, signed_in: SignIn
) -> None:
    row = make_project(alice, promotion=promotion, supervisor=bob, written=True)
    other = make_project(alice, promotion=promotion, supervisor=bob, company=row.company)
    elsewhere = make_project(alice, promotion=promotion, supervisor=bob)
    browser = signed_in(alice)
    form = text(browser.get(url("mission_new", row)))
    assert other.title in form
    assert str(elsewhere.pk) not in form
    post(browser, url("mission_new", row), **mission_typed(alice, projects=[other.pk]))
    mission = Mission.objects.get()
    assert set(mission.projects.all()) == {row, other}
    alone = mission_typed(alice, version=mission.version)
    post(browser, url("mission_edit", mission), **alone)
    assert mission.projects.count() == 1


def test_each_team_writes_the_mission_that_prepares_both_their_projects(
    alice: User, classmate: User, bob: User, promotion: Promotion, signed_in: SignIn
) -> None:
    first = make_project(alice, promotion=promotion, supervisor=bob, written=True)
    other = make_project(
        classmate, promotion=promotion, supervisor=bob, company=first.company, written=True
    )
    both = mission_typed(alice, projects=[other.pk])
    post(signed_in(bob), url("mission_new", first), **both)
    mission = Mission.objects.get()
    for student, project, theirs in ((alice, first, other), (classmate, other, first)):
        browser = signed_in(student)
        page = text(browser.get(url("mission", mission)))
        assert f'href="{url("project", project)}"' in page
        assert f'href="{url("project", theirs)}">{theirs.title}</a></li>' not in page
        mission.refresh_from_db()
        typed = mission_typed(alice, title=f"Enquête de {student.first_name}")
        assert "Enregistrer la mission" in text(browser.get(url("mission_edit", mission)))
        post(browser, url("mission_edit", mission), **typed, version=mission.version)
        mission.refresh_from_db()
        assert mission.title == f"Enquête de {student.first_name}"
        assert set(mission.projects.all()) == {first, other}
        assert list(mission.students.all()) == [alice]


@pytest.mark.req(121, rule="mission.before")
def test_a_mission_after_its_project_is_refused_with_its_rule(
    alice: User, bob: User, promotion: Promotion, signed_in: SignIn
) -> None:
    row = make_project(alice, promotion=promotion, supervisor=bob, written=True)
    typed = mission_typed(alice, ends_on="18/12/2026")
    page = post(signed_in(alice), url("mission_new", row), **typed)
    assert "une mission vient avant le projet" in page
    assert 'value="Vingt clients du samedi"' in page
    assert not Mission.objects.exists()


def test_a_move_that_is_refused_lists_what_is_missing_with_its_form(
    alice: User, bob: User, promotion: Promotion, signed_in: SignIn
) -> None:
    row = make_project(alice, promotion=promotion, supervisor=bob)
    page = post(signed_in(alice), url("frame", row))
    assert "éléments pour cadrer le projet</h2>" in page
    assert "à corriger" not in page
    assert page.count("pour cadrer le projet") == 1
    assert f'href="{url("definition", row, "besoin")}#id_need"' in page
    assert again(row).state == ProjectState.IDEA


def test_a_project_goes_from_the_idea_to_its_convention(
    alice: User, bob: User, promotion: Promotion, signed_in: SignIn
) -> None:
    row = make_project(alice, promotion=promotion, supervisor=bob, written=True)
    give_parts(row)
    make_mission(row, alice)
    browser = signed_in(alice)
    assert "Cadrer le projet ?" in text(browser.get(url("frame", row)))
    assert "Le projet est cadré." in post(browser, url("frame", row))
    assert "reprend ce que dit le projet" in post(browser, url("cover", row))
    held = again(row).convention
    assert held is not None
    assert held.kind == "project"
    assert [line.label for line in held.missions.all()] == [Mission.objects.get().title]


@pytest.mark.req(96, rule="projects.services.moves.agree_project")
def test_the_accord_freezes_the_goals(
    alice: User, bob: User, promotion: Promotion, signed_in: SignIn
) -> None:
    row = ready_to_agree(alice, promotion=promotion, supervisor=bob)
    page = post(signed_in(bob), url("agree", row))
    assert "les objectifs de départ sont fixés" in page
    assert again(row).state == ProjectState.AGREED
    assert again(row).initial_goals.facts["indicators"]


def test_giving_up_asks_why(
    alice: User, bob: User, promotion: Promotion, signed_in: SignIn
) -> None:
    row = make_project(alice, promotion=promotion, supervisor=bob)
    browser = signed_in(alice)
    assert "Dites pourquoi le projet est abandonné" in post(browser, url("abandon", row))
    page = post(browser, url("abandon", row), reason="Le magasin ferme.")
    assert "Motif : Le magasin ferme." in page
    assert again(row).state == ProjectState.ABANDONED


def test_a_move_out_of_its_turn_is_said_not_done(
    alice: User, bob: User, promotion: Promotion, signed_in: SignIn
) -> None:
    row = in_state(ProjectState.CLOSED, alice, promotion=promotion, supervisor=bob)
    browser = signed_in(bob)
    browser.raise_request_exception = False
    assert browser.get(url("start", row)).status_code == 404
    assert browser.post(url("start", row)).status_code == 409
    assert again(row).state == ProjectState.CLOSED


def test_a_mission_takes_the_same_queries_whatever_it_names(
    alice: User,
    bob: User,
    promotion: Promotion,
    signed_in: SignIn,
    assert_same_queries: Callable[..., int],
) -> None:
    row: Project = make_project(alice, promotion=promotion, supervisor=bob)
    mission = make_mission(row, alice)

    def more() -> None:
        other = make_project(alice, promotion=promotion, supervisor=bob, company=row.company)
        mission.projects.add(other)
        make.FollowUpTeacherFactory(project=other)

    assert_same_queries(url("mission", mission), more, client=signed_in(bob))
