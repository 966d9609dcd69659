"""Pages of avenants: what changes, written, sent, signed, refused; before and after told."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from internships import services
from internships.models import Avenant, Convention, Terms
from internships.states import AvenantState
from nrc_platform.people.models import Promotion, User
from tests.companies.factories import ContactFactory
from tests.harness.client import HouseClient
from tests.internships.acts import make_convention, terms_of
from tests.internships.signed import AVENANT, sign_all

pytestmark = pytest.mark.django_db
Browser = Callable[[User], HouseClient]
S = AvenantState


@pytest.fixture
def signed(alice: User, promotion: Promotion, bob: User, head: User) -> Convention:
    """Alice's convention, signed by all."""
    row = make_convention(alice, promotion, referent=bob, teacher_review=True)
    row = services.send_convention(row, actor=bob)
    sign_all(row, actor=bob)
    return Convention.objects.get(pk=row.pk)


@pytest.fixture
def teacher(bob: User, signed_in: Browser) -> HouseClient:
    """Bob's browser."""
    return signed_in(bob)


def _new(row: Convention, kind: str = "") -> str:
    url = reverse("internships:avenant_new", args=[row.pk])
    return f"{url}?objet={kind}" if kind else url


def _url(row: Avenant, name: str = "") -> str:
    return reverse(f"internships:avenant{'_' if name else ''}{name}", args=[row.pk])


def _dates(**fields: Any) -> dict[str, Any]:
    given = {
        "starts_on": "04/01/2027",
        "ends_on": "19/02/2027",
        "applies_on": "04/01/2027",
        "reason": "Une semaine de plus.",
    }
    return given | fields


def test_teacher_moves_the_last_day_from_the_choice_to_the_last_signature(
    teacher: HouseClient, signed: Convention, bob: User
) -> None:
    assert "Enseignant référent" in teacher.get(_new(signed)).content.decode()
    answer = teacher.post(_new(signed, "dates"), _dates())
    row = Avenant.objects.get()
    assert answer.url == _url(row)
    page = teacher.get(_url(row)).content.decode()
    assert "12\u00a0février" in page
    assert "19\u00a0février" in page
    assert "Une semaine de plus." in page
    assert teacher.post(_url(row, "send")).status_code == 302
    page = teacher.get(_url(row)).content.decode()
    assert "0 sur 5" in page
    sign_all(row, AVENANT, actor=bob)
    assert Avenant.objects.get().state == S.SIGNED
    page = teacher.get(reverse("internships:convention", args=[signed.pk])).content.decode()
    assert "Avenant 1" in page


@pytest.mark.parametrize(
    ("kind", "fields", "sentence"),
    [
        ("dates", _dates(ends_on="01/01/2027"), "ne peut pas finir avant"),
        ("dates", _dates(ends_on="31/06/2027"), "n’existe pas au calendrier"),
        ("dates", _dates(ends_on=""), "Indiquez le dernier jour."),
        ("dates", _dates(reason=" "), "Dites pourquoi la convention change."),
        ("dates", _dates(ends_on="12/02/2027"), "Rien ne change"),
        ("hours", {"monday_hours": "30", "applies_on": "04/01/2027"}, "24\u00a0heures au plus"),
        (
            "interruption",
            {"break_from": "22/01/2027", "break_to": "18/01/2027"},
            "ne peut pas finir avant son début",
        ),
        ("tutor", {"tutor": ""}, "Choisissez qui suit"),
    ],
)
def test_bad_input_gets_a_sentence_and_stays(
    teacher: HouseClient, signed: Convention, kind: str, fields: dict[str, str], sentence: str
) -> None:
    page = teacher.post(_new(signed, kind), fields).content.decode()
    assert sentence in page
    assert not Avenant.objects.exists()


def test_an_interruption_is_told_on_its_page(teacher: HouseClient, signed: Convention) -> None:
    sent = {
        "break_from": "18/01/2027",
        "break_to": "22/01/2027",
        "ends_on": "12/02/2027",
        "applies_on": "18/01/2027",
        "reason": "Fermeture imprévue.",
    }
    teacher.post(_new(signed, "interruption"), sent)
    page = teacher.get(_url(Avenant.objects.get())).content.decode()
    assert "du 18/01/2027 au 22/01/2027" in page


def test_a_tutor_is_picked_among_the_people_of_the_company(
    teacher: HouseClient, signed: Convention
) -> None:
    other = ContactFactory(company=signed.company, first_name="Ève", last_name="Faure")
    sent = {"tutor": other.pk, "applies_on": "04/01/2027", "reason": "Départ."}
    teacher.post(_new(signed, "tutor"), sent)
    row = Avenant.objects.get()
    assert Terms.objects.get(avenant=row).tutor == other
    assert terms_of(signed).tutor != other
    assert "Ève Faure" in teacher.get(_url(row)).content.decode()


def test_a_draft_is_corrected_and_two_tabs_lose_nothing(
    teacher: HouseClient, signed: Convention
) -> None:
    teacher.post(_new(signed, "dates"), _dates())
    row = Avenant.objects.get()
    first = _dates(reason="Premier onglet.", version=row.version)
    assert teacher.post(_url(row, "edit"), first).url == _url(row)
    answer = teacher.post(_url(row, "edit"), first | {"reason": "Second onglet."})
    assert answer.status_code == 409
    assert "Second onglet." in answer.content.decode()
    assert Avenant.objects.get().reason == "Premier onglet."


@pytest.mark.parametrize(("name", "state"), [("cancel", S.CANCELLED), ("refuse", S.REFUSED)])
def test_it_is_given_up_or_refused_with_a_reason(
    teacher: HouseClient, signed: Convention, name: str, state: str
) -> None:
    teacher.post(_new(signed, "dates"), _dates())
    row = Avenant.objects.get()
    teacher.post(_url(row, "send"))
    assert "Écrivez le motif" in teacher.post(_url(row, name), {"reason": ""}).content.decode()
    teacher.post(_url(row, name), {"reason": "Pas d’accord."})
    row = Avenant.objects.get()
    assert (row.state, row.end_reason) == (state, "Pas d’accord.")
    page = teacher.get(_url(row)).content.decode()
    assert "Pas d’accord." in page
    assert "Sans effet" in page


def test_a_second_avenant_waits_for_the_first(teacher: HouseClient, signed: Convention) -> None:
    teacher.post(_new(signed, "dates"), _dates())
    answer = teacher.post(_new(signed, "dates"), _dates(ends_on="26/02/2027"))
    assert "Un avenant est déjà en cours" in answer.content.decode()
    assert Avenant.objects.count() == 1


def test_student_reads_and_does_not_write(
    teacher: HouseClient, signed: Convention, alice: User, signed_in: Browser
) -> None:
    teacher.post(_new(signed, "dates"), _dates())
    row, student = Avenant.objects.get(), signed_in(alice)
    assert _url(row, "send") not in student.get(_url(row)).content.decode()
    assert student.get(_new(signed, "dates")).status_code == 404
    assert student.post(_new(signed, "dates"), _dates()).status_code == 403
    for name in ("edit", "send", "cancel"):
        assert student.get(_url(row, name)).status_code == 404


def test_a_stranger_does_not_learn_that_it_exists(
    teacher: HouseClient, signed: Convention, schoolmate: User, signed_in: Browser
) -> None:
    teacher.post(_new(signed, "dates"), _dates())
    assert signed_in(schoolmate).get(_url(Avenant.objects.get())).status_code == 404
