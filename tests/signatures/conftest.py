"""What tests of links share."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from nrc_platform.people.models import School
from nrc_platform.signatures.models import AccessLink
from tests.signatures.links import make_link


@pytest.fixture
def link(school: School) -> AccessLink:
    """A live link of Dora."""
    return make_link(school)[0]


@pytest.fixture
def stopped(freeze: Callable[..., Any]) -> Callable[[timedelta], None]:
    """The clock stopped; call it to move on."""
    travel = freeze(datetime.fromisoformat("2026-11-24T11:00:00+00:00"))
    return lambda span: travel.shift(span)
