"""Every refusal has one shape, and a sentence in French."""

from collections.abc import Callable
from typing import Any

import pytest

from nrc_platform.people.models import School, User
from tests.api.toy import rename_url
from tests.harness.client import HouseClient

ApiClient = Callable[..., HouseClient]
toys = pytest.mark.urls("tests.api.toy")


def errors(response: Any, status: int) -> list[dict[str, str]]:
    """Check the one shape and return its list."""
    assert response.status_code == status
    assert response.headers["Content-Type"].startswith("application/json")
    body = response.json()
    assert body["type"] in {"validation_error", "client_error", "server_error"}
    for error in body["errors"]:
        assert set(error) == {"code", "detail", "attr"}
        assert error["detail"]
    return body["errors"]


@toys
def test_another_school_s_object_is_not_found(
    bob: User, other_school: School, api_client: ApiClient
) -> None:
    seen = errors(api_client(bob).get(f"/api/v1/toys/{other_school.pk}/"), 404)
    assert seen[0]["detail"] == "Cet objet n’existe pas, ou ne vous est pas ouvert."
    refused = errors(api_client(bob).post(rename_url(other_school)), 404)
    assert refused == seen


@toys
@pytest.mark.parametrize("pk", ["pas-un-uuid", "00000000-0000-4000-8000-000000000000"])
def test_an_object_that_does_not_exist_is_not_found(
    bob: User, api_client: ApiClient, pk: str
) -> None:
    assert errors(api_client(bob).get(f"/api/v1/toys/{pk}/"), 404)[0]["code"] == "not_found"


@toys
@pytest.mark.parametrize(
    ("refuse", "status", "code", "attr"),
    [
        ("domain", 409, "taken", None),
        ("incomplete", 409, "incomplete", None),
        ("invalid", 400, "invalid", "name"),
    ],
)
def test_a_refusal_of_the_domain_keeps_its_sentence(
    head: User,
    school: School,
    api_client: ApiClient,
    refuse: str,
    status: int,
    code: str,
    attr: str | None,
) -> None:
    response = api_client(head).post(
        rename_url(school), {"refuse": refuse}, content_type="application/json"
    )
    found = errors(response, status)[0]
    assert (found["code"], found["attr"]) == (code, attr)
    assert found["detail"] in {
        "Ce nom est déjà pris.",
        "Le dossier n’est pas complet.",
        "Donnez un nom.",
    }


@toys
@pytest.mark.parametrize(("version", "status"), [('"3"', 201), ("3", 201), ("*", 201), ("2", 412)])
def test_an_old_version_is_refused(
    head: User, school: School, api_client: ApiClient, version: str, status: int
) -> None:
    response = api_client(head).post(rename_url(school), headers={"if-match": version})
    assert response.status_code == status
    school.refresh_from_db()
    assert school.name.endswith("!") is (status == 201)
    if status == 412:
        assert errors(response, 412)[0]["code"] == "stale_version"


def test_a_body_that_is_not_json_is_refused(alice: User, api_client: ApiClient) -> None:
    response = api_client(alice).post("/api/v1/me/", "{", content_type="application/json")
    assert errors(response, 405)[0]["code"] == "method_not_allowed"


@toys
def test_broken_json_is_refused(head: User, school: School, api_client: ApiClient) -> None:
    response = api_client(head).post(rename_url(school), "{", content_type="application/json")
    assert errors(response, 400)[0]["code"] == "parse_error"


@pytest.mark.parametrize("path", ["/api/v1/nothing/", "/api/rien/", "/api/v1/savoirs/x/y/z/"])
@pytest.mark.parametrize("verb", ["get", "post", "delete"])
def test_an_unknown_address_answers_in_the_same_shape(
    path: str, verb: str, client: HouseClient, db: None
) -> None:
    found = errors(getattr(client, verb)(path), 404)
    assert "Cette adresse n’existe pas" in found[0]["detail"]


@toys
def test_too_many_requests_are_slowed_down(
    head: User, school: School, api_client: ApiClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    rates = {"user": "100/min", "write": "2/min"}
    monkeypatch.setattr("nrc_platform.api.throttles.CallerThrottle.THROTTLE_RATES", rates)
    browser = api_client(head)
    statuses = [browser.post(rename_url(school)).status_code for _ in range(3)]
    assert statuses == [201, 201, 429]
    assert "attendez une minute" in errors(browser.post(rename_url(school)), 429)[0]["detail"]
    assert browser.get(f"/api/v1/toys/{school.pk}/").status_code == 200
