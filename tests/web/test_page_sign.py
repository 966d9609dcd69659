"""The company signs by its link: one page to read, accept and sign, and what refuses."""

import base64
import io
from datetime import timedelta

import pytest
from django.test import TestCase
from PIL import Image

from internships.models import Convention
from nrc_platform.core import clock
from nrc_platform.people.models import Promotion, User
from nrc_platform.signatures.models import Challenge, Evidence, LinkSession, Signer
from nrc_platform.signatures.states import Event, SignerState
from tests.harness.client import HouseClient
from tests.internships.signed import sign_all, signer_in
from tests.web.link_walk import words
from tests.web.sign_walk import form_of, hidden, opened, presented, to_company, token_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("head")]


@pytest.fixture
def sent(alice: User, promotion: Promotion, bob: User, head: User) -> Convention:
    """Alice's convention, signed by her: the company is asked."""
    return to_company(alice, promotion, actor=bob)


@pytest.fixture
def host(sent: Convention) -> Signer:
    """Who signs for the company."""
    return signer_in(sent, "host_signatory")


def state_of(signer: Signer) -> str:
    return str(Signer.objects.get(pk=signer.pk).state)


def test_company_reads_accepts_and_signs(
    client: HouseClient, sent: Convention, host: Signer
) -> None:
    url = opened(client, host)
    page = client.get(url)
    said = words(page)
    for each in (
        f"Pour {host.name}, {host.organisation}. Environ 2 minutes.",
        "Signer la convention de stage d’Alice Aubry",
        "Rien n’est signé tant que vous n’avez pas touché « Signer la convention »",
        "Lire le document en entier",
        "Télécharger le PDF (1\u00a0Ko)",
        "Signature électronique simple.",
        "Signer sur papier",
    ):
        assert each.replace("\u00a0", " ") in said.replace("\u00a0", " "), each
    assert 'name="consent" id="id_consent">' in page.content.decode()
    assert state_of(host) == SignerState.OPENED
    answer = client.post(url, form_of(client, url, host))
    assert (answer.status_code, answer.headers["Location"]) == (302, "./")
    assert state_of(host) == SignerState.SIGNED
    done = words(client.get(url))
    assert "C’est signé, merci" in done
    document = signer_in(sent, "host_signatory").request.document
    assert document is not None
    assert document.printed_reference in done
    assert "Un reçu vient de partir à" in done
    assert done.index("Bob Besson") < done.index("Hélène Huguet")
    assert "signe en dernier" in done
    line = Evidence.objects.get(signer=host, event=Event.SIGNED)
    assert line.data["button"] == "Signer la convention"


def test_company_that_ticked_nothing_keeps_what_it_typed(
    client: HouseClient, host: Signer
) -> None:
    url = opened(client, host)
    filled = form_of(client, url, host)
    del filled["consent"]
    answer = client.post(url, filled)
    assert answer.status_code == 400
    assert "Cochez la case pour dire que vous acceptez" in words(answer)
    assert f'value="{host.name}"' in answer.content.decode()
    assert state_of(host) == SignerState.OPENED


@pytest.mark.parametrize(("typed", "said"), [("Zoé Inconnu", "Ce n’est pas moi"), ("", "Écrivez")])
def test_another_name_signs_nothing(
    client: HouseClient, host: Signer, typed: str, said: str
) -> None:
    url = opened(client, host)
    answer = client.post(url, form_of(client, url, host, typed_name=typed))
    assert answer.status_code == 400
    assert said in words(answer)
    assert "checked" in answer.content.decode()
    assert state_of(host) == SignerState.OPENED


def test_a_page_of_another_version_signs_nothing(client: HouseClient, host: Signer) -> None:
    url = opened(client, host)
    answer = client.post(url, form_of(client, url, host, document_sha256="0" * 64))
    assert answer.status_code == 409
    assert "Le document n’est plus celui que vous avez lu" in words(answer)
    assert f'value="{host.name}"' in answer.content.decode()
    # What was accepted was another text: it is to be accepted again.
    assert "checked" not in answer.content.decode()
    assert hidden(answer)["document_sha256"] != "0" * 64
    assert state_of(host) == SignerState.OPENED


def test_a_double_click_signs_once_and_answers_the_same(client: HouseClient, host: Signer) -> None:
    url = opened(client, host)
    filled = form_of(client, url, host)
    answers = [client.post(url, filled) for _ in range(2)]
    assert {(each.status_code, each.headers["Location"]) for each in answers} == {(302, "./")}
    assert Evidence.objects.filter(signer=host, event=Event.SIGNED).count() == 1


def test_a_code_too_old_is_asked_again_with_what_was_typed(
    client: HouseClient, host: Signer
) -> None:
    url = opened(client, host)
    filled = form_of(client, url, host)
    LinkSession.objects.update(verified_at=clock.now() - timedelta(minutes=31))
    answer = client.post(url, filled)
    assert answer.status_code == 403
    assert "plus d’une demi-heure" in words(answer)
    assert f'name="garde-typed_name" value="{host.name}"' in answer.content.decode()
    assert state_of(host) == SignerState.OPENED


def test_whose_turn_is_not_come_has_no_link(alice: User, promotion: Promotion, bob: User) -> None:
    row = presented(alice, promotion, actor=bob)
    with pytest.raises(AssertionError, match="no link was sent"):
        token_of(signer_in(row, "host_signatory"))


def test_the_file_is_downloaded_within_the_visit_only(client: HouseClient, host: Signer) -> None:
    url = opened(client, host)
    answer = client.get(f"{url}?fichier=presente")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    b"".join(answer)
    assert client.get(f"{url}?fichier=final").status_code == 404
    stranger = HouseClient().get(f"{url}?fichier=presente")
    assert "Continuer" in words(stranger)


def test_company_reads_that_everybody_signed(
    client: HouseClient, sent: Convention, host: Signer, bob: User
) -> None:
    url = opened(client, host)
    client.post(url, form_of(client, url, host))
    with TestCase.captureOnCommitCallbacks(execute=True):
        sign_all(sent, actor=bob)
    # The former link is dead; a new one came with the mail that says it is over.
    assert "Continuer" in words(client.get(url))
    Challenge.objects.update(created_at=clock.now() - timedelta(minutes=2))
    again = opened(client, host)
    assert again != url
    page = words(client.get(again))
    assert "Tout le monde a signé" in page
    assert "La suite" not in page
    answer = client.get(f"{again}?fichier=final")
    assert answer.status_code == 200
    b"".join(answer)


def drawing(size: tuple[int, int] = (600, 200), kind: str = "PNG") -> str:
    """Return a signature drawn on the page."""
    kept = io.BytesIO()
    Image.new("RGB", size, "white").save(kept, kind)
    return "data:image/png;base64," + base64.b64encode(kept.getvalue()).decode()


def test_company_may_draw_beside_its_name(client: HouseClient, host: Signer) -> None:
    url = opened(client, host)
    client.post(url, form_of(client, url, host, drawn=drawing()))
    assert Signer.objects.get(pk=host.pk).drawn is not None


@pytest.mark.parametrize(
    "drawn", [drawing((1300, 200)), drawing(kind="JPEG"), "data:image/png;base64,###", "hop"]
)
def test_what_is_no_drawing_signs_nothing(client: HouseClient, host: Signer, drawn: str) -> None:
    url = opened(client, host)
    answer = client.post(url, form_of(client, url, host, drawn=drawn))
    assert answer.status_code == 400
    assert "Ce dessin n’est pas lisible" in words(answer)
    assert state_of(host) == SignerState.OPENED
