"""Codes and visits: once, in time, in one browser."""

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from nrc_platform.core.errors import DomainError
from nrc_platform.journal.models import Entry
from nrc_platform.people.models import School
from nrc_platform.signatures import services
from nrc_platform.signatures.models import AccessLink, Challenge
from nrc_platform.signatures.services import codes, tokens
from tests.signatures.factories import AccessLinkFactory, ChallengeFactory, LinkSessionFactory
from tests.signatures.links import IP, NONCE, ask, make_link, visit, wrong

pytestmark = pytest.mark.django_db


# --- codes ----------------------------------------------------------------------------------


def test_a_code_goes_to_the_recorded_address_and_opens_a_visit(link: AccessLink) -> None:
    code = ask(link)
    assert mail.outbox[-1].to == ["dora@entreprise.example"]
    assert code not in mail.outbox[-1].subject
    session, cookie = visit(link, code)
    assert services.live_session(link, cookie) == session


def test_a_code_serves_once(link: AccessLink) -> None:
    code = ask(link)
    visit(link, code)
    again = services.verify_code(link, nonce=NONCE, code=code)
    assert (again.session, again.message) == (None, codes.NO_CODE)


def test_a_code_is_locked_after_five_wrong_tries(link: AccessLink) -> None:
    code = ask(link)
    said = [services.verify_code(link, nonce=NONCE, code=wrong(code)).message for _ in range(6)]
    assert [re.sub(r".*: il vous reste ", "", each) for each in said[:4]] == [
        "4 essais.",
        "3 essais.",
        "2 essais.",
        "un essai.",
    ]
    assert said[4:] == [codes.LOCKED] * 2
    assert services.verify_code(link, nonce=NONCE, code=code).session is None
    assert Challenge.objects.get().attempts == 5


def test_a_code_dies_after_ten_minutes(
    link: AccessLink, stopped: Callable[[timedelta], None]
) -> None:
    code = ask(link)
    stopped(timedelta(minutes=10))
    assert services.verify_code(link, nonce=NONCE, code=code).message == codes.NO_CODE


def test_a_code_asked_again_kills_the_former(
    link: AccessLink, stopped: Callable[[timedelta], None]
) -> None:
    first = ask(link)
    stopped(timedelta(seconds=61))
    second = ask(link)
    if first != second:
        assert services.verify_code(link, nonce=NONCE, code=first).session is None
    assert services.verify_code(link, nonce=NONCE, code=second).session is not None


def test_a_code_serves_in_the_browser_that_asked(link: AccessLink) -> None:
    code = ask(link)
    other = services.verify_code(link, nonce="another browser", code=code)
    assert (other.session, other.message) == (None, codes.ELSEWHERE)
    assert Challenge.objects.get().attempts == 0
    visit(link, code)


def test_a_code_never_opens_another_link(school: School, link: AccessLink) -> None:
    other, _ = make_link(school)
    code, others = ask(link), ask(other)
    if code != others:
        assert services.verify_code(other, nonce=NONCE, code=code).session is None
    _, cookie = visit(link, code)
    assert services.live_session(other, cookie) is None


def test_codes_are_asked_for_slowly(
    link: AccessLink, stopped: Callable[[timedelta], None]
) -> None:
    sent = []
    for minute in range(0, 26 * 60, 2):
        with suppress(DomainError):
            services.request_code(link, nonce=NONCE, ip=IP)
            sent.append(minute)
        stopped(timedelta(minutes=2))
    hourly = [sum(1 for m in sent if start <= m < start + 60) for start in range(0, 26 * 60, 2)]
    daily = [sum(1 for m in sent if s <= m < s + 24 * 60) for s in range(0, 2 * 60, 2)]
    assert (max(hourly), max(daily)) == (5, 10)


def test_a_second_code_waits_a_minute(
    link: AccessLink, stopped: Callable[[timedelta], None]
) -> None:
    services.request_code(link, nonce=NONCE, ip=IP)
    stopped(timedelta(seconds=59))
    with pytest.raises(DomainError, match="Attendez une minute") as refusal:
        services.request_code(link, nonce=NONCE, ip=IP)
    assert refusal.value.code == "too_soon"
    stopped(timedelta(seconds=1))
    assert services.request_code(link, nonce=NONCE, ip=IP).pk


def test_one_address_and_one_origin_have_their_own_limits(school: School) -> None:
    for _ in range(30):
        ChallengeFactory(link=AccessLinkFactory(email="Dora@entreprise.example"))
    link, _ = make_link(school)
    with pytest.raises(DomainError, match="aujourd’hui"):
        services.request_code(link, nonce=NONCE, ip=IP)
    origin = tokens.hashed("origin", IP)
    Challenge.objects.bulk_create(
        ChallengeFactory.build(link=AccessLinkFactory(), origin_hash=origin) for _ in range(300)
    )
    elsewhere, _ = make_link(school, email="dora@autre.example")
    with pytest.raises(DomainError, match="Attendez une heure"):
        services.request_code(elsewhere, nonce=NONCE, ip=IP)
    assert services.request_code(elsewhere, nonce=NONCE, ip="192.0.2.8").pk


# --- visits ---------------------------------------------------------------------------------


def test_a_visit_lasts_half_an_hour_idle_and_two_hours_in_all(
    link: AccessLink, stopped: Callable[[timedelta], None]
) -> None:
    session, cookie = visit(link, ask(link))
    for _ in range(4):
        stopped(timedelta(minutes=29))
        assert services.live_session(link, cookie) == session
    stopped(timedelta(minutes=4))
    assert services.live_session(link, cookie) is None
    idle = LinkSessionFactory(link=link, cookie_hash=tokens.hashed("cookie", "idle"))
    stopped(timedelta(minutes=30))
    assert services.live_session(idle.link, "idle") is None


def test_being_seen_is_written_once_a_minute(
    link: AccessLink,
    stopped: Callable[[timedelta], None],
    django_assert_num_queries: Callable[[int], Any],
) -> None:
    _, cookie = visit(link, ask(link))
    stopped(timedelta(seconds=59))
    with django_assert_num_queries(1):
        services.live_session(link, cookie)
    stopped(timedelta(seconds=1))
    with django_assert_num_queries(2):
        services.live_session(link, cookie)


def test_a_visit_ended_opens_nothing(link: AccessLink) -> None:
    session, cookie = visit(link, ask(link))
    services.end_session(session)
    services.end_session(session)
    assert services.live_session(link, cookie) is None
    assert Entry.objects.filter(kind="signatures.accesslink.leave").count() == 1
