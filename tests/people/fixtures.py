"""The stock people of every test: Alice (student), Bob (her teacher), Charlie (elsewhere)…"""

from typing import Any

import pytest

from nrc_platform.people.models import Promotion, School, User
from tests.people.factories import (
    EnrolmentFactory,
    PromotionFactory,
    RoleGrantFactory,
    SchoolFactory,
    TeachingAssignmentFactory,
    UserFactory,
)


def make_student(promotion: Promotion, **fields: Any) -> User:
    """Make a person enrolled in the promotion, with the student's role in its school."""
    student: User = UserFactory(**fields)
    EnrolmentFactory(student=student, promotion=promotion)
    RoleGrantFactory(user=student, school=promotion.school, student=True)
    return student


def make_teacher(promotion: Promotion, **fields: Any) -> User:
    """Make a teacher of the promotion, who also teaches project management there."""
    teacher: User = UserFactory(**fields)
    RoleGrantFactory(user=teacher, school=promotion.school, promotion=promotion)
    TeachingAssignmentFactory(teacher=teacher, promotion=promotion)
    return teacher


def make_person(school: School | None, role: str, **fields: Any) -> User:
    """Make a person who holds that role in the school (none: the platform)."""
    person: User = UserFactory(**fields)
    RoleGrantFactory(user=person, school=school, role=role)
    return person


@pytest.fixture
def school(db: None) -> School:
    """The school of the stock people."""
    return SchoolFactory(name="Lycée Marie-Curie")


@pytest.fixture
def promotion(school: School) -> Promotion:
    """The second-year class of the school, where Alice is."""
    return PromotionFactory(school=school)


@pytest.fixture
def charlie_promotion(school: School) -> Promotion:
    """The first-year class of the school, where Charlie teaches."""
    return PromotionFactory(school=school, first_year=True)


@pytest.fixture
def alice(promotion: Promotion) -> User:
    """Alice, student of the promotion."""
    return make_student(
        promotion, first_name="Alice", last_name="Aubry", email="alice@ecole.example"
    )


@pytest.fixture
def classmate(promotion: Promotion) -> User:
    """Another student of Alice's promotion."""
    return make_student(
        promotion, first_name="Amir", last_name="Belkacem", email="amir@ecole.example"
    )


@pytest.fixture
def schoolmate(charlie_promotion: Promotion) -> User:
    """A student of the other class of Alice's school."""
    return make_student(
        charlie_promotion, first_name="Gaëlle", last_name="Morvan", email="gaelle@ecole.example"
    )


@pytest.fixture
def bob(promotion: Promotion) -> User:
    """Bob, Alice's teacher."""
    return make_teacher(promotion, first_name="Bob", last_name="Besson", email="bob@ecole.example")


@pytest.fixture
def charlie(charlie_promotion: Promotion) -> User:
    """Charlie, teacher of another class of the school."""
    return make_teacher(
        charlie_promotion, first_name="Charlie", last_name="Coste", email="charlie@ecole.example"
    )


@pytest.fixture
def emil(school: School) -> User:
    """Emil, of the internship office."""
    return make_person(
        school, "office", first_name="Emil", last_name="Esteve", email="emil@ecole.example"
    )


@pytest.fixture
def head(school: School) -> User:
    """The head of the school."""
    return make_person(
        school, "head", first_name="Hélène", last_name="Huguet", email="helene@ecole.example"
    )


@pytest.fixture
def juror(school: School) -> User:
    """An outside juror of the school."""
    return make_person(
        school, "juror", first_name="Jean", last_name="Jourdan", email="jean@jury.example"
    )


@pytest.fixture
def admin(db: None) -> User:
    """The administrator of the platform."""
    return make_person(
        None, "admin", first_name="Nora", last_name="Naudin", email="nora@plateforme.example"
    )


@pytest.fixture
def nobody(db: None) -> User:
    """A person who holds no role."""
    return UserFactory(first_name="Noé", last_name="Normand", email="noe@ecole.example")


@pytest.fixture
def other_school(db: None) -> School:
    """A second school, which must never see the first."""
    return SchoolFactory(name="Lycée Olympe-de-Gouges", city="Nantes", postal_code="44000")


@pytest.fixture
def other_promotion(other_school: School) -> Promotion:
    """The second-year class of the other school."""
    return PromotionFactory(school=other_school)


@pytest.fixture
def other_student(other_promotion: Promotion) -> User:
    """A student of the other school."""
    return make_student(
        other_promotion, first_name="Ondine", last_name="Olivier", email="ondine@autre.example"
    )


@pytest.fixture
def other_teacher(other_promotion: Promotion) -> User:
    """A teacher of the other school."""
    return make_teacher(
        other_promotion, first_name="Octave", last_name="Oger", email="octave@autre.example"
    )


@pytest.fixture
def other_office(other_school: School) -> User:
    """The internship office of the other school."""
    return make_person(
        other_school, "office", first_name="Olga", last_name="Orsini", email="olga@autre.example"
    )


@pytest.fixture
def other_head(other_school: School) -> User:
    """The head of the other school."""
    return make_person(
        other_school, "head", first_name="Oscar", last_name="Ozanne", email="oscar@autre.example"
    )
