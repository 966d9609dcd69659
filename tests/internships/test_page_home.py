"""The home of stages: the student's own, and a class with who has no place."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse

from internships.facts.life import Rates
from internships.models import InternshipPeriod
from internships.selectors import places
from nrc_platform.core import clock
from nrc_platform.people.models import Promotion, User
from tests.harness.client import HouseClient
from tests.internships.factories import (
    AttestationFactory,
    InternshipPeriodFactory,
    LogEntryFactory,
    SearchEntryFactory,
    SupportingPaperFactory,
)
from tests.internships.life import stage_of
from tests.people.fixtures import make_student

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], HouseClient]
HOME = reverse("internships:home")


@pytest.fixture
def period(promotion: Promotion) -> InternshipPeriod:
    """The period of January."""
    row: InternshipPeriod = InternshipPeriodFactory(promotion=promotion, label="Second stage")
    return row


def words(browser: HouseClient, url: str = HOME) -> str:
    """Return the page."""
    answer = browser.get(url)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().replace("\u00a0", " ").split())


@pytest.mark.req(29)
def test_student_sees_their_periods_with_their_aim_and_what_to_do(
    alice: User, period: InternshipPeriod, signed_in: SignIn
) -> None:
    SupportingPaperFactory(student=alice, promotion=period.promotion)
    page = words(signed_in(alice))
    assert "Second stage" in page
    assert period.aim in page
    assert "Sans piste" in page
    assert "Commencer la convention" in page
    assert "attestation de responsabilité civile" in page


def test_student_with_a_stage_follows_it(
    alice: User, promotion: Promotion, period: InternshipPeriod, signed_in: SignIn
) -> None:
    stage = stage_of(alice, promotion, period=period)
    page = words(signed_in(alice))
    assert reverse("internships:stage", args=[stage.pk]) in page
    assert "Trouvé" in page


def test_class_lists_who_has_no_place_the_longest_first(
    alice: User, classmate: User, bob: User, period: InternshipPeriod, signed_in: SignIn
) -> None:
    SearchEntryFactory(
        student=alice, period=period, contacted_on=clock.today() - timedelta(days=20)
    )
    SearchEntryFactory(
        student=classmate, period=period, contacted_on=clock.today() - timedelta(days=41)
    )
    page = words(signed_in(bob))
    assert "2 étudiants sur 2" in page
    assert page.index("depuis 41 jours") < page.index("depuis 20 jours")


def test_states_follow_the_convention_its_dates_and_its_paper(
    alice: User, promotion: Promotion, period: InternshipPeriod
) -> None:
    today = clock.today()

    def state() -> str:
        return places.student_places(alice, [period])[0].state

    assert state() == "no_lead"
    entry = SearchEntryFactory(student=alice, period=period)
    assert state() == "searching"
    entry.outcome = "accepted"
    entry.save()
    assert state() == "found"
    dates = {"starts_on": today - timedelta(days=7), "ends_on": today + timedelta(days=30)}
    stage = stage_of(alice, promotion, period=period, **dates)
    assert state() == "running"
    stage.outcome, stage.outcome_party = "no_show", "company"
    stage.save()
    assert state() == "interrupted"
    AttestationFactory(internship=stage, signed=True)
    assert state() == "attested"


def test_refused_convention_leaves_the_student_without_a_place(
    alice: User, promotion: Promotion, period: InternshipPeriod
) -> None:
    stage_of(alice, promotion, "refused", period=period)
    assert places.class_places(promotion, period)[0].state == "no_lead"


def test_rates_of_the_class_name_nobody(
    promotion: Promotion, bob: User, period: InternshipPeriod, signed_in: SignIn
) -> None:
    students = [make_student(promotion) for _ in range(3)]
    for student in students[:2]:
        SearchEntryFactory(student=student, period=period)
    assert not places.response_rates(period).is_shown
    SearchEntryFactory(student=students[2], period=period, outcome="accepted")
    SearchEntryFactory(student=students[2], period=period, outcome="refused")
    assert places.response_rates(period) == Rates(3, 4, 2, 1)
    page = words(signed_in(bob))
    assert "4 contacts, 50 % ont reçu une réponse, 25 % un accord" in page


def test_teacher_sees_which_logbook_waits_and_the_office_none(
    alice: User, bob: User, emil: User, period: InternshipPeriod, signed_in: SignIn
) -> None:
    LogEntryFactory(student=alice, promotion=period.promotion)
    assert "1 note de carnet à lire" in words(signed_in(bob))
    assert "à lire" not in words(signed_in(emil))


def test_nobody_to_follow_and_no_period_are_said(
    bob: User, admin: User, promotion: Promotion, signed_in: SignIn
) -> None:
    assert "Ajoutez-la dans le calendrier" in words(signed_in(bob))
    assert "Aucune classe à suivre" in words(signed_in(admin))


def test_class_page_asks_the_same_queries_for_one_and_ten_students(
    promotion: Promotion,
    bob: User,
    period: InternshipPeriod,
    signed_in: SignIn,
    assert_same_queries: Callable[..., int],
) -> None:
    def add() -> None:
        student = make_student(promotion)
        SearchEntryFactory(student=student, period=period)
        stage_of(student, promotion, period=period)
        LogEntryFactory(student=student, promotion=promotion)

    assert assert_same_queries(HOME, add, client=signed_in(bob)) <= 20
