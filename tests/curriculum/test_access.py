"""Who reads the référentiel, and who sees and fixes the deadlines of a class: the matrix."""

import pytest
from django.contrib.auth.models import AnonymousUser

from curriculum import access
from nrc_platform.people.models import Promotion, School, User
from tests.curriculum.factories import DeadlineFactory
from tests.curriculum.nrc2003 import load
from tests.curriculum.test_access_evidence import QUESTIONS as EVIDENCE

pytestmark = pytest.mark.django_db

# Person, sees the deadline of Alice's class, fixes it.
MATRIX = [
    ("alice", True, False),
    ("classmate", True, False),
    ("schoolmate", False, False),
    ("bob", True, True),
    ("charlie", False, False),
    ("emil", True, True),
    ("head", True, False),
    ("juror", False, False),
    ("admin", True, False),
    ("nobody", False, False),
    ("other_student", False, False),
    ("other_teacher", False, False),
    ("other_office", False, False),
    ("other_head", False, False),
]
READS = [
    access.visible_referentiels,
    access.visible_activites,
    access.visible_fonctions,
    access.visible_savoirs,
    access.visible_competences,
    access.visible_epreuves,
    access.visible_criteres,
]


@pytest.fixture
def loaded(db: None) -> None:
    """The delivered référentiel."""
    load()


def test_the_matrix_names_every_question_of_access() -> None:
    asked = {name for name in vars(access) if name.startswith(("visible_", "can_"))}
    asked -= {"visible_promotions", "visible_schools", *EVIDENCE}
    assert asked == {read.__name__ for read in READS} | {
        "visible_deadlines",
        "can_edit_deadline",
        "can_edit_rule",
    }


@pytest.mark.parametrize(("person", "sees", "_fixes"), MATRIX)
def test_person_sees_the_deadlines_of_the_classes_they_see(
    person: str, sees: bool, _fixes: bool, promotion: Promotion, request: pytest.FixtureRequest
) -> None:
    deadline = DeadlineFactory(promotion=promotion)
    user: User = request.getfixturevalue(person)
    assert access.visible_deadlines(user).filter(pk=deadline.pk).exists() is sees


@pytest.mark.parametrize(("person", "_sees", "fixes"), MATRIX)
def test_only_teachers_of_the_class_and_its_office_fix_deadlines(
    person: str, _sees: bool, fixes: bool, promotion: Promotion, request: pytest.FixtureRequest
) -> None:
    user: User = request.getfixturevalue(person)
    assert access.can_edit_deadline(user, promotion) is fixes
    assert access.editable_promotions(user).filter(pk=promotion.pk).exists() is fixes


@pytest.mark.parametrize("person", [line[0] for line in MATRIX])
def test_only_office_head_and_platform_admin_fix_the_rules_of_a_school(
    person: str, school: School, request: pytest.FixtureRequest
) -> None:
    user: User = request.getfixturevalue(person)
    fixes = person in {"emil", "head", "admin"}
    assert access.can_edit_rule(user, school) is fixes
    assert access.ruled_schools(user).filter(pk=school.pk).exists() is fixes


def test_anonymous_sees_and_fixes_nothing(promotion: Promotion, loaded: None) -> None:
    DeadlineFactory(promotion=promotion)
    stranger = AnonymousUser()
    assert not access.can_edit_deadline(stranger, promotion)
    assert not access.can_edit_rule(stranger, promotion.school)
    assert not access.visible_deadlines(stranger).exists()
    assert [read(stranger).exists() for read in READS] == [False] * len(READS)


@pytest.mark.parametrize("person", [line[0] for line in MATRIX])
def test_every_signed_in_person_reads_the_referentiel(
    person: str, loaded: None, request: pytest.FixtureRequest
) -> None:
    user: User = request.getfixturevalue(person)
    assert [read(user).exists() for read in READS] == [True] * len(READS)
