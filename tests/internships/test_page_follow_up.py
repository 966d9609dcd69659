"""The page of a stage: hours, absences, accident, outcome; each to the right people."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from internships.models import Internship
from nrc_platform.core.clock import now, today
from nrc_platform.people.models import Promotion, User
from tests.curriculum.factories import RuleSetFactory, RuleValueFactory
from tests.harness.client import HouseClient
from tests.internships.factories import (
    AbsenceFactory,
    AccidentFactory,
    BreakFactory,
    DispensationFactory,
    VisitFactory,
)
from tests.internships.life import PDF, stage_of

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], HouseClient]
RUNNING = {"starts_on": date(2026, 11, 2), "ends_on": date(2026, 12, 11)}


@pytest.fixture
def stage(
    alice: User, bob: User, promotion: Promotion, freeze: Callable[[], object]
) -> Internship:
    """Alice's stage under way since three weeks, on Tuesday 24 November 2026."""
    freeze()
    return stage_of(alice, promotion, referent=bob, **RUNNING)


def page(browser: HouseClient, row: Internship) -> str:
    """Return the words of the page of a stage."""
    answer = browser.get(reverse("internships:stage", args=[row.pk]))
    assert answer.status_code == 200
    return text(answer)


def text(answer: object) -> str:
    """Return the words of an answer."""
    return " ".join(answer.content.decode().replace("\u00a0", " ").split())  # type: ignore[attr-defined]


def url(name: str, row: object) -> str:
    """Return the address of a page about a row."""
    return reverse(f"internships:{name}", args=[row.pk])  # type: ignore[attr-defined]


def test_hours_count_breaks_absences_and_the_holiday(
    stage: Internship, bob: User, signed_in: SignIn
) -> None:
    # 30 days less Armistice Day; 17 of the 30 are past, Armistice Day among them.
    assert "112 h faites sur 203 h prévues" in page(signed_in(bob), stage)
    AbsenceFactory(internship=stage, starts_on=date(2026, 11, 5), ends_on=date(2026, 11, 6))
    BreakFactory(
        convention=stage.convention, starts_on=date(2026, 12, 7), ends_on=date(2026, 12, 11)
    )
    assert "98 h faites sur 168 h prévues" in page(signed_in(bob), stage)


def test_absence_is_noted_for_one_day_and_removed(
    stage: Internship, alice: User, signed_in: SignIn
) -> None:
    browser = signed_in(alice)
    sent = {"starts_on": "05/11/2026", "reason": "illness"}
    assert "du 02/11/2026 au 11/12/2026" in text(
        browser.post(url("absence_new", stage), {**sent, "starts_on": "05/10/2026"})
    )
    shown = text(browser.post(url("absence_new", stage), sent, follow=True))
    assert "L’absence est notée." in shown
    assert "105 h faites" in shown
    row = stage.absences.get()
    assert "noté par erreur" not in text(browser.get(url("absence_remove", row)))
    browser.post(url("absence_remove", row))
    assert not stage.absences.exists()


def test_accident_says_who_declares_and_before_when(
    stage: Internship, emil: User, signed_in: SignIn
) -> None:
    browser = signed_in(emil)
    sent = {"day": "24/11/2026", "hour": "9h10", "place": "Entrepôt", "circumstances": "Chute."}
    shown = text(browser.post(url("accident_new", stage), sent, follow=True))
    assert "À déclarer avant le <b>jeudi 26 novembre 2026, 12 h 00</b>" in shown
    assert "nommant l’établissement comme employeur" in shown
    row = stage.accidents.get()
    declared = {"declared_on": "24/11/2026", "declared_by_name": "Mme Delmas"}
    shown = text(browser.post(url("accident_declare", row), declared, follow=True))
    assert "Déclaré le mardi 24 novembre 2026 par Mme Delmas." in shown


def test_company_that_pays_over_the_minimum_declares_alone(
    alice: User, bob: User, promotion: Promotion, signed_in: SignIn
) -> None:
    rules = RuleSetFactory(school=promotion.school, starts_on=date(2020, 1, 1))
    RuleValueFactory(rule_set=rules, key="gratification.hourly_ceiling_cents", value=3000)
    for cents, alone in ((450, False), (451, True)):
        row = stage_of(alice, promotion, gratification="rate", hourly_cents=cents, **RUNNING)
        AccidentFactory(internship=row)
        shown = page(signed_in(bob), row)
        assert ("comme pour un salarié" in shown) is alone, cents


