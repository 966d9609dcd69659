"""The long form of a convention: lenient, at its field, two tabs compared, nothing lost."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from internships.models import Convention
from internships.states import ConventionState
from nrc_platform.people.models import Promotion, User
from tests.harness.client import HouseClient
from tests.internships.acts import make_convention, terms_of
from tests.internships.factories import BreakFactory, InternshipPeriodFactory

pytestmark = pytest.mark.django_db
NO_BREAKS = {"breaks-TOTAL_FORMS": "1", "breaks-INITIAL_FORMS": "0"}


@pytest.fixture
def student(alice: User, signed_in: Callable[[User], HouseClient]) -> HouseClient:
    """Alice's browser."""
    return signed_in(alice)


@pytest.fixture
def draft(alice: User, promotion: Promotion, bob: User) -> Convention:
    """Alice's convention, being written."""
    return make_convention(alice, promotion, referent=bob)


def _url(row: Convention, name: str = "convention_edit") -> str:
    return reverse(f"internships:{name}", args=[row.pk])


def _sent(row: Convention, **fields: Any) -> dict[str, Any]:
    """Return the whole form as a browser sends it, with other answers for the fields given."""
    terms = terms_of(row)
    kept = {
        "version": row.version,
        "company": row.company_id,
        "signatory": row.signatory_id,
        "tutor": terms.tutor_id,
        "referent": terms.referent_id,
        "starts_on": "04/01/2027",
        "ends_on": "12/02/2027",
        "monday_hours": "7",
        "friday_hours": "7,5",
        "course_title": row.course_title,
        "course_hours": row.course_hours,
        "subject": terms.subject,
        "activities": terms.activities,
        "gratification": "none",
        "address": "3 allée des Lilas",
        **NO_BREAKS,
    }
    return {name: value for name, value in (kept | fields).items() if value is not None}


def _again(row: Convention) -> Convention:
    return Convention.objects.get(pk=row.pk)


def test_student_begins_a_convention_for_a_period(
    student: HouseClient, alice: User, promotion: Promotion
) -> None:
    period = InternshipPeriodFactory(promotion=promotion)
    new = reverse("internships:convention_new")
    page = student.get(new).content.decode()
    assert "Étudiant" not in page.split("<main")[1].split("</form>")[0]
    answer = student.post(new, {"period": period.pk})
    row = Convention.objects.get()
    assert answer.url == _url(row)
    assert row.internships.get().student == alice
    assert terms_of(row).starts_on == period.starts_on


def test_a_convention_begins_with_a_period(student: HouseClient) -> None:
    page = student.post(reverse("internships:convention_new"), {}).content.decode()
    assert "Choisissez la période" in page
    assert not Convention.objects.exists()


def test_teacher_chooses_the_student_and_a_period_of_their_class(
    alice: User,
    bob: User,
    promotion: Promotion,
    classmate: User,
    charlie_promotion: Promotion,
    signed_in: Callable[[User], HouseClient],
) -> None:
    teacher = signed_in(bob)
    new = reverse("internships:convention_new")
    page = teacher.get(new).content.decode()
    assert "Alice Aubry" in page
    assert "Amir Belkacem" in page
    elsewhere = InternshipPeriodFactory(promotion=charlie_promotion)
    chosen = alice.enrolments.get().pk
    page = teacher.post(new, {"student": chosen, "period": elsewhere.pk}).content.decode()
    assert "Ce choix n’est plus dans la liste." in page
    assert not Convention.objects.exists()


def test_who_follows_no_class_begins_nothing(
    juror: User, signed_in: Callable[[User], HouseClient]
) -> None:
    answer = signed_in(juror).get(reverse("internships:convention_new"))
    assert answer.status_code == 403


def test_what_is_typed_is_kept(student: HouseClient, draft: Convention) -> None:
    sent = _sent(
        draft,
        subject="Relancer 40 clients",
        friday_hours="7 h 30",
        gratification="rate",
        hourly_cents="4,50",
        gives_meals="no",
        **NO_BREAKS
        | {
            "breaks-0-kind": "closure",
            "breaks-0-starts_on": "18/01/2027",
            "breaks-0-ends_on": "22/01/2027",
        },
    )
    answer = student.post(_url(draft), sent)
    assert answer.status_code == 302
    terms, row = terms_of(draft), _again(draft)
    assert terms.subject == "Relancer 40 clients"
    assert terms.friday_hours == Decimal("7.50")
    assert terms.tuesday_hours == 0
    assert terms.hourly_cents == 450
    assert row.gives_meals is False
    assert row.breaks.get().starts_on == date(2027, 1, 18)
    assert row.internships.get().address == "3 allée des Lilas"
    page = student.get(_url(draft)).content.decode()
    assert 'value="4,50"' in page
    assert 'value="7,5"' in page


