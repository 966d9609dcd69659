"""Signing in: by password, by code, with a second factor, and out again."""

import re
import time
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, hotp_value
from django.conf import settings
from django.core.cache import cache
from django.test import override_settings
from django.urls import reverse

from nrc_platform.people.models import Promotion, User
from tests.harness.client import HouseClient
from tests.people.factories import EmailAddressFactory, UserFactory
from tests.web.words import plain

LOGIN = "/connexion/"
PASSWORD = "demo-nrc-2026-lycee"
Browser = Callable[[User], HouseClient]


@pytest.fixture
def zoe(db: None) -> User:
    """Zoé, who has a password and a verified address."""
    person: User = UserFactory(sign_in=True, email="zoe@ecole.example")
    return person


def sign_in(client: HouseClient, email: str, password: str = PASSWORD) -> str:
    """Fill the sign-in form; return where it led."""
    answer = client.post(LOGIN, {"login": email, "password": password})
    return str(answer.headers.get("location", "")) or answer.content.decode()


def code_now(secret: str) -> str:
    """Return the code that the application shows."""
    return f"{hotp_value(secret, int(time.time()) // 30):06d}"


def test_person_signs_in_with_a_password(client: HouseClient, zoe: User) -> None:
    assert sign_in(client, "zoe@ecole.example") == "/"
    assert client.session["_auth_user_id"] == str(zoe.pk)


def test_visitor_comes_back_to_the_page_asked_for(client: HouseClient, zoe: User) -> None:
    asked = client.get(reverse("curriculum:tree"))
    url = asked.headers["location"]
    answer = client.post(url, {"login": zoe.email, "password": PASSWORD, "next": "/referentiel/"})
    assert answer.headers["location"] == "/referentiel/"


def test_wrong_password_says_so_without_saying_who_has_an_account(
    client: HouseClient, zoe: User
) -> None:
    known = plain(sign_in(client, "zoe@ecole.example", "not-the-password"))
    unknown = plain(sign_in(client, "personne@ecole.example", "not-the-password"))
    assert "Une réponse est à corriger" in known
    assert known == unknown


def test_five_guesses_close_the_password_of_that_account_only(
    client: HouseClient, zoe: User
) -> None:
    UserFactory(sign_in=True, email="max@ecole.example")
    for _ in range(5):
        sign_in(client, "zoe@ecole.example", "not-the-password")
    refused = sign_in(client, "zoe@ecole.example")
    assert "_auth_user_id" not in client.session
    assert "essayez" in plain(refused).lower() or "tentatives" in plain(refused).lower()
    assert sign_in(client, "max@ecole.example") == "/"
    cache.clear()


def test_person_asks_for_a_code_from_the_same_form(client: HouseClient, zoe: User) -> None:
    page = client.get(LOGIN).content.decode()
    target = re.search(r'formaction="([^"]+)"', page)
    assert target
    assert "Recevoir un code par courriel" in page
    answer = client.post(target[1], {"login": zoe.email, "password": ""})
    assert answer.headers["location"] == reverse("account_confirm_login_code")
    page = plain(client.get(answer.headers["location"]).content.decode())
    assert "un code à 6 chiffres vient d’y partir" in page


def test_closed_account_learns_whom_to_ask(client: HouseClient, db: None) -> None:
    person = UserFactory(sign_in=True, closed=True)
    assert sign_in(client, person.email) == reverse("account_inactive")
    assert "_auth_user_id" not in client.session
    page = plain(client.get(reverse("account_inactive")).content.decode())
    assert "Le secrétariat de votre lycée peut le rouvrir" in page


def test_nobody_opens_an_account_alone(client: HouseClient, db: None) -> None:
    url = reverse("account_signup")
    assert "ouverts par le lycée" in plain(client.get(url).content.decode())
    client.post(url, {"email": "intrus@ecole.example", "password1": PASSWORD})
    assert not User.objects.filter(email="intrus@ecole.example").exists()


def test_second_factor_is_asked_after_the_password(client: HouseClient, zoe: User) -> None:
    secret = generate_totp_secret()
    TOTP.activate(zoe, secret)
    assert sign_in(client, zoe.email or "") == reverse("mfa_authenticate")
    page = plain(client.get(reverse("mfa_authenticate")).content.decode())
    assert "Ouvrez votre application de codes" in page
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "_auth_user_id" not in client.session
    client.post(reverse("mfa_authenticate"), {"code": code_now(secret)})
    assert client.session["_auth_user_id"] == str(zoe.pk)


def test_person_adds_an_application_of_codes(client: HouseClient, zoe: User) -> None:
    sign_in(client, zoe.email or "")
    page = client.get(reverse("mfa_activate_totp"), follow=True).content.decode()
    if 'name="password"' in page:
        url = reverse("account_reauthenticate") + "?next=" + reverse("mfa_activate_totp")
        page = client.post(url, {"password": PASSWORD}, follow=True).content.decode()
    assert "data:image" not in page
    assert "<svg" in page.partition("Code QR")[2]
    secret = client.session["mfa.totp.secret"]
    answer = client.post(reverse("mfa_activate_totp"), {"code": code_now(secret)}, follow=True)
    assert Authenticator.objects.filter(user=zoe, type="totp").exists()
    assert "Codes de secours" in plain(answer.content.decode())


@override_settings(SECOND_FACTOR_REQUIRED=True)
def test_staff_without_second_factor_only_reach_its_set_up(
    signed_in: Browser, bob: User, alice: User, promotion: Promotion
) -> None:
    EmailAddressFactory(user=bob)
    browser = signed_in(bob)
    answer = browser.get("/")
    assert answer.headers["location"] == reverse("mfa_index")
    assert (
        "ajoutez d’abord une seconde preuve"
        in browser.get("/connexion/securite/").content.decode()
    )
    assert signed_in(alice).get("/").status_code == 200


def test_demo_lists_its_accounts_and_production_does_not(client: HouseClient, db: None) -> None:
    assert "prof@demo.example" in client.get(LOGIN).content.decode()
    with override_settings(DEMO=False):
        page = client.get(LOGIN).content.decode()
    assert "demo.example" not in page
    assert settings.DEMO_PASSWORD not in page


def test_signing_out_is_a_button_that_posts(signed_in: Browser, bob: User) -> None:
    browser = signed_in(bob)
    assert f'action="{reverse("account_logout")}"' in browser.get("/").content.decode()
    browser.get(reverse("account_logout"))
    assert "_auth_user_id" in browser.session
    browser.post(reverse("account_logout"))
    assert "_auth_user_id" not in browser.session
