"""Annexes: what is joined, and what a hostile or broken file gets."""

import errno
import io
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from exams.models import Fiche, FicheAnnex
from nrc_platform.people.models import User
from tests.exams.factories import FicheAnnexFactory
from tests.harness.client import HouseClient

pytestmark = pytest.mark.django_db


def pdf(pages: int = 1, *, change: Callable[[PdfWriter], Any] = lambda writer: None) -> bytes:
    """Return the bytes of a PDF of blank pages."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(width=595, height=842)
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _bomb() -> bytes:
    """Return a PDF whose one stream unfolds into 300 MB."""
    packer = zlib.compressobj(6)
    packed = b"".join(packer.compress(b" " * 1_000_000) for _ in range(300)) + packer.flush()
    body = (
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj\n"
        b"4 0 obj<</Length " + str(len(packed)).encode() + b"/Filter/FlateDecode>>stream\n"
    )
    return body + packed + b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


def _loop() -> bytes:
    """Return a PDF whose page tree holds itself."""
    return (
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>endobj\n"
        b"trailer<</Root 1 0 R>>\n%%EOF"
    )


def _script(writer: PdfWriter) -> None:
    action = DictionaryObject(
        {
            NameObject("/S"): NameObject("/JavaScript"),
            NameObject("/JS"): TextStringObject("app.alert(1)"),
        }
    )
    writer.root_object[NameObject("/OpenAction")] = action


def _launch(writer: PdfWriter) -> None:
    action = DictionaryObject(
        {NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("cmd.exe")}
    )
    writer.root_object[NameObject("/OpenAction")] = action


@pytest.fixture
def student(alice: User, signed_in: Callable[[User], HouseClient]) -> HouseClient:
    """Alice's browser."""
    return signed_in(alice)


def _join(client: HouseClient, fiche: Fiche, content: bytes, name: str = "tarif.pdf") -> str:
    answer = client.post(
        reverse("exams:annex_new", args=[fiche.pk]),
        {"label": "grille tarifaire", "file": SimpleUploadedFile(name, content)},
        follow=True,
    )
    return str(answer.content.decode())


def test_student_joins_a_two_page_pdf(student: HouseClient, draft: Fiche, bob: User) -> None:
    page = _join(student, draft, pdf(2))
    assert "Annexe jointe." in page
    annex = FicheAnnex.objects.get(fiche=draft)
    assert (annex.page_count, annex.label) == (2, "grille tarifaire")
    answer = student.get(reverse("exams:annex", args=[annex.pk]))
    assert len(PdfReader(io.BytesIO(b"".join(answer.streaming_content))).pages) == 2
    answer.close()
    assert answer["Cache-Control"] == "no-store"
    assert "tarif" not in answer["Content-Disposition"]


HOSTILE = {
    "image": (lambda: b"\x89PNG\r\n\x1a\n" + b"0" * 100, "d’un autre format"),
    "html renamed": (lambda: b"<html>%PDF-</html>", "d’un autre format"),
    "truncated": (lambda: pdf(1)[:40], "n’est pas un PDF lisible"),
    "encrypted": (lambda: pdf(1, change=lambda w: w.encrypt("secret")), "mot de passe"),
    "script": (lambda: pdf(1, change=_script), "un programme ou un fichier caché"),
    "launches a program": (lambda: pdf(1, change=_launch), "un programme ou un fichier caché"),
    "hidden file": (
        lambda: pdf(1, change=lambda w: w.add_attachment("a.exe", b"MZ")),
        "un programme ou un fichier caché",
    ),
    "bomb": (_bomb, "n’est pas un PDF lisible"),
    "page tree in a loop": (_loop, "n’est pas un PDF lisible"),
    "three pages": (lambda: pdf(3), "la limite est de 2 par fiche"),
    "six megabytes": (lambda: b"%PDF-1.7" + b"0" * 6_000_000, "la limite est de 5 Mo"),
    "empty": (lambda: b"", "Ce fichier est vide"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file_is_refused_with_a_sentence(
    student: HouseClient, draft: Fiche, name: str
) -> None:
    make, sentence = HOSTILE[name]
    page = _join(student, draft, make())
    assert sentence in page.replace("\u00a0", " ")
    assert not FicheAnnex.objects.exists()


def test_pages_of_all_annexes_are_counted(student: HouseClient, draft: Fiche) -> None:
    FicheAnnexFactory(fiche=draft, page_count=1)
    assert "la fiche en a déjà 1" in _join(student, draft, pdf(2))
    with pytest.raises(Exception, match="annex_two_pages"):
        FicheAnnexFactory(fiche=draft, page_count=3)


def test_student_removes_an_annex(student: HouseClient, draft: Fiche) -> None:
    annex = FicheAnnexFactory(fiche=draft)
    url = reverse("exams:annex_remove", args=[annex.pk])
    assert "Retirer cette annexe" in student.get(url).content.decode()
    student.post(url)
    assert not FicheAnnex.objects.exists()


def test_annex_of_a_submitted_fiche_stays(student: HouseClient, submitted: Fiche) -> None:
    annex = FicheAnnexFactory(fiche=submitted)
    assert student.get(reverse("exams:annex_remove", args=[annex.pk])).status_code == 404
    assert student.get(reverse("exams:annex_new", args=[submitted.pk])).status_code == 404


def test_teacher_reads_the_annex_once_the_fiche_is_handed_in(
    draft: Fiche, bob: User, signed_in: Callable[[User], HouseClient]
) -> None:
    annex = FicheAnnexFactory(fiche=draft)
    teacher = signed_in(bob)
    url = reverse("exams:annex", args=[annex.pk])
    assert teacher.get(url).status_code == 404
    Fiche.objects.filter(pk=draft.pk).update(
        state="submitted", submission_number=1, submitted_at=draft.created_at
    )
    answer = teacher.get(url)
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 annexe"
    answer.close()


def test_full_disk_is_said_and_nothing_is_half_written(
    student: HouseClient, draft: Fiche, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: Any) -> None:
        raise OSError(errno.ENOSPC, "no space left")

    monkeypatch.setattr("nrc_platform.documents.storage.os.fsync", full)
    page = _join(student, draft, pdf(1))
    assert "Le disque du serveur est plein" in page
    assert not FicheAnnex.objects.exists()
