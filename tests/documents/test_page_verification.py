"""The public check: known, replaced or unknown, and never a name."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from nrc_platform.core import clock
from nrc_platform.documents import forms, reference, storage
from nrc_platform.documents.models import Document
from nrc_platform.people.models import User
from tests.documents.factories import DocumentFactory
from tests.harness.client import HouseClient

URL = "/verification/"


@pytest.fixture
def document(alice: User) -> Document:
    """Alice's fiche, whose title and file name betray her."""
    return DocumentFactory(student=alice, title="Fiche d’Alice Aubry", filename="aubry.pdf")


def _page(client: HouseClient, **query: str) -> str:
    response = client.get(URL, query)
    assert response.status_code == 200
    return response.content.decode()


def test_a_visitor_checks_a_reference(client: HouseClient, document: Document) -> None:
    page = _page(client, r=document.printed_reference.lower())
    assert "Référence connue" in page
    assert document.printed_reference in page
    assert document.school.name in page


def test_the_answer_never_names_anybody(client: HouseClient, document: Document) -> None:
    for page in (
        _page(client, r=document.reference),
        _page(client, sha256=document.blob_id),
    ):
        assert "Aubry" not in page
        assert "aubry" not in page
        assert "Alice" not in page
        answer = page[page.index('id="verdict"') : page.index('id="par-fichier"')]
        for word in ("cachet", "scell", "signature"):
            assert word not in answer.lower()


def test_a_replaced_document_is_said_replaced(client: HouseClient, document: Document) -> None:
    Document.objects.filter(pk=document.pk).update(replaced_at=clock.now())
    DocumentFactory(key=document.key, version=2)
    page = _page(client, r=document.reference)
    assert "Remplacé" in page
    assert "une version plus récente" in page


def test_an_unknown_reference_and_an_unknown_file_look_alike(
    client: HouseClient, db: None
) -> None:
    for page in (_page(client, r=reference.draw()), _page(client, sha256="a" * 64)):
        assert "Inconnu" in page
        assert "Produit le" not in page


def test_a_mistyped_reference_is_explained(client: HouseClient, db: None) -> None:
    response = client.get(URL, {"r": "7KQM-2FXD-90"})
    assert response.status_code == 400
    page = response.content.decode()
    assert "un signe manque ou se trompe" in page
    assert 'href="#id_r"' in page


def test_a_short_fingerprint_says_how_many_signs(client: HouseClient, db: None) -> None:
    response = client.get(URL, {"sha256": "abc"})
    assert "compte 64 signes" in response.content.decode()
    assert "vous en avez saisi 3" in response.content.decode()


def test_the_very_file_is_recognised_to_the_byte(client: HouseClient, document: Document) -> None:
    content = storage.path_of(document.blob_id).read_bytes()
    same = client.post(URL, {"file": SimpleUploadedFile("x.pdf", content)})
    assert "Identique à l’original" in same.content.decode()
    altered = client.post(URL, {"file": SimpleUploadedFile("x.pdf", content + b"\n")})
    assert "Inconnu" in altered.content.decode()


def test_a_file_too_big_is_refused_with_its_size(
    client: HouseClient, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forms, "MAX_UPLOAD", 1024 * 1024)
    big = SimpleUploadedFile("x.pdf", b"x" * (1024 * 1024 + 1))
    response = client.post(URL, {"file": big})
    assert response.status_code == 400
    assert "pèse 1,0 Mo" in response.content.decode()


def test_no_file_is_said_too(client: HouseClient, db: None) -> None:
    response = client.post(URL, {})
    assert response.status_code == 400
    assert "Choisissez le fichier à vérifier" in response.content.decode()


def test_the_page_writes_nothing_and_keeps_nothing(client: HouseClient, db: None) -> None:
    client.post(URL, {"file": io.BytesIO(b"canari")})
    assert not storage.path_of(storage.digest(b"canari")).exists()
    assert "no-store" in client.get(URL).headers["Cache-Control"]
