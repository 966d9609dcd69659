"""The Tab key reaches every control of the main pages, and one always sees where it is."""

import pytest

from tests.browser.checks import Tab
from tests.browser.site import Site

pytestmark = pytest.mark.browser
MAIN_PAGES = (
    ("visiteur", "account_login"),
    ("visiteur", "web:verification"),
    ("eleve", "web:home"),
    ("eleve2", "exams:fiche_edit"),
    ("eleve", "exams:fiche_new"),
    ("eleve", "companies:new"),
    ("prof", "web:home"),
    ("prof", "web:promotion_board"),
    ("prof", "exams:fiche"),
    ("prof", "companies:list"),
    ("prof", "curriculum:tree"),
    ("ddfpt", "people:list"),
    ("admin", "people:school_new"),
)


@pytest.mark.parametrize(("who", "route"), MAIN_PAGES)
def test_the_keyboard_reaches_everything(who: str, route: str, site: Site, tab: Tab) -> None:
    tab.become(site.visitors[who].cookies())
    path = site.path_of(who, route)
    assert tab.keyboard_faults(path) == []


def test_the_first_stop_skips_to_the_content(site: Site, tab: Tab) -> None:
    tab.become(site.visitors["prof"].cookies())
    tab.open("/")
    tab.page.keyboard.press("Tab")
    assert tab.page.evaluate("document.activeElement.getAttribute('href')") == "#contenu"
    tab.page.keyboard.press("Enter")
    assert tab.page.evaluate("document.activeElement.id") == "contenu"


def test_a_control_that_the_keyboard_misses_is_seen(site: Site, tab: Tab) -> None:
    html = """<!doctype html><html lang="fr"><title>x</title><style>:focus{outline:0}</style>
    <a href="/">ici</a><p onkeydown="event.preventDefault()"><button>b</button></p>
    <a href="/">là</a></html>"""
    tab.page.route("**/faute/", lambda route: route.fulfill(body=html, content_type="text/html"))
    faults = " ".join(tab.keyboard_faults("/faute/"))
    assert "not reached: <a" in faults
    assert "focus not seen: <button" in faults
    tab.page.unroute("**/faute/")