def test_unreadable_hour_gets_a_sentence_and_loses_nothing(
    stage: Internship, bob: User, signed_in: SignIn
) -> None:
    sent = {"day": "24/11/2026", "hour": "25h", "place": "Quai", "circumstances": "Chute."}
    shown = text(signed_in(bob).post(url("accident_new", stage), sent))
    assert "Écrivez-la comme 14 h 30." in shown
    assert 'value="Quai"' in shown


def test_two_contacts_at_least_or_a_warning(
    stage: Internship, bob: User, signed_in: SignIn
) -> None:
    browser = signed_in(bob)
    assert "aucun contact avec l’entreprise" in page(browser, stage)
    VisitFactory(internship=stage, teacher=bob, held=True)
    assert "ne porte qu’un contact" in page(browser, stage)
    VisitFactory(internship=stage, teacher=bob, held=True)
    assert "au moins deux" not in page(browser, stage)


def test_late_declaration_and_missing_attestation_are_said(
    alice: User, bob: User, promotion: Promotion, signed_in: SignIn
) -> None:
    over = {"starts_on": date(2026, 9, 7), "ends_on": date(2026, 10, 16)}
    row = stage_of(alice, promotion, **over)
    AccidentFactory(internship=row, known_at=now() - timedelta(days=8))
    shown = page(signed_in(bob), row)
    assert "Les 48 heures pour déclarer l’accident sont passées." in shown
    assert "son attestation n’est pas établie" in shown


def test_student_sees_no_report_nor_preparation(
    stage: Internship, alice: User, bob: User, signed_in: SignIn
) -> None:
    VisitFactory(internship=stage, teacher=bob, held=True, report="Manque d’assurance.")
    VisitFactory(internship=stage, teacher=bob, preparation="Parler du retard.")
    assert "Manque d’assurance." in page(signed_in(bob), stage)
    shown = page(signed_in(alice), stage)
    assert "Manque d’assurance." not in shown
    assert "Parler du retard." not in shown


def test_outcome_says_whose_doing(stage: Internship, bob: User, signed_in: SignIn) -> None:
    browser = signed_in(bob)
    assert "de quel fait" in text(browser.post(url("outcome", stage), {"outcome": "no_show"}))
    sent = {"outcome": "no_show", "outcome_party": "company", "outcome_note": "Fermeture."}
    shown = text(browser.post(url("outcome", stage), sent, follow=True))
    assert "Stage non effectué</b>, du fait de l’entreprise" in shown
    assert "Interrompu" in shown


def test_dispensation_is_recorded_with_its_decision(
    stage: Internship, alice: User, emil: User, signed_in: SignIn
) -> None:
    address = reverse("internships:dispensation_new", args=[alice.pk])
    sent = {
        "kind": "recteur",
        "weeks": "2",
        "decision": "2026-114",
        "decided_on": f"{today():%d/%m/%Y}",
    }
    office = signed_in(emil)
    assert "elle fait foi" in text(office.post(address, sent))
    decision = SimpleUploadedFile("decision.pdf", PDF)
    shown = text(office.post(address, {**sent, "file": decision}, follow=True))
    assert "Les six semaines de suite restent demandées." in shown
    row = alice.dispensations.get()
    file_url = reverse("internships:dispensation_file", args=[row.pk])
    assert b"".join(signed_in(alice).get(file_url).streaming_content) == PDF


def test_page_asks_the_same_queries_for_one_and_ten_rows(
    stage: Internship,
    bob: User,
    signed_in: SignIn,
    assert_same_queries: Callable[..., int],
) -> None:
    def add() -> None:
        AbsenceFactory(internship=stage)
        VisitFactory(internship=stage, teacher=bob)
        DispensationFactory(student=stage.student, promotion=stage.promotion, decision=uuid4().hex)

    address = reverse("internships:stage", args=[stage.pk])
    assert assert_same_queries(address, add, client=signed_in(bob)) <= 25
