"""Pages of the training papers: saisir, lire, corriger, retirer."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from curriculum.models import Evidence
from exams.models import TrainingPaper
from nrc_platform.core import clock, dates
from nrc_platform.people.models import Promotion, User
from tests.curriculum.acquis import competences
from tests.exams.factories import TrainingPaperFactory

pytestmark = pytest.mark.django_db
Browser = Callable[[User], Any]
LIST = "/epreuves/entrainements/"


@pytest.fixture(autouse=True)
def _loaded(db: None) -> None:
    """The delivered référentiel."""
    competences()


def _new(promotion: Promotion) -> str:
    return reverse("exams:training_paper_new", args=[promotion.pk])


def _sent(student: User, **more: str) -> dict[str, str]:
    return {
        "student": str(student.pk),
        "case": "Cas Valmont",
        "done_on": dates.short_day(clock.today()),
        "mark": "12,5",
        "competence_C21": "3",
        "critere_2": "2",
        **more,
    }


def test_teacher_records_a_paper_and_the_student_reads_it(
    alice: User, bob: User, promotion: Promotion, signed_in: Browser
) -> None:
    browser = signed_in(bob)
    assert LIST in browser.get("/epreuves/").content.decode()
    assert _new(promotion) in browser.get(LIST).content.decode()
    html = browser.post(_new(promotion), _sent(alice), follow=True).content.decode()
    assert "La copie est enregistrée" in html
    paper = TrainingPaper.objects.get()
    assert (Evidence.objects.get().level, str(paper.mark)) == (3, "12.50")
    own = signed_in(alice)
    page = reverse("exams:training_paper", args=[paper.pk])
    assert page in own.get(LIST).content.decode()
    html = own.get(page).content.decode()
    assert "12,50&nbsp;/&nbsp;20" in html
    assert "3 sur 4, en autonomie" in html
    assert "2 sur 4, avec de l’aide" in html
    assert "Corriger la saisie" not in html


def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(
    alice: User, bob: User, promotion: Promotion, signed_in: Browser
) -> None:
    browser = signed_in(bob)
    html = browser.post(_new(promotion), _sent(alice, mark="douze", case="")).content.decode()
    assert "Écrivez la note en chiffres" in html
    assert "Donnez le nom du cas" in html
    assert "douze" in html
    browser.post(_new(promotion), _sent(alice))
    html = browser.post(_new(promotion), _sent(alice)).content.decode()
    assert "déjà saisie pour cet étudiant" in html
    assert TrainingPaper.objects.count() == 1


def test_teacher_corrects_a_paper_and_a_stale_page_is_told(
    alice: User, bob: User, promotion: Promotion, signed_in: Browser
) -> None:
    browser = signed_in(bob)
    browser.post(_new(promotion), _sent(alice))
    url = reverse("exams:training_paper_edit", args=[TrainingPaper.objects.get().pk])
    html = browser.get(url).content.decode()
    assert 'value="12,5"' in html
    sent = _sent(alice, mark="9", competence_C21="1", version="1")
    assert browser.post(url, sent).status_code == 302
    assert Evidence.objects.standing().get().level == 1
    stale = browser.post(url, sent)
    assert stale.status_code == 409
    assert "Quelqu’un d’autre a modifié" in stale.content.decode()


def test_removal_is_confirmed_first(
    alice: User, bob: User, promotion: Promotion, signed_in: Browser
) -> None:
    browser = signed_in(bob)
    browser.post(_new(promotion), _sent(alice))
    url = reverse("exams:training_paper_remove", args=[TrainingPaper.objects.get().pk])
    assert "Retirer cette copie" in browser.get(url).content.decode()
    assert TrainingPaper.objects.exists()
    browser.post(url)
    assert not TrainingPaper.objects.exists()
    assert not Evidence.objects.standing().exists()


def test_head_reads_the_list_and_records_nothing(
    head: User, promotion: Promotion, signed_in: Browser
) -> None:
    browser = signed_in(head)
    assert _new(promotion) not in browser.get(LIST).content.decode()
    assert browser.get(_new(promotion)).status_code == 404


def test_list_asks_the_same_queries_for_one_paper_and_for_ten(
    alice: User,
    bob: User,
    promotion: Promotion,
    signed_in: Browser,
    assert_same_queries: Callable[..., int],
) -> None:
    whose = {"student": alice, "promotion": promotion, "marked_by": bob}
    numbers = iter(range(99))
    assert_same_queries(
        LIST,
        lambda: TrainingPaperFactory(**whose, case=f"Cas {next(numbers)}"),
        client=signed_in(bob),
    )
