"""A new company: the SIRET first, then what is kept; known ones and lookalikes are shown."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from nrc_platform.companies.models import Company
from nrc_platform.people.models import School, User
from tests.companies.factories import CompanyFactory, true_siret
from tests.harness.client import HouseClient

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], HouseClient]
NEW = reverse("companies:new")
SIRET = "73282932000074"
FORM = {"siret": SIRET, "legal_name": "Optiloc SARL", "country": "France"}


def test_student_adds_a_company_in_two_steps(
    school: School, alice: User, signed_in: SignIn
) -> None:
    browser = signed_in(alice)
    assert "Étape <b>1</b> sur 2" in browser.get(NEW).content.decode()
    second = browser.get(NEW, {"siret": "732 829 320 00074"}).content.decode()
    assert "Étape <b>2</b> sur 2" in second
    assert "732\u00a0829\u00a0320\u00a000074" in second
    html = browser.post(NEW, {**FORM, "serves_resellers": "on"}, follow=True).content.decode()
    assert "Optiloc SARL est dans l’annuaire" in html
    row = Company.objects.get()
    assert (row.siret, row.school, row.serves_resellers) == (SIRET, school, True)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("7328293200007", "Le SIRET doit compter 14 chiffres\u00a0; vous en avez saisi 13."),
        ("732829320", "Vous avez saisi un SIREN"),
        ("abc", "que des chiffres"),
        ("", "Écrivez le SIRET"),
    ],
)
def test_wrong_siret_is_answered_by_a_sentence_and_keeps_what_was_typed(
    typed: str, sentence: str, school: School, alice: User, signed_in: SignIn
) -> None:
    html = signed_in(alice).get(NEW, {"siret": typed}).content.decode()
    assert sentence in html
    assert "Étape <b>1</b> sur 2" in html
    assert f'value="{typed}"' in html or not typed


def test_known_siret_leads_to_the_company(school: School, alice: User, signed_in: SignIn) -> None:
    row = CompanyFactory(school=school, siret=SIRET, legal_name="Optiloc")
    html = signed_in(alice).get(NEW, {"siret": SIRET}).content.decode()
    assert "figure déjà dans l’établissement" in html
    assert reverse("companies:detail", args=[row.pk]) in html


def test_siret_taken_between_the_two_steps_leads_to_the_company(
    school: School, alice: User, signed_in: SignIn
) -> None:
    row = CompanyFactory(school=school, siret=SIRET, legal_name="Optiloc")
    answer = signed_in(alice).post(NEW, {**FORM, "different": "on"})
    assert answer.status_code == 409
    assert reverse("companies:detail", args=[row.pk]) in answer.content.decode()
    assert Company.objects.count() == 1


def test_double_click_makes_one_company(school: School, alice: User, signed_in: SignIn) -> None:
    browser = signed_in(alice)
    form = browser.get(NEW, {"siret": SIRET}).context["form"]
    sent = {**FORM, "key": form["key"].value()}
    first, second = browser.post(NEW, sent), browser.post(NEW, sent)
    row = Company.objects.get()
    page = reverse("companies:detail", args=[row.pk])
    assert (first["location"], second["location"]) == (page, page)


def test_lookalikes_are_shown_once_and_may_be_set_aside(
    school: School, alice: User, signed_in: SignIn
) -> None:
    CompanyFactory(school=school, legal_name="OPTILOC", siret=true_siret(99))
    browser = signed_in(alice)
    html = browser.post(NEW, FORM).content.decode()
    assert "Est-ce l’une de celles-ci" in html
    assert "noms très proches" in html
    assert Company.objects.count() == 1
    browser.post(NEW, {**FORM, "different": "on"})
    assert Company.objects.count() == 2


def test_answer_about_lookalikes_is_not_asked_again_after_another_mistake(
    school: School, alice: User, signed_in: SignIn
) -> None:
    wrong = {**FORM, "different": "on", "postal_code": "4900"}
    html = signed_in(alice).post(NEW, wrong).content.decode()
    assert "Un code postal compte 5 chiffres" in html
    assert '<input type="hidden" name="different" value="on">' in html


def test_company_without_siret_says_why(school: School, alice: User, signed_in: SignIn) -> None:
    browser = signed_in(alice)
    assert (
        "Pourquoi n’a-t-elle pas de SIRET" in browser.get(f"{NEW}?sans_siret=1").content.decode()
    )
    form = {"legal_name": "Belgacom SA", "country": "Belgique", "postal_code": "B-1000"}
    html = browser.post(NEW, form).content.decode()
    assert not Company.objects.exists()
    assert "Ce champ est obligatoire" in html or "Pourquoi" in html
    browser.post(NEW, {**form, "no_siret_reason": "Entreprise belge"})
    assert Company.objects.get().no_siret_reason == "Entreprise belge"


def test_approach_without_team_is_refused_beside_its_field(
    school: School, alice: User, signed_in: SignIn
) -> None:
    form = {**FORM, "sales_team": "none", "active_approach": "yes"}
    html = signed_in(alice).post(NEW, form).content.decode()
    assert "pas de démarche active" in html
    assert not Company.objects.exists()


@pytest.mark.parametrize("person", ["head", "juror", "admin"])
def test_others_are_told_whom_to_ask(
    person: str, signed_in: SignIn, request: pytest.FixtureRequest
) -> None:
    answer = signed_in(request.getfixturevalue(person)).get(NEW)
    assert answer.status_code == 403
    assert "bureau des stages" in answer.content.decode()
