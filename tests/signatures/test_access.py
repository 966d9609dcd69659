"""Who touches a round: every role against every question of access."""

import inspect

import pytest
from django.contrib.auth.models import AnonymousUser

from nrc_platform.people.models import School
from nrc_platform.signatures import access
from tests.people.test_access import PEOPLE
from tests.signatures.factories import SigningRequestFactory

RUNNERS = {"bob", "charlie", "emil", "head"}
MAY: dict[str, set[str]] = {
    "can_open_request": RUNNERS,
    "can_run_request": RUNNERS,
    "can_issue_link": RUNNERS | {"alice", "classmate", "schoolmate"},
}


def test_the_matrix_holds_every_question() -> None:
    asked = {
        name
        for name, each in inspect.getmembers(access, inspect.isfunction)
        if name.startswith(("visible_", "can_")) and each.__module__ == access.__name__
    }
    assert asked == set(MAY)


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("name", MAY)
def test_each_role_may_what_the_matrix_says(
    request: pytest.FixtureRequest, school: School, name: str, person: str
) -> None:
    user = request.getfixturevalue(person)
    thing = SigningRequestFactory(school=school) if name == "can_run_request" else school
    assert getattr(access, name)(user, thing) is (person in MAY[name])


@pytest.mark.parametrize("name", MAY)
def test_visitor_touches_nothing(school: School, name: str) -> None:
    thing = SigningRequestFactory(school=school) if name == "can_run_request" else school
    assert getattr(access, name)(AnonymousUser(), thing) is False
