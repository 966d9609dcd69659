"""Each constraint of companies, with the sentence people read."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from nrc_platform.companies.models import Company
from nrc_platform.companies.states import CompanyState, SalesTeam
from nrc_platform.core.errors import Invalid
from nrc_platform.core.rows import check_row
from nrc_platform.people.models import School
from tests.companies.factories import CompanyFactory, ContactFactory, SiteFactory

pytestmark = pytest.mark.django_db


def refused(row: Any, sentence: str) -> None:
    """The checks say the sentence, and the database refuses the row on its own."""
    with pytest.raises(Invalid, match=sentence):
        check_row(row)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def build(school: School, **fields: Any) -> Company:
    """Return a company that is not saved."""
    row: Company = CompanyFactory.build(school=school, **fields)
    return row


def test_a_siret_is_there_once_in_a_school(school: School) -> None:
    known = CompanyFactory(school=school)
    refused(build(school, siret=known.siret), "a déjà ce SIRET")


def test_two_schools_know_the_same_company_apart(school: School, other_school: School) -> None:
    known = CompanyFactory(school=school)
    assert CompanyFactory(school=other_school, siret=known.siret).pk


def test_two_foreign_companies_have_no_siret(school: School) -> None:
    CompanyFactory(school=school, foreign=True)
    assert CompanyFactory(school=school, foreign=True).pk


def test_without_siret_a_reason_is_needed(school: School) -> None:
    refused(build(school, siret=""), "pourquoi l’entreprise n’en a pas")


def test_a_check_is_signed(school: School) -> None:
    refused(build(school, verified=True, verified_by=None), "sa date et son auteur")


def test_a_verified_company_bears_its_date(school: School) -> None:
    refused(build(school, state=CompanyState.VERIFIED), "date de vérification")


def test_a_merged_company_names_the_other(school: School) -> None:
    refused(build(school, state=CompanyState.MERGED), "désigne celle qui la remplace")


def test_a_company_in_use_names_no_other(school: School) -> None:
    refused(build(school, merged_into=CompanyFactory(school=school)), "désigne celle")


def test_a_company_is_not_merged_into_itself(school: School) -> None:
    row = CompanyFactory(school=school)
    row = build(school, id=row.pk, siret=row.siret, state=CompanyState.MERGED, merged_into=row)
    row._state.adding = False
    refused(row, "avec elle-même")


def test_a_company_is_not_merged_across_schools(school: School, other_school: School) -> None:
    other = CompanyFactory(school=other_school)
    with pytest.raises(Invalid, match="n’est pas dans le même établissement"):
        check_row(build(school, state=CompanyState.MERGED, merged_into=other))


@pytest.mark.req(18, rule="company_approach_needs_team")
def test_an_active_approach_is_that_of_a_team(school: School) -> None:
    refused(
        build(school, sales_team=SalesTeam.NONE, active_approach=True), "pas de démarche active"
    )


@pytest.mark.parametrize(("code", "version"), [("46.69B", ""), ("", "rev2")])
def test_an_activity_code_goes_with_its_nomenclature(
    school: School, code: str, version: str
) -> None:
    refused(build(school, naf_code=code, naf_version=version), "avec sa nomenclature")


def test_two_places_of_a_company_have_two_names() -> None:
    site = SiteFactory()
    refused(SiteFactory.build(company=site.company, label=site.label), "déjà un lieu de ce nom")


def test_a_contact_is_there_once_for_each_role() -> None:
    contact = ContactFactory()
    refused(ContactFactory.build(company=contact.company, email=contact.email), "figure déjà")
    assert ContactFactory(company=contact.company, email=contact.email, signatory=True).pk


def test_a_contact_can_be_reached() -> None:
    refused(ContactFactory.build(company=CompanyFactory(), email=""), "adresse électronique ou")


def test_a_contact_is_not_at_the_place_of_another_company() -> None:
    with pytest.raises(Invalid, match="n’est pas dans cette entreprise"):
        check_row(ContactFactory.build(company=CompanyFactory(), site=SiteFactory()))


def test_postal_code_of_france_is_five_digits_and_others_are_free(school: School) -> None:
    with pytest.raises(Invalid, match="5 chiffres"):
        check_row(build(school, postal_code="B-1000"))
    check_row(build(school, foreign=True))


def test_state_is_never_assigned(school: School) -> None:
    with pytest.raises(AttributeError):
        CompanyFactory(school=school).state = CompanyState.VERIFIED


def test_canonical_follows_every_merge(school: School) -> None:
    last = CompanyFactory(school=school)
    middle = CompanyFactory(school=school, merged=True, merged_into=last)
    first = CompanyFactory(school=school, merged=True, merged_into=middle)
    assert first.canonical == last
    assert last.canonical == last


@pytest.mark.parametrize("typed", ["hygial", "HYGIÈNE angers", "services 8123"])
def test_search_ignores_case_and_accents(school: School, typed: str) -> None:
    row = CompanyFactory(
        school=school,
        siret="81230457400013",
        legal_name="HYGIAL SERVICES",
        display_name="Hygiène",
    )
    assert list(Company.objects.search(typed)) == [row]
