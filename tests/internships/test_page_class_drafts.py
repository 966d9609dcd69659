"""The grid of a class: ticked lines become drafts, what is wrong stays on its line."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from internships.models import Convention, InternshipPeriod
from nrc_platform.companies.models import Company
from nrc_platform.people.models import Promotion, User
from tests.companies.factories import CompanyFactory, ContactFactory
from tests.harness.client import HouseClient
from tests.internships.acts import make_convention, terms_of
from tests.internships.factories import InternshipPeriodFactory
from tests.people.fixtures import make_student

pytestmark = pytest.mark.django_db
Browser = Callable[[User], HouseClient]


@pytest.fixture
def period(promotion: Promotion) -> InternshipPeriod:
    """A period of the class."""
    row: InternshipPeriod = InternshipPeriodFactory(promotion=promotion)
    return row


@pytest.fixture
def company(promotion: Promotion) -> Company:
    """A company of the school, with a tutor."""
    row: Company = CompanyFactory(school=promotion.school, legal_name="Hygial Services")
    ContactFactory(company=row, first_name="Nadia", last_name="Lambert")
    return row


def _url(period: InternshipPeriod) -> str:
    return reverse("internships:class_grid", args=[period.pk])


def _line(student: User, **fields: Any) -> dict[str, Any]:
    given = {"chosen": "on", "starts_on": "04/01/2027", "ends_on": "12/02/2027", "hours": "7"}
    return {f"r-{student.pk}-{name}": value for name, value in (given | fields).items()}


def test_ticked_lines_become_drafts_and_a_wrong_one_keeps_its_words(
    period: InternshipPeriod,
    company: Company,
    alice: User,
    classmate: User,
    bob: User,
    signed_in: Browser,
) -> None:
    third, client = make_student(period.promotion), signed_in(bob)
    sent = _line(alice, tutor="nadia lambert", hours="7,5")
    sent |= _line(classmate, company="Entreprise inconnue")
    sent |= _line(third, chosen="", company="Hygial Services")
    del sent[f"r-{third.pk}-chosen"]
    answer = client.post(_url(period), sent)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "Entreprise inconnue" in page
    assert "Aucune entreprise de l’annuaire" in page
    assert "1\u00a0convention commencée" in page
    row = Convention.objects.get()
    assert row.internships.get().student == alice
    assert row.company == company
    terms = terms_of(row)
    assert terms.friday_hours == Decimal("7.5")
    assert terms.saturday_hours == 0
    assert str(terms.tutor) == "Nadia Lambert"


def test_an_empty_line_becomes_an_incomplete_draft(
    period: InternshipPeriod, alice: User, bob: User, signed_in: Browser
) -> None:
    answer = signed_in(bob).post(_url(period), {f"r-{alice.pk}-chosen": "on"})
    assert answer.status_code == 302
    row = Convention.objects.get()
    assert row.company is None
    assert terms_of(row).starts_on == period.starts_on


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"tutor": "Personne"}, "dans l’annuaire"),
        ({"ends_on": "01/01/2027"}, "ne peut pas finir avant"),
        ({"hours": "30"}, "24\u00a0heures au plus"),
        ({"starts_on": "31/06/2027"}, "n’existe pas au calendrier"),
    ],
)
def test_a_refused_line_says_why(
    period: InternshipPeriod,
    alice: User,
    bob: User,
    signed_in: Browser,
    fields: dict[str, str],
    sentence: str,
) -> None:
    page = signed_in(bob).post(_url(period), _line(alice, **fields)).content.decode()
    assert sentence in page
    assert not Convention.objects.exists()


def test_a_tutor_of_another_company_is_refused(
    period: InternshipPeriod, company: Company, alice: User, bob: User, signed_in: Browser
) -> None:
    CompanyFactory(school=period.promotion.school, legal_name="Optiloc")
    sent = _line(alice, company="Optiloc", tutor="Nadia Lambert, Hygial Services")
    page = signed_in(bob).post(_url(period), sent).content.decode()
    assert "Nadia Lambert travaille chez Hygial Services." in page


def test_a_student_with_a_convention_under_way_has_no_form(
    period: InternshipPeriod, alice: User, bob: User, signed_in: Browser
) -> None:
    make_convention(alice, period.promotion, internship={"period": period})
    page = signed_in(bob).get(_url(period)).content.decode()
    assert f"r-{alice.pk}-chosen" not in page
    assert "Brouillon" in page
    signed_in(bob).post(_url(period), _line(alice))
    assert Convention.objects.count() == 1


def test_nothing_ticked_says_what_to_do(
    period: InternshipPeriod, alice: User, bob: User, signed_in: Browser
) -> None:
    page = signed_in(bob).post(_url(period), {}, follow=True).content.decode()
    assert "Cochez les étudiants" in page


def test_student_does_not_open_the_grid(
    period: InternshipPeriod, alice: User, signed_in: Browser
) -> None:
    assert signed_in(alice).get(_url(period)).status_code == 403


def test_grid_costs_the_same_queries_for_one_student_or_ten(
    period: InternshipPeriod, bob: User, signed_in: Browser, assert_same_queries: Any
) -> None:
    assert_same_queries(
        _url(period), lambda: make_student(period.promotion), client=signed_in(bob)
    )
