"""Each constraint of people, with the sentence people read."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from nrc_platform.core import clock
from nrc_platform.people.models import Promotion, RoleGrant, School, User
from nrc_platform.people.states import Role
from tests.people.factories import (
    EnrolmentFactory,
    PromotionFactory,
    RoleGrantFactory,
    TeachingAssignmentFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
YESTERDAY = timedelta(days=1)


def refused(row: Any, sentence: str) -> None:
    """The model says the sentence, and the database refuses the row on its own."""
    with pytest.raises(ValidationError, match=sentence):
        row.full_clean(exclude=["password"])
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_two_accounts_do_not_share_an_address_whatever_its_case() -> None:
    UserFactory(email="alice@ecole.example")
    refused(UserFactory.build(email="ALICE@ecole.example"), "a déjà un compte")


def test_a_promotion_exists_once_in_a_school(promotion: Promotion) -> None:
    refused(PromotionFactory.build(school=promotion.school), "existe déjà")


def test_a_promotion_ends_after_it_begins(school: School) -> None:
    row = PromotionFactory.build(school=school, ends_on=date(2025, 8, 31))
    refused(row, "doit finir après son début")


def test_a_student_is_in_one_class_at_a_time(alice: User, charlie_promotion: Promotion) -> None:
    row = EnrolmentFactory.build(student=alice, promotion=charlie_promotion)
    refused(row, "est déjà inscrit")


def test_an_enrolment_does_not_end_before_it_begins(promotion: Promotion) -> None:
    today = clock.today()
    row = EnrolmentFactory.build(
        student=UserFactory(), promotion=promotion, starts_on=today, ends_on=today - YESTERDAY
    )
    refused(row, "ne peut pas finir avant")


def test_a_role_needs_a_school(alice: User) -> None:
    refused(RoleGrantFactory.build(user=alice, school=None), "se donne dans un établissement")


def test_the_platform_admin_has_no_school(alice: User, school: School) -> None:
    row = RoleGrant(user=alice, school=school, role=Role.ADMIN)
    refused(row, "se donne dans un établissement")


def test_a_role_does_not_end_before_it_begins(alice: User, school: School) -> None:
    today = clock.today()
    row = RoleGrantFactory.build(
        user=alice, school=school, starts_on=today, ends_on=today - YESTERDAY
    )
    refused(row, "ne peut pas finir avant")


def test_a_school_has_one_head_without_end(alice: User, head: User, school: School) -> None:
    refused(RoleGrantFactory.build(user=alice, school=school, head=True), "a déjà un chef")


def test_a_teacher_has_a_subject_once_in_a_class(bob: User, promotion: Promotion) -> None:
    row = TeachingAssignmentFactory.build(teacher=bob, promotion=promotion)
    refused(row, "a déjà cet enseignement")


def test_a_subject_does_not_end_before_it_begins(bob: User, promotion: Promotion) -> None:
    today = clock.today()
    row = TeachingAssignmentFactory.build(
        teacher=bob,
        promotion=promotion,
        subject="french",
        starts_on=today,
        ends_on=today - YESTERDAY,
    )
    refused(row, "ne peut pas finir avant")


def test_a_role_is_not_narrowed_to_a_class_of_another_school(
    alice: User, school: School, other_promotion: Promotion
) -> None:
    row = RoleGrantFactory.build(user=alice, school=school, promotion=other_promotion)
    with pytest.raises(ValidationError, match="n’est pas dans cet établissement"):
        row.full_clean()


def test_the_exam_session_is_the_second_year_of_the_code(promotion: Promotion) -> None:
    assert promotion.session_year == 2027
