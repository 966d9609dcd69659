"""The stock people are what they say."""

import pytest

from nrc_platform.people import access
from nrc_platform.people.models import Promotion, School, User
from tests.people.factories import SchoolFactory, UserFactory


def test_every_school_of_the_factory_has_a_true_uai(db: None) -> None:
    for school in SchoolFactory.create_batch(30):
        school.full_clean()


def test_alice_is_in_the_class_bob_teaches(alice: User, bob: User, promotion: Promotion) -> None:
    enrolment = access.current_enrolment(alice)
    assert enrolment is not None
    assert enrolment.promotion == promotion
    assert access.teaches(bob, promotion)


def test_charlie_teaches_elsewhere_in_the_school(
    charlie: User, promotion: Promotion, school: School
) -> None:
    assert not access.teaches(charlie, promotion)
    assert list(access.visible_schools(charlie)) == [school]


def test_a_person_who_signs_in_has_a_verified_address(db: None) -> None:
    person = UserFactory(sign_in=True)
    assert person.emailaddress_set.get().verified
    assert person.check_password("demo-nrc-2026-lycee")
    assert not UserFactory().has_usable_password()


@pytest.mark.parametrize("name", ["closed", "minor", "no_email"])
def test_each_trait_builds_a_person(db: None, name: str) -> None:
    assert UserFactory(**{name: True}).pk
