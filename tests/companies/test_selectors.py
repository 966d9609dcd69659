"""Page-shaped reads: what they hold, and their number of queries."""

import pytest

from nrc_platform.companies import selectors
from nrc_platform.people.models import School, User
from tests.companies.factories import (
    CompanyFactory,
    CompanyNoteFactory,
    ContactFactory,
    SiteFactory,
    true_siret,
)

pytestmark = pytest.mark.django_db


def test_office_todo_holds_companies_to_verify_and_likely_duplicates(
    school: School, other_school: School, emil: User
) -> None:
    waiting = CompanyFactory(school=school, legal_name="Hygial Services")
    twin = CompanyFactory(school=school, legal_name="HYGIAL SERVICES SAS", verified=True)
    CompanyFactory(school=school, legal_name="Hygial Services", merged=True, merged_into=waiting)
    CompanyFactory(school=other_school, legal_name="Hygial Services")
    todo = selectors.office_todo(emil)
    assert todo.to_verify == [waiting]
    (pair,) = todo.duplicates
    assert ({pair.first, pair.second}, pair.reason) == ({waiting, twin}, "noms très proches")


@pytest.mark.parametrize("person", ["alice", "head", "juror", "admin", "nobody"])
def test_who_keeps_no_company_has_nothing_to_do(
    person: str, school: School, request: pytest.FixtureRequest
) -> None:
    CompanyFactory(school=school)
    todo = selectors.office_todo(request.getfixturevalue(person))
    assert (todo.to_verify, todo.duplicates) == ([], [])


def test_office_todo_costs_one_query(
    school: School, emil: User, django_assert_num_queries: object
) -> None:
    CompanyFactory.create_batch(10, school=school)
    with django_assert_num_queries(1):  # type: ignore[operator]
        selectors.office_todo(emil)


def test_page_of_the_survivor_holds_what_was_merged_into_it_at_any_depth(
    school: School, emil: User
) -> None:
    survivor = CompanyFactory(school=school)
    middle = CompanyFactory(school=school, merged=True, merged_into=survivor)
    first = CompanyFactory(school=school, merged=True, merged_into=middle)
    contact, site = ContactFactory(company=first), SiteFactory(company=middle)
    note = CompanyNoteFactory(company=first)
    facts = selectors.company_facts(survivor, user=emil)
    assert set(facts.absorbed) == {middle, first}
    assert (facts.contacts, facts.sites, facts.notes) == ([contact], [site], [note])
    assert facts.survivor is None
    assert selectors.company_facts(first, user=emil).survivor == survivor


def test_lookalikes_stay_inside_the_school(school: School, other_school: School) -> None:
    CompanyFactory(school=other_school, siret=true_siret(7, 1))
    here = CompanyFactory(school=school, siret=true_siret(7, 2), legal_name="Tout autre nom")
    asked = {
        "siret": true_siret(7, 3),
        "legal_name": "Nouvelle",
        "display_name": "",
        "postal_code": "",
    }
    (line,) = selectors.lookalikes_of(school, asked)
    assert (line.company, line.reason) == (here, "même SIREN")


def test_page_costs_the_same_whatever_it_holds(
    school: School, emil: User, django_assert_max_num_queries: object
) -> None:
    company = CompanyFactory(school=school)
    ContactFactory.create_batch(5, company=company)
    SiteFactory.create_batch(5, company=company)
    CompanyFactory.create_batch(5, school=school, merged=True, merged_into=company)
    with django_assert_max_num_queries(10):  # type: ignore[operator]
        facts = selectors.company_facts(company, user=emil)
    assert len(facts.contacts) == 5