def test_an_emptied_line_of_days_is_taken_out(student: HouseClient, draft: Convention) -> None:
    BreakFactory(convention=draft)
    student.post(_url(draft), _sent(draft))
    assert not draft.breaks.exists()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"ends_on": "31/06/2027"}, "n’existe pas au calendrier"),
        ({"ends_on": "01/01/2027"}, "ne peut pas finir avant"),
        ({"starts_on": "04/01/2031", "ends_on": "12/02/2031"}, "un stage ne commence pas après"),
        ({"monday_hours": "400"}, "24\u00a0heures au plus"),
        ({"monday_hours": "sept"}, "Écrivez des heures"),
        ({"hourly_cents": "quatre euros"}, "Écrivez un montant en euros"),
        ({"gratification": "rate"}, "Indiquez le montant par heure."),
        ({"course_title": " "}, "Écrivez l’intitulé de la formation."),
        ({"headcount": "-3"}, "ne peut pas être négatif"),
        ({"breaks-0-kind": "closure"}, "Indiquez le premier et le dernier jour."),
        ({"breaks-0-starts_on": "18/01/2027"}, "Choisissez ce que sont ces jours"),
        (
            {
                "breaks-0-kind": "closure",
                "breaks-0-starts_on": "22/01/2027",
                "breaks-0-ends_on": "18/01/2027",
            },
            "Ces jours ne peuvent pas finir avant leur début.",
        ),
    ],
)
def test_bad_input_gets_a_sentence_and_stays_in_the_page(
    student: HouseClient, draft: Convention, fields: dict[str, str], sentence: str
) -> None:
    answer = student.post(_url(draft), _sent(draft, **fields))
    assert answer.status_code == 200
    page = answer.content.decode()
    assert sentence in page
    for typed in fields.values():
        assert typed.strip() in page


def test_two_tabs_are_compared_and_neither_is_lost(
    student: HouseClient, draft: Convention
) -> None:
    student.post(_url(draft), _sent(draft, subject="Le premier onglet"))
    second = _sent(draft, subject="Le second onglet", activities="Autre chose")
    answer = student.post(_url(draft), second)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Le premier onglet" in page
    assert "Le second onglet" in page
    fresh = second | {"version": _again(draft).version, "keep-subject": "theirs"}
    answer = student.post(_url(draft, "convention_resolve"), fresh)
    assert answer.status_code == 302
    assert terms_of(draft).subject == "Le premier onglet"
    assert terms_of(draft).activities == "Autre chose"


def test_a_stale_choice_between_two_tabs_is_asked_again(
    student: HouseClient, draft: Convention
) -> None:
    answer = student.post(_url(draft, "convention_resolve"), _sent(draft, version=0))
    assert answer.status_code == 409


def test_a_convention_at_the_company_is_read_not_written(
    student: HouseClient, alice: User, promotion: Promotion
) -> None:
    row = make_convention(alice, promotion, company_check=True)
    assert student.get(_url(row)).url == _url(row, "convention")
    assert student.post(_url(row), _sent(row)).status_code == 409


def test_save_and_hand_in_says_what_is_missing_for_the_company(
    student: HouseClient, draft: Convention
) -> None:
    sent = _sent(draft, company="", signatory="", tutor="", action="submit")
    page = student.post(_url(draft), sent).content.decode()
    assert "Choisissez l’entreprise" in page
    assert "#id_company" in page
    assert _again(draft).state == ConventionState.DRAFT


def test_save_and_hand_in_sends_it_to_the_company(student: HouseClient, draft: Convention) -> None:
    answer = student.post(_url(draft), _sent(draft, action="submit"))
    assert answer.url == _url(draft, "convention")
    assert _again(draft).state == ConventionState.COMPANY_CHECK
