"""The mails of accounts: our words, a code that stays secret, the sign-in page."""

from pathlib import Path
from typing import Any

import pytest
from allauth.account import adapter as allauth_adapter
from django.urls import reverse

from nrc_platform.notifications import mailbox
from nrc_platform.notifications.mails import SUBJECT_LENGTH
from nrc_platform.notifications.models import Message
from nrc_platform.people.models import User
from nrc_platform.web.mails import WORDS, AccountMail
from tests.harness.client import HouseClient
from tests.people.factories import EmailAddressFactory


@pytest.fixture(autouse=True)
def box(settings: Any, tmp_path: Path) -> Path:
    """A mailbox of this test's own."""
    settings.DEMO_MAILBOX_DIR = tmp_path
    settings.EMAIL_BACKEND = "nrc_platform.notifications.mailbox.DemoMailboxBackend"
    return tmp_path


@pytest.mark.parametrize("name", sorted(WORDS))
def test_each_mail_is_french_short_and_whole(name: str) -> None:
    rendered = AccountMail.of(f"account/email/{name}", {"code": "112233"}).render()
    assert len(rendered.subject) <= SUBJECT_LENGTH
    assert "112233" not in rendered.subject + rendered.text + rendered.html
    assert rendered.text.startswith("Bonjour,")
    assert "Vous recevez ce message parce que" in rendered.text


def test_a_mail_nobody_foresaw_still_says_something_true() -> None:
    rendered = AccountMail.of("mfa/email/something_new", {}).render()
    assert rendered.subject == "Votre compte a changé"
    assert "prévenez l’établissement" in rendered.text


def test_every_template_of_allauth_has_its_words() -> None:
    import allauth

    root = Path(allauth.__file__).parent / "templates"
    names = {
        path.name.removesuffix("_message.txt")
        for folder in ("account/email", "mfa/email")
        for path in (root / folder).glob("*_message.txt")
    }
    # Mails that our settings never send: addresses are set by the school, sign-up is closed.
    never = {
        "base",
        "email_changed",
        "email_confirm",
        "email_confirmation",
        "email_confirmation_signup",
        "email_deleted",
        "password_reset_key",
    }
    assert names - never <= set(WORDS)


def test_alice_signs_in_with_the_code_of_the_mailbox(
    client: HouseClient, alice: User, box: Path
) -> None:
    EmailAddressFactory(user=alice)
    client.post(reverse("account_request_login_code"), {"email": alice.email})
    (mail,) = mailbox.latest_mails()
    assert mail.subject == "Votre code de connexion"
    code = mail.text.split("Votre code : ")[1][:6]
    assert code.isdigit()
    page = client.get(reverse("web:demo_mail_one", args=[mail.name])).content.decode()
    assert code in page
    client.post(reverse("account_confirm_login_code"), {"code": code})
    assert client.session["_auth_user_id"] == str(alice.pk)
    row = Message.objects.get()
    assert (row.state, row.sealed_secrets) == ("sent", "")
    assert code not in row.body_text + row.body_html


def test_an_unknown_address_gets_a_mail_and_the_same_page(
    client: HouseClient, alice: User, box: Path
) -> None:
    EmailAddressFactory(user=alice)
    url = reverse("account_request_login_code")
    unknown = client.post(url, {"email": "personne@inconnu.example"})
    known = HouseClient().post(url, {"email": alice.email})
    assert (unknown.status_code, unknown.url) == (known.status_code, known.url)
    assert {mail.subject for mail in mailbox.latest_mails()} == {
        "Aucun compte à cette adresse",
        "Votre code de connexion",
    }


def test_the_adapter_sends_through_the_outbox(alice: User, box: Path) -> None:
    adapter = allauth_adapter.get_adapter()
    adapter.send_mail("account/email/password_changed", alice.email, {"user": alice})
    assert Message.objects.get().to_user == alice
