"""Whatever file is given, the verifier answers within its limits and takes nobody down."""

import io
import os
import random
import subprocess
import sys
import time
import zlib
from pathlib import Path
from typing import Any

import pytest
from pyhanko.pdf_utils.crypt import StandardSecurityHandler
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer

from nrc_platform.documents.seals import checking, health
from nrc_platform.documents.seals.checking import check, check_all
from nrc_platform.documents.seals.report import Verdict
from nrc_platform.documents.seals.sealing import Sealed

ROOT = Path(__file__).resolve().parents[2]
MUTATED = 200


def pdf(*objects: bytes, root: bytes = b"1 0 R", more: bytes = b"") -> bytes:
    """Write a PDF of these objects, however mad."""
    content, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return content + (
        b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<< /Size %d /Root %b %b >>\n"
        b"startxref\n%d\n%%%%EOF\n" % (size, rows, size, root, more, len(content))
    )


def stream(data: bytes, extra: bytes = b"") -> bytes:
    return b"<< /Length %d %b >>\nstream\n%b\nendstream" % (len(data), extra, data)


CATALOGUE, PAGES = b"<< /Type /Catalog /Pages 2 0 R %b >>", b"<< /Kids [] /Count 0 >>"


def carrying(files: bytes, *more: bytes) -> bytes:
    return pdf(CATALOGUE % (b"/Names << /EmbeddedFiles %b >>" % files), PAGES, *more)


def with_form(form: bytes, *more: bytes) -> bytes:
    return pdf(CATALOGUE % (b"/AcroForm %b" % form), PAGES, *more)


def signed_by(value: bytes) -> bytes:
    field = b"<< /FT /Sig /T (NRC-final) /V 4 0 R >>"
    kind = b"<< /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached "
    return with_form(b"<< /Fields [3 0 R] /SigFlags 3 >>", field, value.replace(b"<< ", kind))


def bomb(levels: int) -> bytes:
    data = bytes(50_000_000)
    for _ in range(levels):
        data = zlib.compress(data, 9)
    filters = b"/Filter [%b]" % (b"/FlateDecode " * levels)
    return carrying(b"<< /Names [(a) << /EF << /F 3 0 R >> >>] >>", stream(data, filters))


