"""The deadlines of classes: who reads them, who fixes them, what a wrong date answers."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.urls import reverse

from curriculum.models import Deadline
from curriculum.states import DeadlineKind
from nrc_platform.people.models import Promotion, User
from tests.curriculum.factories import DeadlineFactory
from tests.people.factories import PromotionFactory, RoleGrantFactory

pytestmark = pytest.mark.django_db
Browser = Callable[[User], Any]
KIND = DeadlineKind.E4_DEPOSIT
NOON = datetime(2027, 3, 31, 10, 0, tzinfo=UTC)
GOOD = {"day": "31/03/2027", "hour": "12:00", "version": "0"}


def _edit(promotion: Promotion) -> str:
    return reverse("curriculum:deadline_edit", args=[promotion.pk, KIND])


def test_student_reads_the_deadlines_of_their_class_without_a_way_to_change(
    promotion: Promotion, alice: User, signed_in: Browser
) -> None:
    DeadlineFactory(promotion=promotion, at=NOON)
    html = signed_in(alice).get(reverse("curriculum:deadlines")).content.decode()
    assert "mercredi 31\u00a0mars 2027, 12\u00a0h\u00a000" in html
    assert _edit(promotion) not in html
    assert reverse("curriculum:rules") in html


def test_teacher_fixes_a_deadline(promotion: Promotion, bob: User, signed_in: Browser) -> None:
    browser = signed_in(bob)
    assert _edit(promotion) in browser.get(reverse("curriculum:deadlines")).content.decode()
    response = browser.post(_edit(promotion), GOOD, follow=True)
    assert "Échéance enregistrée" in response.content.decode()
    assert Deadline.objects.get().at == NOON


def test_teacher_sees_what_is_fixed_in_the_form(
    promotion: Promotion, bob: User, signed_in: Browser
) -> None:
    DeadlineFactory(promotion=promotion, at=NOON)
    html = signed_in(bob).get(_edit(promotion)).content.decode()
    assert 'value="31/03/2027"' in html
    assert 'value="12:00"' in html
    assert "Retirer l’échéance" in html


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"day": "31/02/2027"}, "Le 31/02/2027 n’existe pas au calendrier"),
        ({"day": "fin mars"}, "Cette date n’est pas lisible"),
        ({"hour": "midi"}, "Cette heure n’est pas lisible"),
        ({"day": "31/03/2072"}, "temps de la classe"),
    ],
)
def test_teacher_reads_what_is_wrong_and_keeps_what_was_typed(
    change: dict[str, str], sentence: str, promotion: Promotion, bob: User, signed_in: Browser
) -> None:
    html = signed_in(bob).post(_edit(promotion), {**GOOD, **change}).content.decode()
    assert sentence in html
    assert next(iter(change.values())) in html
    assert not Deadline.objects.exists()


def test_second_teacher_is_told_that_it_changed(
    promotion: Promotion, bob: User, signed_in: Browser
) -> None:
    DeadlineFactory(promotion=promotion, at=NOON)
    response = signed_in(bob).post(_edit(promotion), {**GOOD, "day": "02/04/2027"})
    assert response.status_code == 409
    assert "vient de changer cette échéance" in response.content.decode()
    assert Deadline.objects.get().at.day == 31


def test_office_takes_back_a_deadline(
    promotion: Promotion, emil: User, signed_in: Browser
) -> None:
    DeadlineFactory(promotion=promotion, at=NOON)
    address = reverse("curriculum:deadline_remove", args=[promotion.pk, KIND])
    assert signed_in(emil).get(address).status_code == 405
    html = signed_in(emil).post(address, follow=True).content.decode()
    assert "Échéance retirée" in html
    assert not Deadline.objects.exists()


@pytest.mark.parametrize(
    ("person", "status"),
    [
        ("alice", 403),
        ("head", 403),
        ("charlie", 404),
        ("other_teacher", 404),
        ("other_office", 404),
        ("juror", 404),
        ("nobody", 404),
    ],
)
def test_others_cannot_open_the_form_nor_post_it(
    person: str,
    status: int,
    promotion: Promotion,
    signed_in: Browser,
    request: pytest.FixtureRequest,
) -> None:
    browser = signed_in(request.getfixturevalue(person))
    assert browser.get(_edit(promotion)).status_code == status
    assert browser.post(_edit(promotion), GOOD).status_code == status
    assert not Deadline.objects.exists()


def test_unknown_kind_does_not_exist(promotion: Promotion, bob: User, signed_in: Browser) -> None:
    address = reverse("curriculum:deadline_edit", args=[promotion.pk, "vacances"])
    assert signed_in(bob).get(address).status_code == 404


def test_person_without_class_reads_why_the_page_is_empty(
    nobody: User, signed_in: Browser
) -> None:
    html = signed_in(nobody).get(reverse("curriculum:deadlines")).content.decode()
    assert "Aucune classe ne vous est ouverte" in html


def test_page_asks_the_same_number_of_queries_for_one_class_and_ten(
    bob: User, signed_in: Browser, assert_same_queries: Callable[..., int]
) -> None:
    years = iter(range(2001, 2020))

    def one_more() -> None:
        promotion = PromotionFactory(starts_on=datetime(next(years), 9, 1, tzinfo=UTC).date())
        RoleGrantFactory(user=bob, school=promotion.school, promotion=promotion)
        DeadlineFactory(promotion=promotion, at=NOON)

    assert_same_queries(reverse("curriculum:deadlines"), one_more, client=signed_in(bob))
