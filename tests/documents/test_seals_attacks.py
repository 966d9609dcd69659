"""Each way of changing a sealed file gets its own verdict, and its own sentence."""

import hashlib
import io
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.signers import PdfTimeStamper

from nrc_platform.documents.engine import Attached
from nrc_platform.documents.seals.checking import SealDoubtful, check, check_all, validate_own
from nrc_platform.documents.seals.report import SENTENCES, Embedded, Report, Verdict
from nrc_platform.documents.seals.sealing import FINAL, PRESENTED, Sealed, seal
from nrc_platform.documents.seals.signer import signer
from tests.documents.sealed import PASSPHRASE, Authority, make_p12, page, pdfsig, pem


def edited(content: bytes, edit: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    """Append a revision that makes the edit."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    edit(writer)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def other_key(settings: Any, tmp_path: Path, **options: Any) -> None:
    make_p12(tmp_path / "other.p12", **options)
    settings.SEAL_P12, settings.SEAL_PASSPHRASE = str(tmp_path / "other.p12"), PASSPHRASE


def own_key(settings: Any) -> None:
    settings.SEAL_P12 = settings.SEAL_PASSPHRASE = ""


@pytest.mark.parametrize("count", [1, 21, 5000])
def test_bytes_added_at_the_end_are_counted(presented: Sealed, count: int) -> None:
    report = check(presented.content + b"%" + b"x" * (count - 1))
    assert report.verdict is Verdict.BYTES_ADDED
    assert report.added == count
    assert report.field == PRESENTED
    told = {1: "1\u00a0octet a été ajouté", 21: "21\u00a0octets ont été ajoutés"}
    assert told.get(count, "5\u202f000\u00a0octets") in report.sentence
    assert "Demandez l’original" in report.sentence


def test_a_seal_cut_off_leaves_a_file_without_seal(bare: bytes, presented: Sealed) -> None:
    assert check(presented.content[: len(bare)]).verdict is Verdict.UNSEALED


def test_a_field_added_is_a_revision(presented: Sealed, tmp_path: Path) -> None:
    content = edited(
        presented.content,
        lambda writer: fields.append_signature_field(writer, fields.SigFieldSpec("Autre")),
    )
    report = check(content)
    assert report.verdict is Verdict.REVISION_ADDED
    assert report.added == len(content) - len(presented.content)
    assert "Signature is Valid" in pdfsig(content, tmp_path), "poppler alone does not see it"


def signed_by_hand(bare: bytes, meta: signers.PdfSignatureMetadata) -> bytes:
    """Sign as nobody of ours does; in a thread, since a browser's loop may run in this one."""
    writer = IncrementalPdfFileWriter(io.BytesIO(bare))
    with ThreadPoolExecutor(1) as pool:
        signed = pool.submit(signers.sign_pdf, writer, meta, signer=signer()).result()
    return bytes(signed.getvalue())


def test_a_signature_added_is_a_revision(
    presented: Sealed, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> None:
    monkeypatch.setattr(signers.PdfSigner, "_enforce_certification_constraints", lambda *_: None)

    def signed_again(name: str) -> bytes:
        meta = signers.PdfSignatureMetadata(field_name=name, md_algorithm="sha256")
        return signed_by_hand(presented.content, meta)

    ours = signed_again("Autre")
    other_key(settings, tmp_path)
    theirs = signed_again(FINAL)
    own_key(settings)
    for content in (ours, theirs):
        report = check(content)
        assert report.verdict is Verdict.REVISION_ADDED
        assert report.field == PRESENTED


def edit_catalogue(writer: IncrementalPdfFileWriter) -> None:
    writer.root["/Lang"] = generic.pdf_string("en")
    writer.update_root()


def edit_page(writer: IncrementalPdfFileWriter) -> None:
    first = writer.root["/Pages"]["/Kids"][0]
    stream = writer.add_object(generic.StreamObject(stream_data=b"BT ET"))
    first["/Contents"] = stream
    writer.update_container(first)


def edit_seal(writer: IncrementalPdfFileWriter) -> None:
    """Take the seal out of its field: the file then seems never to have had one."""
    field = writer.root["/AcroForm"]["/Fields"][0]
    del field["/V"]
    writer.update_container(field)


@pytest.mark.parametrize("edit", [edit_catalogue, edit_page, edit_seal])
def test_an_edit_appended_is_a_revision(presented: Sealed, edit: Any) -> None:
    report = check(edited(presented.content, edit))
    assert report.verdict is Verdict.REVISION_ADDED
    assert report.field == PRESENTED
    assert "une révision de" in report.sentence


def contents(content: bytes) -> tuple[int, int]:
    found = re.search(rb"/Contents <([0-9a-fA-F]+)>", content)
    assert found is not None
    return found.span(1)


def test_the_seal_of_another_file_does_not_fit(bare: bytes, presented: Sealed) -> None:
    other = seal(page("Une autre convention."), field=PRESENTED, reason="x").content
    start, end = contents(presented.content)
    held = other[slice(*contents(other))].rstrip(b"0").ljust(end - start, b"0")
    assert len(held) == end - start
    swapped = presented.content[:start] + held + presented.content[end:]
    assert check(swapped).verdict is Verdict.CONTENT_CHANGED


def test_content_changed_in_place_is_told(presented: Sealed) -> None:
    content = presented.content.replace(b"/Title (Convention)", b"/Title (Convantion)")
    assert content != presented.content
    report = check(content)
    assert report.verdict is Verdict.CONTENT_CHANGED
    assert "changé sous le cachet" in report.sentence


def test_the_room_left_beside_the_seal_holds_nothing(presented: Sealed) -> None:
    start, end = contents(presented.content)
    assert presented.content[end - 8 : end] == b"0" * 8
    content = presented.content[: end - 8] + b"deadbeef" + presented.content[end:]
    assert check(content).verdict is Verdict.CONTENT_CHANGED


def test_a_seal_of_somebody_else_is_not_ours(bare: bytes, settings: Any, tmp_path: Path) -> None:
    other_key(settings, tmp_path)
    theirs = seal(bare, field=FINAL, reason="x").content
    assert check(theirs).verdict is Verdict.SEALED, "with their own root"
    own_key(settings)
    report = check(theirs)
    assert report.verdict is Verdict.OTHER_ISSUER
    assert "pas celui de la plateforme" in report.sentence


def test_a_signature_of_ours_in_another_field_is_no_seal(bare: bytes) -> None:
    meta = signers.PdfSignatureMetadata(field_name="Signature1", md_algorithm="sha256")
    signed = signed_by_hand(bare, meta)
    assert check(signed).verdict is Verdict.OTHER_ISSUER


def test_a_seal_of_ours_that_allows_changes_is_no_seal(bare: bytes) -> None:
    meta = signers.PdfSignatureMetadata(field_name=FINAL, md_algorithm="sha256")
    signed = signed_by_hand(bare, meta)
    assert check(signed).verdict is Verdict.CONTENT_CHANGED


def test_a_seal_is_judged_at_the_moment_it_was_made(
    bare: bytes, settings: Any, tmp_path: Path, freeze: Any
) -> None:
    starts, ends = datetime(2024, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)
    other_key(settings, tmp_path, starts=starts, ends=ends)
    freeze(datetime(2025, 6, 1, tzinfo=UTC))
    in_time = seal(bare, field=FINAL, reason="x").content
    freeze(datetime(2026, 3, 1, tzinfo=UTC))
    late = seal(bare, field=FINAL, reason="x").content
    first, second = check_all([in_time, late])
    assert first.verdict is Verdict.SEALED
    assert second.verdict is Verdict.CERTIFICATE_EXPIRED
    assert "dates de validité" in second.sentence


def test_a_revoked_certificate_proves_nothing(presented: Sealed, settings: Any) -> None:
    shown = presented.certificate_sha256.upper()
    settings.SEAL_REVOKED = [":".join(re.findall("..", shown))]
    assert check(presented.content).verdict is Verdict.CERTIFICATE_REVOKED
    settings.SEAL_REVOKED = ["00" * 32]
    assert check(presented.content).verdict is Verdict.SEALED


def test_the_wrong_presented_file_inside_the_final_one_shows_by_its_hash(
    presented: Sealed,
) -> None:
    wrong = page("Une autre convention.")
    source = Attached("document-presente.pdf", wrong, "x", "Source", datetime.now(UTC))
    content = seal(page("Signée.", source), field=FINAL, reason="x").content
    report = check(content)
    assert report.verdict is Verdict.SEALED
    assert report.attachments == (
        Embedded("document-presente.pdf", hashlib.sha256(wrong).hexdigest()),
    )
    assert report.attachments[0].sha256 != presented.sha256


def test_the_presented_file_does_not_pass_for_the_final_one(
    presented: Sealed, final: Sealed
) -> None:
    assert check(presented.content).field == PRESENTED != FINAL
    validate_own(presented.content, field=PRESENTED)
    with pytest.raises(SealDoubtful, match="notre propre vérification"):
        validate_own(presented.content, field=FINAL)
    with pytest.raises(SealDoubtful):
        validate_own(final.content + b"\n", field=FINAL)


@pytest.mark.parametrize("kept", [0.2, 0.9, 0.999])
def test_a_truncated_file_cannot_be_read(final: Sealed, kept: float) -> None:
    content = final.content[: int(len(final.content) * kept)]
    assert check(content).verdict is Verdict.UNREADABLE


def test_a_later_time_stamp_is_allowed_from_an_authority_we_trust(
    final: Sealed, authority: Authority, settings: Any, tmp_path: Path
) -> None:
    writer = IncrementalPdfFileWriter(io.BytesIO(final.content))
    stamper = PdfTimeStamper(authority.stamper())
    # In a thread: the loop of a browser may already run in this one.
    with ThreadPoolExecutor(1) as pool:
        stamped = pool.submit(stamper.timestamp_pdf, writer, "sha256").result().getvalue()
    assert check(stamped).verdict is Verdict.REVISION_ADDED
    (tmp_path / "tsa.pem").write_bytes(pem(authority.root))
    settings.TSA_ROOTS = str(tmp_path / "tsa.pem")
    assert check(stamped).verdict is Verdict.SEALED
    assert check(stamped + b"x").verdict is Verdict.BYTES_ADDED


def test_every_verdict_has_a_sentence_of_its_own() -> None:
    said = [Report(verdict, added=3).sentence for verdict in Verdict]
    assert set(SENTENCES) == set(Verdict)
    assert len(set(said)) == len(said)
    for sentence in said:
        assert sentence.endswith(".")
        assert "'" not in sentence
        assert not re.search(r"[^\u00a0][:;?!]", sentence)
