"""Every kind of page, as each person who sees it differently, at two widths: nothing to mend."""

import pytest

from tests.browser.checks import WIDTHS, Tab
from tests.browser.site import PEOPLE, Site
from tests.house.routes import LOGIN, Route
from tests.house.urls import REGISTER

pytestmark = [pytest.mark.axe, pytest.mark.browser]
# Less than half a second each: eight or nine minutes of a suite of fifteen.
MOST = 1250
# Page routes that the walk does not meet, and why; their templates are checked elsewhere.
NOT_MET: dict[str, str] = {
    "account_confirm_login_code": "only between two steps of signing in (tests/web)",
    "account_complete_password_reset": "only between two steps of a new password (tests/web)",
    "account_confirm_password_reset_code": "only between two steps of a new password (tests/web)",
    "account_set_password": "only for an account without a password (tests/web)",
    "mfa_authenticate": "only between two steps of signing in (tests/web)",
    "mfa_reauthenticate": "only when a page asks to confirm one's identity (tests/web)",
    "mfa_login_webauthn": "answers the passkey script, not people",
    "mfa_reauthenticate_webauthn": "passkeys: no authenticator in the test browser",
    "mfa_deactivate_totp": "needs a second factor",
    "mfa_view_recovery_codes": "needs a second factor",
    "mfa_download_recovery_codes": "a file",
    "mfa_remove_webauthn": "needs a passkey",
    "mfa_edit_webauthn": "needs a passkey",
    "web:healthz": "for machines",
    "web:readyz": "for machines",
    "documents:file": "a file",
    "curriculum:class_coverage_file": "a file",
    "exams:annex": "a file",
    "exams:fiche_pdf_file": "a file",
    "internships:avenant_file": "a file",
    "internships:convention_file": "a file",
    "internships:dispensation_file": "a file",
    "internships:log_photo": "a file",
    "internships:paper_file": "a file",
    "internships:signer_scan": "a file",
    "projects:wall_workbook": "a file",
    "projects:version_file": "a file",
    "projects:simulation_file": "a file",
    "projects:simulation_workbook": "a file",
}


def is_page(route: Route) -> bool:
    """Return whether the line is a page that somebody reads."""
    return (
        route.method == "get"
        and not route.is_api
        and (200 in route.cells or route.rest == 200 or route.stranger not in {LOGIN, 302, 404})
    )


@pytest.mark.parametrize("who", PEOPLE)
def test_every_page_is_accessible(who: str, site: Site, tab: Tab) -> None:
    tab.become(site.visitors[who].cookies())
    wrong = {
        f"{sight.route} {sight.path}": faults
        for sight in site.sights
        if sight.who == who and (faults := tab.faults(sight.path))
    }
    assert not wrong, "\n".join(f"{page}: {faults}" for page, faults in wrong.items())


def test_the_checks_are_not_a_hand_picked_few(site: Site) -> None:
    pages = {route.name for route in REGISTER if is_page(route)}
    missed = sorted(pages - site.seen_routes - set(NOT_MET))
    assert not missed, "\n".join(missed)


def test_the_checks_stay_within_their_time(site: Site) -> None:
    checks = len(site.sights) * len(WIDTHS)
    assert 100 <= checks <= MOST, f"{checks} checks"


@pytest.mark.parametrize(
    ("page", "word"),
    [
        ("<main><h1>x</h1><img src='data:,'></main>", "image-alt"),
        ("<main><h1>x</h1><input></main>", "label"),
        ("<main><h1>x</h1><details><input></details></main>", "label"),
        ("<main><h1>x</h1><p style='width:2000px'>y</p></main>", "sideways"),
        ("<main><h1>x</h1><script>console.error('broken')</script></main>", "broken"),
    ],
)
def test_a_fault_is_seen(page: str, word: str, site: Site, tab: Tab) -> None:
    html = f"<!doctype html><html lang='fr'><title>x</title>{page}</html>"
    tab.page.route("**/faute/", lambda route: route.fulfill(body=html, content_type="text/html"))
    assert word in " ".join(tab.faults("/faute/"))
    tab.page.unroute("**/faute/")
