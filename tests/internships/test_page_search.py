"""The diary of a search: quick form, both versions, the teacher's reading."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from internships.models import InternshipPeriod, SearchEntry
from nrc_platform.core.clock import today
from nrc_platform.people.models import Promotion, School, User
from tests.companies.factories import CompanyFactory
from tests.exams.factories import make_e4
from tests.harness.client import HouseClient
from tests.internships.factories import InternshipPeriodFactory, SearchEntryFactory
from tests.internships.life import stage_of

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], HouseClient]


@pytest.fixture
def period(promotion: Promotion) -> InternshipPeriod:
    """The period that Alice looks a place for."""
    row: InternshipPeriod = InternshipPeriodFactory(promotion=promotion)
    return row


def text(answer: object) -> str:
    """Return the words of an answer."""
    return " ".join(answer.content.decode().replace("\u00a0", " ").split())  # type: ignore[attr-defined]


def contact(period: InternshipPeriod, **more: object) -> dict[str, object]:
    """Return a call of today."""
    return {
        "period": period.pk,
        "company_name": "Néoprint",
        "means": "phone",
        "outcome": "waiting",
        "contacted_on": f"{today():%d/%m/%Y}",
        **more,
    }


def test_four_answers_note_a_contact(
    alice: User, period: InternshipPeriod, signed_in: SignIn
) -> None:
    browser, url = signed_in(alice), reverse("internships:search", args=[alice.pk])
    assert f'value="{today():%d/%m/%Y}"' in text(browser.get(url))
    page = text(browser.post(url, contact(period), follow=True))
    assert "La démarche est notée." in page
    assert "1 démarche" in page


def test_company_is_typed_or_picked(
    alice: User, school: School, period: InternshipPeriod, signed_in: SignIn
) -> None:
    browser, url = signed_in(alice), reverse("internships:search", args=[alice.pk])
    refused = text(browser.post(url, contact(period, company_name="")))
    assert "Écrivez quelle entreprise vous avez contactée." in refused
    company = CompanyFactory(school=school)
    browser.post(url, contact(period, company_name="", company=company.pk))
    assert SearchEntry.objects.get().company == company


def test_competence_is_ticked_and_seen(
    alice: User, bob: User, period: InternshipPeriod, signed_in: SignIn
) -> None:
    code = make_e4()["C32"]
    url = reverse("internships:search", args=[alice.pk])
    signed_in(alice).post(url, contact(period, competences=[code.pk]))
    page = text(signed_in(bob).get(url))
    assert '<span class="nrc-code">C32</span>' in page
    assert "Noter la démarche" not in page


def test_wrong_dates_keep_what_was_typed(
    alice: User, period: InternshipPeriod, signed_in: SignIn
) -> None:
    browser, url = signed_in(alice), reverse("internships:search", args=[alice.pk])
    page = text(browser.post(url, contact(period, follow_up_on="01/01/2020", note="Rappeler")))
    assert "La relance vient après le contact." in page
    assert "Rappeler" in page
    assert not SearchEntry.objects.exists()


def test_outcome_is_noted_and_two_tabs_see_both(
    alice: User, period: InternshipPeriod, signed_in: SignIn
) -> None:
    row = SearchEntryFactory(student=alice, period=period)
    browser, url = signed_in(alice), reverse("internships:entry_edit", args=[row.pk])
    browser.post(url, contact(period, outcome="interview", version=1))
    answer = browser.post(url, contact(period, outcome="refused", version=1))
    assert answer.status_code == 409
    assert "interview" in text(answer)
    browser.post(reverse("internships:entry_remove", args=[row.pk]))
    assert not SearchEntry.objects.exists()


@pytest.mark.req(24, rule="internships.access.visible_internships")
def test_reason_for_one_sector_is_said_by_the_student_of_the_stage_alone(
    alice: User, classmate: User, promotion: Promotion, signed_in: SignIn
) -> None:
    stage = stage_of(alice, promotion)
    url = reverse("internships:sector", args=[stage.pk])
    assert signed_in(classmate).get(url).status_code == 404
    page = text(signed_in(alice).post(url, {"reason": "surroundings"}, follow=True))
    assert "les entreprises autour de l’établissement" in page


def test_diary_of_another_class_does_not_exist(
    alice: User, charlie: User, classmate: User, signed_in: SignIn
) -> None:
    url = reverse("internships:search", args=[alice.pk])
    for stranger in (charlie, classmate):
        assert signed_in(stranger).get(url).status_code == 404


def test_diary_asks_the_same_queries_for_one_and_ten_contacts(
    alice: User,
    bob: User,
    period: InternshipPeriod,
    signed_in: SignIn,
    assert_same_queries: Callable[..., int],
) -> None:
    url = reverse("internships:search", args=[alice.pk])
    assert_same_queries(
        url, lambda: SearchEntryFactory(student=alice, period=period), client=signed_in(bob)
    )
