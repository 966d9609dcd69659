"""Two people at once on one company: one succeeds, the other reads a French sentence."""

import pytest

from nrc_platform.companies import services
from nrc_platform.companies.models import Company
from nrc_platform.companies.states import CompanyState
from nrc_platform.people.models import School, User
from tests.companies.factories import CompanyFactory
from tests.people.together import refusals, together

pytestmark = pytest.mark.django_db(transaction=True)
SIRET = "73282932000074"


def test_one_siret_makes_one_company(school: School, alice: User, classmate: User) -> None:
    given = together(
        *[
            lambda actor=actor: services.create_company(  # type: ignore[misc]
                school, actor=actor, siret=SIRET, legal_name="Optiloc"
            )
            for actor in (alice, classmate)
        ]
    )
    assert refusals(given) == ["Cette entreprise figure déjà dans l’établissement\u00a0: Optiloc."]
    assert Company.objects.count() == 1


def test_two_changes_of_one_version_do_not_overwrite_each_other(
    school: School, emil: User, bob: User
) -> None:
    row = CompanyFactory(school=school)
    given = together(
        lambda: services.update_company(row, actor=emil, version=1, city="Cholet"),
        lambda: services.update_company(row, actor=bob, version=1, city="Saumur"),
    )
    (sentence,) = refusals(given)
    assert "Quelqu’un d’autre a modifié" in sentence
    row.refresh_from_db()
    assert (row.version, row.city in {"Cholet", "Saumur"}) == (2, True)


def test_two_companies_are_not_merged_into_each_other(
    school: School, emil: User, bob: User
) -> None:
    one, other = CompanyFactory.create_batch(2, school=school)
    given = together(
        lambda: services.merge_company(one, other, actor=emil),
        lambda: services.merge_company(other, one, actor=bob),
    )
    (sentence,) = refusals(given)
    assert "déjà été fusionnée" in sentence
    assert Company.objects.filter(state=CompanyState.MERGED).count() == 1
