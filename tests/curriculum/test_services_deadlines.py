"""Fixing, moving and taking back the deadlines of a class."""

from datetime import UTC, datetime

import pytest

from curriculum.models import Deadline
from curriculum.services.deadlines import remove_deadline, set_deadline
from curriculum.states import DeadlineKind
from nrc_platform.core.errors import DomainError, Invalid, NotAllowed, Stale
from nrc_platform.journal.selectors import history
from nrc_platform.people.models import Promotion, User

pytestmark = pytest.mark.django_db
NOON = datetime(2027, 3, 31, 10, 0, tzinfo=UTC)
LATER = datetime(2027, 4, 2, 10, 0, tzinfo=UTC)
KIND = DeadlineKind.E4_DEPOSIT


def test_teacher_fixes_then_moves_a_deadline(promotion: Promotion, bob: User) -> None:
    first = set_deadline(promotion, KIND, at=NOON, actor=bob, version=0)
    moved = set_deadline(promotion, KIND, at=LATER, actor=bob, version=first.version)
    assert moved.pk == first.pk
    assert moved.version == first.version + 1
    assert Deadline.objects.get().at == LATER


def test_journal_says_who_fixed_it(promotion: Promotion, bob: User) -> None:
    deadline = set_deadline(promotion, KIND, at=NOON, actor=bob)
    (line,) = history(deadline)
    assert line.kind == "curriculum.deadline.set"
    assert line.actor_id == bob.pk
    assert line.data["at"].startswith("2027-03-31")


def test_office_fixes_a_deadline(promotion: Promotion, emil: User) -> None:
    assert set_deadline(promotion, KIND, at=NOON, actor=emil).at == NOON


@pytest.mark.parametrize("person", ["alice", "charlie", "head", "other_teacher", "admin"])
def test_others_are_refused(
    person: str, promotion: Promotion, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(NotAllowed):
        set_deadline(promotion, KIND, at=NOON, actor=request.getfixturevalue(person))
    assert not Deadline.objects.exists()


def test_two_teachers_at_once_the_second_rereads(
    promotion: Promotion, bob: User, emil: User
) -> None:
    set_deadline(promotion, KIND, at=NOON, actor=bob, version=0)
    with pytest.raises(Stale):
        set_deadline(promotion, KIND, at=LATER, actor=emil, version=0)
    assert Deadline.objects.get().at == NOON


def test_double_click_fixes_it_once(promotion: Promotion, bob: User) -> None:
    set_deadline(promotion, KIND, at=NOON, actor=bob)
    set_deadline(promotion, KIND, at=NOON, actor=bob)
    assert Deadline.objects.count() == 1


def test_unknown_kind_is_refused(promotion: Promotion, bob: User) -> None:
    with pytest.raises(DomainError):
        set_deadline(promotion, "holidays", at=NOON, actor=bob)


@pytest.mark.parametrize("year", [2024, 2029, 202])
def test_date_far_from_the_class_is_refused(promotion: Promotion, bob: User, year: int) -> None:
    with pytest.raises(Invalid) as refused:
        set_deadline(promotion, KIND, at=datetime(year, 3, 31, 10, tzinfo=UTC), actor=bob)
    assert "at" in refused.value.errors
    assert not Deadline.objects.exists()


def test_teacher_takes_back_a_deadline_and_the_journal_keeps_it(
    promotion: Promotion, bob: User
) -> None:
    deadline = set_deadline(promotion, KIND, at=NOON, actor=bob)
    remove_deadline(promotion, KIND, actor=bob)
    remove_deadline(promotion, KIND, actor=bob)
    assert not Deadline.objects.exists()
    assert [line.kind for line in history(deadline)] == [
        "curriculum.deadline.remove",
        "curriculum.deadline.set",
    ]


def test_student_cannot_take_back_a_deadline(promotion: Promotion, bob: User, alice: User) -> None:
    set_deadline(promotion, KIND, at=NOON, actor=bob)
    with pytest.raises(NotAllowed):
        remove_deadline(promotion, KIND, actor=alice)
    assert Deadline.objects.exists()
