"""Everything that matters works without JavaScript; passkeys alone need it."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.product import PASSWORD, Product
from tests.browser.site import PEOPLE, Site

pytestmark = pytest.mark.browser


@pytest.fixture
def page(chromium: Browser, product: Product) -> Iterator[Page]:
    """A page of a browser that runs no script."""
    context = chromium.new_context(
        java_script_enabled=False, locale="fr-FR", base_url=product.root
    )
    yield context.new_page()
    context.close()


def sign_in(page: Page, who: str) -> None:
    """Sign in with the page's own form."""
    page.goto("/connexion/")
    page.fill("[name=login]", PEOPLE[who])
    page.fill("[name=password]", PASSWORD)
    page.locator("form:has([name=password]) button[type=submit]").first.click()
    expect(page).to_have_url(re.compile(r"/$"))


def test_a_student_begins_and_keeps_a_fiche(page: Page) -> None:
    sign_in(page, "eleve2")
    page.goto("/epreuves/fiches/nouvelle/")
    page.fill("[name=title]", "Négocier sans script")
    page.locator("[name=kind]").first.check()
    page.locator("main button[type=submit]").first.click()
    expect(page).to_have_url(re.compile(r"/modifier/"))
    page.fill("[name=place]", "Angers, en boutique")
    page.get_by_role("button", name=re.compile("Enregistrer")).first.click()
    expect(page.locator("body")).to_contain_text("Brouillon enregistré à")
    page.goto(page.url)
    expect(page.locator("[name=place]")).to_have_value("Angers, en boutique")


def test_a_missing_title_is_said_beside_the_field(page: Page) -> None:
    sign_in(page, "eleve2")
    page.goto("/epreuves/fiches/nouvelle/")
    page.locator("main button[type=submit]").first.click()
    assert "/nouvelle/" in page.url


def test_a_teacher_finds_a_company(page: Page) -> None:
    sign_in(page, "prof")
    page.goto("/entreprises/")
    field = page.locator("main [name=search]").first
    field.fill("hygial")
    field.press("Enter")
    expect(page.locator("main")).to_contain_text("Hygial")
    expect(page.locator("main")).not_to_contain_text("Optiloc")


def test_a_student_proposes_a_company(page: Page) -> None:
    sign_in(page, "eleve2")
    page.goto("/entreprises/nouvelle/")
    page.fill("[name=siret]", "12345678900000")
    page.locator("main button[type=submit]").first.click()
    expect(page.locator("main")).to_contain_text("SIRET")
    assert page.locator("[name=siret]").input_value().startswith("12345")


def test_a_reader_finds_a_code_of_the_diploma(page: Page) -> None:
    sign_in(page, "jury")
    page.goto("/referentiel/")
    field = page.locator("main [name=q]").first
    field.fill("negociation")
    field.press("Enter")
    expect(page.locator("main")).to_contain_text(re.compile("négociation", re.IGNORECASE))


def test_anybody_checks_a_document(page: Page) -> None:
    page.goto("/verification/")
    page.fill("[name=r]", "7KQM-2FXD-9P")
    page.locator("form:has([name=r]) button").first.click()
    expect(page.locator("main")).to_contain_text(re.compile("inconnu|aucun|pas", re.IGNORECASE))


LONE_FIELD = "input[type=search], input[type=text], input:not([type])"


def test_every_form_of_the_site_can_be_sent(site: Site, page: Page) -> None:
    """A form has a button, or one lone field that Enter sends: no script is needed."""
    stuck: list[str] = []
    for sight in site.sights:
        if sight.route.startswith("mfa_") or sight.route == "web:components":
            continue  # passkeys need a script; the living page shows pieces of forms
        page.context.clear_cookies()
        page.context.add_cookies(site.visitors[sight.who].cookies())
        page.goto(sight.path)
        for form in page.locator("form").all():
            own = form.locator("button:not([type=button]), input[type=submit]").count()
            name = form.get_attribute("id")
            other = page.locator(f"button[form='{name}']").count() if name else 0
            asked = form.locator("input:not([type=hidden]), select, textarea").count()
            lone = asked == 1 and form.locator(LONE_FIELD).count() == 1
            if asked and not own and not other and not lone:
                stuck.append(f"{sight.path}: {form.get_attribute('action')}")
    assert stuck == []
