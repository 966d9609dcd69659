"""A form that adds a row, sent twice: a double click, a page sent again by the browser."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from nrc_platform.core.clock import today
from nrc_platform.people.models import Promotion, User
from projects.models import Action, Constraint, Project
from tests.harness.client import HouseClient
from tests.projects.pages import text, url
from tests.projects.team import join, make_project

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], HouseClient]


@pytest.fixture
def project(promotion: Promotion, bob: User, alice: User) -> Project:
    """Alice's project, running, supervised by Bob."""
    return make_project(promotion, bob, alice)


def showing(client: HouseClient, page: str) -> str:
    """Show a form; return what tells this showing from the next."""
    found = re.search(r'name="envoi" value="([^"]+)"', client.get(page).content.decode())
    assert found, f"{page} adds a row"
    return found[1]


def typed(page: str, **fields: object) -> dict[str, object]:
    """Return an action as it is typed in that showing of the form."""
    return {
        "envoi": page,
        "label": "Appeler les restaurants",
        "starts_on": f"{today():%d/%m/%Y}",
        "ends_on": f"{today() + timedelta(days=7):%d/%m/%Y}",
        **fields,
    }


def test_the_same_form_sent_twice_adds_one_row(
    project: Project, alice: User, signed_in: SignIn
) -> None:
    client, page = signed_in(alice), url("action_new", project)
    sent = typed(showing(client, page))
    for _ in range(2):
        assert "L’action est au plan." in text(client.post(page, sent, follow=True))
    assert Action.objects.count() == 1


def test_the_same_words_from_a_form_shown_anew_add_another_row(
    project: Project, alice: User, signed_in: SignIn
) -> None:
    client, page = signed_in(alice), url("action_new", project)
    for _ in range(2):
        client.post(page, typed(showing(client, page)))
    assert Action.objects.count() == 2


def test_other_words_from_the_page_one_came_back_to_add_another_row(
    project: Project, alice: User, signed_in: SignIn
) -> None:
    client, page = signed_in(alice), url("action_new", project)
    shown = showing(client, page)
    client.post(page, typed(shown))
    client.post(page, typed(shown, label="Appeler les cabinets médicaux"))
    assert Action.objects.count() == 2


def test_two_people_who_send_the_same_words_add_two_rows(
    project: Project, alice: User, classmate: User, signed_in: SignIn
) -> None:
    join(project, classmate)
    client, page = signed_in(alice), url("action_new", project)
    sent = typed(showing(client, page))
    client.post(page, sent)
    signed_in(classmate).post(page, sent)
    assert Action.objects.count() == 2


def test_a_form_that_was_refused_is_sent_again(
    project: Project, alice: User, signed_in: SignIn
) -> None:
    client, page = signed_in(alice), url("action_new", project)
    early = f"{today() - timedelta(days=9):%d/%m/%Y}"
    sent = typed(showing(client, page), ends_on=early)
    for _ in range(2):
        answer = client.post(page, sent)
        assert answer.status_code == 200
        assert "à corriger" in text(answer)
    assert not Action.objects.exists()


def test_a_part_of_the_definition_sent_twice_adds_one_line(
    promotion: Promotion, bob: User, alice: User, signed_in: SignIn
) -> None:
    idea = make_project(promotion, bob, alice, state="idea")
    before = Constraint.objects.count()
    client, page = signed_in(alice), url("constraints", idea)
    sent = {"envoi": showing(client, page), "label": "Pas de voiture", "kind": "other"}
    for _ in range(2):
        assert client.post(page, sent).status_code == 302
    assert Constraint.objects.count() == before + 1
