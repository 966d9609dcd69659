"""The strict harness of every test."""

import os
import random
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from nrc_platform.api.models import ApiKey
from nrc_platform.people.models import User
from tests.harness import luck, network, shuffle
from tests.harness.client import HouseClient
from tests.harness.queries import same_queries
from tests.harness.scheduling import TOGETHER, HouseScheduling
from tests.journal import flush

# Playwright runs a loop in the test's thread; the tests themselves stay synchronous.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# A loaded machine makes no example slow enough to fail.
hypothesis.settings.register_profile("house", deadline=None, database=None)
hypothesis.settings.load_profile("house")

pytest_plugins = ["tests.people.fixtures"]
NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
TODAY = NOON.date()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a failing order be played again."""
    parser.addoption(
        "--seed", type=int, default=None, help="seed of every random choice of the run"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Choose the seed once, for every process of the run."""
    seed = config.getoption("--seed")
    kept = os.environ.get("NRC_TEST_SEED")
    chosen = (
        seed if seed is not None else int(kept) if kept else random.SystemRandom().randrange(10**6)
    )
    os.environ["NRC_TEST_SEED"] = str(chosen)
    config.nrc_seed = chosen  # type: ignore[attr-defined]


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave nothing behind: the data of the run were its own."""
    if settings.VAR_DIR.name.startswith("nrc-test-"):
        shutil.rmtree(settings.VAR_DIR, ignore_errors=True)


def pytest_report_header(config: pytest.Config) -> str:
    """Say how to play the same choices again."""
    return f"seed: {config.nrc_seed} (--seed={config.nrc_seed})"  # type: ignore[attr-defined]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> HouseScheduling:
    """Keep what drives the one browser, or a worker, in one process each."""
    return HouseScheduling(config, log)


@pytest.fixture(scope="session", autouse=True)
def _strict() -> Iterator[None]:
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        network.install(patch)
        shuffle.install(patch, luck.dice)
        flush.install(patch)
        yield


@pytest.fixture(autouse=True)
def _one_day(request: pytest.FixtureRequest) -> Iterator[None]:
    """
    Let each test begin at the same noon, whatever day it runs: its dates stay what they were.

    What drives a browser or a worker keeps the clock of the machine, as that other process does.
    """
    if request.node.nodeid.startswith(TOGETHER):
        yield
        return
    with time_machine.travel(NOON, tick=True):
        yield


@pytest.fixture(autouse=True)
def _seeded(request: pytest.FixtureRequest) -> None:
    """Give each test its own reproducible luck, whatever ran before it."""
    luck.play(request.config.nrc_seed, request.node.nodeid)  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    """Forget what a test counted; a shared Redis keeps what the rollback would have undone."""
    yield
    if settings.REDIS_URL:
        client = cache._cache.get_client(None, write=True)  # type: ignore[attr-defined]
        prefix = settings.CACHES["default"]["KEY_PREFIX"]
        for key in client.scan_iter(match=f"{prefix}:*"):
            client.delete(key)


@pytest.fixture
def client() -> HouseClient:
    """Return a visitor's browser: strict on what it is given."""
    return HouseClient()


@pytest.fixture
def signed_in() -> Callable[[User], HouseClient]:
    """Return what opens a new browser with that person signed in."""

    def open_browser(user: User) -> HouseClient:
        browser = HouseClient()
        browser.force_login(user)
        return browser

    return open_browser


@pytest.fixture
def api_client() -> Callable[..., HouseClient]:
    """Return what opens a program's client: `api_client(user, scope="read")`."""

    def open_client(user: User, scope: str = "write", days: int = 1) -> HouseClient:
        _, secret = ApiKey.objects.create(user=user, expiry=timedelta(days=days), scope=scope)
        return HouseClient(headers={"authorization": f"Bearer {secret}"})

    return open_client


@pytest.fixture
def assert_same_queries(client: HouseClient) -> Callable[..., int]:
    """Return `check(url, make_row)`: same number of queries for 1 row and for 10."""

    def check(
        url: str, make_row: Callable[[], Any], *, client: Client = client, rows: int = 10
    ) -> int:
        return same_queries(client, url, make_row, rows=rows)

    return check


@pytest.fixture
def freeze() -> Iterator[Callable[..., time_machine.Traveller]]:
    """Return what stops the clock: `freeze()` at noon in Paris, or `freeze(moment)`."""
    stops: list[time_machine.travel] = []

    def stop(moment: datetime = NOON) -> time_machine.Traveller:
        travel = time_machine.travel(moment, tick=False)
        stops.append(travel)
        return travel.start()

    yield stop
    for travel in reversed(stops):
        travel.stop()
