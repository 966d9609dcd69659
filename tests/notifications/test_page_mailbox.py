"""The demo mailbox: open to all in the demo, absent in production."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage
from django.urls import reverse

from nrc_platform.notifications.mailbox import DemoMailboxBackend
from tests.harness.client import HouseClient


@pytest.fixture(autouse=True)
def box(settings: Any, tmp_path: Path) -> Path:
    """A mailbox of this test's own."""
    settings.DEMO_MAILBOX_DIR = tmp_path / "mailbox"
    return tmp_path / "mailbox"


def _put(subject: str, body: str = "Bonjour,", name: str = "<1@ecole.example>") -> None:
    mail = EmailMessage(subject, body, to=["alice@ecole.example"], headers={"Message-ID": name})
    assert DemoMailboxBackend().send_messages([mail]) == 1


def test_a_visitor_reads_the_mails_of_the_demo(client: HouseClient, db: None) -> None:
    _put("Été : <b>relire</b>", "Voir http://testserver/epreuves/ avant jeudi.\n\n<i>x</i>")
    page = client.get(reverse("web:demo_mail")).content.decode()
    assert "Été : &lt;b&gt;relire&lt;/b&gt;" in page
    (address,) = re.findall(r'href="(/demo/courrier/[0-9a-f]+/)"', page)
    mail = client.get(address).content.decode()
    assert 'href="http://testserver/epreuves/"' in mail
    assert "&lt;i&gt;x&lt;/i&gt;" in mail
    assert "alice@ecole.example" in mail


def test_an_empty_mailbox_says_what_to_do(client: HouseClient, db: None) -> None:
    assert "Aucun courriel pour le moment" in client.get("/demo/courrier/").content.decode()


def test_a_mail_delivered_twice_shows_once(client: HouseClient, db: None, box: Path) -> None:
    _put("Premier")
    _put("Premier")
    assert len(list(box.glob("*.eml"))) == 1


def test_an_unknown_mail_is_a_404(client: HouseClient, db: None) -> None:
    _put("Premier")
    assert client.get("/demo/courrier/absent/").status_code == 404


def test_production_has_no_mailbox(client: HouseClient, db: None, settings: Any) -> None:
    _put("Premier")
    settings.DEMO = False
    assert client.get("/demo/courrier/").status_code == 404
    with pytest.raises(ImproperlyConfigured):
        _put("Second")
