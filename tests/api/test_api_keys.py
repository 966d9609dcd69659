"""Who may call: a key says who, how far and until when."""

import io
import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from nrc_platform.api import services
from nrc_platform.api.models import ApiKey
from nrc_platform.core import clock
from nrc_platform.core.errors import Invalid
from nrc_platform.journal.selectors import history
from nrc_platform.people.models import School, User
from tests.api.toy import rename_url
from tests.harness.client import HouseClient

ApiClient = Callable[..., HouseClient]


def bearer(secret: str) -> HouseClient:
    return HouseClient(headers={"authorization": f"Bearer {secret}"})


def test_a_stranger_is_asked_for_a_key(client: HouseClient, db: None) -> None:
    response = client.get("/api/v1/me/")
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == "Bearer"
    assert response.json()["errors"][0]["code"] == "not_authenticated"
    assert "Présentez une clé" in response.json()["errors"][0]["detail"]


def test_a_key_says_who_calls(bob: User, api_client: ApiClient) -> None:
    answer = api_client(bob, scope="read").get("/api/v1/me/").json()
    assert answer["email"] == bob.email
    assert {grant["role"] for grant in answer["roles"]} == {"teacher"}
    assert answer["key"]["scope"] == "read"
    assert answer["abilities"] == {"write": False}


def test_the_session_of_the_pages_opens_the_api(
    alice: User, signed_in: Callable[[User], HouseClient]
) -> None:
    answer = signed_in(alice).get("/api/v1/me/").json()
    assert answer["id"] == str(alice.pk)
    assert answer["key"] is None
    assert answer["abilities"] == {"write": True}


def test_the_session_cannot_write_without_the_token_of_the_page(alice: User) -> None:
    browser = HouseClient(enforce_csrf_checks=True)
    browser.force_login(alice)
    response = browser.post("/api/v1/me/", {}, content_type="application/json")
    assert response.status_code == 403
    assert "CSRF" in response.json()["errors"][0]["detail"]


@pytest.mark.urls("tests.api.toy")
def test_a_read_key_cannot_write(school: School, head: User, api_client: ApiClient) -> None:
    reader = api_client(head, scope="read")
    assert reader.get(f"/api/v1/toys/{school.pk}/").json()["name"] == school.name
    response = reader.post(rename_url(school), {}, content_type="application/json")
    assert response.status_code == 403
    assert "que la lecture" in response.json()["errors"][0]["detail"]
    school.refresh_from_db()
    assert not school.name.endswith("!")
    assert api_client(head).post(rename_url(school)).status_code == 201


def test_an_expired_key_is_refused(bob: User) -> None:
    _, secret = services.create_key(bob, scope="read", days=1, actor=bob)
    assert bearer(secret).get("/api/v1/me/").status_code == 200
    with clock.at(clock.now() + timedelta(days=1, seconds=1)):
        response = bearer(secret).get("/api/v1/me/")
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == "Bearer"
    assert "expiré" in response.json()["errors"][0]["detail"]


@pytest.mark.parametrize("secret", ["", "x", "é" * 64, "a" * 64, "a b"])
def test_a_key_nobody_made_is_refused(secret: str, db: None) -> None:
    browser = HouseClient(headers={"authorization": f"Bearer {secret}".encode().decode("latin-1")})
    response = browser.get("/api/v1/me/")
    assert response.status_code == 401
    assert response.json()["type"] == "client_error"


def test_the_start_of_a_key_is_not_enough(bob: User) -> None:
    key, secret = services.create_key(bob, scope="read", days=1, actor=bob)
    altered = secret[:-1] + ("0" if secret[-1] != "0" else "1")
    assert altered.startswith(key.token_key)
    assert bearer(altered).get("/api/v1/me/").status_code == 401


def test_the_secret_is_not_kept(bob: User) -> None:
    key, secret = services.create_key(bob, scope="read", days=1, actor=bob)
    assert secret not in json.dumps(list(ApiKey.objects.values()), default=str)
    assert len(secret) > len(key.token_key) * 4


def test_making_and_taking_back_a_key_are_written_down(bob: User, admin: User) -> None:
    services.create_key(bob, scope="write", days=9, actor=admin)
    services.revoke_keys(bob, actor=admin)
    lines = [(fact.kind, fact.actor_id, fact.data) for fact in history(bob)]
    assert lines == [
        ("api.key.revoke", admin.pk, {"count": 1}),
        ("api.key.create", admin.pk, {"scope": "write", "days": 9}),
    ]


def test_a_key_of_a_closed_account_is_refused(bob: User) -> None:
    _, secret = services.create_key(bob, scope="read", days=1, actor=bob)
    User.objects.filter(pk=bob.pk).update(is_active=False)
    response = bearer(secret).get("/api/v1/me/")
    assert response.status_code == 401
    assert "fermé" in response.json()["errors"][0]["detail"]


def test_a_key_taken_back_is_refused(bob: User, alice: User) -> None:
    _, secret = services.create_key(bob, scope="write", days=1, actor=bob)
    _, other = services.create_key(alice, scope="write", days=1, actor=alice)
    assert services.revoke_keys(bob, actor=bob) == 1
    assert bearer(secret).get("/api/v1/me/").status_code == 401
    assert bearer(other).get("/api/v1/me/").status_code == 200


@pytest.mark.parametrize(("scope", "days"), [("all", 1), ("read", 0), ("read", 367)])
def test_a_key_is_scoped_and_expires(bob: User, scope: str, days: int) -> None:
    with pytest.raises(Invalid):
        services.create_key(bob, scope=scope, days=days, actor=bob)
    assert not ApiKey.objects.exists()


class TestCommand:
    """`create_api_key` in a terminal."""

    def run(self, *args: str) -> str:
        out = io.StringIO()
        call_command("create_api_key", *args, stdout=out, stderr=io.StringIO())
        return out.getvalue().strip()

    def test_it_prints_the_key_once(self, bob: User) -> None:
        secret = self.run("BOB@ecole.example", "--scope", "write", "--days", "3")
        key = ApiKey.objects.get()
        assert key.scope == "write"
        assert timedelta(days=2) < key.expiry - clock.now() <= timedelta(days=3)
        assert bearer(secret).get("/api/v1/me/").json()["email"] == bob.email

    def test_it_reports_in_json(self, bob: User) -> None:
        report = json.loads(self.run("bob@ecole.example", "--json"))
        assert report["scope"] == "read"
        assert bearer(report["key"]).get("/api/v1/me/").status_code == 200

    def test_it_takes_keys_back(self, bob: User) -> None:
        self.run("bob@ecole.example")
        assert self.run("bob@ecole.example", "--revoke") == "Clés retirées : 1."
        assert not ApiKey.objects.exists()

    @pytest.mark.parametrize(
        ("args", "word"),
        [
            (("inconnu@ecole.example",), "Aucun compte"),
            (("bob@ecole.example", "--scope", "tout"), "portée"),
            (("bob@ecole.example", "--days", "0"), "jours"),
        ],
    )
    def test_bad_input_is_one_sentence_and_exit_2(
        self, bob: User, args: tuple[str, ...], word: str
    ) -> None:
        with pytest.raises(CommandError, match=word) as refusal:
            self.run(*args)
        assert refusal.value.returncode == 2
        assert not ApiKey.objects.exists()
