"""Who sees what of a stage, case by case: referents, former roles, opinions, drafts."""

from datetime import timedelta

import pytest

from internships import access
from internships.models import Convention
from nrc_platform.core import clock
from nrc_platform.people.models import Promotion, RoleGrant, User
from nrc_platform.people.states import Role
from tests.internships import factories as make
from tests.internships.acts import make_convention
from tests.people.factories import RoleGrantFactory

pytestmark = pytest.mark.django_db


def test_a_referent_of_another_class_sees_the_stage_and_acts_on_nothing(
    alice: User, charlie: User, promotion: Promotion
) -> None:
    row = make_convention(alice, promotion, teacher_review=True, referent=charlie)
    assert access.visible_conventions(charlie).get() == row
    assert not access.can_send_convention(charlie, row)
    assert not access.can_edit_convention(charlie, row)


def test_a_referent_who_no_longer_teaches_sees_nothing(
    alice: User, charlie: User, promotion: Promotion
) -> None:
    make_convention(alice, promotion, signed=True, referent=charlie)
    RoleGrant.objects.filter(user=charlie).update(ends_on=clock.today() - timedelta(days=1))
    again = User.objects.get(pk=charlie.pk)
    assert not access.visible_conventions(again).exists()


def test_the_referent_is_the_one_of_the_terms_in_force(
    alice: User, charlie: User, promotion: Promotion
) -> None:
    row = make_convention(alice, promotion, signed=True)
    avenant = make.AvenantFactory(convention=row)
    make.TermsFactory(convention=row, avenant=avenant, referent=charlie)
    assert not access.visible_conventions(charlie).exists()
    type(avenant).objects.filter(pk=avenant.pk).update(state="signed", signed_at=clock.now())
    assert access.visible_conventions(charlie).get() == row


def test_a_teacher_whose_grant_ended_follows_nothing_more(
    alice: User, bob: User, promotion: Promotion
) -> None:
    row = make_convention(alice, promotion, teacher_review=True)
    RoleGrant.objects.filter(user=bob).update(ends_on=clock.today() - timedelta(days=1))
    again = User.objects.get(pk=bob.pk)
    assert not access.visible_conventions(again).exists()
    assert not access.can_send_convention(again, row)


def test_a_student_keeps_reading_their_stage_after_the_class(
    alice: User, promotion: Promotion
) -> None:
    row = make_convention(alice, promotion, closed=True)
    alice.enrolments.update(ends_on=clock.today() - timedelta(days=1))
    again = User.objects.get(pk=alice.pk)
    assert access.visible_conventions(again).get() == row


def test_a_former_student_begins_nothing(alice: User, promotion: Promotion) -> None:
    RoleGrant.objects.filter(user=alice).update(ends_on=clock.today() - timedelta(days=1))
    again = User.objects.get(pk=alice.pk)
    assert not access.can_draft_convention(again, again, promotion)
    assert not access.can_write_log(again, again)


def test_each_student_of_a_project_sees_and_writes_its_convention(
    alice: User, classmate: User, schoolmate: User, promotion: Promotion
) -> None:
    row = make_convention(alice, promotion, kind="project")
    row.internships.create(student=classmate, promotion=promotion)
    row = Convention.objects.with_people().get(pk=row.pk)
    for student in (alice, classmate):
        assert access.visible_conventions(student).get() == row
        assert access.can_edit_convention(student, row)
    assert not access.can_edit_convention(schoolmate, row)


def test_an_assessment_is_read_once_submitted_and_by_its_author_before(
    alice: User, bob: User, head: User, promotion: Promotion
) -> None:
    one = make_convention(alice, promotion, signed=True).internships.get()
    make.AssessmentFactory(internship=one, kind="teacher", author=bob)
    opinion = make.AssessmentFactory(internship=one, kind="student")
    assert access.visible_assessments(bob).get().kind == "teacher"
    assert access.visible_assessments(alice).get() == opinion
    assert not access.visible_assessments(head).exists()


def test_no_one_writes_the_assessment_of_another(
    alice: User, bob: User, emil: User, promotion: Promotion
) -> None:
    one = make_convention(alice, promotion, signed=True).internships.get()
    assert access.can_write_assessment(alice, one, "student")
    assert not access.can_write_assessment(alice, one, "teacher")
    assert access.can_write_assessment(bob, one, "teacher")
    assert not access.can_write_assessment(bob, one, "student")
    for person in (alice, bob, emil):
        assert not access.can_write_assessment(person, one, "tutor")


def test_whoever_holds_two_roles_has_the_sum_of_them(
    alice: User, bob: User, promotion: Promotion
) -> None:
    row = make_convention(alice, promotion, company_check=True)
    assert not access.can_check_for_company(bob, row)
    RoleGrantFactory(user=bob, school=promotion.school, role=Role.OFFICE)
    assert access.can_check_for_company(User.objects.get(pk=bob.pk), row)
