"""The page of the results of a project: curve, budget, goals, review, the sponsor's opinion."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from nrc_platform.core.clock import today
from nrc_platform.people.models import Promotion, User
from projects.models import Member, Project
from tests.harness.client import HouseClient
from tests.projects import work_factories as make
from tests.projects.factories import InitialGoalsFactory
from tests.projects.pages import text
from tests.projects.team import add_indicator, join, make_project, member_of

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], HouseClient]


@pytest.fixture
def project(promotion: Promotion, bob: User, alice: User) -> Project:
    """Alice's project, running, supervised by Bob."""
    return make_project(promotion, bob, alice)


def url(name: str, row: object) -> str:
    """Return the address of a page about a row."""
    return reverse(f"projects:{name}", args=[row.pk])  # type: ignore[attr-defined]


def test_reading_draws_a_curve_beside_its_table(
    project: Project, alice: User, signed_in: SignIn
) -> None:
    row, browser = add_indicator(project), signed_in(alice)
    assert "Elle se dessine au premier relevé." in text(browser.get(url("results", project)))
    make.ReadingFactory(indicator=row, value=Decimal(2), on=today() - timedelta(days=50))
    sent = {"on": f"{today():%d/%m/%Y}", "value": "7", "note": "Fichier clients"}
    page = text(browser.post(url("reading_new", row), sent, follow=True))
    assert "<b>7 clients</b> sur 12 clients, 50 % du chemin, il manque 5 clients" in page
    assert 'class="nrc-ch-goal"' in page
    assert "7 clients le" in page
    assert "style=" not in page
    assert "Fichier clients" in page


def test_drawing_counts_the_readings_it_holds(
    project: Project, alice: User, signed_in: SignIn
) -> None:
    """One reading in clients; the calls counted before the indicator was renamed are not drawn."""
    row = add_indicator(project)
    make.ReadingFactory(indicator=row, value=Decimal(40), unit="appels")
    make.ReadingFactory(indicator=row, value=Decimal(7))
    page = text(signed_in(alice).get(url("results", project)))
    assert ". 1 relevé.</desc>" in page


def test_wrong_reading_is_corrected_and_stays_readable(
    project: Project, alice: User, signed_in: SignIn
) -> None:
    row = add_indicator(project)
    wrong = make.ReadingFactory(indicator=row, value=Decimal(70))
    sent = {"on": f"{today():%d/%m/%Y}", "value": "7"}
    page = text(signed_in(alice).post(url("reading_correct", wrong), sent, follow=True))
    assert "<del>70 clients</del>" in page
    assert "<b>7 clients</b>" in page
    sent["on"] = f"{today() + timedelta(days=1):%d/%m/%Y}"
    assert "ce jour est à venir" in text(signed_in(alice).post(url("reading_new", row), sent))


def test_budget_gives_the_return_on_the_action(
    project: Project, alice: User, signed_in: SignIn
) -> None:
    browser = signed_in(alice)
    cost = {"label": "Affiches", "kind": "cost", "planned": "200", "actual": "250"}
    revenue = {"label": "Ventes", "kind": "revenue", "planned": "800", "actual": "1 000"}
    for sent in (cost, revenue):
        page = text(browser.post(url("budget_new", project), sent, follow=True))
    # (1000 - 250) / 250 and (800 - 200) / 200.
    assert "retour : <b>300 %</b>, prévu 300 %" in page
    assert "750 €" in page
    line = project.budget_lines.get(label="Affiches")
    sent = {**cost, "actual": "", "version": 1}
    page = text(browser.post(url("budget_edit", line), sent, follow=True))
    assert "pas encore connu" in page
    # The revenue alone is known: no return, and no result, to be read as the last word.
    assert "retour prévu : 300 %, réel connu pour 1 ligne sur 2" in page
    assert "retour : <b>" not in page
    assert "1 000 € <small>à ce jour</small>" in page
    assert "La ligne est retirée" in text(browser.post(url("budget_remove", line), follow=True))


