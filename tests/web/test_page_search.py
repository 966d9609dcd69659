"""The search of the top bar: it never finds more than the person may open."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from curriculum.models import Referentiel, Savoir
from nrc_platform.companies.models import Company
from nrc_platform.people.models import Promotion, School, User
from tests.harness.client import HouseClient
from tests.people.fixtures import make_student
from tests.web.words import plain

Browser = Callable[[User], HouseClient]


def search(browser: HouseClient, words: str) -> str:
    """Return the answers to some words."""
    return browser.get(reverse("web:search"), {"q": words}).content.decode()


def test_teacher_finds_a_student_whatever_the_accents(
    signed_in: Browser, bob: User, promotion: Promotion
) -> None:
    student = make_student(promotion, first_name="Zoé", last_name="Dupré")
    page = search(signed_in(bob), "dupre ZOE")
    assert reverse("exams:dossier", args=[student.pk]) in page
    assert "Zoé Dupré" in plain(page)


@pytest.mark.parametrize(
    "who", ["charlie", "classmate", "emil", "other_teacher", "juror", "admin"]
)
def test_stranger_does_not_find_the_student(
    request: pytest.FixtureRequest, signed_in: Browser, alice: User, who: str
) -> None:
    page = search(signed_in(request.getfixturevalue(who)), "aubry")
    assert "Alice" not in page
    assert "Rien ne répond à ces mots" in page


def test_office_finds_a_company_of_its_school_only(
    signed_in: Browser, emil: User, school: School, other_school: School
) -> None:
    for place, name in ((school, "Hygial Services"), (other_school, "Hygial Ouest")):
        company = Company(school=place, legal_name=name, no_siret_reason="association")
        company.clean()
        company.save()
    page = plain(search(signed_in(emil), "hygial"))
    assert "Hygial Services" in page
    assert "Hygial Ouest" not in page


def test_student_finds_a_code_of_the_diploma(signed_in: Browser, alice: User) -> None:
    diploma = Referentiel.objects.create(
        code="nrc-2003", label="BTS NRC", first_session=2005, source="Arrêté", routes=[]
    )
    Savoir.objects.create(
        referentiel=diploma, code="S4", label="Communication-négociation", level=1, rank=1
    )
    page = search(signed_in(alice), "negociation")
    assert reverse("curriculum:savoir", args=["S4"]) in page
    assert "S4 Communication-négociation" in page


def test_person_is_asked_for_two_letters(signed_in: Browser, bob: User, alice: User) -> None:
    page = search(signed_in(bob), "a")
    assert "Écrivez au moins deux lettres" in page
    assert "Alice" not in page


def test_typed_words_are_shown_as_text(signed_in: Browser, bob: User) -> None:
    page = search(signed_in(bob), "<b onclick=x>")
    assert "&lt;b onclick=x&gt;" in page


def test_search_costs_the_same_for_one_answer_or_ten(
    signed_in: Browser,
    assert_same_queries: Callable[..., int],
    bob: User,
    promotion: Promotion,
) -> None:
    def make() -> None:
        make_student(promotion, last_name="Durand")

    url = reverse("web:search") + "?q=durand"
    assert assert_same_queries(url, make, client=signed_in(bob)) <= 14
