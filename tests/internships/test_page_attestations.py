"""The attestation: established once the stage is over, printed, taken back."""

from collections.abc import Callable
from datetime import date

import pytest
from django.urls import reverse

from internships.models import Attestation, Internship
from nrc_platform.people.models import Promotion, User
from tests.harness.client import HouseClient
from tests.internships.factories import AttestationFactory
from tests.internships.life import stage_of

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], HouseClient]


def text(answer: object) -> str:
    """Return the words of an answer."""
    return " ".join(answer.content.decode().replace("\u00a0", " ").split())  # type: ignore[attr-defined]


def over(alice: User, promotion: Promotion) -> Internship:
    """Return a stage of six weeks that ended in October."""
    return stage_of(alice, promotion, starts_on=date(2026, 9, 7), ends_on=date(2026, 10, 16))


def test_attestation_is_established_once_over(
    alice: User, bob: User, head: User, promotion: Promotion, signed_in: SignIn
) -> None:
    stage, browser = over(alice, promotion), signed_in(bob)
    url = reverse("internships:attestation_make", args=[stage.pk])
    assert "Établir l’attestation de ce stage" in text(browser.get(url))
    page = text(browser.post(url, follow=True))
    assert "Elle se signe par l’entreprise." in page
    assert "210 h effectives" in page
    assert "Télécharger l’attestation" in page
    row = Attestation.objects.get()
    answer = browser.get(reverse("internships:attestation_file", args=[row.pk]))
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")
    again = text(browser.post(url, follow=True))
    assert "déjà son attestation" in again
    assert Attestation.objects.count() == 1


def test_attestation_before_the_end_is_refused_with_the_day(
    alice: User, bob: User, promotion: Promotion, signed_in: SignIn
) -> None:
    stage = stage_of(alice, promotion)
    browser = signed_in(bob)
    page = text(browser.get(reverse("internships:stage", args=[stage.pk])))
    assert "Attestation possible dès le dernier jour, le vendredi 12 février 2027." in page
    url = reverse("internships:attestation_make", args=[stage.pk])
    assert "12/02/2027" in text(browser.post(url, follow=True))
    assert not Attestation.objects.exists()


def test_wrong_attestation_is_cancelled_with_its_reason(
    alice: User, emil: User, promotion: Promotion, signed_in: SignIn
) -> None:
    row = AttestationFactory(internship=over(alice, promotion))
    browser = signed_in(emil)
    url = reverse("internships:attestation_cancel", args=[row.pk])
    assert "Dites pourquoi l’attestation est annulée." in text(browser.post(url, {"reason": ""}))
    page = text(browser.post(url, {"reason": "Heures fausses."}, follow=True))
    assert "Attestation à établir" in page
    row.refresh_from_db()
    assert (row.state, row.cancel_reason) == ("cancelled", "Heures fausses.")


def test_attestation_not_printed_yet_is_no_file(
    alice: User, classmate: User, promotion: Promotion, signed_in: SignIn
) -> None:
    row = AttestationFactory(internship=over(alice, promotion))
    stage = reverse("internships:stage", args=[row.internship_id])
    assert "Le PDF se prépare." in text(signed_in(alice).get(stage))
    url = reverse("internships:attestation_file", args=[row.pk])
    for person in (alice, classmate):
        assert signed_in(person).get(url).status_code == 404
