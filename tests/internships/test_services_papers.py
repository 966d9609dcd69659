"""Supporting papers: known by their content, bounded, checked by the office."""

import io
from datetime import timedelta
from typing import Any

import pytest
from PIL import Image

from internships.models import SupportingPaper
from internships.services import papers
from internships.states import PaperState
from nrc_platform.core import clock
from nrc_platform.core.errors import DomainError, Invalid, NotAllowed
from nrc_platform.documents import storage
from nrc_platform.people.models import Promotion, User
from tests.internships.factories import SupportingPaperFactory
from tests.internships.life import HEIC, PDF, image, located_jpeg

pytestmark = pytest.mark.django_db


def give(student: User, promotion: Promotion, **more: Any) -> SupportingPaper:
    """Give an insurance certificate good for a year."""
    given: dict[str, Any] = {
        "actor": student,
        "kind": "liability",
        "content": PDF,
        "filename": "assurance.pdf",
        "insurer": "MAIF",
        "expires_on": clock.today() + timedelta(days=300),
        **more,
    }
    return papers.give_paper(student, promotion, **given)


def test_student_gives_a_pdf_kept_as_it_is(alice: User, promotion: Promotion) -> None:
    row = give(alice, promotion)
    assert (row.state, row.filename, row.insurer) == ("to_check", "assurance.pdf", "MAIF")
    with storage.open_file(row.blob_id) as kept:
        assert kept.read() == PDF


def test_image_is_drawn_again_without_its_place(alice: User, promotion: Promotion) -> None:
    row = give(alice, promotion, content=located_jpeg(), filename="photo.heic.jpeg")
    assert row.filename == "photo.heic.jpg"
    with storage.open_file(row.blob_id) as kept, Image.open(io.BytesIO(kept.read())) as drawn:
        assert (drawn.format, dict(drawn.getexif())) == ("JPEG", {})
        assert drawn.size == (1200, 2400)


def test_name_of_the_file_says_nothing(alice: User, promotion: Promotion) -> None:
    row = give(alice, promotion, content=image("PNG"), filename="attestation.pdf")
    assert row.filename == "attestation.jpg"


HOSTILE = {
    "empty": (b"", "Ce fichier est vide"),
    "html renamed": (b"<html>%PDF</html>", "d’un autre format"),
    "truncated pdf": (PDF[:20], "Ce PDF est incomplet"),
    "truncated image": (image("JPEG", (900, 900))[:300], "n’est pas lisible"),
    "webp": (image("WEBP"), "d’un autre format"),
    "heic": (HEIC, "HEIC"),
    "six megabytes": (PDF + b"0" * 6_000_000, "la limite est de 5\u00a0Mo"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_wrong_file_is_refused_with_a_sentence(
    alice: User, promotion: Promotion, name: str
) -> None:
    content, sentence = HOSTILE[name]
    with pytest.raises(Invalid, match=sentence) as refusal:
        give(alice, promotion, content=content)
    assert list(refusal.value.errors) == ["file"]
    assert not SupportingPaper.objects.exists()


def test_insurance_says_until_when_and_is_not_expired(alice: User, promotion: Promotion) -> None:
    with pytest.raises(Invalid, match="jusqu’à quand"):
        give(alice, promotion, expires_on=None)
    with pytest.raises(Invalid, match="a expiré le"):
        give(alice, promotion, expires_on=clock.today() - timedelta(days=1))
    assert give(alice, promotion, expires_on=clock.today()).expires_on == clock.today()
    assert give(alice, promotion, kind="other", expires_on=None).expires_on is None


def test_office_accepts_once(alice: User, emil: User, promotion: Promotion) -> None:
    row = papers.accept_paper(give(alice, promotion), actor=emil)
    assert (row.state, row.checked_by) == (PaperState.ACCEPTED, emil)
    with pytest.raises(NotAllowed, match="une seule fois"):
        papers.refuse_paper(row, actor=emil, reason="Illisible.")


def test_refusal_takes_a_reason_the_student_reads(
    alice: User, emil: User, promotion: Promotion
) -> None:
    row = give(alice, promotion)
    with pytest.raises(Invalid, match="l’étudiant lira ce motif"):
        papers.refuse_paper(row, actor=emil, reason="  ")
    row = papers.refuse_paper(row, actor=emil, reason="Illisible.")
    assert (row.state, row.refusal_reason) == (PaperState.REFUSED, "Illisible.")


def test_paper_expired_since_it_was_given_is_not_accepted(
    alice: User, emil: User, promotion: Promotion
) -> None:
    row = SupportingPaperFactory(
        student=alice, promotion=promotion, expires_on=clock.today() - timedelta(days=1)
    )
    with pytest.raises(DomainError, match="a expiré depuis son dépôt"):
        papers.accept_paper(row, actor=emil)


@pytest.mark.parametrize("person", ["alice", "bob", "head", "other_office", "admin"])
def test_others_check_no_paper(
    alice: User, promotion: Promotion, person: str, request: pytest.FixtureRequest
) -> None:
    row = give(alice, promotion)
    with pytest.raises(NotAllowed):
        papers.accept_paper(row, actor=request.getfixturevalue(person))


def test_office_gives_for_the_student_and_a_classmate_does_not(
    alice: User, classmate: User, emil: User, promotion: Promotion
) -> None:
    assert give(alice, promotion, actor=emil).student == alice
    with pytest.raises(NotAllowed):
        give(alice, promotion, actor=classmate)


def test_only_a_paper_nobody_looked_at_is_taken_back(
    alice: User, emil: User, promotion: Promotion
) -> None:
    row = papers.accept_paper(give(alice, promotion), actor=emil)
    with pytest.raises(DomainError, match="déjà vérifiée"):
        papers.withdraw_paper(row, actor=alice)
    other = give(alice, promotion)
    papers.withdraw_paper(other, actor=alice)
    assert list(SupportingPaper.objects.all()) == [row]