def encrypted() -> bytes:
    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(health.PROBE)))
    writer._assign_security_handler(
        StandardSecurityHandler.build_from_pw("secret", encrypt_metadata=True)
    )
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def generated() -> dict[str, bytes]:
    """Return files that no one prints, by name."""
    probe = health.PROBE
    deep, many = 20_000, 50_000
    return {
        "empty": b"",
        "zero": b"\x00",
        "zeros": bytes(100_000),
        "text": "Bonjour, ceci n’est pas un PDF.".encode(),
        "html": b"<html><body>%PDF-1.7</body></html>",
        "header": b"%PDF-1.7\n",
        "header-eof": b"%PDF-1.7\n%%EOF",
        "startxref-only": b"%PDF-1.7\nstartxref\n0\n%%EOF",
        "startxref-far": b"%PDF-1.7\nstartxref\n99999999999999\n%%EOF",
        "startxref-negative": b"%PDF-1.7\nstartxref\n-5\n%%EOF",
        "startxref-text": b"%PDF-1.7\nstartxref\nabc\n%%EOF",
        "no-eof": probe[:-7],
        "no-xref": probe.replace(b"xref\n0", b"xxxx\n0"),
        "xref-cut": probe[: probe.index(b"trailer")],
        "xref-wrong": probe.replace(b"0000000015", b"0000000999"),
        "xref-huge": probe.replace(b"xref\n0 4", b"xref\n0 4000000000"),
        "root-missing": probe.replace(b"/Root 1 0 R", b"/Toor 1 0 R"),
        "root-null": probe.replace(b"/Root 1 0 R", b"/Root null "),
        "root-far": probe.replace(b"/Root 1 0 R", b"/Root 9 0 R"),
        "root-itself": pdf(b"1 0 R"),
        "root-number": pdf(b"42"),
        "pages-loop": pdf(CATALOGUE % b"", b"2 0 R"),
        "pages-text": pdf(CATALOGUE % b"", b"<< /Kids (a) /Count (b) >>"),
        "previous-loop": pdf(CATALOGUE % b"", PAGES, more=b"/Prev 9"),
        "previous-far": pdf(CATALOGUE % b"", PAGES, more=b"/Prev 999999"),
        "deep-array": pdf(CATALOGUE % (b"/A " + b"[" * deep + b"]" * deep), PAGES),
        "deep-dict": pdf(CATALOGUE % (b"<< /A " * deep + b">>" * deep), PAGES),
        "deep-open": b"%PDF-1.7\n1 0 obj\n" + b"[" * deep,
        "deep-string": pdf(CATALOGUE % (b"/A " + b"(" * deep + b")" * deep), PAGES),
        "objects-many": pdf(CATALOGUE % b"", PAGES, *[b"<< /A 1 >>"] * many),
        "names-long": pdf(CATALOGUE % (b"/" + b"a" * 2_000_000 + b" 1"), PAGES),
        "number-long": pdf(CATALOGUE % (b"/A " + b"9" * 300_000), PAGES),
        "hex-odd": pdf(CATALOGUE % b"/A <abc", PAGES),
        "fields-loop": with_form(b"<< /Fields [3 0 R] >>", b"<< /T (a) /Kids [3 0 R] >>"),
        "fields-many": with_form(b"<< /Fields [%b] >>" % (b"3 0 R " * many), b"<< /T (a) >>"),
        "fields-text": with_form(b"<< /Fields (abc) >>"),
        "form-loop": with_form(b"1 0 R"),
        "signature-null": signed_by(b"null"),
        "signature-empty": signed_by(b"<< /Type /Sig >>"),
        "signature-no-range": signed_by(b"<< /Type /Sig /Contents <30> >>"),
        "signature-range-text": signed_by(b"<< /ByteRange (a) /Contents <3000> >>"),
        "signature-range-far": signed_by(
            b"<< /ByteRange [0 99999999999 99999999999 9] /Contents <3000> >>"
        ),
        "signature-range-minus": signed_by(b"<< /ByteRange [0 -1 -1 -1] /Contents <3000> >>"),
        "signature-not-der": signed_by(b"<< /ByteRange [0 1 2 3] /Contents <ffffffff> >>"),
        "signature-der-deep": signed_by(
            b"<< /ByteRange [0 1 2 3] /Contents <%b> >>" % (b"3080" * deep)
        ),
        "signature-loop": with_form(b"<< /Fields [3 0 R] >>", b"<< /FT /Sig /T (a) /V 3 0 R >>"),
        "ranges-many": probe + b"/ByteRange [0 1 2 3]\n" * many,
        "range-digits": probe + b"/ByteRange [0 " + b"1" * 1_000_000,
        "embedded-loop": carrying(b"3 0 R", b"<< /Kids [3 0 R] >>"),
        "embedded-many": carrying(
            b"<< /Names [%b] >>" % (b"(a) << /EF << /F 3 0 R >> >> " * 5_000), stream(b"x")
        ),
        "embedded-text": carrying(b"<< /Names [(a) (b)] >>"),
        "embedded-lost": carrying(b"<< /Names [(a) << /EF << /F 9 0 R >> >>] >>"),
        "stream-length": carrying(
            b"<< /Names [(a) << /EF << /F 3 0 R >> >>] >>",
            b"<< /Length 999999999 >>\nstream\nx\nendstream",
        ),
        "stream-filter": carrying(
            b"<< /Names [(a) << /EF << /F 3 0 R >> >>] >>", stream(b"x", b"/Filter /Nope")
        ),
        "bomb-one": bomb(1),
        "bomb-two": bomb(2),
        "bomb-three": bomb(3),
        "encrypted": encrypted(),
        "two-files": probe + probe,
        "backwards": probe[::-1],
    }


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return generated()


