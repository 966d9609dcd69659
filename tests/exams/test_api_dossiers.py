"""E4 files and rule sets in the REST API."""

from collections.abc import Callable
from typing import Any

import pytest

from exams.models import Fiche
from nrc_platform.people.models import Promotion, User
from tests.curriculum.factories import RuleSetFactory, RuleValueFactory
from tests.exams.factories import CandidacyFactory
from tests.harness.client import HouseClient

pytestmark = pytest.mark.django_db
LIST = "/api/v1/dossiers/"
Open = Callable[..., HouseClient]
SHAPE = {"rule", "severity", "message", "source", "who", "due", "blocks"}


@pytest.mark.req(144, rule="e4.three_fiches")
def test_check_says_what_is_missing(
    draft: Fiche, alice: User, bob: User, api_client: Open
) -> None:
    answer = api_client(bob).get(f"{LIST}{alice.pk}/check/").json()
    assert answer["state"] == "incomplete"
    rules = [found["rule"] for found in answer["findings"]]
    assert rules[:3] == ["e4.three_fiches", "e4.managerial", "e4.without_visa"]
    assert all(set(found) == SHAPE for found in answer["findings"])
    assert answer["findings"][0]["blocks"] == "deposit"


def test_file_shows_its_places(
    visaed: Fiche, alice: User, promotion: Promotion, api_client: Open
) -> None:
    CandidacyFactory(student=alice, promotion=promotion, number="2027-0418")
    shown = api_client(alice).get(f"{LIST}{alice.pk}/").json()
    assert shown["places"] == [str(visaed.pk), None, None]
    assert (shown["candidate_number"], shown["session_year"]) == ("2027-0418", 2027)
    assert shown["state"] == "incomplete"


@pytest.mark.parametrize("who", ["classmate", "charlie", "emil", "admin", "other_teacher"])
def test_others_find_no_file(
    alice: User, who: str, api_client: Open, request: pytest.FixtureRequest
) -> None:
    client = api_client(request.getfixturevalue(who))
    assert client.get(f"{LIST}{alice.pk}/").status_code == 404
    assert client.get(f"{LIST}{alice.pk}/check/").status_code == 404


def test_teacher_lists_the_files_of_the_class(
    alice: User, classmate: User, bob: User, api_client: Open
) -> None:
    page = api_client(bob).get(LIST).json()
    assert [row["student"] for row in page["results"]] == [str(alice.pk), str(classmate.pk)]


def test_rule_sets_are_read_with_their_source(alice: User, api_client: Open) -> None:
    rules = RuleSetFactory(source="Circulaire 2027")
    RuleValueFactory(rule_set=rules, value=False)
    page: Any = api_client(alice).get("/api/v1/rule-sets/").json()
    (row,) = page["results"]
    assert row["source"] == "Circulaire 2027"
    assert row["values"] == [{"key": "e4.managerial_required", "value": False}]
