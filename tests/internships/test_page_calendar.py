"""The calendar of a class: periods beside the progression, week by week."""

from collections.abc import Callable
from datetime import date

import pytest
from django.urls import reverse

from internships.models import InternshipPeriod
from nrc_platform.people.models import Promotion, User
from tests.harness.client import HouseClient
from tests.internships.factories import (
    InternshipPeriodFactory,
    ProgressionStepFactory,
    SearchEntryFactory,
)

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], HouseClient]


def address(promotion: Promotion, query: str = "") -> str:
    """Return the address of the calendar."""
    return reverse("internships:calendar", args=[promotion.pk]) + query


def text(answer: object) -> str:
    """Return the words of an answer."""
    return " ".join(answer.content.decode().replace("\u00a0", " ").split())  # type: ignore[attr-defined]


@pytest.mark.req(28)
@pytest.mark.req(29)
def test_dates_and_aim_are_seen_beside_the_progression_with_holidays_and_weeks(
    promotion: Promotion, alice: User, signed_in: SignIn
) -> None:
    InternshipPeriodFactory(promotion=promotion, label="Second stage")
    ProgressionStepFactory(promotion=promotion, label="Négociation-vente")
    page = text(signed_in(alice).get(address(promotion, "?annee=2026")))
    assert "6 semaines" in page
    assert "Conduire un entretien de vente et en rendre compte." in page
    cells = page.split("<td>")
    january = next(cell for cell in cells if "du 4 janvier" in cell)
    november = next(cell for cell in cells if "du 9 novembre" in cell)
    assert "Second stage" in january
    assert "Négociation-vente" in november
    assert "armistice de 1918" in november
    assert "Ajouter une période" not in page


def test_the_year_under_way_is_shown_and_another_asked_for(
    promotion: Promotion, bob: User, signed_in: SignIn
) -> None:
    browser = signed_in(bob)
    assert "Septembre<small>2026" in text(browser.get(address(promotion)))
    assert "Septembre<small>2025" in text(browser.get(address(promotion, "?annee=2025")))
    assert "Septembre<small>2026" in text(browser.get(address(promotion, "?annee=1789")))


def test_teacher_adds_a_period_and_what_is_wrong_is_kept(
    promotion: Promotion, bob: User, signed_in: SignIn
) -> None:
    browser, url = signed_in(bob), reverse("internships:period_new", args=[promotion.pk])
    typed = {
        "label": "Second stage",
        "aim": "Vendre.",
        "starts_on": "31/06/2027",
        "ends_on": "12/02/2027",
    }
    page = text(browser.post(url, typed))
    assert "Le 31/06/2027 n’existe pas au calendrier" in page
    assert 'value="Second stage"' in page
    page = text(browser.post(url, {**typed, "starts_on": "04/01/2029"}))
    assert "du 01/09/2025 au 31/08/2027" in page
    answer = browser.post(url, {**typed, "starts_on": "04/01/2027"}, follow=True)
    assert "La période est dans le calendrier." in text(answer)


def test_two_tabs_see_both_versions(promotion: Promotion, bob: User, signed_in: SignIn) -> None:
    row = InternshipPeriodFactory(promotion=promotion, label="Premier")
    browser, url = signed_in(bob), reverse("internships:period_edit", args=[row.pk])
    sent = {
        "aim": row.aim,
        "starts_on": "04/01/2027",
        "ends_on": "12/02/2027",
        "version": 1,
    }
    browser.post(url, {**sent, "label": "Stage un"})
    answer = browser.post(url, {**sent, "label": "Stage A"})
    assert answer.status_code == 409
    page = text(answer)
    assert "Stage un" in page
    assert 'value="Stage A"' in page
    assert browser.post(url, {**sent, "label": "Stage A", "version": 2}).status_code == 302
    assert InternshipPeriod.objects.get(pk=row.pk).label == "Stage A"


def test_period_in_use_says_why_it_stays(
    promotion: Promotion, bob: User, signed_in: SignIn
) -> None:
    row = InternshipPeriodFactory(promotion=promotion)
    SearchEntryFactory(period=row)
    url = reverse("internships:period_remove", args=[row.pk])
    browser = signed_in(bob)
    assert "Retirer cette période du calendrier" in text(browser.get(url))
    assert "Changez plutôt ses dates" in text(browser.post(url, follow=True))


def test_step_is_added_changed_and_removed(
    promotion: Promotion, emil: User, signed_in: SignIn
) -> None:
    browser = signed_in(emil)
    sent = {"label": "Vente", "starts_on": "02/11/2026", "ends_on": "18/12/2026", "version": 1}
    browser.post(reverse("internships:step_new", args=[promotion.pk]), sent)
    step = promotion.progression_steps.get()
    edit = reverse("internships:step_edit", args=[step.pk])
    browser.post(edit, {**sent, "ends_on": "11/12/2026"})
    step.refresh_from_db()
    assert step.ends_on == date(2026, 12, 11)
    browser.post(reverse("internships:step_remove", args=[step.pk]))
    assert not promotion.progression_steps.exists()


def test_calendar_asks_the_same_queries_for_one_and_ten_periods(
    promotion: Promotion,
    bob: User,
    signed_in: SignIn,
    assert_same_queries: Callable[..., int],
) -> None:
    def add() -> None:
        InternshipPeriodFactory(promotion=promotion)
        ProgressionStepFactory(promotion=promotion)

    assert assert_same_queries(address(promotion), add, client=signed_in(bob)) <= 8
