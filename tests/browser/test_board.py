"""The board of the plan in a real browser: a dragged card presses its button, or stays."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from nrc_platform.people.models import Promotion, User
from projects.models import Action
from projects.states import ActionState
from tests.projects import work_factories as make
from tests.projects.pages import url
from tests.projects.team import make_project

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def card(alice: User, bob: User, promotion: Promotion) -> Action:
    """An action of Alice's project, to do."""
    row: Action = make.ActionFactory(
        project=make_project(promotion, bob, alice), label="Appeler les restaurants"
    )
    return row


@pytest.fixture
def page(open_as: Callable[[User, str], Page], alice: User, card: Action) -> Iterator[Page]:
    """The board, in a tab that may not break the policy either."""
    tab = open_as(alice, f"{url('work', card.project)}?vue=tableau")
    refused: list[str] = []
    tab.on("console", lambda said: said.type == "error" and refused.append(said.text))
    tab.reload()
    yield tab
    assert refused == []


def column(page: Page, state: str) -> Locator:
    """Return the list of a column."""
    return page.locator(f'[data-nrc-column="{state}"]')


def test_a_card_dragged_to_another_column_moves_there(page: Page, card: Action) -> None:
    page.locator(f"#action-{card.pk} p").first.drag_to(column(page, ActionState.DOING))
    expect(page.locator("body")).to_contain_text("« Appeler les restaurants » est déplacée.")
    expect(column(page, ActionState.DOING)).to_contain_text("Appeler les restaurants")
    card.refresh_from_db()
    assert card.state == ActionState.DOING


def test_a_card_goes_to_no_column_without_its_button(page: Page, card: Action) -> None:
    assert page.locator(f'#action-{card.pk} button[value="{ActionState.TODO}"]').count() == 0
    page.locator(f'#action-{card.pk} button[value="{ActionState.DONE}"]').evaluate_all(
        "found => found.forEach(each => each.remove())"
    )
    page.locator(f"#action-{card.pk} p").first.drag_to(column(page, ActionState.DONE))
    expect(column(page, ActionState.TODO)).to_contain_text("Appeler les restaurants")
    card.refresh_from_db()
    assert card.state == ActionState.TODO
