"""The list of documents, and their download."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from nrc_platform.documents import storage
from nrc_platform.people.models import Promotion, User
from tests.documents.factories import DocumentFactory
from tests.harness.client import HouseClient

SignedIn = Callable[[User], HouseClient]


def _of(student: User, promotion: Promotion, **fields: Any) -> Any:
    return DocumentFactory(student=student, promotion=promotion, school=promotion.school, **fields)


def test_alice_reads_the_list_of_her_documents(
    alice: User, classmate: User, promotion: Promotion, signed_in: SignedIn
) -> None:
    mine = _of(alice, promotion, title="Fiche E4 n° 1")
    _of(classmate, promotion, title="Fiche E4 n° 2")
    page = signed_in(alice).get(reverse("documents:list")).content.decode()
    assert "Fiche E4 n° 1" in page
    assert mine.printed_reference in page
    assert reverse("documents:file", args=[mine.pk]) in page
    assert "Fiche E4 n° 2" not in page


def test_replaced_documents_have_their_own_view(
    alice: User, promotion: Promotion, signed_in: SignedIn
) -> None:
    _of(alice, promotion, title="Ancienne fiche", replaced=True)
    browser = signed_in(alice)
    assert "Ancienne fiche" not in browser.get("/documents/").content.decode()
    page = browser.get("/documents/?vue=remplaces").content.decode()
    assert "Ancienne fiche" in page
    assert "Remplacé" in page


def test_an_empty_list_says_why(alice: User, signed_in: SignedIn) -> None:
    page = signed_in(alice).get("/documents/").content.decode()
    assert "Aucun document dans cette vue" in page


def test_the_list_asks_as_many_queries_for_ten(
    bob: User,
    alice: User,
    promotion: Promotion,
    signed_in: SignedIn,
    assert_same_queries: Callable[..., int],
) -> None:
    assert_same_queries("/documents/", lambda: _of(alice, promotion), client=signed_in(bob))


def test_bob_downloads_the_file_whole_and_named_in_full(
    alice: User, bob: User, promotion: Promotion, signed_in: SignedIn
) -> None:
    document = _of(alice, promotion, filename="fiche-e4-été n° 1.pdf")
    response = signed_in(bob).get(reverse("documents:file", args=[document.pk]))
    content = b"".join(response.streaming_content)
    assert storage.digest(content) == document.blob_id
    assert response.headers["Content-Disposition"] == (
        "attachment; filename*=utf-8''fiche-e4-%C3%A9t%C3%A9%20n%C2%B0%201.pdf"
    )
    assert response.headers["Content-Type"] == "application/pdf"
    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response.headers["Content-Security-Policy"]


def test_a_stranger_is_told_the_page_does_not_exist(
    alice: User, promotion: Promotion, classmate: User, emil: User, signed_in: SignedIn
) -> None:
    document = _of(alice, promotion)
    for stranger in (classmate, emil):
        response = signed_in(stranger).get(reverse("documents:file", args=[document.pk]))
        assert response.status_code == 404


def test_a_lost_file_is_said_on_a_page(
    alice: User, promotion: Promotion, signed_in: SignedIn
) -> None:
    document = _of(alice, promotion)
    storage.path_of(document.blob_id).unlink()
    response = signed_in(alice).get(reverse("documents:file", args=[document.pk]))
    assert response.status_code == 409
    assert "manque sur le disque" in response.content.decode()
