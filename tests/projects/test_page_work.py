"""The page of the work of a project: plan in three views, moves, tasks, hours."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse

from nrc_platform.core.clock import today
from nrc_platform.people.models import Promotion, User
from projects.models import Action, Project
from tests.harness.client import HouseClient
from tests.projects import work_factories as make
from tests.projects.factories import PhaseFactory
from tests.projects.pages import text
from tests.projects.team import add_constraint, add_indicator, join, make_project, member_of

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], HouseClient]


@pytest.fixture
def project(promotion: Promotion, bob: User, alice: User) -> Project:
    """Alice's project, running, supervised by Bob."""
    return make_project(promotion, bob, alice)


def url(name: str, row: object) -> str:
    """Return the address of a page about a row."""
    return reverse(f"projects:{name}", args=[row.pk])  # type: ignore[attr-defined]


def typed(**fields: object) -> dict[str, object]:
    """Return an action as it is typed."""
    return {
        "label": "Appeler les restaurants",
        "starts_on": f"{today():%d/%m/%Y}",
        "ends_on": f"{today() + timedelta(days=7):%d/%m/%Y}",
        **fields,
    }


@pytest.mark.req(92, rule="projects.access.can_write_work")
def test_action_is_planned_with_owner_measures_and_links(
    project: Project, alice: User, signed_in: SignIn
) -> None:
    limit, indicator = add_constraint(project), add_indicator(project)
    sent = typed(
        owners=[str(member_of(project, alice).pk)],
        quantity_planned="1 200,5",
        quantity_unit="appels",
        cost_planned="80",
        quality_planned="Un rendez-vous sur dix",
        constraints=[str(limit.pk)],
        indicator=str(indicator.pk),
    )
    page = text(signed_in(alice).post(url("action_new", project), sent, follow=True))
    assert "L’action est au plan." in page
    assert "Quantité prévue : 1 200,5 appels" in page
    assert "Coût prévu : 80 €" in page
    assert "tient compte de : Budget de 300 €" in page
    assert "sert Clients gagnés" in page


def test_action_that_ends_before_it_begins_is_refused_in_words(
    project: Project, alice: User, signed_in: SignIn
) -> None:
    sent = typed(ends_on="01/01/2020")
    page = text(signed_in(alice).post(url("action_new", project), sent))
    assert "L’action ne peut pas finir avant son début." in page
    assert 'value="Appeler les restaurants"' in page


def test_board_moves_an_action_by_its_buttons_alone(
    project: Project, alice: User, signed_in: SignIn
) -> None:
    row, browser = make.ActionFactory(project=project), signed_in(alice)
    board = url("work", project) + "?vue=tableau"
    assert 'name="to" value="done"' in text(browser.get(board))
    sent = {"to": "done", "vue": "tableau"}
    answer = browser.post(url("action_move", row), sent, follow=True)
    assert answer.redirect_chain[-1][0].startswith(board)
    assert Action.objects.get(pk=row.pk).done_on == today()
    refused = text(browser.post(url("action_move", row), {"to": "dropped"}, follow=True))
    assert "est déplacée" not in refused
    assert "Choisissez une colonne" in text(browser.post(url("action_move", row), follow=True))


def test_late_action_says_by_how_many_days(project: Project, bob: User, signed_in: SignIn) -> None:
    first = today() - timedelta(days=9)
    make.ActionFactory(project=project, starts_on=first, ends_on=today() - timedelta(days=3))
    page = text(signed_in(bob).get(url("work", project)))
    assert "en retard de 3 jours" in page
    assert "1 action, 0 faite, 1 en retard" in page


def test_timeline_draws_sizes_as_attributes_beside_its_table(
    project: Project, bob: User, signed_in: SignIn
) -> None:
    PhaseFactory(project=project, rank=1, starts_on=today(), ends_on=today())
    make.ActionFactory(project=project, label="Relancer les clients du mois dernier par courriel")
    page = text(signed_in(bob).get(url("work", project) + "?vue=frise"))
    assert "style=" not in page
    assert 'class="nrc-gantt-bar is-todo" x="' in page
    # The drawing shortens a name; the table says it whole.
    assert "Relancer les clients du mois dern…" in page
    assert '<th scope="row">Relancer les clients du mois dernier par courriel</th>' in page


