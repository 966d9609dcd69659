"""Bytes first, then their row: versions, a full disk, a file that is gone."""

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nrc_platform.core.errors import DomainError
from nrc_platform.documents import reference, services, storage
from nrc_platform.documents.models import Blob, Document
from nrc_platform.journal.models import Entry
from nrc_platform.people.models import School
from tests.documents.factories import DocumentFactory, facts


def test_bytes_are_kept_under_their_hash_once(db: None) -> None:
    first = services.put(b"%PDF-1.7 a")
    second = services.put(b"%PDF-1.7 a")
    assert first == second
    assert Blob.objects.count() == 1
    assert storage.path_of(first.pk).read_bytes() == b"%PDF-1.7 a"
    assert storage.path_of(first.pk).parts[-3:-1] == (first.pk[:2], first.pk[2:4])


def test_a_cut_file_is_written_again(db: None) -> None:
    blob = services.put(b"%PDF-1.7 whole")
    storage.path_of(blob.pk).write_bytes(b"%PDF")
    services.put(b"%PDF-1.7 whole")
    assert storage.path_of(blob.pk).read_bytes() == b"%PDF-1.7 whole"


def _full(*args: Any, **kwargs: Any) -> Any:
    raise OSError(errno.ENOSPC, "No space left on device")


class _FullFile:
    """A file that opens, and has no room for a byte."""

    def __init__(self, descriptor: int, mode: str) -> None:
        self.descriptor = descriptor

    def __enter__(self) -> "_FullFile":
        return self

    def __exit__(self, *args: object) -> None:
        os.close(self.descriptor)

    write = _full


@pytest.mark.parametrize(
    "break_it",
    [
        lambda patch: patch.setattr(storage.tempfile, "mkstemp", _full),
        lambda patch: patch.setattr(storage.os, "fdopen", _FullFile),
        lambda patch: patch.setattr(storage.os, "fsync", _full),
        lambda patch: patch.setattr(storage.os, "replace", _full),
    ],
    ids=["open", "write", "fsync", "rename"],
)
def test_a_full_disk_is_said_in_french_and_leaves_nothing(
    db: None,
    settings: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    break_it: Callable[[pytest.MonkeyPatch], None],
) -> None:
    settings.DOCUMENTS_DIR = tmp_path
    with monkeypatch.context() as patch:
        break_it(patch)
        with pytest.raises(DomainError, match="Le disque du serveur est plein") as caught:
            services.put(b"%PDF-1.7 a")
    assert caught.value.code == "disk_full"
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
    assert not Blob.objects.exists()
    assert services.put(b"%PDF-1.7 a")


def test_a_document_is_issued_with_its_printed_reference(school: School) -> None:
    printed = services.new_reference()
    document = services.store(services.put(b"a"), **facts(), school=school, reference=printed)
    assert document.printed_reference == printed
    assert (document.version, document.state) == (1, "ready")
    line = Entry.objects.get(kind="documents.document.issue")
    assert (line.object_id, line.school_id) == (document.pk, school.pk)
    assert line.data["sha256"] == document.blob_id


def test_a_reference_that_fails_its_check_is_never_issued(school: School) -> None:
    with pytest.raises(ValueError, match="fails its own check"):
        services.store(services.put(b"a"), **facts(), school=school, reference="7KQM-2FXD-90")
    assert not Document.objects.exists()


def test_the_same_bytes_are_issued_once(school: School) -> None:
    first = services.store(services.put(b"a"), **facts(), school=school)
    second = services.store(services.put(b"a"), **facts(), school=school)
    assert first == second
    assert Entry.objects.count() == 1


def test_a_new_version_replaces_the_older_and_keeps_its_bytes(school: School) -> None:
    first = services.store(services.put(b"a"), **facts(), school=school)
    second = services.store(services.put(b"b"), **facts(), school=school)
    first.refresh_from_db()
    assert (second.version, second.state, first.state) == (2, "ready", "replaced")
    content, name = services.open_document(first)
    with content:
        assert content.read() == b"a"
    assert name == "fiche-e4-1.pdf"


def test_a_lost_file_is_said_in_french(db: None) -> None:
    document = DocumentFactory()
    storage.path_of(document.blob_id).unlink()
    with pytest.raises(DomainError, match="manque sur le disque"):
        services.open_document(document)


def test_the_check_knows_replaced_and_unknown_documents(school: School) -> None:
    first = services.store(services.put(b"a"), **facts(), school=school)
    second = services.store(services.put(b"b"), **facts(), school=school)
    assert services.verify_reference(first.printed_reference).newer == second
    assert services.verify_reference(second.reference).state == "known"
    assert services.verify_reference(reference.draw()).state == "unknown"
    assert services.verify_reference("rien").state == "unknown"
    assert services.verify_sha256(first.blob_id.upper()).state == "replaced"
    assert services.verify_sha256("0" * 64).state == "unknown"


def test_the_address_in_the_qr_opens_the_check(db: None) -> None:
    document = DocumentFactory()
    address = services.verification_address(document.printed_reference)
    assert address == f"http://testserver/verification/?r={document.printed_reference}"
