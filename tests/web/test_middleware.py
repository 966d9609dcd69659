"""Sessions that end, second factors that are asked, refusals that become pages."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import override_settings

from nrc_platform.core.errors import DomainError, NotAllowed
from nrc_platform.people.models import User
from nrc_platform.web.views import public
from tests.harness.client import HouseClient
from tests.harness.queries import count

Browser = Callable[[User], HouseClient]
Freeze = Callable[..., time_machine.Traveller]
PAGE = "/aide/"
HOME = "/"


@pytest.mark.parametrize(("who", "minutes"), [("bob", 30), ("juror", 30), ("alice", 120)])
def test_idle_session_ends(
    request: pytest.FixtureRequest, signed_in: Browser, freeze: Freeze, who: str, minutes: int
) -> None:
    clock = freeze()
    browser = signed_in(request.getfixturevalue(who))
    assert browser.get(HOME).status_code == 200
    clock.shift(timedelta(minutes=minutes - 1))
    assert browser.get(HOME).status_code == 200
    clock.shift(timedelta(minutes=minutes - 1))
    assert browser.get(HOME).status_code == 200
    clock.shift(timedelta(minutes=minutes + 1))
    assert browser.get(HOME).status_code == 302


def test_visit_that_reads_does_not_write_the_session_each_time(
    signed_in: Browser, bob: User, freeze: Freeze
) -> None:
    clock = freeze()
    browser = signed_in(bob)
    browser.get(HOME)
    assert not [sql for sql in count(browser, HOME) if sql.startswith("UPDATE")]
    clock.shift(timedelta(minutes=2))
    assert [sql for sql in count(browser, HOME) if sql.startswith('UPDATE "django_session"')]


@override_settings(SECOND_FACTOR_REQUIRED=True)
@pytest.mark.parametrize("who", ["bob", "head", "emil", "juror", "admin"])
def test_staff_without_second_factor_goes_nowhere_else(
    request: pytest.FixtureRequest, signed_in: Browser, who: str
) -> None:
    browser = signed_in(request.getfixturevalue(who))
    for url in (HOME, "/epreuves/", "/entreprises/", PAGE):
        assert browser.get(url).headers["location"] == "/connexion/securite/"


@override_settings(SECOND_FACTOR_REQUIRED=True)
def test_student_needs_no_second_factor(signed_in: Browser, alice: User) -> None:
    assert signed_in(alice).get(HOME).status_code == 200


@pytest.mark.parametrize(
    ("refusal", "status"),
    [(DomainError("La fiche est déjà visée."), 409), (NotAllowed("Réservé au bureau."), 403)],
)
def test_refusal_that_no_view_caught_is_a_page_with_its_sentence(
    client: HouseClient,
    db: None,
    monkeypatch: pytest.MonkeyPatch,
    refusal: DomainError,
    status: int,
) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise refusal

    monkeypatch.setattr(public, "render", refuse)
    answer = client.get(PAGE)
    assert answer.status_code == status
    assert refusal.message in answer.content.decode()
