"""The long form in a real browser: the draft is kept while it is written, and never lost."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from exams import services
from exams.models import Fiche
from nrc_platform.people.models import Promotion, User
from tests.exams.factories import FicheActorFactory, FicheFactory, make_e4

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SAID = "[data-nrc-said]"


@pytest.fixture
def draft(alice: User, promotion: Promotion) -> Fiche:
    """Alice's fiche, complete and not handed in."""
    codes = make_e4()
    fiche: Fiche = FicheFactory(student=alice, promotion=promotion, slot=1, written=True)
    FicheActorFactory(fiche=fiche, rank=0)
    fiche.competences.add(codes["C32"])
    fiche.savoirs.add(codes["S51"])
    return fiche


@pytest.fixture
def page(open_as: Callable[[User, str], Page], alice: User, draft: Fiche) -> Page:
    """Alice's form."""
    return open_as(alice, reverse("exams:fiche_edit", args=[draft.pk]))


def test_draft_is_kept_two_seconds_after_the_last_key(page: Page, draft: Fiche) -> None:
    page.fill("#id_results_text", "Contrat signé, 267 € HT.")
    expect(page.locator("[data-nrc-version]")).to_have_text("version 2", timeout=10_000)
    expect(page.locator(SAID)).to_contain_text("Brouillon enregistré à")
    draft.refresh_from_db()
    assert draft.results_text == "Contrat signé, 267 € HT."


def test_second_writer_is_told_and_both_texts_are_shown(
    page: Page, draft: Fiche, alice: User
) -> None:
    services.save_draft(draft, actor=alice, version=1, values={"place": "Chez eux"})
    page.fill("#id_place", "Chez moi")
    expect(page.locator(SAID)).to_contain_text("Comparez les deux versions", timeout=10_000)
    page.get_by_role("button", name="Enregistrer le brouillon").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Deux versions")
    expect(page.locator("body")).to_contain_text("Chez eux")
    expect(page.locator("body")).to_contain_text("Chez moi")


def test_lost_session_keeps_the_text_in_the_page(page: Page, draft: Fiche) -> None:
    page.context.clear_cookies(name="sessionid")
    page.fill("#id_place", "Chez moi")
    page.locator("#id_results_text").focus()
    expect(page.get_by_role("heading", name="Reconnectez-vous")).to_be_visible(timeout=10_000)
    page.get_by_role("button", name="Revenir à mon texte").click()
    expect(page.locator("#id_place")).to_have_value("Chez moi")
    draft.refresh_from_db()
    assert draft.place == "Le Quai, Angers"


def test_text_is_kept_after_signing_in_again_in_another_tab(
    page: Page, draft: Fiche, alice: User, live_server: Any
) -> None:
    page.context.clear_cookies(name="sessionid")
    page.fill("#id_place", "Chez moi")
    page.locator("#id_results_text").focus()
    expect(page.get_by_role("heading", name="Reconnectez-vous")).to_be_visible(timeout=10_000)
    again = Client()
    again.force_login(alice)
    session = again.cookies["sessionid"].value
    fresh = {"sessionid": session, "csrftoken": "n" * 32}
    page.context.add_cookies(
        [{"name": name, "value": text, "url": live_server.url} for name, text in fresh.items()]
    )
    page.get_by_role("button", name="Revenir à mon texte").click()
    expect(page.locator("[data-nrc-version]")).to_have_text("version 2", timeout=10_000)
    draft.refresh_from_db()
    assert draft.place == "Chez moi"


def test_cut_network_says_so_and_tries_again(page: Page, draft: Fiche) -> None:
    page.context.set_offline(offline=True)
    page.fill("#id_place", "Chez moi")
    expect(page.locator(SAID)).to_contain_text("Pas de réseau", timeout=10_000)
    page.context.set_offline(offline=False)
    page.locator("#id_place").press("End")
    page.locator("#id_results_text").focus()
    expect(page.locator(SAID)).to_contain_text("Brouillon enregistré", timeout=10_000)
    draft.refresh_from_db()
    assert draft.place == "Chez moi"


def test_fiche_is_handed_in_with_the_keyboard(page: Page, draft: Fiche) -> None:
    page.locator("#id_title").focus()
    button = page.get_by_role("button", name="Remettre la fiche")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator("body")).to_contain_text("Fiche remise")
    draft.refresh_from_db()
    assert draft.state == "submitted"
