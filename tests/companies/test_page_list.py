"""The directory of companies: filters in the address, one count of queries."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from nrc_platform.people.models import School, User
from tests.companies.factories import CompanyFactory, ContactFactory
from tests.harness.client import HouseClient

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], HouseClient]
LIST = reverse("companies:list")


def test_student_finds_the_companies_of_the_school_and_no_other(
    school: School, other_school: School, alice: User, signed_in: SignIn
) -> None:
    CompanyFactory(school=school, legal_name="Optiloc")
    CompanyFactory(school=school, legal_name="Ancienne", merged=True)
    CompanyFactory(school=other_school, legal_name="Ailleurs")
    html = signed_in(alice).get(LIST).content.decode()
    assert "Optiloc" in html
    assert "Ailleurs" not in html
    assert "Ancienne" not in html
    assert reverse("companies:new") in html


def test_search_and_state_live_in_the_address(
    school: School, emil: User, signed_in: SignIn
) -> None:
    CompanyFactory(school=school, legal_name="Hygiène Express")
    CompanyFactory(school=school, legal_name="Hygiène Totale", verified=True)
    CompanyFactory(school=school, legal_name="Optiloc")
    html = signed_in(emil).get(f"{LIST}?search=hygiene&state=unverified").content.decode()
    assert "Hygiène Express" in html
    assert "Hygiène Totale" not in html
    assert "Optiloc" not in html
    assert "1\u00a0entreprise" in html
    assert 'value="hygiene"' in html


def test_filter_by_customers_keeps_those_who_serve_them(
    school: School, emil: User, signed_in: SignIn
) -> None:
    CompanyFactory(school=school, legal_name="Optiloc", serves_consumers=True)
    CompanyFactory(school=school, legal_name="Verdier")
    html = signed_in(emil).get(f"{LIST}?clientele=consumers").content.decode()
    assert "Optiloc" in html
    assert "Verdier" not in html


@pytest.mark.req(31)
def test_no_filter_by_size_is_offered(school: School, emil: User, signed_in: SignIn) -> None:
    CompanyFactory(school=school, size_band="micro", legal_name="Petite")
    html = signed_in(emil).get(f"{LIST}?size_band=large").content.decode()
    assert "Petite" in html
    assert "Effectif" not in html


def test_nothing_found_says_why_and_leads_on(
    school: School, emil: User, signed_in: SignIn
) -> None:
    CompanyFactory(school=school)
    html = signed_in(emil).get(f"{LIST}?search=zzz").content.decode()
    assert "Aucune entreprise ne correspond à ces filtres" in html
    assert "Voir toutes les entreprises" in html


def test_unknown_filter_value_shows_the_whole_list(
    school: School, emil: User, signed_in: SignIn
) -> None:
    CompanyFactory(school=school, legal_name="Optiloc")
    assert "Optiloc" in signed_in(emil).get(f"{LIST}?state=zzz").content.decode()


def test_head_reads_and_is_offered_nothing_to_add(
    school: School, head: User, signed_in: SignIn
) -> None:
    CompanyFactory(school=school, legal_name="Optiloc")
    html = signed_in(head).get(LIST).content.decode()
    assert "Optiloc" in html
    assert reverse("companies:new") not in html


def test_list_costs_the_same_for_one_row_and_ten(
    school: School, emil: User, signed_in: SignIn, assert_same_queries: Callable[..., int]
) -> None:
    def make_row() -> None:
        ContactFactory(company=CompanyFactory(school=school, created_by=emil))

    assert_same_queries(LIST, make_row, client=signed_in(emil))
