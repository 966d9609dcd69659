"""The steps of a convention, each confirmed: hand in, remind, check, return, refuse, end."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from internships.models import Convention
from internships.states import ConventionState
from nrc_platform.people.models import Promotion, User
from tests.harness.client import HouseClient
from tests.internships.acts import make_convention

pytestmark = pytest.mark.django_db
Browser = Callable[[User], HouseClient]
S = ConventionState


@pytest.fixture
def make(alice: User, promotion: Promotion, bob: User) -> Callable[..., Convention]:
    """Return what makes Alice's convention, Bob being her referent."""
    return lambda **traits: make_convention(alice, promotion, referent=bob, **traits)


def _url(row: Convention, name: str) -> str:
    return reverse(f"internships:convention_{name}", args=[row.pk])


def _state(row: Convention) -> str:
    return str(Convention.objects.get(pk=row.pk).state)


def test_student_hands_in_after_a_confirmation(
    make: Callable[..., Convention], alice: User, signed_in: Browser
) -> None:
    row, client = make(), signed_in(alice)
    assert "Remettre la convention\u00a0?" in client.get(_url(row, "submit")).content.decode()
    assert _state(row) == S.DRAFT
    assert client.post(_url(row, "submit")).status_code == 302
    assert _state(row) == S.COMPANY_CHECK


def test_what_is_missing_is_listed_before_handing_in(
    make: Callable[..., Convention], alice: User, signed_in: Browser
) -> None:
    row = make(complete=False)
    page = signed_in(alice).post(_url(row, "submit")).content.decode()
    assert "Choisissez l’entreprise" in page
    assert "#id_company" in page


def test_teacher_returns_with_a_message_the_student_reads(
    make: Callable[..., Convention], alice: User, bob: User, signed_in: Browser
) -> None:
    row, client = make(teacher_review=True), signed_in(bob)
    page = client.post(_url(row, "send_back"), {"message": " "}).content.decode()
    assert "Écrivez ce qu’il faut corriger" in page
    assert client.post(_url(row, "send_back"), {"message": "Le jeudi manque."}).status_code == 302
    assert _state(row) == S.RETURNED
    page = signed_in(alice).get(reverse("internships:convention", args=[row.pk]))
    assert "Le jeudi manque." in page.content.decode()


def test_office_answers_for_the_company_with_a_reason_and_its_word(
    make: Callable[..., Convention], emil: User, signed_in: Browser
) -> None:
    row, client = make(company_check=True), signed_in(emil)
    page = client.post(_url(row, "check"), {"reason": "Par téléphone"}).content.decode()
    assert "Sans cette attestation de l’entreprise" in page
    answer = client.post(_url(row, "check"), {"reason": "Par téléphone", "not_a_job": "on"})
    assert answer.status_code == 302
    assert _state(row) == S.TEACHER_REVIEW


def test_teacher_cannot_answer_for_the_company(
    make: Callable[..., Convention], bob: User, signed_in: Browser
) -> None:
    row, client = make(company_check=True), signed_in(bob)
    assert client.get(_url(row, "check")).status_code == 404
    answer = client.post(_url(row, "check"), {"reason": "Par téléphone", "not_a_job": "on"})
    assert answer.status_code == 403
    assert _state(row) == S.COMPANY_CHECK


@pytest.mark.parametrize(
    ("name", "traits", "data", "state"),
    [
        ("refuse", {"teacher_review": True}, {"reason": "Plus de place."}, S.REFUSED),
        ("cancel", {"teacher_review": True}, {"reason": "Autre place."}, S.CANCELLED),
        ("cancel", {}, {"reason": "Autre place."}, S.CANCELLED),
    ],
)
def test_teacher_ends_it_with_a_reason(
    make: Callable[..., Convention],
    bob: User,
    signed_in: Browser,
    name: str,
    traits: dict[str, Any],
    data: dict[str, str],
    state: str,
) -> None:
    row, client = make(**traits), signed_in(bob)
    assert "Écrivez le motif" in client.post(_url(row, name), {"reason": ""}).content.decode()
    assert client.post(_url(row, name), data).status_code == 302
    assert _state(row) == state
    assert Convention.objects.get(pk=row.pk).end_reason == data["reason"]


def test_a_rupture_asks_for_its_day(
    make: Callable[..., Convention], bob: User, signed_in: Browser
) -> None:
    row, client = make(signed=True), signed_in(bob)
    page = client.post(_url(row, "terminate"), {"reason": "Fermeture"}).content.decode()
    assert "Indiquez le dernier jour de présence." in page
    assert _state(row) == S.SIGNED


def test_a_step_that_is_no_longer_possible_says_so(
    make: Callable[..., Convention], bob: User, signed_in: Browser
) -> None:
    row, client = make(returned=True), signed_in(bob)
    assert client.get(_url(row, "send_back")).status_code == 404
    answer = client.post(_url(row, "send_back"), {"message": "Encore."})
    assert answer.status_code in {403, 409}
    assert _state(row) == S.RETURNED


def test_company_is_reminded_once_a_day(
    make: Callable[..., Convention], alice: User, signed_in: Browser
) -> None:
    row, client = make(), signed_in(alice)
    client.post(_url(row, "submit"))
    answer = client.post(_url(row, "remind"))
    assert answer.status_code == 409
    assert "attendez demain" in answer.content.decode()


def test_the_page_that_sends_lists_what_stops_it_or_who_will_sign(
    make: Callable[..., Convention], bob: User, head: User, signed_in: Browser
) -> None:
    client = signed_in(bob)
    page = client.get(_url(make(teacher_review=True, gives_meals=None), "send")).content.decode()
    assert "Compléter la convention" in page
    assert "Envoyer à" not in page
