"""A lycée has one public address: attempts are counted by account, never by address alone."""

from typing import Any

import pytest
from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import RequestFactory
from django.urls import reverse

from nrc_platform.people.models import User
from tests.harness.client import HouseClient
from tests.people.factories import UserFactory

PASSWORD = "demo-nrc-2026-lycee"
SCHOOL = "203.0.113.7"
GUESSES = 1000
STUDENTS = 35
MAX_HASHED = 5


@pytest.fixture(autouse=True)
def _no_count_left() -> Any:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the accounts whose password was compared, one entry each time."""
    seen: list[str] = []
    compare = User.check_password

    def counted(user: User, raw: str) -> bool:
        seen.append(str(user.email))
        return compare(user, raw)

    monkeypatch.setattr(User, "check_password", counted)
    return seen


def sign_in(email: str, password: str = PASSWORD) -> HouseClient:
    """Sign in from the school's address, in a new browser."""
    browser = HouseClient(REMOTE_ADDR=SCHOOL)
    browser.post(reverse("account_login"), {"login": email, "password": password})
    return browser


def is_in(browser: HouseClient) -> bool:
    """Return whether that browser is signed in."""
    return "_auth_user_id" in browser.session


def guess(email: str) -> str:
    """Try a wrong password as the sign-in form does; return the code of the refusal."""
    request = RequestFactory(REMOTE_ADDR=SCHOOL).post(reverse("account_login"))
    try:
        get_adapter(request).authenticate(request, email=email, password="not-the-password")
    except ValidationError as refusal:
        return str(refusal.code)
    return "compared"


@pytest.mark.django_db
def test_a_whole_class_signs_in_from_one_address() -> None:
    emails = [UserFactory(sign_in=True).email for _ in range(STUDENTS)]
    assert [email for email in emails if not is_in(sign_in(email))] == []


@pytest.mark.django_db
def test_a_thousand_guesses_are_compared_five_times(hashed: list[str]) -> None:
    victim = UserFactory(sign_in=True).email
    answers = [guess(victim) for _ in range(GUESSES)]
    assert hashed.count(victim) <= MAX_HASHED
    assert answers.count("compared") == MAX_HASHED
    assert set(answers[MAX_HASHED:]) == {"too_many_login_attempts"}


@pytest.mark.django_db
def test_another_person_of_the_school_still_enters_during_the_attack() -> None:
    victim, other = UserFactory(sign_in=True).email, UserFactory(sign_in=True).email
    for _ in range(MAX_HASHED + 1):
        guess(victim)
    assert is_in(sign_in(other))
    assert not is_in(sign_in(victim))


@pytest.mark.django_db
def test_the_person_attacked_still_enters_with_a_code(monkeypatch: pytest.MonkeyPatch) -> None:
    victim = UserFactory(sign_in=True).email
    for _ in range(MAX_HASHED + 1):
        guess(victim)
    codes: list[str] = []
    adapter = type(get_adapter())
    monkeypatch.setattr(
        adapter, "send_mail", lambda self, prefix, to, context: codes.append(context["code"])
    )
    browser = HouseClient(REMOTE_ADDR=SCHOOL)
    browser.post(reverse("account_request_login_code"), {"login": victim})
    browser.post(reverse("account_confirm_login_code"), {"code": codes[0]})
    assert is_in(browser)
