"""A seal covers the whole file, shows nothing, and another verifier agrees with ours."""

import asyncio
import hashlib
import io
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from pypdf import PdfReader

from nrc_platform.documents.engine import Attached
from nrc_platform.documents.seals import health
from nrc_platform.documents.seals.checking import check, check_all
from nrc_platform.documents.seals.keys import certificate_facts
from nrc_platform.documents.seals.report import Embedded, Verdict
from nrc_platform.documents.seals.sealing import FINAL, PRESENTED, Sealed, seal
from tests.documents.sealed import PASSPHRASE, make_p12, page, pdfsig

ROOT = Path(__file__).resolve().parents[2]


def agrees(content: bytes, folder: Path, fields: int = 1) -> None:
    said = pdfsig(content, folder)
    assert said.count("Signature Validation: Signature is Valid.") == fields, said
    assert "Total document signed" in said


def test_our_check_and_poppler_find_the_presented_file_whole(
    presented: Sealed, tmp_path: Path
) -> None:
    report = check(presented.content)
    assert report.verdict is Verdict.SEALED
    assert report.field == PRESENTED == "NRC-presente"
    assert report.certificate_sha256 == certificate_facts().fingerprint
    assert report.stamped_at is None
    assert report.signed_at is not None
    assert abs(report.signed_at - datetime.now(UTC)) < timedelta(hours=1)
    agrees(presented.content, tmp_path)


def test_our_check_and_poppler_find_the_final_file_whole(
    presented: Sealed, final: Sealed, tmp_path: Path
) -> None:
    report = check(final.content)
    assert report.verdict is Verdict.SEALED
    assert report.field == FINAL == "NRC-final"
    assert Embedded("document-presente.pdf", presented.sha256) in report.attachments
    assert Embedded("preuve.json", hashlib.sha256(b"{}").hexdigest()) in report.attachments
    agrees(final.content, tmp_path)


def test_the_file_carried_by_the_final_one_is_still_sealed(
    presented: Sealed, final: Sealed
) -> None:
    carried = PdfReader(io.BytesIO(final.content)).attachments["document-presente.pdf"][0]
    assert carried == presented.content
    assert check(carried).verdict is Verdict.SEALED


def test_poppler_agrees_on_a_page_of_nothing(tmp_path: Path) -> None:
    sealed = seal(health.PROBE, field=PRESENTED, reason="Essai")
    assert check(sealed.content).verdict is Verdict.SEALED
    agrees(sealed.content, tmp_path)


def test_poppler_agrees_on_a_seal_by_an_rsa_key(
    bare: bytes, tmp_path: Path, settings: Any
) -> None:
    settings.SEAL_P12, settings.SEAL_PASSPHRASE = str(tmp_path / "rsa.p12"), PASSPHRASE
    make_p12(tmp_path / "rsa.p12", key=rsa.generate_private_key(65537, 2048))
    sealed = seal(bare, field=FINAL, reason="Essai")
    assert check(sealed.content).verdict is Verdict.SEALED
    agrees(sealed.content, tmp_path)


def test_what_is_told_of_the_sealed_file_is_true(presented: Sealed) -> None:
    assert presented.sha256 == hashlib.sha256(presented.content).hexdigest()
    assert presented.certificate_sha256 == certificate_facts().fingerprint
    assert presented.stamped_at is None


def test_the_seal_only_adds_to_the_printed_file(bare: bytes, presented: Sealed) -> None:
    assert presented.content.startswith(bare)
    before, after = PdfReader(io.BytesIO(bare)), PdfReader(io.BytesIO(presented.content))
    assert after.pages[0].extract_text() == before.pages[0].extract_text()
    metadata = after.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    assert 'pdfaid:part="3"' in metadata
    assert 'pdfaid:conformance="A"' in metadata
    assert after.trailer["/ID"][0] == before.trailer["/ID"][0]


def test_the_seal_shows_nothing_and_forbids_every_change(presented: Sealed) -> None:
    root = PdfReader(io.BytesIO(presented.content)).trailer["/Root"]
    field = root["/AcroForm"]["/Fields"][0].get_object()
    assert field["/F"] & 0b100, "printed"
    assert not field["/F"] & 0b10, "not hidden"
    left, bottom, right, top = (float(side) for side in field["/Rect"])
    assert (left, bottom) == (right, top)
    assert left < 0
    value = field["/V"].get_object()
    assert value["/SubFilter"] == "/ETSI.CAdES.detached"
    assert value["/Reference"][0]["/TransformParams"]["/P"] == 1
    assert root["/Perms"]["/DocMDP"].get_object() == value


def test_a_field_that_is_not_ours_is_refused(bare: bytes) -> None:
    with pytest.raises(ValueError, match="not the name of a seal"):
        seal(bare, field="Signature1", reason="Essai")


def test_sealing_works_where_a_loop_already_runs(bare: bytes) -> None:
    async def inside() -> Sealed:
        return seal(bare, field=PRESENTED, reason="Essai")

    # In a thread: the loop of a browser may already run in this one.
    with ThreadPoolExecutor(1) as pool:
        sealed = pool.submit(asyncio.run, inside()).result()
    assert check(sealed.content).verdict is Verdict.SEALED


def test_files_checked_together_get_the_same_verdicts(presented: Sealed, bare: bytes) -> None:
    files = [presented.content, b"", bare, presented.content + b" "]
    assert check_all(files) == [check(file) for file in files]
    assert check_all([]) == []


def attached(moment: datetime) -> bytes:
    return page(
        "Avec une pièce.",
        Attached("preuve.json", b'{"a": 1}', "Dossier de preuve", "Supplement", moment),
        Attached("document-presente.pdf", b"%PDF-1.7", "Document présenté", "Source", moment),
    )


def test_attachments_give_the_same_bytes_and_are_associated_files(
    freeze: object,
) -> None:
    moment = datetime(2026, 9, 1, 10, 0, tzinfo=UTC)
    first = attached(moment)
    freeze(datetime(2027, 1, 1, tzinfo=UTC))  # type: ignore[operator]
    assert attached(moment) == first
    assert attached(moment.astimezone()) == first
    assert attached(moment + timedelta(hours=1)) != first
    root = PdfReader(io.BytesIO(first)).trailer["/Root"]
    kinds = {one.get_object()["/UF"]: one.get_object() for one in root["/AF"]}
    assert kinds["preuve.json"]["/AFRelationship"] == "/Supplement"
    assert kinds["document-presente.pdf"]["/AFRelationship"] == "/Source"
    assert kinds["preuve.json"]["/Desc"] == "Dossier de preuve"
    assert kinds["preuve.json"]["/EF"]["/F"].get_object().get_data() == b'{"a": 1}'


def test_the_web_process_checks_without_loading_the_signing_code() -> None:
    code = (
        "import sys, django; django.setup()\n"
        "from django.urls import get_resolver; get_resolver().url_patterns\n"
        "import nrc_platform.wsgi, nrc_platform.documents.seals.checking\n"
        "print('pyhanko' in sys.modules, 'weasyprint' in sys.modules)\n"
    )
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "nrc_platform.settings.test"}
    env["PYTHONPATH"] = str(ROOT)
    command = [sys.executable, "-W", "ignore", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, env=env, check=True, cwd=ROOT)
    assert done.stdout.strip() == "False False"
