"""Who reads, gives and corrects evidence: the matrix."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from curriculum import access
from nrc_platform.core import clock
from nrc_platform.people.models import Promotion, RoleGrant, User
from tests.curriculum.acquis import competences, seen
from tests.people.fixtures import make_teacher

pytestmark = pytest.mark.django_db
ROLES = (
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
    "anonymous",
)
# Question → who gets a yes; the others get a no.
MATRIX: dict[str, set[str]] = {
    "visible_evidences": {"alice", "bob", "head"},
    "visible_learners": {"alice", "bob", "head"},
    "followed_promotions": {"bob", "head"},
    "can_position_self": {"alice"},
    "can_judge": {"bob"},
    "can_add_evidence as student": {"alice"},
    "can_add_evidence as teacher": {"bob"},
    "can_add_evidence as tutor": set(),
    "can_correct_evidence": {"bob"},
}
QUESTIONS = {question.partition(" ")[0] for question in MATRIX}


@pytest.fixture
def people(request: pytest.FixtureRequest) -> dict[str, Any]:
    """Return every role by name."""
    named = {name: request.getfixturevalue(name) for name in ROLES if name != "anonymous"}
    return {**named, "anonymous": AnonymousUser()}


def _answer(question: str, user: Any, row: Any) -> bool:
    name, _, role = question.partition(" as ")
    ask = getattr(access, name)
    if name == "visible_evidences":
        return bool(ask(user).filter(pk=row.pk).exists())
    if name == "visible_learners":
        return bool(ask(user).filter(student=row.student).exists())
    if name == "followed_promotions":
        return bool(ask(user).filter(pk=row.promotion_id).exists())
    if name == "can_correct_evidence":
        return bool(ask(user, row))
    if role:
        return bool(ask(user, row.student, row.promotion, role))
    return bool(ask(user, row.student, row.promotion))


@pytest.mark.parametrize("question", MATRIX)
def test_every_role_gets_the_answers_of_the_matrix(
    question: str, people: dict[str, Any], promotion: Promotion
) -> None:
    row = seen(people["alice"], promotion, competences()["C31"], people["bob"])
    found = {name for name, user in people.items() if _answer(question, user, row)}
    assert found == MATRIX[question]


def test_tutor_without_account_speaks_of_a_student_of_the_class_alone(
    alice: User, other_student: User, promotion: Promotion
) -> None:
    assert access.can_add_evidence(None, alice, promotion, "tutor")
    assert not access.can_add_evidence(None, other_student, promotion, "tutor")
    assert not access.can_add_evidence(None, alice, promotion, "teacher")
    assert not access.can_add_evidence(None, alice, promotion, "student")


def test_author_alone_corrects_and_only_what_stands(
    alice: User, bob: User, promotion: Promotion
) -> None:
    codes, colleague = competences(), make_teacher(promotion)
    first = seen(alice, promotion, codes["C31"], bob)
    assert not access.can_correct_evidence(colleague, first)
    second = seen(alice, promotion, codes["C31"], bob, replaces=first)
    assert not access.can_correct_evidence(bob, type(first).objects.get(pk=first.pk))
    assert access.can_correct_evidence(bob, second)


def test_what_a_paper_shows_is_corrected_in_the_paper(
    alice: User, bob: User, promotion: Promotion
) -> None:
    row = seen(alice, promotion, competences()["C21"], bob, source_kind="training_paper")
    assert not access.can_correct_evidence(bob, row)


def test_student_corrects_their_own_word(alice: User, promotion: Promotion) -> None:
    row = seen(alice, promotion, competences()["C31"], alice, own=True)
    assert access.can_correct_evidence(alice, row)


def test_teacher_whose_grant_ended_reads_and_says_nothing_more(
    alice: User, bob: User, promotion: Promotion
) -> None:
    row = seen(alice, promotion, competences()["C31"], bob)
    RoleGrant.objects.filter(user=bob).update(ends_on=clock.today() - timedelta(days=1))
    again = User.objects.get(pk=bob.pk)
    assert not access.visible_evidences(again).exists()
    assert not access.can_judge(again, alice, promotion)
    assert not access.can_correct_evidence(again, row)
