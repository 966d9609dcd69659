"""Lists by cursor: nothing lost, nothing twice, and bad questions refused with a sentence."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest

from nrc_platform.people.models import School, User
from tests.harness.client import HouseClient
from tests.people.factories import SchoolFactory

pytestmark = pytest.mark.urls("tests.api.toy")
TOYS = "/api/v1/toys/"
ApiClient = Callable[..., HouseClient]


@pytest.fixture
def many(admin: User) -> list[School]:
    """450 schools, three to a name, 150 to a city, all made at one moment."""
    moment = SchoolFactory().created_at
    rows = SchoolFactory.build_batch(449)
    for rank, row in enumerate(rows):
        row.name = f"Lycée {rank // 3:03d}"
        row.city = ("Angers", "Nantes", "Cholet")[rank // 150]
        row.created_at = moment
    School.objects.bulk_create(rows)
    return rows


def walk(browser: HouseClient, url: str, link: str = "next") -> list[dict[str, Any]]:
    """Follow the links of a list to its end."""
    found: list[dict[str, Any]] = []
    while url:
        page = browser.get(url).json()
        assert set(page) == {"next", "previous", "results"}
        found.extend(page["results"])
        parts = urlsplit(page[link] or "")
        url = f"{parts.path}?{parts.query}" if parts.path else ""
    return found


@pytest.mark.parametrize("ordering", ["name", "-city", "created_at", "-city,name"])
def test_every_row_comes_once_in_order(
    many: list[School], admin: User, api_client: ApiClient, ordering: str
) -> None:
    found = walk(api_client(admin), f"{TOYS}?ordering={ordering}&page_size=47")
    assert len(found) == 450
    assert len({row["id"] for row in found}) == 450
    expected = list(
        School.objects.order_by(*ordering.split(","), "id").values_list("pk", flat=True)
    )
    assert [row["id"] for row in found] == [str(pk) for pk in expected]


def test_a_walk_goes_back_the_way_it_came(
    many: list[School], admin: User, api_client: ApiClient
) -> None:
    browser = api_client(admin)
    first = browser.get(f"{TOYS}?page_size=200").json()
    second = browser.get(first["next"]).json()
    back = browser.get(second["previous"]).json()
    assert back["results"] == first["results"]
    assert first["previous"] is None


def test_a_page_holds_fifty_rows_unless_asked(
    many: list[School], admin: User, api_client: ApiClient
) -> None:
    assert len(api_client(admin).get(TOYS).json()["results"]) == 50
    assert len(api_client(admin).get(f"{TOYS}?page_size=200").json()["results"]) == 200


@pytest.mark.parametrize(
    ("question", "attr", "word"),
    [
        ("page_size=0", "page_size", "de 1 à 200"),
        ("page_size=201", "page_size", "de 1 à 200"),
        ("page_size=dix", "page_size", "de 1 à 200"),
        ("page_size=-5", "page_size", "de 1 à 200"),
        ("page_size=²", "page_size", "de 1 à 200"),
        ("ordering=password", "ordering", "Ordre inconnu"),
        ("ordering=name,-secret", "ordering", "Ordre inconnu"),
        ("cursor=%21%21", "cursor", "curseur"),
        ("cursor=bzYwMD1h", "cursor", "curseur"),
        ("cursor=", "cursor", "curseur"),
        ("cursor=cD1oaWVy&ordering=created_at", "cursor", "curseur"),
        ("cursor=bz1kaXg%3D", "cursor", "curseur"),
        ("cursor=%C3%A9", "cursor", "curseur"),
    ],
)
def test_a_bad_question_is_refused_with_a_sentence(
    admin: User, api_client: ApiClient, question: str, attr: str, word: str
) -> None:
    response = api_client(admin).get(f"{TOYS}?{question}")
    assert response.status_code == 400
    body = response.json()
    assert body["type"] == "validation_error"
    assert body["errors"][0]["attr"].startswith(attr)
    assert word in body["errors"][0]["detail"]


def test_a_list_asks_the_same_number_of_queries_for_one_row_and_a_hundred(
    admin: User, api_client: ApiClient, assert_same_queries: Callable[..., int]
) -> None:
    count = assert_same_queries(
        f"{TOYS}?page_size=200", SchoolFactory, client=api_client(admin), rows=100
    )
    assert count <= 5  # the key and its holder; the roles; the rows; the caller's manage right


def test_a_list_shows_what_the_caller_may_see(
    bob: User, school: School, other_school: School, api_client: ApiClient
) -> None:
    names = [row["name"] for row in api_client(bob).get(TOYS).json()["results"]]
    assert names == [school.name]


def test_each_row_says_what_the_caller_may_do(
    head: User, bob: User, school: School, api_client: ApiClient
) -> None:
    url = f"{TOYS}{school.pk}/"
    assert api_client(head).get(url).json()["abilities"] == {"manage": True}
    assert api_client(bob).get(url).json()["abilities"] == {"manage": False}
