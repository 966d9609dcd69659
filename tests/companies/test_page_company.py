"""A company's page, its check, its contacts, places and notes."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from nrc_platform.companies.models import Contact
from nrc_platform.companies.states import CompanyState
from nrc_platform.people.models import School, User
from tests.companies.factories import (
    CompanyFactory,
    CompanyNoteFactory,
    ContactFactory,
    SiteFactory,
)
from tests.harness.client import HouseClient

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], HouseClient]
CONTACT = {
    "kind": "tutor",
    "first_name": "Dora",
    "last_name": "Delmas",
    "email": "dora@entreprise.example",
}


def page(name: str, row: object) -> str:
    """Return the address of a page about a company."""
    return reverse(f"companies:{name}", args=[row.pk])  # type: ignore[attr-defined]


def test_company_of_another_school_does_not_exist(
    other_school: School, emil: User, signed_in: SignIn
) -> None:
    row = CompanyFactory(school=other_school)
    browser = signed_in(emil)
    for name in ("detail", "edit", "verify", "merge", "contact_new"):
        assert browser.get(page(name, row)).status_code == 404


def test_page_says_what_the_company_is_and_whom_to_speak_to(
    school: School, alice: User, signed_in: SignIn
) -> None:
    row = CompanyFactory(school=school, siret="73282932000074", sells_goods_or_services=False)
    ContactFactory(company=row, function="Cheffe des ventes")
    html = signed_in(alice).get(page("detail", row)).content.decode()
    assert "732\u00a0829\u00a0320\u00a000074" in html
    assert "Dora Delmas" in html
    assert "Cheffe des ventes" in html
    assert "ne peut pas accueillir de stage" in html
    assert "commercialisation de biens et de services" in html


def test_student_reads_no_note_and_is_offered_no_check(
    school: School, alice: User, emil: User, signed_in: SignIn
) -> None:
    row = CompanyFactory(school=school)
    CompanyNoteFactory(company=row, text="Retards de paiement.")
    html = signed_in(alice).get(page("detail", row)).content.decode()
    assert "Retards de paiement" not in html
    assert page("verify", row) not in html
    assert "Retards de paiement" in signed_in(emil).get(page("detail", row)).content.decode()


def test_office_vouches_after_reading_the_record(
    school: School, emil: User, signed_in: SignIn
) -> None:
    row, browser = CompanyFactory(school=school), signed_in(emil)
    assert "Vérifier cette entreprise" in browser.get(page("verify", row)).content.decode()
    html = browser.post(page("verify", row), follow=True).content.decode()
    row.refresh_from_db()
    assert row.state == CompanyState.VERIFIED
    assert "vérifiée par Emil Esteve" in html


def test_student_may_add_a_contact_to_a_verified_company_and_not_alter_it(
    school: School, alice: User, signed_in: SignIn
) -> None:
    row = CompanyFactory(school=school, created_by=alice, verified=True)
    browser = signed_in(alice)
    refused = browser.get(page("edit", row))
    assert refused.status_code == 403
    assert "demandez la correction au bureau des stages" in refused.content.decode()
    html = browser.post(page("contact_new", row), CONTACT, follow=True).content.decode()
    assert "Le contact est ajouté." in html
    assert Contact.objects.get().created_by == alice


def test_contact_form_sent_twice_makes_one_contact(
    school: School, alice: User, signed_in: SignIn
) -> None:
    row, browser = CompanyFactory(school=school), signed_in(alice)
    key = browser.get(page("contact_new", row)).context["form"]["key"].value()
    for _click in range(2):
        browser.post(page("contact_new", row), {**CONTACT, "key": key})
    assert Contact.objects.count() == 1


def test_contact_without_address_nor_phone_is_refused_beside_the_field(
    school: School, alice: User, signed_in: SignIn
) -> None:
    row = CompanyFactory(school=school)
    html = signed_in(alice).post(page("contact_new", row), {**CONTACT, "email": ""})
    assert "Indiquez une adresse électronique ou un téléphone." in html.content.decode()
    assert not Contact.objects.exists()


def test_two_teachers_at_once_see_both_versions_and_lose_nothing(
    school: School, bob: User, charlie: User, signed_in: SignIn
) -> None:
    row = CompanyFactory(school=school, legal_name="Optiloc", city="Angers", postal_code="49000")
    first, second = signed_in(bob), signed_in(charlie)
    seen = {"legal_name": "Optiloc", "country": "France", "siret": row.siret, "version": "1"}
    assert first.post(page("edit", row), {**seen, "city": "Cholet"}).status_code == 302
    answer = second.post(page("edit", row), {**seen, "city": "Saumur"})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Quelqu’un d’autre a modifié" in html
    assert "<td>Cholet</td><td>Saumur</td>" in html
    row.refresh_from_db()
    assert row.city == "Cholet"
    again = {**seen, "city": "Saumur", "version": "2"}
    assert second.post(page("edit", row), again).status_code == 302
    row.refresh_from_db()
    assert row.city == "Saumur"


def test_place_is_added_and_corrected(school: School, emil: User, signed_in: SignIn) -> None:
    row, browser = CompanyFactory(school=school), signed_in(emil)
    place = {
        "label": "Agence",
        "address": "2 rue du Mail",
        "postal_code": "4900",
        "city": "Angers",
    }
    refused = browser.post(page("site_new", row), place).content.decode()
    assert "Un code postal compte 5 chiffres" in refused
    browser.post(page("site_new", row), {**place, "postal_code": "49000"})
    site = row.sites.get()
    browser.post(page("site_edit", site), {**place, "postal_code": "49100", "version": "1"})
    site.refresh_from_db()
    assert site.postal_code == "49100"


def test_empty_note_is_refused_and_a_written_one_is_kept(
    school: School, emil: User, signed_in: SignIn
) -> None:
    row, browser = CompanyFactory(school=school), signed_in(emil)
    assert browser.post(page("note_new", row), {"text": " "}).status_code == 200
    html = browser.post(page("note_new", row), {"text": "Accueil en mars."}, follow=True)
    assert "Accueil en mars." in html.content.decode()


def test_merged_company_leads_to_the_one_that_stands_for_it(
    school: School, alice: User, emil: User, signed_in: SignIn
) -> None:
    survivor = CompanyFactory(school=school, legal_name="Hygial")
    row = CompanyFactory(school=school, merged=True, merged_into=survivor)
    html = signed_in(alice).get(page("detail", row)).content.decode()
    assert page("detail", survivor) in html
    refused = signed_in(emil).get(page("edit", row))
    assert refused.status_code == 403
    assert "a été fusionnée avec Hygial" in refused.content.decode()


def test_hostile_name_is_shown_as_text(school: School, emil: User, signed_in: SignIn) -> None:
    row = CompanyFactory(school=school, legal_name="<script>alert(1)</script>")
    html = signed_in(emil).get(page("detail", row)).content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;" in html


def test_page_costs_the_same_for_one_contact_and_ten(
    school: School, emil: User, signed_in: SignIn, assert_same_queries: Callable[..., int]
) -> None:
    row = CompanyFactory(school=school)

    def make_row() -> None:
        ContactFactory(company=row, created_by=emil)
        SiteFactory(company=row)
        CompanyNoteFactory(company=row, author=emil)
        CompanyFactory(school=school, merged=True, merged_into=row)

    assert_same_queries(page("detail", row), make_row, client=signed_in(emil))
