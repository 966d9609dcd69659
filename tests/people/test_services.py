"""What people do to accounts, schools and classes."""

from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress

from nrc_platform.core import clock
from nrc_platform.core.errors import DomainError, Invalid, NotAllowed
from nrc_platform.journal.selectors import history
from nrc_platform.people import access, services
from nrc_platform.people.models import Promotion, RoleGrant, School, User
from nrc_platform.people.states import Role, Subject
from tests.people.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_office_opens_an_account_with_a_verified_address(emil: User, school: School) -> None:
    person = services.create_account(
        actor=emil,
        school=school,
        first_name=" Léa  ",
        last_name="Roy",
        email="Lea@Ecole.example",
        phone="02 41 00 00 00",
    )
    address = EmailAddress.objects.get(user=person)
    assert (address.email, address.verified, address.primary) == ("lea@ecole.example", True, True)
    assert (person.first_name, person.phone) == ("Léa", "0241000000")
    assert not person.has_usable_password()
    (fact,) = history(person)
    assert fact.kind == "people.account.create"
    assert fact.actor_id == emil.pk
    assert fact.data["email"] == "lea@ecole.example"


def test_account_without_address_has_no_sign_in(emil: User, school: School) -> None:
    person = services.create_account(actor=emil, school=school, first_name="Léa", last_name="Roy")
    assert person.email is None
    assert not EmailAddress.objects.filter(user=person).exists()


def test_second_account_with_an_address_is_refused_with_a_sentence(
    emil: User, school: School, alice: User
) -> None:
    with pytest.raises(Invalid) as refusal:
        services.create_account(
            actor=emil, school=school, first_name="A", last_name="B", email=alice.email
        )
    assert refusal.value.errors == {"email": ["Cette adresse électronique a déjà un compte."]}


def test_short_password_is_refused(school: School) -> None:
    with pytest.raises(Invalid, match="15"):
        services.create_account(actor=None, first_name="A", last_name="B", password="court")


@pytest.mark.parametrize("born", [date(1850, 1, 1), clock.today() + timedelta(days=1)])
def test_impossible_birth_date_is_refused(emil: User, school: School, born: date) -> None:
    with pytest.raises(Invalid, match="n’est pas possible"):
        services.create_account(
            actor=emil, school=school, first_name="A", last_name="B", birth_date=born
        )


