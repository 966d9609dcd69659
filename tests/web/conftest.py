"""What tests of links share."""

from collections.abc import Iterator

import pytest

from nrc_platform.people.models import School
from nrc_platform.web.views.acts import ACTS
from tests.signatures.links import make_link
from tests.web.link_walk import SAID, toy


@pytest.fixture
def toy_act(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Give the links of the tests an act."""
    monkeypatch.setitem(ACTS, "tests.act", toy)
    yield
    SAID.clear()


@pytest.fixture
def token(school: School, toy_act: None) -> str:
    """A link sent to Dora."""
    return make_link(school)[1]
