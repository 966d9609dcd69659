"""The public page of verification: its verdicts, its limits, and who may read names."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile

from nrc_platform.core import clock
from nrc_platform.documents import reference, storage
from nrc_platform.documents.models import Document, Standing
from nrc_platform.documents.seals.report import Report, Verdict
from nrc_platform.notifications.models import Message
from nrc_platform.people.models import Promotion, School, User
from nrc_platform.signatures import services as signatures
from nrc_platform.signatures.models import AccessLink, Evidence
from nrc_platform.web import checks
from tests.documents.factories import DocumentFactory
from tests.harness.client import HouseClient
from tests.signatures.factories import SignerFactory, SigningRequestFactory

URL, NAMES = "/verification/", "/verification/noms/"


@pytest.fixture(autouse=True)
def _counts() -> None:
    caches["throttle"].clear()


@pytest.fixture
def final(school: School, promotion: Promotion, alice: User) -> Document:
    """A file that two people signed, one of whom has an account."""
    code, now = reference.draw(), clock.now()
    given: dict[str, Any] = {"school": school, "promotion": promotion, "student": alice}
    given |= {"certificate_sha256": "c" * 64, "reference": code, "key": "paper"}
    shown = DocumentFactory(standing=Standing.PRESENTED, replaced_at=now, **given)
    signed = DocumentFactory(standing=Standing.FINAL, version=2, **given)
    request = SigningRequestFactory(complete=True, school=school, document=shown, final=signed)
    more: dict[str, Any] = {"request": request, "on_paper": True}
    SignerFactory(name="Marc Tessier", email="marc@hygial.example", **more)
    SignerFactory(name="Alice Aubry", email="alice@ecole.example", user=alice, **more)
    return signed


def page_of(client: HouseClient, **query: str) -> str:
    response = client.get(URL, query)
    assert response.status_code == 200
    return response.content.decode()


def test_a_visitor_reads_the_facts_of_a_final_file_and_no_name(
    client: HouseClient, final: Document
) -> None:
    page = page_of(client, sha256=final.blob_id)
    assert "Authentique" in page
    assert "2 sur 2, la dernière le" in page
    assert "sans horodatage externe" in page
    assert final.printed_reference in page
    for shown in (page, page_of(client, r=final.reference)):
        for word in ("Tessier", "Aubry", "Alice", "hygial", "@", final.title):
            assert word not in shown
        for word in ("avancée", "qualifiée"):
            assert word not in shown


def test_whoever_may_open_the_document_reads_the_names(
    signed_in: Callable[[User], HouseClient], final: Document, bob: User, other_teacher: User
) -> None:
    assert "Marc Tessier" in page_of(signed_in(bob), sha256=final.blob_id)
    assert "Tessier" not in page_of(signed_in(other_teacher), sha256=final.blob_id)


def test_the_stamp_of_an_authority_is_dated(client: HouseClient, db: None) -> None:
    stamped = DocumentFactory(
        standing=Standing.FINAL, certificate_sha256="c" * 64, stamped_at=clock.now()
    )
    assert "horodaté le" in page_of(client, sha256=stamped.blob_id)


def test_an_unknown_hash_offers_to_send_the_file(client: HouseClient, db: None) -> None:
    page = page_of(client, sha256="a" * 64)
    assert "Envoyer le fichier pour savoir ce qui a changé" in page
    content = b"not a PDF"
    answer = client.post(URL, {"file": SimpleUploadedFile("x.pdf", content)})
    assert "Inconnu" in answer.content.decode()
    assert "pour savoir ce qui a changé" not in answer.content.decode()


def test_a_known_file_starts_no_process(
    client: HouseClient, final: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "check", lambda content: pytest.fail("a process started"))
    content = storage.path_of(final.blob_id).read_bytes()
    answer = client.post(URL, {"file": SimpleUploadedFile("x.pdf", content)})
    assert "Authentique" in answer.content.decode()


def test_the_eleventh_upload_of_a_minute_is_refused(
    client: HouseClient, db: None, freeze: Callable[[], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    travel = freeze()
    monkeypatch.setattr(checks, "check", lambda content: Report(Verdict.UNSEALED))

    def send() -> Any:
        return client.post(URL, {"file": SimpleUploadedFile("x.pdf", b"x")})

    assert [send().status_code for _ in range(checks.PER_MINUTE)] == [200] * checks.PER_MINUTE
    refused = send()
    assert refused.status_code == 429
    assert "Attendez une minute" in refused.content.decode()
    travel.shift(timedelta(minutes=1))
    assert send().status_code == 200


def test_a_third_file_at_once_waits(client: HouseClient, db: None) -> None:
    with checks.one_child(), checks.one_child():
        refused = client.post(URL, {"file": SimpleUploadedFile("x.pdf", b"x")})
    assert refused.status_code == 429
    assert "Deux fichiers sont déjà en cours d’examen" in refused.content.decode()
    assert client.post(URL, {"file": SimpleUploadedFile("x.pdf", b"x")}).status_code == 200


def test_each_check_is_logged_without_the_file(
    client: HouseClient, final: Document, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", logger="nrc_platform.web.checks")
    page_of(client, sha256=final.blob_id)
    assert f"sha256={final.blob_id[:12]} verdict=authentic" in caplog.text
    assert final.blob_id not in caplog.text


def ask(client: HouseClient, document: Document, email: str) -> str:
    answer = client.post(NAMES, {"reference": document.printed_reference, "email": email})
    assert answer.status_code == 200
    found = re.sub(r'value="\w{64}"', "", answer.content.decode())
    assert "Si cette adresse est celle d’une des parties, un lien vient d’y partir" in found
    return found


def test_a_party_and_a_stranger_read_the_same_and_one_link_leaves(
    client: HouseClient, final: Document
) -> None:
    pages = {
        ask(client, final, email)
        for email in ("MARC@hygial.example", "alice@ecole.example", "x@y.example")
    }
    assert len(pages) == 1
    link = AccessLink.objects.get()
    assert (link.email, link.purpose) == ("marc@hygial.example", signatures.SIGN)
    assert Evidence.objects.get().event == "link_rotated"
    assert Message.objects.count() == 1
    ask(client, final, "marc@hygial.example")
    assert AccessLink.objects.count() == 1


def test_the_link_of_a_sealed_copy_outlives_the_days_for_signing(
    client: HouseClient, final: Document
) -> None:
    request = final.final_requests.get()
    type(request).objects.filter(pk=request.pk).update(expires_at=clock.now() - timedelta(days=9))
    ask(client, final, "marc@hygial.example")
    assert AccessLink.objects.get().is_live


def test_nobody_gets_a_link_to_a_round_that_is_not_complete(
    client: HouseClient, final: Document
) -> None:
    unsigned = final.final_requests.get().signers.get(name="Marc Tessier")
    other = DocumentFactory(school=final.school, promotion=final.promotion)
    assert signatures.send_copy_link(other.reference, unsigned.email) is False
    assert signatures.send_copy_link("pas une référence", unsigned.email) is False


def test_the_page_asks_as_many_queries_however_many_signed(
    client: HouseClient, final: Document, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    for _ in range(10):
        SignerFactory(request=final.final_requests.get(), on_paper=True)
    # The document, its round, its signers, the last avenant.
    with django_assert_max_num_queries(4):
        assert "12 sur 12" in page_of(client, sha256=final.blob_id)


def test_the_page_says_what_it_proves_and_how_to_check_without_it(
    client: HouseClient, db: None
) -> None:
    page = page_of(client)
    assert "Ce que cela prouve, ce que cela ne prouve pas" in page
    for word in ("sha256sum FICHIER.pdf", "pdfsig -nocert", "pdfdetach", "électroniques simples"):
        assert word in page
