"""One product, one browser, one tab for all the checks."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

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


@pytest.fixture(scope="session")
def tab(chromium: Browser, product: Product) -> Iterator[Tab]:
    """The one tab, reused for every check."""
    context = chromium.new_context(locale="fr-FR", reduced_motion="reduce")
    yield Tab(context, product)
    context.close()