def test_hostile_files_get_an_answer_and_never_a_seal(files: dict[str, bytes]) -> None:
    assert len(files) >= 50
    started = time.monotonic()
    reports = check_all(list(files.values()))
    spent = time.monotonic() - started
    said = {name: report.verdict for name, report in zip(files, reports, strict=True)}
    allowed = {Verdict.UNREADABLE, Verdict.UNSEALED, Verdict.CONTENT_CHANGED}
    assert {name: verdict for name, verdict in said.items() if verdict not in allowed} == {}
    for name in ("empty", "text", "xref-cut", "root-missing", "encrypted", "bomb-three"):
        assert said[name] is Verdict.UNREADABLE, name
    assert spent < 60


def test_mutated_seals_never_take_the_verifier_down(final: Sealed) -> None:
    changed = []
    for _ in range(MUTATED):
        content = bytearray(final.content)
        for _ in range(random.randrange(1, 60)):
            content[random.randrange(len(content))] = random.randrange(256)
        start = random.randrange(len(content))
        del content[start : start + random.choice([0, 0, 1, 900])]
        changed.append(bytes(content))
    reports = check_all([*changed, final.content])
    assert len(reports) == MUTATED + 1
    assert reports.pop().verdict is Verdict.SEALED
    assert Verdict.SEALED not in {report.verdict for report in reports}


def test_a_verifier_that_hangs_is_stopped(
    presented: Sealed, monkeypatch: pytest.MonkeyPatch
) -> None:
    sleep = [sys.executable, "-c", "import time; time.sleep(60)"]
    monkeypatch.setattr(checking, "_COMMAND", sleep)
    monkeypatch.setattr(checking, "WALL_SECONDS", 0.3)
    assert check(presented.content).verdict is Verdict.UNREADABLE


@pytest.mark.parametrize(
    "code",
    [
        "import os; os.kill(os.getpid(), 9)",
        "import os; os.abort()",
        "raise SystemExit(3)",
        "print('{}')",
        "print('[1, 2]')",
        "print('pas du JSON')",
        "import sys; sys.stdin.close()",
    ],
)
def test_a_verifier_that_dies_or_raves_is_an_unreadable_file(
    code: str, presented: Sealed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "_COMMAND", [sys.executable, "-c", code])
    assert check(presented.content).verdict is Verdict.UNREADABLE


LIMITED = """
import asyncio, socket, subprocess, sys, tempfile
from nrc_platform.documents.seals import checker
from nrc_platform.documents.seals.reading import Trust
from nrc_platform.documents.seals.report import Report, Verdict
checker.CPU_SECONDS = 1
def judge(content, trust, loop):
    {attempt}
    return Report(Verdict.SEALED)
checker.judge = judge
print(checker._judged(b"", Trust(())).verdict)
"""
ATTEMPTS: dict[str, Any] = {
    "socket": "socket.socket()",
    "connect": "socket.create_connection(('127.0.0.1', 9))",
    "name": "socket.getaddrinfo('example.org', 80)",
    "program": "subprocess.run(['true'])",
    "shell": "import os; os.system('true')",
    "memory": "bytes(600 << 20)",
    "disk": "open(tempfile.mktemp(), 'wb', buffering=0).write(b'x' * 10)",
    "processor": "\n    while True: pass",
    "exit": "sys.exit(0)",
}


@pytest.mark.parametrize("name", ATTEMPTS)
def test_a_file_that_took_the_verifier_over_could_do_nothing(name: str) -> None:
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-W", "ignore", "-c", LIMITED.format(attempt=ATTEMPTS[name])]
    done = subprocess.run(command, capture_output=True, text=True, env=env, timeout=30)
    assert "sealed" not in done.stdout, name
    assert done.stdout.strip() == "unreadable" or done.returncode < 0, done.stderr


def test_the_verifier_is_told_no_secret(
    presented: Sealed, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SEAL_PASSPHRASE", "canari")
    shown = tmp_path / "shown"
    code = f"import os, sys; open({str(shown)!r}, 'w').write(str(dict(os.environ)))"
    monkeypatch.setattr(checking, "_COMMAND", [sys.executable, "-c", code])
    check(presented.content)
    assert "canari" not in shown.read_text(encoding="utf-8")
    assert "LC_ALL" in shown.read_text(encoding="utf-8")
