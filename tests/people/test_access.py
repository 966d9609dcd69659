"""Who may see whom, and do what to whom: every role against every question of access."""

import inspect
from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.models import AnonymousUser

from nrc_platform.people import access
from nrc_platform.people.models import Promotion, School, User
from nrc_platform.people.states import Role
from tests.people.factories import (
    EnrolmentFactory,
    LegalRepresentativeFactory,
    RoleGrantFactory,
    UserFactory,
)

PEOPLE = (
    "alice",
    "classmate",
    "schoolmate",
    "bob",
    "charlie",
    "emil",
    "head",
    "juror",
    "admin",
    "nobody",
    "other_student",
    "other_teacher",
    "other_office",
    "other_head",
)
HERE = {"alice", "classmate", "schoolmate", "bob", "charlie", "emil", "head", "juror"}
KEEPERS = {"emil", "head"}
# Who sees the object of Alice's school, for each `visible_…`.
SEES: dict[str, set[str]] = {
    "visible_schools": HERE | {"admin"},
    "visible_promotions": {"alice", "classmate", "bob", "emil", "head", "admin"},
    "visible_students": {"alice", "bob", "emil", "head"},
    "visible_teachers": HERE,
    "visible_accounts": KEEPERS | {"admin"},
    "visible_grants": KEEPERS | {"admin"},
    "visible_enrolments": {"bob", "emil", "head", "admin"},
    "visible_assignments": {"alice", "classmate", "bob", "emil", "head", "admin"},
    "visible_representatives": KEEPERS | {"admin"},
}
# Who may act in Alice's school, for each `can_…`.
MAY: dict[str, set[str]] = {
    "can_create_school": {"admin"},
    "can_manage_people": KEEPERS | {"admin"},
    "can_edit_promotion": KEEPERS | {"admin"},
    "can_change_head": {"head", "admin"},
    "can_edit_account": KEEPERS | {"admin"},
    "can_edit_student": KEEPERS | {"admin"},
    "can_grant_role": KEEPERS | {"admin"},
}


class World:
    """What the questions are asked about."""

    def __init__(self, school: School, promotion: Promotion, alice: User, bob: User) -> None:
        self.alice = alice
        self.objects = {
            "visible_schools": school,
            "visible_promotions": promotion,
            "visible_students": alice,
            "visible_teachers": bob,
            "visible_accounts": alice,
            "visible_grants": alice.grants.get(),
            "visible_enrolments": alice.enrolments.get(),
            "visible_assignments": bob.assignments.get(),
            "visible_representatives": LegalRepresentativeFactory(student=alice),
        }
        self.questions: dict[str, tuple[object, ...]] = {
            "can_create_school": (),
            "can_manage_people": (school,),
            "can_edit_promotion": (promotion,),
            "can_change_head": (school,),
            "can_edit_account": (alice,),
            "can_edit_student": (alice,),
            "can_grant_role": (Role.TEACHER, school),
        }


@pytest.fixture
def world(school: School, promotion: Promotion, alice: User, bob: User) -> World:
    """Alice's school, its class, its people."""
    return World(school, promotion, alice, bob)


def _cells(table: dict[str, set[str]]) -> Iterator[tuple[str, str, bool]]:
    for name, allowed in table.items():
        for person in PEOPLE:
            yield name, person, person in allowed


def _ask(name: str) -> Callable[..., bool]:
    question: Callable[..., bool] = getattr(access, name)
    return question


def test_the_matrix_holds_every_question() -> None:
    asked = {
        name
        for name, each in inspect.getmembers(access, inspect.isfunction)
        if name.startswith(("visible_", "can_")) and each.__module__ == access.__name__
    }
    assert asked == set(SEES) | set(MAY)


@pytest.mark.parametrize(("name", "person", "allowed"), list(_cells(SEES)))
def test_person_sees_what_the_matrix_says(
    name: str, person: str, allowed: bool, world: World, request: pytest.FixtureRequest
) -> None:
    user = request.getfixturevalue(person)
    seen = getattr(access, name)(user)
    assert seen.filter(pk=world.objects[name].pk).exists() is allowed


@pytest.mark.parametrize(("name", "person", "allowed"), list(_cells(MAY)))
def test_person_may_do_what_the_matrix_says(
    name: str, person: str, allowed: bool, world: World, request: pytest.FixtureRequest
) -> None:
    user = request.getfixturevalue(person)
    assert _ask(name)(user, *world.questions[name]) is allowed


@pytest.mark.parametrize("name", sorted(SEES))
def test_visitor_sees_nobody(name: str, world: World) -> None:
    assert not getattr(access, name)(AnonymousUser()).exists()


@pytest.mark.parametrize("name", sorted(MAY))
def test_visitor_may_do_nothing(name: str, world: World) -> None:
    assert not _ask(name)(AnonymousUser(), *world.questions[name])


@pytest.mark.parametrize(
    ("person", "role", "allowed"),
    [
        ("emil", Role.STUDENT, True),
        ("emil", Role.TEACHER, True),
        ("emil", Role.JUROR, True),
        ("emil", Role.OFFICE, False),
        ("emil", Role.HEAD, False),
        ("emil", Role.ADMIN, False),
        ("head", Role.OFFICE, True),
        ("head", Role.HEAD, True),
        ("head", Role.ADMIN, False),
        ("admin", Role.HEAD, True),
        ("admin", Role.ADMIN, False),
        ("bob", Role.STUDENT, False),
    ],
)
def test_nobody_gives_a_role_above_their_own(
    person: str, role: Role, allowed: bool, school: School, request: pytest.FixtureRequest
) -> None:
    assert access.can_grant_role(request.getfixturevalue(person), role, school) is allowed


def test_only_the_platform_makes_its_own_admin(admin: User, head: User) -> None:
    assert access.can_grant_role(admin, Role.ADMIN, None)
    assert not access.can_grant_role(head, Role.ADMIN, None)


def test_office_does_not_take_over_the_head_by_their_address(emil: User, head: User) -> None:
    assert not access.can_edit_account(emil, head)
    assert access.can_edit_account(head, emil)


def test_office_does_not_edit_somebody_who_also_serves_elsewhere(
    emil: User, bob: User, other_school: School
) -> None:
    assert access.can_edit_account(emil, bob)
    RoleGrantFactory(user=bob, school=other_school, juror=True)
    assert not access.can_edit_account(emil, bob)


def test_a_role_that_ended_yesterday_or_begins_tomorrow_opens_nothing(
    promotion: Promotion, alice: User
) -> None:
    former, future = UserFactory(), UserFactory()
    RoleGrantFactory(user=former, school=promotion.school, promotion=promotion, ended=True)
    RoleGrantFactory(user=future, school=promotion.school, promotion=promotion, future=True)
    for person in (former, future):
        assert not access.visible_students(person).exists()
        assert not access.visible_promotions(person).exists()


def test_teacher_still_reads_a_student_who_left(promotion: Promotion, bob: User) -> None:
    gone = UserFactory()
    EnrolmentFactory(student=gone, promotion=promotion, ended=True)
    assert gone in access.visible_students(bob)


def test_roles_of_a_person_cost_one_query_whatever_is_asked(
    emil: User, school: School, promotion: Promotion, django_assert_num_queries: object
) -> None:
    access.forget_roles(emil)
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert access.can_manage_people(emil, school)
        assert access.can_edit_promotion(emil, promotion)
        assert not access.can_create_school(emil)