@pytest.mark.parametrize("person", ["alice", "bob", "juror", "other_office"])
def test_others_do_not_open_accounts(
    person: str, school: School, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(NotAllowed):
        services.create_account(
            actor=request.getfixturevalue(person), school=school, first_name="A", last_name="B"
        )


def test_new_address_replaces_the_old_one_for_signing_in(emil: User, alice: User) -> None:
    EmailAddress.objects.create(user=alice, email=alice.email or "", verified=True, primary=True)
    services.update_account(alice, actor=emil, email="alice.aubry@ecole.example")
    addresses = EmailAddress.objects.filter(user=alice)
    assert [each.email for each in addresses] == ["alice.aubry@ecole.example"]


def test_office_does_not_change_the_address_of_the_head(emil: User, head: User) -> None:
    with pytest.raises(NotAllowed):
        services.update_account(head, actor=emil, email="emil2@ecole.example")
    head.refresh_from_db()
    assert head.email == "helene@ecole.example"


def test_closed_account_does_not_sign_in_and_comes_back(emil: User, alice: User) -> None:
    assert not services.close_account(alice, actor=emil).is_active
    assert services.reopen_account(alice, actor=emil).is_active
    kinds = [fact.kind for fact in history(alice)]
    assert kinds == ["people.account.reopen", "people.account.close"]


def test_nobody_closes_their_own_account(emil: User) -> None:
    with pytest.raises(DomainError):
        services.close_account(emil, actor=emil)


def test_office_enrols_a_student_who_then_sees_their_class(
    emil: User, promotion: Promotion
) -> None:
    student = services.create_student(
        promotion, actor=emil, first_name="Léa", last_name="Roy", email="lea@ecole.example"
    )
    assert list(access.visible_promotions(student)) == [promotion]
    assert access.roles(student) == {Role.STUDENT}


def test_student_who_leaves_sees_nothing_the_next_day(
    emil: User, alice: User, promotion: Promotion
) -> None:
    yesterday = clock.today() - timedelta(days=1)
    services.end_enrolment(alice.enrolments.get(), actor=emil, ends_on=yesterday)
    assert not access.visible_promotions(alice).exists()
    assert access.roles(User.objects.get(pk=alice.pk)) == set()


def test_student_moves_to_another_class_after_leaving_the_first(
    emil: User, alice: User, charlie_promotion: Promotion
) -> None:
    with pytest.raises(Invalid, match="déjà inscrit"):
        services.enrol_student(alice, charlie_promotion, actor=emil)
    services.end_enrolment(
        alice.enrolments.get(), actor=emil, ends_on=clock.today() - timedelta(days=1)
    )
    services.enrol_student(alice, charlie_promotion, actor=emil)
    assert list(access.visible_promotions(alice)) == [charlie_promotion]


def test_the_same_role_is_not_given_twice(emil: User, bob: User, promotion: Promotion) -> None:
    with pytest.raises(DomainError, match="a déjà ce rôle"):
        services.grant_role(bob, Role.TEACHER, actor=emil, promotion=promotion)
    assert bob.grants.count() == 1


def test_office_does_not_make_its_own_peers(emil: User, bob: User, school: School) -> None:
    with pytest.raises(NotAllowed):
        services.grant_role(bob, Role.OFFICE, actor=emil, school=school)


def test_head_changes_on_a_day_without_a_gap(head: User, bob: User, school: School) -> None:
    on = clock.today() + timedelta(days=10)
    services.change_head(school, bob, actor=head, on=on)
    terms = RoleGrant.objects.filter(school=school, role=Role.HEAD).order_by("starts_on")
    assert [term.user for term in terms] == [head, bob]
    assert terms[0].ends_on == on - timedelta(days=1)
    assert (terms[1].starts_on, terms[1].ends_on) == (on, None)
    assert access.has_role(head, Role.HEAD, school)
    assert not access.has_role(bob, Role.HEAD, school)
    assert access.has_role(bob, Role.HEAD, school, on=on)
    assert not access.has_role(head, Role.HEAD, school, on=on)


def test_second_change_of_head_must_come_later(head: User, bob: User, school: School) -> None:
    on = clock.today() + timedelta(days=10)
    services.change_head(school, bob, actor=head, on=on)
    with pytest.raises(DomainError, match="plus tardif"):
        services.change_head(school, UserFactory(), actor=None, on=on)
    with pytest.raises(DomainError, match="déjà chef"):
        services.change_head(school, bob, actor=None, on=on + timedelta(days=1))


def test_office_does_not_name_the_head(emil: User, bob: User, head: User, school: School) -> None:
    with pytest.raises(NotAllowed):
        services.change_head(school, bob, actor=emil)


def test_head_s_term_ends_only_by_a_successor(head: User) -> None:
    with pytest.raises(DomainError, match="successeur"):
        services.end_grant(head.grants.get(), actor=head)


def test_teaching_brings_the_class_and_its_end_takes_it_away(
    emil: User, charlie: User, promotion: Promotion
) -> None:
    assert not access.teaches(charlie, promotion)
    yesterday = clock.today() - timedelta(days=1)
    row = services.assign_teaching(
        charlie, promotion, Subject.FRENCH, actor=emil, starts_on=yesterday
    )
    assert access.teaches(charlie, promotion)
    services.end_teaching(row, actor=emil, ends_on=yesterday)
    assert not access.teaches(charlie, promotion)


def test_teacher_who_keeps_a_subject_keeps_the_class(
    emil: User, bob: User, promotion: Promotion
) -> None:
    row = services.assign_teaching(bob, promotion, Subject.FRENCH, actor=emil)
    services.end_teaching(row, actor=emil)
    assert access.teaches(bob, promotion, on=clock.today() + timedelta(days=1))


def test_promotion_runs_from_september_to_august(emil: User, school: School) -> None:
    row = services.create_promotion(school, actor=emil, code=" 2024 – 2026 ", label="NRC2")
    assert row.code == "2024-2026"
    assert (row.starts_on, row.ends_on) == (date(2024, 9, 1), date(2026, 8, 31))


def test_wrong_promotion_code_is_refused_with_an_example(emil: User, school: School) -> None:
    with pytest.raises(Invalid, match="par exemple 2025-2027"):
        services.create_promotion(school, actor=emil, code="2025-2026", label="NRC2")


def test_code_of_a_promotion_never_changes(emil: User, promotion: Promotion) -> None:
    with pytest.raises(Invalid, match="ne change pas"):
        services.update_promotion(promotion, actor=emil, code="2024-2026")


def test_wrong_uai_is_refused_and_nothing_is_written(admin: User) -> None:
    with pytest.raises(Invalid, match="devrait être D"):
        services.create_school(actor=admin, uai="0750654E", name="Lycée")
    assert not School.objects.exists()


def test_platform_opens_a_school_and_office_does_not(admin: User, emil: User) -> None:
    assert services.create_school(actor=admin, uai="0750654d", name="Lycée").uai == "0750654D"
    with pytest.raises(NotAllowed):
        services.create_school(actor=emil, uai="0951099D", name="Lycée")


def test_office_writes_who_answers_for_a_minor(emil: User, alice: User, bob: User) -> None:
    row = services.add_representative(
        alice,
        actor=emil,
        kinship="parent",
        first_name="Dominique",
        last_name="Aubry",
        phone="06 00 00 00 00",
    )
    assert row.phone == "0600000000"
    with pytest.raises(NotAllowed):
        services.update_representative(row, actor=bob, phone="0611111111")
    services.remove_representative(row, actor=emil)
    assert not alice.representatives.exists()
