"""The logbook: a day in thirty seconds, one photo, the teacher's answer."""

import io
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from PIL import Image

from curriculum.models import Competence, Referentiel
from internships import access
from internships.models import LogEntry
from internships.selectors.life import short_competences
from internships.services import logbook
from nrc_platform.core import clock
from nrc_platform.core.errors import DomainError, Invalid, NotAllowed, Stale
from nrc_platform.documents import storage
from nrc_platform.people.models import Promotion, User
from tests.exams.factories import make_e4
from tests.internships.factories import LogAnswerFactory, LogEntryFactory
from tests.internships.life import HEIC, image, located_jpeg, stage_of

pytestmark = pytest.mark.django_db


def values(**more: Any) -> dict[str, Any]:
    """Return a day of seven hours."""
    return {
        "happened_on": clock.today(),
        "hours": Decimal(7),
        "text": "Douze appels, deux rendez-vous.",
        **more,
    }


def note(student: User, promotion: Promotion, **more: Any) -> LogEntry:
    """Return a note of the student, written by themselves."""
    row: LogEntry = LogEntryFactory(student=student, promotion=promotion, **more)
    return row


@pytest.mark.req(12, rule="internships.access.can_write_log")
def test_student_notes_a_day_of_a_stage_and_the_competences_it_trained(
    alice: User, promotion: Promotion
) -> None:
    codes, stage = make_e4(), stage_of(alice, promotion)
    row = logbook.add_log(
        alice, actor=alice, values=values(), internship=stage, tags=[codes["C32"]]
    )
    assert (row.internship, row.promotion, row.hours) == (stage, promotion, 7)
    assert list(row.competences.all()) == [codes["C32"]]


def test_day_outside_a_stage_is_noted_in_the_class(alice: User, promotion: Promotion) -> None:
    row = logbook.add_log(alice, actor=alice, values=values(hours=None))
    assert (row.internship, row.promotion) == (None, promotion)


def test_only_competences_of_the_version_that_records_follow_are_offered(db: None) -> None:
    codes = make_e4()
    other = Referentiel.objects.create(
        code="NRC-2010", label="BTS NRC", source="Référentiel", first_session=2012
    )
    root = Competence.objects.create(referentiel=other, code="C3", label="C", rank=1, level=1)
    Competence.objects.create(
        referentiel=other, code="C31", label="C", rank=2, level=2, parent=root
    )
    offered = short_competences()
    assert codes["C31"] in offered
    assert {row.referentiel_id for row in offered} == {codes["C31"].referentiel_id}


def test_photo_is_upright_smaller_and_says_nothing_of_its_place(
    alice: User, promotion: Promotion
) -> None:
    row = logbook.add_log(alice, actor=alice, values=values(), photo=located_jpeg())
    assert row.photo is not None
    with storage.open_file(row.photo.pk) as kept, Image.open(io.BytesIO(kept.read())) as drawn:
        assert (drawn.format, drawn.size, dict(drawn.getexif())) == ("JPEG", (800, 1600), {})


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_three_kinds_of_photo_are_taken(alice: User, promotion: Promotion, kind: str) -> None:
    assert logbook.add_log(alice, actor=alice, values=values(), photo=image(kind)).photo


WRONG_PHOTOS = {
    "heic": (HEIC, "Le plus compatible"),
    "gif": (image("GIF"), "d’un autre format"),
    "pdf": (b"%PDF-1.7 %%EOF", "d’un autre format"),
    "too many points": (image("PNG", (9000, 7000)), "trop grande"),
}


@pytest.mark.parametrize("name", WRONG_PHOTOS)
def test_wrong_photo_is_refused_with_a_sentence(
    alice: User, promotion: Promotion, name: str
) -> None:
    content, sentence = WRONG_PHOTOS[name]
    with pytest.raises(Invalid, match=sentence) as refusal:
        logbook.add_log(alice, actor=alice, values=values(), photo=content)
    assert list(refusal.value.errors) == ["photo"]
    assert not LogEntry.objects.exists()


def test_days_to_come_or_outside_the_class_get_a_sentence(
    alice: User, promotion: Promotion
) -> None:
    for day, sentence in (
        (clock.today() + timedelta(days=1), "ce jour est à venir"),
        (date(2019, 1, 7), "temps de la classe"),
    ):
        with pytest.raises(Invalid, match=sentence):
            logbook.add_log(alice, actor=alice, values=values(happened_on=day))
    with pytest.raises(Invalid):
        logbook.add_log(alice, actor=alice, values=values(hours=Decimal(25)))


def test_stage_of_somebody_else_is_refused(
    alice: User, classmate: User, promotion: Promotion
) -> None:
    other = stage_of(classmate, promotion)
    with pytest.raises(Invalid, match="un de vos stages"):
        logbook.add_log(alice, actor=alice, values=values(), internship=other)


def test_note_is_corrected_its_photo_dropped_and_nothing_overwritten(
    alice: User, promotion: Promotion
) -> None:
    row = logbook.add_log(alice, actor=alice, values=values(), photo=image())
    row = logbook.edit_log(
        row, actor=alice, version=1, values={"text": "Treize appels."}, drop_photo=True
    )
    assert (row.text, row.photo, row.version) == ("Treize appels.", None, 2)
    with pytest.raises(Stale):
        logbook.edit_log(row, actor=alice, version=1, values={"text": "Dix."})


def test_teacher_answers_and_the_student_answers_back(
    alice: User, bob: User, promotion: Promotion
) -> None:
    row = note(alice, promotion)
    logbook.answer_log(row, actor=bob, text="Comment les avez-vous préparés ?")
    logbook.answer_log(row, actor=alice, text="Avec une fiche.")
    assert [answer.author for answer in row.answers.all()] == [bob, alice]


def test_note_answered_by_a_teacher_stays(alice: User, bob: User, promotion: Promotion) -> None:
    row = note(alice, promotion)
    LogAnswerFactory(entry=row, author=bob)
    with pytest.raises(DomainError, match="elle reste"):
        logbook.remove_log(row, actor=alice)
    other = note(alice, promotion)
    logbook.remove_log(other, actor=alice)
    with pytest.raises(DomainError, match="déjà retirée"):
        logbook.remove_log(other, actor=alice)


@pytest.mark.parametrize("person", ["classmate", "bob", "emil", "head", "charlie"])
def test_logbook_is_written_by_its_student_alone(
    alice: User, promotion: Promotion, person: str, request: pytest.FixtureRequest
) -> None:
    actor = request.getfixturevalue(person)
    with pytest.raises(NotAllowed):
        logbook.add_log(alice, actor=actor, values=values())
    with pytest.raises(NotAllowed):
        logbook.remove_log(note(alice, promotion), actor=actor)


@pytest.mark.parametrize("person", ["classmate", "emil", "head", "charlie", "admin", "juror"])
def test_office_and_others_read_no_logbook_and_answer_nothing(
    alice: User, promotion: Promotion, person: str, request: pytest.FixtureRequest
) -> None:
    actor, row = request.getfixturevalue(person), note(alice, promotion)
    assert not access.visible_log_entries(actor).exists()
    with pytest.raises(NotAllowed):
        logbook.answer_log(row, actor=actor, text="Bien.")
