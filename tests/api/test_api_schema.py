"""The description of the API is complete, and readable in the browser from our own files."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command

from nrc_platform.api import urls
from nrc_platform.people.models import User
from tests.harness.client import HouseClient


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    """The description as programs read it."""
    browser = HouseClient()
    return browser.get("/api/schema/?format=json").json()


def test_the_generator_has_nothing_to_complain_about(db: None) -> None:
    call_command("spectacular", "--fail-on-warn", "--validate", stdout=io.StringIO())


def test_the_description_is_open_to_everybody(schema: dict[str, Any]) -> None:
    assert schema["openapi"].startswith("3.")
    assert "/api/v1/me/" in schema["paths"]


def test_every_resource_is_described(schema: dict[str, Any]) -> None:
    for prefix, *_ in urls.ROUTES:
        assert f"/api/v1/{prefix}/" in schema["paths"], prefix


def test_every_write_says_how_to_send_it_twice(schema: dict[str, Any]) -> None:
    for path, verbs in schema["paths"].items():
        if "post" in verbs and "verifications" not in path:  # asks, and writes nothing
            names = {parameter["name"] for parameter in verbs["post"].get("parameters", [])}
            assert "Idempotency-Key" in names, path


def test_every_list_says_its_page_size(schema: dict[str, Any]) -> None:
    for prefix, *_ in urls.ROUTES:
        verbs = schema["paths"][f"/api/v1/{prefix}/"]
        if "get" not in verbs:
            continue
        names = {parameter["name"] for parameter in verbs["get"]["parameters"]}
        assert {"cursor", "page_size"} <= names, prefix


def test_the_pages_of_the_description_come_from_our_own_files(
    client: HouseClient, db: None
) -> None:
    response = client.get("/api/docs/")
    page = response.content.decode()
    assert '<html lang="fr">' in page
    assert "https://" not in page
    policy = response.headers["Content-Security-Policy"]
    assert "img-src 'self' data:" in policy
    assert "unsafe" not in policy
    script = client.get("/api/docs/?script=")
    assert script.headers["Content-Type"].startswith("application/javascript")
    assert "/api/schema/" in script.content.decode()


def test_the_root_lists_the_resources(
    alice: User, signed_in: Callable[[User], HouseClient]
) -> None:
    answer = signed_in(alice).get("/api/v1/").json()
    assert set(answer) == {prefix for prefix, *_ in urls.ROUTES}
