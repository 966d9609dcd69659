"""Supporting papers: given, checked, downloaded by the right people alone."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from internships.models import SupportingPaper
from nrc_platform.core.clock import today
from nrc_platform.people.models import Promotion, User
from tests.harness.client import HouseClient
from tests.internships.factories import SupportingPaperFactory
from tests.internships.life import PDF
from tests.people.fixtures import make_student

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], HouseClient]


def text(answer: object) -> str:
    """Return the words of an answer."""
    return " ".join(answer.content.decode().replace("\u00a0", " ").split())  # type: ignore[attr-defined]


def paper(content: bytes = PDF, **more: object) -> dict[str, object]:
    """Return what the form sends."""
    return {
        "kind": "liability",
        "file": SimpleUploadedFile("assurance.pdf", content),
        "insurer": "MAIF",
        "expires_on": f"{today() + timedelta(days=100):%d/%m/%Y}",
        **more,
    }


def test_student_gives_then_the_office_accepts(
    alice: User, emil: User, promotion: Promotion, signed_in: SignIn
) -> None:
    url = reverse("internships:papers", args=[alice.pk])
    page = text(signed_in(alice).post(url, paper(), follow=True))
    assert "La pièce est donnée." in page
    assert "À vérifier" in page
    row = SupportingPaper.objects.get()
    office = signed_in(emil)
    assert "assurance de responsabilité" not in text(office.get(reverse("internships:home")))
    assert str(alice) in text(office.get(reverse("internships:papers_queue")))
    check = reverse("internships:paper_check", args=[row.pk])
    assert "assurance.pdf" in text(office.get(check))
    office.post(check, {"answer": "accept"})
    row.refresh_from_db()
    assert row.state == "accepted"


def test_refusal_asks_why_and_the_student_reads_it(
    alice: User, emil: User, promotion: Promotion, signed_in: SignIn
) -> None:
    row = SupportingPaperFactory(student=alice, promotion=promotion)
    office, check = signed_in(emil), reverse("internships:paper_check", args=[row.pk])
    assert "l’étudiant lira ce motif" in text(office.post(check, {"answer": "refuse"}))
    office.post(check, {"answer": "refuse", "reason": "Page coupée."})
    page = text(signed_in(alice).get(reverse("internships:papers", args=[alice.pk])))
    assert "Page coupée." in page


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"<html>", "d’un autre format"), (b"", "Ce fichier est vide"), (PDF[:12], "incomplet")],
)
def test_wrong_file_is_said_beside_its_field(
    alice: User, signed_in: SignIn, content: bytes, sentence: str
) -> None:
    url = reverse("internships:papers", args=[alice.pk])
    page = text(signed_in(alice).post(url, paper(content)))
    assert sentence in page
    assert 'value="MAIF"' in page
    assert not SupportingPaper.objects.exists()


def test_file_is_given_to_whoever_follows_and_hidden_from_others(
    alice: User,
    classmate: User,
    bob: User,
    emil: User,
    charlie: User,
    promotion: Promotion,
    signed_in: SignIn,
) -> None:
    row = SupportingPaperFactory(student=alice, promotion=promotion)
    url = reverse("internships:paper_file", args=[row.pk])
    for person in (alice, bob, emil):
        answer = signed_in(person).get(url)
        assert b"".join(answer.streaming_content) == b"%PDF-1.7 assurance"
        assert "no-store" in answer["Cache-Control"]
        assert answer["Content-Security-Policy"].startswith("sandbox")
    for person in (classmate, charlie):
        assert signed_in(person).get(url).status_code == 404


def test_paper_is_taken_back_before_its_check(
    alice: User, promotion: Promotion, signed_in: SignIn
) -> None:
    row = SupportingPaperFactory(student=alice, promotion=promotion)
    url = reverse("internships:paper_withdraw", args=[row.pk])
    browser = signed_in(alice)
    assert "avant qu’elle soit vérifiée" in text(browser.get(url))
    browser.post(url)
    assert not SupportingPaper.objects.exists()


def test_queue_asks_the_same_queries_for_one_and_ten_papers(
    emil: User,
    promotion: Promotion,
    signed_in: SignIn,
    assert_same_queries: Callable[..., int],
) -> None:
    def add() -> None:
        SupportingPaperFactory(student=make_student(promotion), promotion=promotion)

    assert_same_queries(reverse("internships:papers_queue"), add, client=signed_in(emil))
