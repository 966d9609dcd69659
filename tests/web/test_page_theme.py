"""The colours a person chooses for their screen."""

import pytest
from django.urls import reverse

from tests.harness.client import HouseClient

URL = "/couleurs/"


@pytest.mark.django_db
def test_visitor_keeps_dark_colours_and_comes_back_to_the_page(client: HouseClient) -> None:
    assert "data-bs-theme" not in client.get(reverse("web:help")).content.decode()
    answer = client.post(URL, {"theme": "dark", "next": "/aide/"})
    assert answer.headers["location"] == "/aide/"
    assert 'data-bs-theme="dark"' in client.get(reverse("web:help")).content.decode()


@pytest.mark.django_db
def test_visitor_follows_the_device_again(client: HouseClient) -> None:
    client.post(URL, {"theme": "dark"})
    client.post(URL, {"theme": "auto"})
    assert "data-bs-theme" not in client.get(reverse("web:help")).content.decode()


@pytest.mark.django_db
def test_forged_cookie_is_not_printed(client: HouseClient) -> None:
    client.cookies["theme"] = 'dark"onload="x'
    assert "onload" not in client.get(reverse("web:help")).content.decode()


@pytest.mark.django_db
def test_choice_never_sends_a_visitor_elsewhere(client: HouseClient) -> None:
    answer = client.post(URL, {"theme": "dark", "next": "https://ailleurs.example/"})
    assert answer.headers["location"] == "/"
