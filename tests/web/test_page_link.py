"""The public address of a link: the same door for everybody, then a code."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client, RequestFactory, override_settings

from nrc_platform.core import clock
from nrc_platform.core.views import ReadOnlyPageWrote
from nrc_platform.people.models import School, User
from nrc_platform.signatures import services
from nrc_platform.signatures.models import Challenge
from nrc_platform.web.views import links
from tests.harness.client import HouseClient
from tests.signatures.links import make_link, wrong
from tests.web.link_walk import ask_code, at, same, table_counts, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("toy_act")]


@pytest.fixture
def tokens_of_all_kinds(school: School, token: str) -> list[str]:
    """A live, an expired, a revoked and three unknown tokens."""
    revoked, dead = make_link(school)
    services.revoke_links(revoked.purpose, revoked.subject_id, reason="Annulé.", actor=None)
    with clock.at(clock.now() - timedelta(days=30)):
        expired = make_link(school)[1]
    return [token, dead, expired, "x" * 43, "%20", "é"]


def test_the_door_is_the_same_for_every_token(tokens_of_all_kinds: list[str]) -> None:
    answers = [HouseClient().get(at(token)) for token in tokens_of_all_kinds]
    assert {answer.status_code for answer in answers} == {200}
    assert len({same(answer.content) for answer in answers}) == 1
    # The hour of the answer apart.
    headers = [dict(answer.headers) | {"Expires": ""} for answer in answers]
    assert headers == [headers[0]] * len(answers)
    assert "Continuer" in words(answers[0])
    assert "Dora" not in words(answers[0])


def test_the_door_is_the_same_for_who_is_signed_in(
    token: str, bob: User, signed_in: Callable[[User], HouseClient]
) -> None:
    stranger = HouseClient().get(at(token)).content
    assert same(signed_in(bob).get(at(token)).content) == same(stranger)


@override_settings(SECOND_FACTOR_REQUIRED=True)
def test_staff_without_second_factor_go_through_a_link(
    token: str, bob: User, signed_in: Callable[[User], HouseClient]
) -> None:
    assert signed_in(bob).get(at(token)).status_code == 200


def test_every_answer_is_kept_nowhere_and_names_no_referrer(client: HouseClient) -> None:
    for answer in (client.get(at("x")), client.post(at("x"), {"action": "continue"})):
        assert "no-store" in answer.headers["Cache-Control"]
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "noindex" in answer.headers["X-Robots-Tag"]
        assert 'src="http' not in answer.content.decode()


def test_a_thousand_looks_of_a_mail_scanner_change_nothing(token: str) -> None:
    scanner = Client()
    before = table_counts()
    for turn in range(1000):
        method = (scanner.get, scanner.head, scanner.options)[turn % 3]
        assert method(at(token)).status_code == 200
    assert table_counts() == before
    assert services.find_link(token) is not None
    assert mail.outbox == []


def test_the_door_may_write_nothing(monkeypatch: pytest.MonkeyPatch, school: School) -> None:
    monkeypatch.setattr(links, "render", lambda *args, **kwargs: school.save())
    with pytest.raises(ReadOnlyPageWrote):
        links._read(RequestFactory().get(at("x")), "x")


def test_a_scanner_that_posts_reads_nothing_and_sends_nothing(token: str) -> None:
    answer = HouseClient().post(at(token), {"action": "code"})
    assert answer.status_code == 400
    assert "n’a pas gardé le repère" in words(answer)
    assert mail.outbox == []


# --- the code -------------------------------------------------------------------------------


@pytest.mark.parametrize("action", ["continue", "code", "verify", "leave", "check", ""])
def test_a_dead_link_and_an_unknown_one_say_the_same(
    tokens_of_all_kinds: list[str], action: str
) -> None:
    pages = [HouseClient().post(at(dead), {"action": action}) for dead in tokens_of_all_kinds[1:]]
    assert {page.status_code for page in pages} == {404}
    assert len({same(page.content) for page in pages}) == 1
    assert "Ce lien n’est plus valable" in words(pages[0])


def test_visitor_sees_a_masked_address_before_any_code(client: HouseClient, token: str) -> None:
    answer = client.post(at(token), {"action": "continue"})
    assert "d…a@entreprise.example" in words(answer)
    assert "dora@" not in answer.content.decode()
    assert not Challenge.objects.exists()
    assert mail.outbox == []


def test_company_opens_its_act_with_a_code(client: HouseClient, token: str) -> None:
    code = ask_code(client, token)
    answer = client.post(at(token), {"action": "verify", "code": f" {code[:3]}-{code[3:]} "})
    assert (answer.status_code, answer.headers["Location"]) == (302, "./")
    assert words(client.get(at(token))) == "L’acte de Dora Dubois"


def test_the_field_of_the_code_suits_a_phone(client: HouseClient, token: str) -> None:
    client.post(at(token), {"action": "continue"})
    page = client.post(at(token), {"action": "code"}).content.decode()
    (field,) = re.findall(r'<input[^>]*name="code"[^>]*>', page)
    for part in ('inputmode="numeric"', 'autocomplete="one-time-code"'):
        assert part in field


def test_a_wrong_code_says_how_many_tries_remain(client: HouseClient, token: str) -> None:
    code = ask_code(client, token)
    answer = client.post(at(token), {"action": "verify", "code": wrong(code)})
    assert answer.status_code == 400
    assert "il vous reste 4 essais" in words(answer)
    assert "Continuer" in words(client.get(at(token)))


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "1" * 100])
def test_what_is_no_code_counts_as_no_try(client: HouseClient, token: str, typed: str) -> None:
    ask_code(client, token)
    answer = client.post(at(token), {"action": "verify", "code": typed})
    assert answer.status_code == 400
    assert Challenge.objects.get().attempts == 0


def test_a_code_asked_twice_in_a_minute_waits(client: HouseClient, token: str) -> None:
    code = ask_code(client, token)
    answer = client.post(at(token), {"action": "code"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "60")
    assert "Attendez une minute" in words(answer)
    assert client.post(at(token), {"action": "verify", "code": code}).status_code == 302


def test_a_code_serves_in_its_own_browser(client: HouseClient, token: str) -> None:
    code = ask_code(client, token)
    other = HouseClient()
    other.post(at(token), {"action": "continue"})
    answer = other.post(at(token), {"action": "verify", "code": code})
    assert "dans un autre navigateur" in words(answer)
    assert client.post(at(token), {"action": "verify", "code": code}).status_code == 302
