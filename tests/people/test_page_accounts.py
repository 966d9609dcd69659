"""The people of a school: the list, the account, its dated roles."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from nrc_platform.core import clock
from nrc_platform.people.models import LegalRepresentative, Promotion, School, User
from nrc_platform.people.states import Role
from tests.harness.client import HouseClient
from tests.people.factories import EnrolmentFactory, RoleGrantFactory, UserFactory
from tests.people.fixtures import make_student, make_teacher

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], HouseClient]


def account(name: str, person: User) -> str:
    """Return the address of a page about somebody."""
    return reverse(f"people:{name}", args=[person.pk])


def test_office_finds_people_by_name_and_role(
    school: School, alice: User, bob: User, other_student: User, emil: User, signed_in: SignIn
) -> None:
    browser, url = signed_in(emil), reverse("people:list", args=[school.pk])
    everybody = browser.get(url).content.decode()
    assert "Aubry Alice" in everybody
    assert "Besson Bob" in everybody
    assert "Olivier" not in everybody
    teachers = browser.get(f"{url}?role=teacher").content.decode()
    assert "Besson Bob" in teachers
    assert "Aubry" not in teachers
    found = browser.get(f"{url}?q=AUBRY").content.decode()
    assert "Aubry Alice" in found
    assert "Besson" not in found
    assert "1\u00a0personne" in found


def test_account_shows_its_roles_with_their_days(
    school: School, bob: User, emil: User, signed_in: SignIn
) -> None:
    RoleGrantFactory(user=bob, school=school, juror=True, ended=True)
    html = signed_in(emil).get(account("account", bob)).content.decode()
    assert "Professeur" in html
    assert "Juré" in html
    assert "Gestion de projet" in html


def test_office_creates_an_account_that_signs_in_by_code(
    school: School, promotion: Promotion, emil: User, signed_in: SignIn
) -> None:
    url = reverse("people:account_new", args=[school.pk])
    form = {
        "last_name": "Roy",
        "first_name": "Léa",
        "email": "lea@ecole.example",
        "role": "teacher",
        "promotion": promotion.pk,
    }
    html = signed_in(emil).post(url, form, follow=True).content.decode()
    assert "se connecte avec un code" in html
    person = User.objects.get(email="lea@ecole.example")
    grant = person.grants.get()
    assert (grant.role, grant.promotion) == (Role.TEACHER, promotion)
    assert person.emailaddress_set.get().verified


def test_student_needs_a_class_and_nothing_is_half_written(
    school: School, emil: User, signed_in: SignIn
) -> None:
    url = reverse("people:account_new", args=[school.pk])
    form = {"last_name": "Roy", "first_name": "Léa", "role": "student"}
    html = signed_in(emil).post(url, form).content.decode()
    assert "Choisissez la promotion de l’étudiant." in html
    assert not User.objects.filter(last_name="Roy").exists()


def test_office_is_offered_only_the_roles_it_may_give(
    school: School, emil: User, signed_in: SignIn
) -> None:
    url = reverse("people:account_new", args=[school.pk])
    browser = signed_in(emil)
    form = {"last_name": "Roy", "first_name": "Léa", "role": "head"}
    assert 'value="head"' not in browser.get(url).content.decode()
    browser.post(url, form)
    assert not User.objects.filter(last_name="Roy").exists()


def test_taken_address_is_refused_beside_its_field(
    school: School, alice: User, bob: User, emil: User, signed_in: SignIn
) -> None:
    form = {"last_name": "Besson", "first_name": "Bob", "email": "ALICE@ecole.example"}
    html = signed_in(emil).post(account("account_edit", bob), form).content.decode()
    assert "Cette adresse électronique a déjà un compte." in html
    bob.refresh_from_db()
    assert bob.email == "bob@ecole.example"


def test_office_is_told_why_it_does_not_edit_the_head(
    head: User, emil: User, signed_in: SignIn
) -> None:
    answer = signed_in(emil).get(account("account_edit", head))
    assert answer.status_code == 403
    assert "un rôle que vous ne pouvez pas donner" in answer.content.decode()


def test_account_is_closed_after_a_question_and_reopened(
    alice: User, emil: User, signed_in: SignIn
) -> None:
    browser = signed_in(emil)
    assert (
        "le compte peut être rouvert"
        in browser.get(account("account_close", alice)).content.decode()
    )
    browser.post(account("account_close", alice))
    alice.refresh_from_db()
    assert not alice.is_active
    browser.post(account("account_reopen", alice))
    alice.refresh_from_db()
    assert alice.is_active


def test_role_is_given_and_ended_on_a_day(
    school: School, bob: User, emil: User, signed_in: SignIn
) -> None:
    browser, url = signed_in(emil), reverse("people:grant_new", args=[school.pk, bob.pk])
    browser.post(url, {"role": "juror"})
    grant = bob.grants.get(role=Role.JUROR)
    assert "déjà ce rôle" in browser.post(url, {"role": "juror"}).content.decode()
    browser.post(reverse("people:grant_end", args=[grant.pk]), {"ends_on": ""})
    grant.refresh_from_db()
    assert grant.ends_on == clock.today()


def test_unreadable_day_is_answered_by_an_example(
    bob: User, emil: User, signed_in: SignIn
) -> None:
    url = reverse("people:grant_end", args=[bob.grants.get().pk])
    html = signed_in(emil).post(url, {"ends_on": "demain"}).content.decode()
    assert "Écrivez-la comme 12/01/2027" in html


def test_student_who_left_joins_another_class(
    charlie_promotion: Promotion, promotion: Promotion, emil: User, signed_in: SignIn
) -> None:
    student = UserFactory()
    RoleGrantFactory(user=student, school=promotion.school, student=True, ended=True)
    EnrolmentFactory(student=student, promotion=promotion, ended=True)
    signed_in(emil).post(account("enrolment_new", student), {"promotion": charlie_promotion.pk})
    assert student.enrolments.filter(ends_on=None).get().promotion == charlie_promotion


def test_office_writes_who_answers_for_a_minor(
    alice: User, emil: User, bob: User, signed_in: SignIn
) -> None:
    browser = signed_in(emil)
    form = {"kinship": "parent", "last_name": "Aubry", "first_name": "Dominique"}
    html = browser.post(account("representative_new", alice), form, follow=True)
    assert "Dominique Aubry" in html.content.decode()
    row = LegalRepresentative.objects.get()
    url = reverse("people:representative_edit", args=[row.pk])
    assert signed_in(bob).get(url).status_code == 404
    browser.post(url, {**form, "phone": "06 00 00 00 00"})
    row.refresh_from_db()
    assert row.phone == "0600000000"
    browser.post(reverse("people:representative_remove", args=[row.pk]))
    assert not LegalRepresentative.objects.exists()


def test_list_costs_the_same_for_one_person_and_ten(
    school: School,
    promotion: Promotion,
    emil: User,
    signed_in: SignIn,
    assert_same_queries: Callable[..., int],
) -> None:
    def make_row() -> None:
        make_student(promotion)
        make_teacher(promotion)

    url = reverse("people:list", args=[school.pk])
    assert_same_queries(url, make_row, client=signed_in(emil))
