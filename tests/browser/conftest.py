"""One product, one browser, one tab for all the checks."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from nrc_platform.people.models import User
from tests.browser.checks import Tab
from tests.browser.product import Product, running
from tests.browser.site import Site

ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Debian's chromium; under CI its absence is a failure, never a skip."""
    path = shutil.which("chromium") or ""
    if not path and os.environ.get("CI") != "true":
        pytest.skip("chromium is not installed")
    assert path, "chromium is not installed: run scripts/install-system dev"
    return path


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory, chromium_path: str) -> Iterator[Product]:
    """The running product with its demo school."""
    var: Path = tmp_path_factory.mktemp("product")
    with running(var) as started:
        yield started


@pytest.fixture(scope="session")
def site(product: Product) -> Site:
    """Every kind of page, found by following the links as each person."""
    return Site(product)


@pytest.fixture(scope="session")
def chromium(chromium_path: str) -> Iterator[Browser]:
    """The one browser."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium_path, args=ARGS)
        yield browser
        browser.close()


@pytest.fixture
def open_as(chromium: Browser, live_server: Any) -> Iterator[Callable[[User, str], Page]]:
    """Return what opens an address as somebody, in a tab that may not have a script error."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def opened(user: User, address: str) -> Page:
        client = Client()
        client.force_login(user)
        session = client.cookies["sessionid"].value
        context = chromium.new_context(locale="fr-FR", base_url=live_server.url)
        contexts.append(context)
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture(scope="session")
def tab(chromium: Browser, product: Product) -> Iterator[Tab]:
    """The one tab, reused for every check."""
    context = chromium.new_context(locale="fr-FR", reduced_motion="reduce")
    yield Tab(context, product)
    context.close()
