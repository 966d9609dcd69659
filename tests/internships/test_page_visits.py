"""Visits: planned, prepared, moved, reported, on their pages."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from internships.models import Internship
from nrc_platform.core.clock import today
from nrc_platform.people.models import Promotion, User
from tests.harness.client import HouseClient
from tests.internships.factories import VisitFactory
from tests.internships.life import stage_of

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], HouseClient]


@pytest.fixture
def stage(alice: User, promotion: Promotion) -> Internship:
    """Alice's signed stage."""
    return stage_of(alice, promotion)


def text(answer: object) -> str:
    """Return the words of an answer."""
    return " ".join(answer.content.decode().replace("\u00a0", " ").split())  # type: ignore[attr-defined]


@pytest.mark.req(13, rule="internships.access.can_plan_visit")
def test_visit_is_prepared_with_the_aim_of_the_period(
    stage: Internship, bob: User, signed_in: SignIn
) -> None:
    browser, url = signed_in(bob), reverse("internships:visit_new", args=[stage.pk])
    assert stage.period.aim in text(browser.get(url))
    sent = {"kind": "visit", "day": "13/01/2027", "hour": "14 h 30", "preparation": "Objectifs"}
    page = text(browser.post(url, sent, follow=True))
    assert "à venir, le mercredi 13 janvier 2027, 14 h 30" in page
    assert "Objectifs" in page


def test_visit_is_moved_reported_then_corrected(
    stage: Internship, bob: User, signed_in: SignIn
) -> None:
    row = VisitFactory(internship=stage, teacher=bob, preparation="Objectifs")
    browser = signed_in(bob)
    edit = reverse("internships:visit_edit", args=[row.pk])
    sent = {"kind": "video", "day": "14/01/2027", "hour": "9h", "version": 1}
    assert browser.post(edit, sent).status_code == 302
    report = reverse("internships:visit_report", args=[row.pk])
    typed = {"kind": "video", "held_on": f"{today():%d/%m/%Y}", "version": 2}
    assert "Écrivez en une phrase" in text(browser.post(report, typed))
    page = text(browser.post(report, {**typed, "report": "Bon début."}, follow=True))
    assert "Bon début." in page
    assert "corrigez son compte rendu" in text(browser.post(edit, {**sent, "version": 3}))


def test_contact_is_noted_and_an_empty_visit_removed(
    stage: Internship, bob: User, signed_in: SignIn
) -> None:
    browser = signed_in(bob)
    contact = reverse("internships:contact_new", args=[stage.pk])
    sent = {"kind": "phone", "held_on": f"{today():%d/%m/%Y}", "report": "Horaires revus."}
    assert "Horaires revus." in text(browser.post(contact, sent, follow=True))
    row = VisitFactory(internship=stage, teacher=bob)
    remove = reverse("internships:visit_remove", args=[row.pk])
    assert "qui n’a pas eu lieu" in text(browser.get(remove))
    browser.post(remove)
    assert stage.visits.count() == 1
