"""The logbook: thirty seconds on a phone, the thread, and who never reads it."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from internships.models import LogEntry
from nrc_platform.core.clock import today
from nrc_platform.people.models import Promotion, User
from tests.harness.client import HouseClient
from tests.internships.factories import LogAnswerFactory, LogEntryFactory
from tests.internships.life import HEIC, located_jpeg, stage_of

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], HouseClient]


def text(answer: object) -> str:
    """Return the words of an answer."""
    return " ".join(answer.content.decode().replace("\u00a0", " ").split())  # type: ignore[attr-defined]


def book(student: User) -> str:
    """Return the address of a logbook."""
    return reverse("internships:logbook", args=[student.pk])


def test_day_and_stage_are_there_already_a_sentence_is_enough(
    alice: User, promotion: Promotion, signed_in: SignIn
) -> None:
    stage = stage_of(alice, promotion)
    browser = signed_in(alice)
    answer = browser.get(reverse("internships:own_logbook"), follow=True)
    page = text(answer)
    assert f'value="{today():%d/%m/%Y}"' in page
    assert f'<option value="{stage.pk}" selected>' in page
    sent = {"text": "Dix appels.", "happened_on": f"{today():%d/%m/%Y}", "internship": stage.pk}
    page = text(browser.post(book(alice), {**sent, "hours": "7 h 30"}, follow=True))
    assert "La journée est notée." in page
    assert "7,5 h" in page
    assert LogEntry.objects.get().internship == stage


def test_photo_is_kept_without_its_place_and_shown_to_readers(
    alice: User, bob: User, emil: User, promotion: Promotion, signed_in: SignIn
) -> None:
    photo = SimpleUploadedFile("IMG_1.jpeg", located_jpeg(), content_type="image/jpeg")
    sent = {"text": "Salon.", "happened_on": f"{today():%d/%m/%Y}", "photo": photo}
    signed_in(alice).post(book(alice), sent)
    row = LogEntry.objects.get()
    url = reverse("internships:log_photo", args=[row.pk])
    answer = signed_in(bob).get(url)
    content = b"".join(answer.streaming_content)
    assert answer["Content-Type"] == "image/jpeg"
    assert b"Exif" not in content
    assert b"Fabricant" not in content
    assert signed_in(emil).get(url).status_code == 404


def test_heic_photo_is_refused_and_the_text_kept(
    alice: User, promotion: Promotion, signed_in: SignIn
) -> None:
    photo = SimpleUploadedFile("IMG_1.heic", HEIC)
    sent = {"text": "Une longue phrase.", "happened_on": f"{today():%d/%m/%Y}", "photo": photo}
    page = text(signed_in(alice).post(book(alice), sent))
    assert "Le plus compatible" in page
    assert "Une longue phrase." in page
    assert not LogEntry.objects.exists()


def test_notes_stand_by_week_with_their_hours(
    alice: User, bob: User, promotion: Promotion, signed_in: SignIn
) -> None:
    for day in (16, 17, 24):
        LogEntryFactory(
            student=alice, promotion=promotion, happened_on=today().replace(day=day, month=11)
        )
    page = text(signed_in(bob).get(book(alice)))
    assert page.index("Semaine du 23 novembre") < page.index("Semaine du 16 novembre")
    assert "14 h" in page


def test_teacher_answers_in_the_thread_and_the_student_reads(
    alice: User, bob: User, promotion: Promotion, signed_in: SignIn
) -> None:
    row = LogEntryFactory(student=alice, promotion=promotion)
    url = reverse("internships:log_answer", args=[row.pk])
    teacher = signed_in(bob)
    assert row.text in text(teacher.get(url))
    assert "Écrivez la réponse." in text(teacher.post(url, {"text": " "}))
    teacher.post(url, {"text": "Comment les avez-vous préparés ?"})
    page = text(signed_in(alice).get(book(alice)))
    assert "Comment les avez-vous préparés ?" in page


def test_note_is_corrected_and_an_answered_one_stays(
    alice: User, bob: User, promotion: Promotion, signed_in: SignIn
) -> None:
    row = LogEntryFactory(student=alice, promotion=promotion)
    browser = signed_in(alice)
    sent = {"text": "Treize appels.", "happened_on": "20/11/2026", "version": 1}
    browser.post(reverse("internships:log_edit", args=[row.pk]), sent)
    row.refresh_from_db()
    assert row.text == "Treize appels."
    LogAnswerFactory(entry=row, author=bob)
    remove = reverse("internships:log_remove", args=[row.pk])
    assert "elle reste" in text(browser.post(remove, follow=True))
    assert LogEntry.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("person", ["emil", "head", "classmate", "charlie", "admin", "juror"])
def test_logbook_does_not_exist_for_the_office_nor_for_strangers(
    alice: User,
    promotion: Promotion,
    person: str,
    signed_in: SignIn,
    request: pytest.FixtureRequest,
) -> None:
    row = LogEntryFactory(student=alice, promotion=promotion)
    browser = signed_in(request.getfixturevalue(person))
    for url in (book(alice), reverse("internships:log_answer", args=[row.pk])):
        assert browser.get(url).status_code == 404


def test_logbook_asks_the_same_queries_for_one_and_ten_notes(
    alice: User,
    bob: User,
    promotion: Promotion,
    signed_in: SignIn,
    assert_same_queries: Callable[..., int],
) -> None:
    def add() -> None:
        row = LogEntryFactory(student=alice, promotion=promotion)
        LogAnswerFactory(entry=row, author=bob)

    assert_same_queries(book(alice), add, client=signed_in(bob))
