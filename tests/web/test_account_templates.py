"""Every page of accounts is ours: none falls back on the library's own, in another style."""

from pathlib import Path

import pytest
from django.conf import settings
from django.urls import URLPattern

from nrc_platform.web.account_urls import urlpatterns

TEMPLATES = Path(settings.BASE_DIR) / "templates"
# Closed sign-up answers with its own page; the passkey view only posts or answers JSON.
CLOSED = {"account_signup": "account/signup_closed.html"}
WITHOUT_PAGE = {"mfa_login_webauthn"}


def template_of(pattern: URLPattern) -> str:
    """Return the template of a page of accounts."""
    name = str(pattern.name)
    if name in CLOSED:
        return CLOSED[name]
    return str(pattern.callback.view_class.template_name)  # type: ignore[attr-defined]


@pytest.mark.parametrize("pattern", urlpatterns, ids=lambda pattern: str(pattern.name))
def test_page_of_accounts_is_ours(pattern: URLPattern) -> None:
    if pattern.name in WITHOUT_PAGE:
        return
    assert (TEMPLATES / template_of(pattern)).exists()
