"""Pages where evidence is given, corrected, taken back; and the scale of a school."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from curriculum.models import Competence, Evidence
from curriculum.selectors import scale_on
from nrc_platform.core import clock, dates
from nrc_platform.people.models import Promotion, School, User
from tests.curriculum.acquis import competences, seen
from tests.curriculum.factories import EvidenceNoteFactory

pytestmark = pytest.mark.django_db
Browser = Callable[[User], Any]
Codes = dict[str, Competence]


@pytest.fixture
def codes(db: None) -> Codes:
    """The competences of the delivered référentiel."""
    return competences()


def _of(name: str, *args: Any) -> str:
    return reverse(f"curriculum:{name}", args=args)


def _word(**more: str) -> dict[str, str]:
    day = dates.short_day(clock.today())
    return {"competence": "C33", "level": "3", "on": day, "note": "Simulation filmée.", **more}


def test_student_says_where_they_stand(alice: User, codes: Codes, signed_in: Browser) -> None:
    browser, url = signed_in(alice), _of("position_self", alice.pk)
    html = browser.get(url).content.decode()
    assert "E6 Conduite et présentation de projets commerciaux" in html
    assert "C222 Construire une organisation" in html
    sent = {"level_C31": "2", "level_C11": "1", "note": "Le devis, seule."}
    html = browser.post(url, sent, follow=True).content.decode()
    assert "Votre position est enregistrée" in html
    assert Evidence.objects.filter(by=alice, by_role="student").count() == 2
    html = browser.get(url).content.decode()
    assert '<option value="2" selected>2, avec de l’aide</option>' in html


def test_nobody_else_opens_the_form_of_a_student(
    alice: User, bob: User, head: User, codes: Codes, signed_in: Browser
) -> None:
    for person in (bob, head):
        assert signed_in(person).get(_of("position_self", alice.pk)).status_code == 404


def test_teacher_adds_what_they_saw_and_the_student_reads_it(
    alice: User, bob: User, codes: Codes, signed_in: Browser
) -> None:
    browser, url = signed_in(bob), _of("evidence_new", alice.pk)
    html = browser.get(f"{url}?competence=C33").content.decode()
    assert '<option value="C33" selected>' in html
    html = browser.post(url, _word(), follow=True).content.decode()
    assert "La preuve est ajoutée pour Alice Aubry" in html
    story = _of("competence_story", alice.pk, "C33")
    html = signed_in(alice).get(story).content.decode()
    assert "3 sur 4, en autonomie" in html
    assert "Simulation filmée." in html
    assert "Bob Besson" in html
    assert "Corriger" not in html


def test_worked_on_without_level(alice: User, bob: User, codes: Codes, signed_in: Browser) -> None:
    signed_in(bob).post(_of("evidence_new", alice.pk), _word(level="0"))
    assert Evidence.objects.get().level is None


def test_what_is_wrong_is_said_at_its_field(
    alice: User, bob: User, codes: Codes, signed_in: Browser
) -> None:
    sent = _word(competence="", level="9", on="31/06/2027")
    html = signed_in(bob).post(_of("evidence_new", alice.pk), sent).content.decode()
    assert "3\u00a0réponses sont à corriger" in html
    later = _word(on="31/12/2099")
    html = signed_in(bob).post(_of("evidence_new", alice.pk), later).content.decode()
    assert "ce jour est à venir" in html
    assert not Evidence.objects.exists()


def test_teacher_corrects_their_word_and_the_first_stays_readable(
    alice: User, bob: User, promotion: Promotion, codes: Codes, signed_in: Browser
) -> None:
    row = seen(alice, promotion, codes["C33"], bob, level=3)
    EvidenceNoteFactory(evidence=row)
    browser, url = signed_in(bob), _of("evidence_correct", row.pk)
    story = _of("competence_story", alice.pk, "C33")
    assert url in browser.get(story).content.decode()
    assert "A conduit l’entretien seul." in browser.get(url).content.decode()
    html = browser.post(url, _word(level="1"), follow=True).content.decode()
    assert "1 sur 4, découverte" in html
    assert "3 sur 4, en autonomie" in html
    assert "(remplacée depuis)" in html
    assert browser.get(url).status_code == 404


def test_withdrawal_asks_why(
    alice: User, bob: User, promotion: Promotion, codes: Codes, signed_in: Browser
) -> None:
    row = seen(alice, promotion, codes["C33"], bob)
    browser, url = signed_in(bob), _of("evidence_withdraw", row.pk)
    assert "Écrivez pourquoi" in browser.post(url, {"reason": ""}).content.decode()
    html = browser.post(url, {"reason": "Mauvais étudiant."}, follow=True).content.decode()
    assert "Retirée" in html
    assert "Mauvais étudiant." in html
    assert not Evidence.objects.standing().exists()


def test_story_asks_the_same_queries_for_one_word_and_for_ten(
    alice: User,
    bob: User,
    promotion: Promotion,
    codes: Codes,
    signed_in: Browser,
    assert_same_queries: Callable[..., int],
) -> None:
    def add() -> None:
        EvidenceNoteFactory(evidence=seen(alice, promotion, codes["C33"], bob))

    assert_same_queries(_of("competence_story", alice.pk, "C33"), add, client=signed_in(bob))


def test_office_writes_the_scale_of_its_school(
    school: School, emil: User, codes: Codes, signed_in: Browser
) -> None:
    browser, url = signed_in(emil), _of("scale_edit", school.pk)
    assert url in browser.get(_of("rules")).content.decode()
    assert "avec aisance : S’adapte aux cas nouveaux" in browser.get(url).content.decode()
    day = dates.short_day(clock.today())
    wrong = browser.post(url, {"steps": "seul", "starts_on": day}).content.decode()
    assert "de 2 à 8 degrés" in wrong
    sent = {"steps": "débute : guidé\nmaîtrise : seul", "starts_on": day}
    assert browser.post(url, sent).status_code == 302
    assert [step["label"] for step in scale_on(school.pk).steps] == ["débute", "maîtrise"]
    assert "échelle propre à l’établissement" in browser.get(url).content.decode()