@pytest.mark.req(96, rule="projects.access.can_write_evaluation")
def test_evaluation_is_written_beside_the_goals_of_the_start(
    project: Project, alice: User, signed_in: SignIn
) -> None:
    row = add_indicator(project, target=Decimal(12))
    goal = {
        "id": str(row.pk),
        "label": row.label,
        "unit": "clients",
        "baseline": "2",
        "target": "22",
        "due_on": None,
        "objective": True,
    }
    InitialGoalsFactory(project=project, facts={"indicators": [goal]})
    make.ReadingFactory(indicator=row, value=Decimal(12))
    sent = {"evaluation": "Douze clients sur vingt-deux.", "version": project.version}
    page = text(signed_in(alice).post(url("evaluation", project), sent, follow=True))
    assert "Douze clients sur vingt-deux." in page
    assert "22 clients" in page
    assert "cible d’aujourd’hui : 12 clients" in page


@pytest.mark.req(99, rule="projects.access.can_observe")
def test_supervisor_observes_and_a_classmate_reads_nothing(
    project: Project, alice: User, bob: User, classmate: User, signed_in: SignIn
) -> None:
    join(project, classmate)
    member = member_of(project, alice)
    sent = {"on": f"{today():%d/%m/%Y}", "responsibility_level": "3"}
    address = url("observation_new", member)
    assert "Écrivez ce que vous avez observé" in text(signed_in(bob).post(address, sent))
    sent["autonomy"] = "Mène ses appels seule."
    page = text(signed_in(bob).post(address, sent, follow=True))
    assert "Décide dans sa partie du projet" in page
    seen = {
        who: "Mène ses appels seule." in text(signed_in(who).get(url("results", project)))
        for who in (alice, classmate)
    }
    assert seen == {alice: True, classmate: False}
    assert signed_in(alice).get(address).status_code == 403


@pytest.mark.req(104, rule="projects.access.can_write_lessons")
def test_lessons_are_each_student_s_own(
    project: Project, alice: User, bob: User, signed_in: SignIn
) -> None:
    address = url("lessons", member_of(project, alice))
    sent = {"lessons": "Relancer plus tôt."}
    assert "Relancer plus tôt." in text(signed_in(alice).post(address, sent, follow=True))
    assert signed_in(bob).get(address).status_code == 403
    assert Member.objects.get().lessons == "Relancer plus tôt."


def test_sponsor_is_asked_once_a_day(
    project: Project, alice: User, bob: User, signed_in: SignIn
) -> None:
    browser = signed_in(bob)
    assert "Le lien de l’avis part à Dora Delmas." in text(
        browser.post(url("opinion_ask", project), follow=True)
    )
    again = text(browser.post(url("opinion_ask", project), follow=True))
    assert "moins de 24 heures" in again
    assert signed_in(alice).post(url("opinion_ask", project)).status_code == 403


def test_opinion_is_shown_in_words(project: Project, bob: User, signed_in: SignIn) -> None:
    make.SponsorOpinionFactory(project=project, given=True, author_name="Dora Delmas")
    page = text(signed_in(bob).get(url("results", project)))
    assert "donné par Dora Delmas" in page
    assert "<dt>Le projet a été utile à votre activité</dt><dd>tout à fait</dd>" in page
    assert "Demander l’avis" not in page


def test_page_asks_the_same_queries_for_one_and_ten_rows(
    project: Project,
    alice: User,
    bob: User,
    signed_in: SignIn,
    assert_same_queries: Callable[..., int],
) -> None:
    member = member_of(project, alice)

    def add() -> None:
        row = add_indicator(project, label=f"Indicateur {project.indicators.count()}")
        make.ReadingFactory(indicator=row, corrects=make.ReadingFactory(indicator=row))
        make.BudgetLineFactory(project=project)
        make.ObservationFactory(member=member, by=bob)

    for reader in (alice, bob):
        assert assert_same_queries(url("results", project), add, client=signed_in(reader)) <= 45
