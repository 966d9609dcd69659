"""Who sees and writes which company: every role against every question of access."""

import inspect
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import AnonymousUser

from nrc_platform.companies import access
from nrc_platform.companies.models import Company
from nrc_platform.people.models import School, User
from tests.companies.factories import (
    CompanyFactory,
    CompanyNoteFactory,
    ContactFactory,
    SiteFactory,
)
from tests.people.test_access import PEOPLE

READERS = {"alice", "classmate", "schoolmate", "bob", "charlie", "emil", "head"}
WRITERS = READERS - {"head"}
KEEPERS = {"bob", "charlie", "emil"}
# Alice wrote the company, which is not verified, and its contact.
SEES: dict[str, set[str]] = {
    "visible_companies": READERS,
    "visible_sites": READERS,
    "visible_contacts": READERS,
    "visible_notes": KEEPERS | {"head"},
}
MAY: dict[str, set[str]] = {
    "can_create_company": WRITERS,
    "can_edit_company": KEEPERS | {"alice"},
    "can_verify_company": KEEPERS,
    "can_merge_company": KEEPERS,
    "can_add_contact": WRITERS,
    "can_edit_contact": KEEPERS | {"alice"},
    "can_add_site": KEEPERS | {"alice"},
    "can_edit_site": KEEPERS | {"alice"},
    "can_write_note": KEEPERS,
}
# The same questions once the company is verified: Alice keeps only what adds to it.
MAY_VERIFIED = MAY | {
    "can_edit_company": KEEPERS,
    "can_verify_company": set(),
    "can_add_site": KEEPERS,
    "can_edit_site": KEEPERS,
}


class World:
    """A company of Alice's school, and what belongs to it."""

    def __init__(self, company: Company, alice: User) -> None:
        site = SiteFactory(company=company)
        contact = ContactFactory(company=company, created_by=alice)
        self.objects = {
            "visible_companies": company,
            "visible_sites": site,
            "visible_contacts": contact,
            "visible_notes": CompanyNoteFactory(company=company),
        }
        self.questions = dict.fromkeys(MAY, company) | {
            "can_create_company": company.school,
            "can_edit_contact": contact,
            "can_edit_site": site,
        }


def _cells(table: dict[str, set[str]]) -> Iterator[tuple[str, str, bool]]:
    for name, allowed in table.items():
        for person in PEOPLE:
            yield name, person, person in allowed


def test_the_matrix_holds_every_question() -> None:
    asked = {
        name
        for name, each in inspect.getmembers(access, inspect.isfunction)
        if name.startswith(("visible_", "can_")) and each.__module__ == access.__name__
    }
    assert asked == set(SEES) | set(MAY)


@pytest.mark.parametrize(("name", "person", "allowed"), list(_cells(SEES)))
def test_person_sees_what_the_matrix_says(
    name: str, person: str, allowed: bool, school: School, request: pytest.FixtureRequest
) -> None:
    alice = request.getfixturevalue("alice")
    world = World(CompanyFactory(school=school, created_by=alice), alice)
    seen = getattr(access, name)(request.getfixturevalue(person))
    assert seen.filter(pk=world.objects[name].pk).exists() is allowed


@pytest.mark.parametrize(("name", "person", "allowed"), list(_cells(MAY)))
def test_person_may_do_what_the_matrix_says(
    name: str, person: str, allowed: bool, school: School, request: pytest.FixtureRequest
) -> None:
    alice = request.getfixturevalue("alice")
    world = World(CompanyFactory(school=school, created_by=alice), alice)
    asked = getattr(access, name)(request.getfixturevalue(person), world.questions[name])
    assert asked is allowed


@pytest.mark.parametrize(("name", "person", "allowed"), list(_cells(MAY_VERIFIED)))
def test_person_may_do_what_the_matrix_says_of_a_verified_company(
    name: str, person: str, allowed: bool, school: School, request: pytest.FixtureRequest
) -> None:
    alice = request.getfixturevalue("alice")
    company = CompanyFactory(school=school, created_by=alice, verified=True)
    world = World(company, alice)
    asked = getattr(access, name)(request.getfixturevalue(person), world.questions[name])
    assert asked is allowed


@pytest.mark.parametrize("name", sorted(set(MAY) - {"can_create_company"}))
def test_nobody_writes_on_a_merged_company(
    name: str, school: School, emil: User, alice: User
) -> None:
    world = World(CompanyFactory(school=school, created_by=alice, merged=True), alice)
    for person in (emil, alice):
        assert not getattr(access, name)(person, world.questions[name])


@pytest.mark.parametrize("name", sorted(SEES))
def test_visitor_sees_no_company(name: str, school: School, alice: User) -> None:
    World(CompanyFactory(school=school), alice)
    assert not getattr(access, name)(AnonymousUser()).exists()


@pytest.mark.parametrize("name", sorted(MAY))
def test_visitor_may_do_nothing(name: str, school: School, alice: User) -> None:
    world = World(CompanyFactory(school=school), alice)
    assert not getattr(access, name)(AnonymousUser(), world.questions[name])
