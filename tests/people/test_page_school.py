"""The administration: a school, its head, its classes."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse

from nrc_platform.core import clock
from nrc_platform.people.models import Promotion, School, TeachingAssignment, User
from tests.harness.client import HouseClient
from tests.people.factories import PromotionFactory
from tests.people.fixtures import make_student, make_teacher

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], HouseClient]
HOME = reverse("people:home")


def test_office_is_led_to_its_school(school: School, emil: User, signed_in: SignIn) -> None:
    answer = signed_in(emil).get(HOME)
    assert answer["location"] == reverse("people:school", args=[school.pk])


def test_platform_admin_chooses_among_schools(
    school: School, other_school: School, admin: User, signed_in: SignIn
) -> None:
    html = signed_in(admin).get(HOME).content.decode()
    assert school.name in html
    assert other_school.name in html
    assert reverse("people:school_new") in html


@pytest.mark.parametrize("person", ["alice", "bob", "juror", "nobody"])
def test_others_are_told_whom_the_administration_is_for(
    person: str, signed_in: SignIn, request: pytest.FixtureRequest
) -> None:
    answer = signed_in(request.getfixturevalue(person)).get(HOME)
    assert answer.status_code == 403
    assert "bureau des stages et à la direction" in answer.content.decode()


def test_school_of_others_does_not_exist(
    other_school: School, other_promotion: Promotion, emil: User, signed_in: SignIn
) -> None:
    browser = signed_in(emil)
    for name in ("school", "school_edit", "list", "account_new", "promotion_new"):
        assert browser.get(reverse(f"people:{name}", args=[other_school.pk])).status_code == 404
    url = reverse("people:promotion", args=[other_promotion.pk])
    assert browser.get(url).status_code == 404


def test_page_names_the_head_and_the_next_one(
    school: School, head: User, bob: User, emil: User, signed_in: SignIn
) -> None:
    browser, url = signed_in(head), reverse("people:head_change", args=[school.pk])
    on = clock.today() + timedelta(days=30)
    html = browser.post(url, {"person": bob.pk, "on": f"{on:%d/%m/%Y}"}, follow=True)
    assert "Hélène Huguet" in html.content.decode()
    assert "Puis Bob Besson" in html.content.decode()
    refused = browser.post(url, {"person": head.pk, "on": f"{on:%d/%m/%Y}"}).content.decode()
    assert "choisissez un jour plus tardif" in refused or "déjà chef" in refused
    assert signed_in(emil).get(url).status_code == 403


def test_wrong_uai_is_refused_beside_its_field(
    school: School, emil: User, signed_in: SignIn
) -> None:
    url = reverse("people:school_edit", args=[school.pk])
    html = signed_in(emil).post(url, {"uai": "0750654E", "name": school.name}).content.decode()
    assert "La lettre de contrôle de cet UAI devrait être D et non E" in html
    before = school.uai
    school.refresh_from_db()
    assert school.uai == before


def test_platform_admin_opens_a_school(admin: User, signed_in: SignIn) -> None:
    url = reverse("people:school_new")
    signed_in(admin).post(url, {"uai": "0750654d", "name": "Lycée Simone-Veil"})
    assert School.objects.get().uai == "0750654D"


def test_office_opens_a_class_and_a_second_click_is_refused(
    school: School, emil: User, signed_in: SignIn
) -> None:
    browser, url = signed_in(emil), reverse("people:promotion_new", args=[school.pk])
    form = {"code": "2025-2027", "label": "NRC2"}
    assert "La promotion est créée" in browser.post(url, form, follow=True).content.decode()
    assert "existe déjà" in browser.post(url, form).content.decode()
    assert school.promotions.count() == 1


def test_class_is_corrected_and_keeps_its_code(
    promotion: Promotion, emil: User, signed_in: SignIn
) -> None:
    browser, url = signed_in(emil), reverse("people:promotion_edit", args=[promotion.pk])
    browser.post(url, {"code": promotion.code, "label": "NRC2 A"})
    promotion.refresh_from_db()
    assert promotion.label == "NRC2 A"
    html = browser.post(url, {"code": "2024-2026", "label": "NRC2"}).content.decode()
    assert "ne change pas" in html


def test_office_enrols_then_ends_an_enrolment(
    promotion: Promotion, emil: User, signed_in: SignIn
) -> None:
    browser, page = signed_in(emil), reverse("people:promotion", args=[promotion.pk])
    form = {"last_name": "Roy", "first_name": "Léa", "email": "lea@ecole.example"}
    browser.post(reverse("people:student_new", args=[promotion.pk]), form)
    assert "Roy Léa" in browser.get(page).content.decode()
    row = promotion.enrolments.get()
    yesterday = clock.today() - timedelta(days=1)
    url = reverse("people:enrolment_end", args=[row.pk])
    early = browser.post(url, {"ends_on": f"{row.starts_on - timedelta(days=5):%d/%m/%Y}"})
    assert "ne peut pas finir avant son début" in early.content.decode()
    row.starts_on = yesterday
    row.save()
    browser.post(url, {"ends_on": f"{yesterday:%d/%m/%Y}"})
    assert "1\u00a0étudiant parti" in browser.get(page).content.decode()


def test_office_says_who_teaches_what(
    promotion: Promotion, charlie: User, emil: User, signed_in: SignIn
) -> None:
    browser = signed_in(emil)
    url = reverse("people:teaching_new", args=[promotion.pk])
    html = browser.post(url, {"teacher": charlie.pk, "subject": "french"}, follow=True)
    assert "Charlie Coste" in html.content.decode()
    assert "Français" in html.content.decode()
    again = browser.post(url, {"teacher": charlie.pk, "subject": "french"})
    assert "a déjà cet enseignement" in again.content.decode()
    row = TeachingAssignment.objects.get(promotion=promotion)
    browser.post(reverse("people:teaching_end", args=[row.pk]), {})
    row.refresh_from_db()
    assert row.ends_on == clock.today()


def test_pages_cost_the_same_for_one_row_and_ten(
    school: School,
    promotion: Promotion,
    emil: User,
    signed_in: SignIn,
    assert_same_queries: Callable[..., int],
) -> None:
    def make_row() -> None:
        make_student(promotion)
        make_teacher(promotion)

    browser = signed_in(emil)
    url = reverse("people:promotion", args=[promotion.pk])
    assert_same_queries(url, make_row, client=browser)
    years = iter(range(2000, 2020))

    def make_promotion() -> None:
        year = next(years)
        row = PromotionFactory(school=school, starts_on=clock.today().replace(year=year, day=1))
        make_student(row)

    url = reverse("people:school", args=[school.pk])
    assert_same_queries(url, make_promotion, client=browser)