def test_tasks_are_given_ticked_and_taken_back(
    project: Project, alice: User, signed_in: SignIn
) -> None:
    row, browser = make.ActionFactory(project=project), signed_in(alice)
    sent = {"label": "Écrire le script", "member": str(member_of(project, alice).pk)}
    assert "Écrire le script" in text(browser.post(url("task_new", row), sent, follow=True))
    task = row.tasks.get()
    assert "La tâche est faite." in text(browser.post(url("task_tick", task), follow=True))
    assert "elle reste" in text(browser.post(url("task_remove", task), follow=True))
    browser.post(url("task_tick", task))
    assert "La tâche est retirée." in text(browser.post(url("task_remove", task), follow=True))


@pytest.mark.req(63, rule="projects.access.can_log_time")
def test_student_logs_hours_and_the_team_reads_its_totals(
    project: Project, alice: User, bob: User, signed_in: SignIn
) -> None:
    browser = signed_in(alice)
    sent = {"on": f"{today():%d/%m/%Y}", "kind": "personal", "spent": "1 h 30", "planned": "2"}
    page = text(browser.post(url("time_new", project), {**sent, "what": "Script"}, follow=True))
    assert "1,5 h passées, 2 h prévues par l’équipe" in page
    entry = project.time_entries.get()
    assert url("time_edit", entry) in page
    assert url("time_edit", entry) not in text(signed_in(bob).get(url("work", project)))
    sent = {**sent, "what": "Script et appels", "version": 1}
    assert "Script et appels" in text(browser.post(url("time_edit", entry), sent, follow=True))
    assert "La ligne est retirée." in text(browser.post(url("time_remove", entry), follow=True))


def test_two_writers_of_an_action_see_both_versions(
    project: Project, alice: User, bob: User, signed_in: SignIn
) -> None:
    row = make.ActionFactory(project=project)
    address = url("action_edit", row)
    assert signed_in(alice).post(address, typed(version=1)).status_code == 302
    answer = signed_in(bob).post(address, typed(label="Visiter", version=1))
    assert answer.status_code == 409
    assert "Ce qui diffère entre la version enregistrée et votre saisie" in text(answer)


def test_reader_sees_no_button(project: Project, head: User, signed_in: SignIn) -> None:
    row = make.ActionFactory(project=project)
    browser = signed_in(head)
    page = text(browser.get(url("work", project)))
    assert row.label in page
    assert url("action_move", row) not in page
    assert browser.get(url("action_new", project)).status_code == 403
    assert browser.post(url("action_move", row), {"to": "done"}).status_code == 403


def test_page_asks_the_same_queries_for_one_and_ten_rows(
    project: Project,
    alice: User,
    bob: User,
    signed_in: SignIn,
    assert_same_queries: Callable[..., int],
) -> None:
    member = member_of(project, alice)

    def add() -> None:
        row = make.ActionFactory(project=project)
        row.owners.add(member)
        row.constraints.add(add_constraint(project, f"Contrainte {row.pk}"))
        make.TaskFactory(action=row, member=member)
        make.TimeEntryFactory(project=project, student=alice)

    for view in ("liste", "tableau", "frise"):
        address = url("work", project) + f"?vue={view}"
        assert assert_same_queries(address, add, client=signed_in(bob)) <= 45


def test_form_of_an_action_asks_the_same_queries_for_one_and_ten_rows(
    project: Project,
    bob: User,
    signed_in: SignIn,
    assert_same_queries: Callable[..., int],
) -> None:
    row = make.ActionFactory(project=project)

    def add() -> None:
        limit = add_constraint(project, f"Contrainte {project.constraints.count()}")
        row.constraints.add(limit)
        row.owners.add(join(project, make.TimeEntryFactory().student))
        add_indicator(project, label=f"Indicateur {project.indicators.count()}")

    assert assert_same_queries(url("action_edit", row), add, client=signed_in(bob)) <= 25
