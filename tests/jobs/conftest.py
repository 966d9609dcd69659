"""The jobs of the tests, installed."""

from collections.abc import Iterator

import pytest
from django.test.utils import modify_settings

from tests.jobs.probe import jobs as probe


@pytest.fixture
def handlers() -> Iterator[None]:
    """Install the app whose jobs the tests file."""
    probe.calls.clear()
    probe.during.clear()
    with modify_settings(INSTALLED_APPS={"append": "tests.jobs.probe"}):
        yield
    probe.during.clear()
