"""The visit a code opens: one act, for a time, in one browser; and what travels meanwhile."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client, override_settings

from nrc_platform.core import clock
from nrc_platform.people.models import School
from nrc_platform.signatures import services
from nrc_platform.signatures.models import Challenge, LinkSession
from nrc_platform.web.views import links
from tests.harness.client import HouseClient
from tests.signatures.links import make_link, wrong
from tests.web.link_walk import SAID, ask_code, at, enter, last_code, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("toy_act")]


def test_the_act_receives_what_is_posted(client: HouseClient, token: str) -> None:
    enter(client, token)
    answer = client.post(at(token), {"action": "check", "hours": "35"})
    assert answer.status_code == 302
    assert SAID == [{"action": ["check"], "hours": ["35"]}]


@pytest.mark.parametrize("method", ["head", "options"])
def test_only_a_get_shows_the_act_to_its_visitor(
    client: HouseClient, token: str, method: str
) -> None:
    enter(client, token)
    LinkSession.objects.update(
        verified_at=clock.now() - timedelta(minutes=9),
        last_seen_at=clock.now() - timedelta(minutes=5),
    )
    seen = LinkSession.objects.get().last_seen_at
    assert getattr(client, method)(at(token)).status_code == 200
    assert LinkSession.objects.get().last_seen_at == seen
    client.get(at(token))
    assert LinkSession.objects.get().last_seen_at > seen


def test_without_a_code_no_act_receives_anything(client: HouseClient, token: str) -> None:
    client.post(at(token), {"action": "continue"})
    answer = client.post(at(token), {"action": "check", "hours": "35"})
    assert answer.status_code == 403
    assert SAID == []


def test_a_link_opens_its_own_act_only(client: HouseClient, school: School, token: str) -> None:
    enter(client, token)
    other = make_link(school, name="Marc Tessier", email="marc@hygial.example")[1]
    assert "Continuer" in words(client.get(at(other)))
    for name, morsel in list(client.cookies.items()):
        if not name.endswith("avant"):
            client.cookies[links.cookie_name(other)] = morsel.value
    assert "Continuer" in words(client.get(at(other)))


def test_two_links_live_together_in_one_browser(
    client: HouseClient, school: School, token: str
) -> None:
    other = make_link(school, name="Marc Tessier", email="marc@hygial.example")[1]
    enter(client, token)
    enter(client, other)
    assert words(client.get(at(token))) == "L’acte de Dora Dubois"
    assert words(client.get(at(other))) == "L’acte de Marc Tessier"


def test_another_device_needs_a_code_of_its_own(client: HouseClient, token: str) -> None:
    enter(client, token)
    assert "Continuer" in words(HouseClient().get(at(token)))


def test_a_revoked_link_closes_the_page_at_once(
    client: HouseClient, school: School, token: str
) -> None:
    enter(client, token)
    link = services.find_link(token)
    assert link
    services.revoke_links(link.purpose, link.subject_id, reason="Annulé.", actor=None)
    assert "Continuer" in words(client.get(at(token)))
    assert client.post(at(token), {"action": "check"}).status_code == 404


def test_visitor_closes_the_page(client: HouseClient, token: str) -> None:
    enter(client, token)
    answer = client.post(at(token), {"action": "leave"})
    assert "La page est fermée" in words(answer)
    assert answer.cookies[links.cookie_name(token)]["max-age"] == 0
    assert LinkSession.objects.get().ended_at is not None
    assert "Continuer" in words(client.get(at(token)))


def test_what_is_typed_too_long_is_given_back_after_a_new_code(
    client: HouseClient, token: str
) -> None:
    enter(client, token)
    LinkSession.objects.update(ended_at=clock.now())
    Challenge.objects.update(created_at=clock.now() - timedelta(minutes=2))
    typed = {"action": "check", "missions": "Vendre <b>&", "days": ["1", "2"]}
    late = client.post(at(token), typed)
    assert late.status_code == 403
    assert "ce que vous avez saisi est gardé" in words(late)
    asked = client.post(at(token), {**hidden(late), "action": "code"})
    code = last_code()
    missed = client.post(at(token), {**hidden(asked), "action": "verify", "code": wrong(code)})
    found = client.post(at(token), {**hidden(missed), "action": "verify", "code": code})
    assert "Votre saisie est gardée" in words(found)
    assert SAID == []
    client.post(at(token), hidden(found))
    assert SAID == [{"action": ["check"], "missions": ["Vendre <b>&"], "days": ["1", "2"]}]


def hidden(answer: Any) -> dict[str, list[str]]:
    """Return the hidden fields of the first form of the page that has any."""
    found: dict[str, list[str]] = {}
    for name, value in dict.fromkeys(answer.context["kept"]):
        found.setdefault(name, []).append(value)
    return found


def test_a_purpose_without_act_says_so(client: HouseClient, school: School) -> None:
    token = make_link(school, purpose="tests.nothing")[1]
    enter(client, token)
    answer = client.get(at(token))
    assert answer.status_code == 404
    assert "Il n’y a rien à faire ici" in words(answer)


# --- what travels ---------------------------------------------------------------------------


def test_no_answer_repeats_the_token_the_code_nor_the_cookie(
    client: HouseClient, token: str
) -> None:
    code = ask_code(client, token)
    opened = client.post(at(token), {"action": "verify", "code": code})
    cookie = opened.cookies[links.cookie_name(token)].value
    strict = Client(enforce_csrf_checks=True)
    answers = [
        opened,
        client.get(at(token)),
        client.get(f"/s/{token}"),
        client.post(at(token), {"action": "refuse"}),
        client.get(f"/s/{token}/plus/"),
        client.post(at(token), {"action": "leave"}),
        client.post(at(token), {"action": "check"}),
        strict.post(at(token), {"action": "continue"}),
    ]
    assert [answer.status_code for answer in answers] == [302, 200, 301, 409, 404, 200, 403, 403]
    for answer in answers:
        page = answer.content.decode()
        assert code not in page
        assert cookie not in page
        assert token not in page, answer.status_code
        # An address without its last slash is sent to itself, and to nobody else.
        assert (token in str(answer.headers)) is (answer.status_code == 301)


@override_settings(SESSION_COOKIE_SECURE=True, CSRF_COOKIE_SECURE=True)
def test_cookies_belong_to_this_host_alone(client: HouseClient, token: str) -> None:
    enter(client, token)
    ours = {name: kept for name, kept in client.cookies.items() if "nrc-lien" in name}
    assert len(ours) == 2
    for name, kept in ours.items():
        assert name.startswith("__Host-nrc-lien-")
        assert (kept["path"], kept["domain"], kept["samesite"]) == ("/", "", "Lax")
        assert kept["secure"]
        assert kept["httponly"]


def test_a_forged_post_is_refused(token: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(at(token), {"action": "continue"}).status_code == 403
    check = strict.get(at(token)).content.decode().partition('csrfmiddlewaretoken" value="')[2]
    post = {"action": "continue", "csrfmiddlewaretoken": check.partition('"')[0]}
    # A page without referrer posts with this origin.
    assert strict.post(at(token), post, headers={"origin": "null"}).status_code == 200
    elsewhere = strict.post(at(token), post, headers={"origin": "https://elsewhere.example"})
    assert elsewhere.status_code == 403


def test_nobody_is_signed_in_by_a_link(client: HouseClient, token: str) -> None:
    enter(client, token)
    assert "sessionid" not in client.cookies
    assert client.get("/").status_code == 302
