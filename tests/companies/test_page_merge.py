"""Two records of one company: chosen, confirmed, merged once."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from nrc_platform.companies.states import CompanyState
from nrc_platform.people.models import School, User
from tests.companies.factories import CompanyFactory, ContactFactory
from tests.harness.client import HouseClient

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], HouseClient]


def test_office_merges_after_reading_what_it_does(
    school: School, emil: User, signed_in: SignIn
) -> None:
    loser = CompanyFactory(school=school, legal_name="Hygial")
    survivor = CompanyFactory(school=school, legal_name="Hygial Services")
    ContactFactory(company=loser, last_name="Delmas")
    browser = signed_in(emil)
    chosen = browser.get(
        reverse("companies:merge", args=[loser.pk]), {"search": "hygial"}
    ).content.decode()
    confirm = reverse("companies:merge_confirm", args=[loser.pk, survivor.pk])
    assert confirm in chosen
    asked = browser.get(confirm).content.decode()
    assert "Une fusion ne se défait pas" in asked
    html = browser.post(confirm, {"reason": "Saisie deux fois"}, follow=True).content.decode()
    assert "Hygial est fusionnée avec Hygial Services" in html
    assert "Delmas" in html
    loser.refresh_from_db()
    assert (loser.state, loser.merged_into) == (CompanyState.MERGED, survivor)


def test_second_click_says_that_it_is_done(school: School, emil: User, signed_in: SignIn) -> None:
    loser, survivor = CompanyFactory.create_batch(2, school=school)
    confirm = reverse("companies:merge_confirm", args=[loser.pk, survivor.pk])
    browser = signed_in(emil)
    assert browser.post(confirm).status_code == 302
    again = browser.post(confirm)
    assert again.status_code == 409
    assert "déjà été fusionnée" in again.content.decode()


def test_company_is_not_merged_into_one_of_another_school(
    school: School, other_school: School, emil: User, signed_in: SignIn
) -> None:
    loser, other = CompanyFactory(school=school), CompanyFactory(school=other_school)
    confirm = reverse("companies:merge_confirm", args=[loser.pk, other.pk])
    assert signed_in(emil).post(confirm).status_code == 404
    loser.refresh_from_db()
    assert loser.state == CompanyState.UNVERIFIED


def test_student_merges_nothing(school: School, alice: User, signed_in: SignIn) -> None:
    loser, survivor = CompanyFactory.create_batch(2, school=school, created_by=alice)
    confirm = reverse("companies:merge_confirm", args=[loser.pk, survivor.pk])
    assert signed_in(alice).post(confirm).status_code == 403
    loser.refresh_from_db()
    assert loser.state == CompanyState.UNVERIFIED


def test_search_for_nobody_says_so(school: School, emil: User, signed_in: SignIn) -> None:
    row = CompanyFactory(school=school)
    html = signed_in(emil).get(reverse("companies:merge", args=[row.pk]), {"search": "zzz"})
    assert "Aucune entreprise ne correspond à" in html.content.decode()
