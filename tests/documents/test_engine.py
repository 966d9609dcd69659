"""The engine: one font, the same bytes everywhere, nothing fetched, everything bounded."""

import functools
import http.server
import io
import os
import re
import resource
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader

from nrc_platform.core.errors import DomainError
from nrc_platform.documents import engine
from nrc_platform.documents.qr import qr_svg

ROOT = Path(__file__).resolve().parents[2]
PAGE = """<html lang="fr"><head><title>Fiche E4</title></head><body>
<div class="run-head">BTS</div><div class="run-foot"><span class="mono">7KQM</span>
<span class="page"></span></div>
<main><h1>Fiche œuvre, Łódź, l’été</h1><h2>Titre</h2><p><b>Très</b> <i>bien</i> <em>fait</em>
<code>code</code></p>{more}</main></body></html>"""


def render(more: str = "") -> bytes:
    return engine.render_pdf(PAGE.replace("{more}", more), identifier=b"essai").content


def text_of(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def test_the_file_is_tagged_french_and_named() -> None:
    reader = PdfReader(io.BytesIO(render()))
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "fr"
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert reader.metadata is not None
    assert reader.metadata.title == "Fiche E4"
    metadata = root["/Metadata"].get_object().get_data().decode()
    assert 'pdfaid:part="3"' in metadata
    assert 'pdfaid:conformance="A"' in metadata
    assert "page 1 sur 1" in text_of(render())


def test_only_our_family_is_embedded(tmp_path: Path) -> None:
    file = tmp_path / "essai.pdf"
    file.write_bytes(render(qr_svg("http://testserver/verification/?r=7KQM-2FXD-9P")))
    listed = subprocess.run(["pdffonts", file], capture_output=True, text=True, check=True)
    fonts = listed.stdout.splitlines()[2:]
    assert fonts
    for line in fonts:
        assert "Atkinson-Hyperlegible" in line.split()[0], line
        assert " yes yes yes " in line, line


def test_bytes_are_the_same_in_every_process_whatever_seed_zone_or_language() -> None:
    code = (
        "import hashlib, sys, django; django.setup()\n"
        "from nrc_platform.documents.engine import render_pdf\n"
        "page = sys.stdin.read()\n"
        "print(hashlib.sha256(render_pdf(page, identifier=b'essai').content).hexdigest())\n"
    )
    page = PAGE.replace("{more}", "<p>Texte</p>" * 40 + qr_svg("http://testserver/"))
    seen = set()
    for seed, zone, language in (("0", "UTC", "C"), ("1", "Asia/Tokyo", "fr_FR.UTF-8")):
        env = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": language}
        env |= {"DJANGO_SETTINGS_MODULE": "nrc_platform.settings.test", "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-W", "ignore", "-c", code]
        done = subprocess.run(
            command, input=page, capture_output=True, text=True, env=env, check=True, cwd=ROOT
        )
        seen.add(done.stdout.strip())
    assert len(seen) == 1
    assert engine.render_pdf(page, identifier=b"essai") == engine.render_pdf(
        page, identifier=b"essai"
    )


@pytest.fixture(scope="module")
def listener() -> Iterator[tuple[str, list[str]]]:
    """A server that notes what it is asked."""
    asked: list[str] = []

    class Notes(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Stay silent."""

    server = http.server.HTTPServer(("127.0.0.1", 0), Notes)
    thread = threading.Thread(target=functools.partial(server.serve_forever, 0.05))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    thread.join()
    server.server_close()


VECTORS = {
    "img": '<img src="{u}/1">',
    "stylesheet": '<link rel="stylesheet" href="{u}/2">',
    "import": "<style>@import url({u}/3);</style>",
    "background": "<style>main {{ background: url({u}/4) }}</style>",
    "font-face": "<style>@font-face {{ font-family: x; src: url({u}/5) }} p {{ font-family: x }}"
    "</style>",
    "object": '<object data="{u}/6"></object>',
    "embed": '<embed src="{u}/7">',
    "svg image": '<svg viewBox="0 0 9 9"><image href="{u}/8" width="9" height="9"/></svg>',
    "svg use": '<svg viewBox="0 0 9 9"><use href="{u}/9#a"/></svg>',
    "link attachment": '<link rel="attachment" href="{u}/10">',
    "a attachment": '<a rel="attachment" href="{u}/11">x</a>',
    "base": '<base href="{u}/"><img src="12">',
    "list image": '<ul style="list-style-image: url({u}/13)"><li>x</li></ul>',
    "content": "<style>p::before {{ content: url({u}/14) }}</style>",
    "svg in data": '<img src="data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22 '
    "viewBox=%220 0 9 9%22%3E%3Cimage href=%22{u}/15%22 width=%229%22 height=%229%22/%3E"
    '%3C/svg%3E">',
    "border image": '<p style="border: 3px solid; border-image: url({u}/16) 3">x</p>',
    "mask": '<p style="mask-image: url({u}/17)">x</p>',
    "meta": '<meta http-equiv="refresh" content="0; url={u}/18">',
    "iframe": '<iframe src="{u}/19"></iframe>',
    "file img": '<img src="file://{f}">',
    "file attachment": '<link rel="attachment" href="file://{f}">',
    "file a attachment": '<a rel="attachment" href="file://{f}">x</a>',
    "file stylesheet": '<link rel="stylesheet" href="file://{f}">',
    "ftp": '<img src="ftp://127.0.0.1/{f}">',
    "our scheme": '<img src="nrc-asset:../../../../etc/passwd">',
}


@pytest.mark.parametrize("name", list(VECTORS))
def test_a_page_fetches_nothing(
    name: str, listener: tuple[str, list[str]], tmp_path: Path
) -> None:
    address, asked = listener
    secret = tmp_path / "secret.txt"
    secret.write_text("canari-fichier-local")
    asked.clear()
    content = render(VECTORS[name].format(u=address, f=secret))
    assert asked == []
    assert b"canari" not in content
    reader = PdfReader(io.BytesIO(content))
    assert not reader.attachments
    assert "Fiche œuvre" in text_of(content)


def test_the_listener_would_have_noticed(listener: tuple[str, list[str]]) -> None:
    import urllib.request

    address, asked = listener
    asked.clear()
    urllib.request.urlopen(f"{address}/canari").close()
    assert asked == ["/canari"]


def test_the_style_leaves_nothing_in_memory_and_fixes_its_tables() -> None:
    """Pango keeps what it made for a set of font features: 110 KiB a render, for ever."""
    rules = re.sub(r"/\*.*?\*/", "", engine.style_text(), flags=re.DOTALL)
    assert not re.search(r"font-(variant|feature)", rules)
    tables = re.findall(r"[^{}]*table[^{}]*\{[^}]*width: 100%[^}]*\}", rules)
    assert len(tables) >= 5
    assert [rule for rule in tables if "table-layout: fixed" not in rule] == []


def test_a_page_nested_too_deep_is_refused_in_french() -> None:
    with pytest.raises(DomainError, match="trop imbriqué"):
        render("<div>" * 500 + "x" + "</div>" * 500)


def test_a_page_too_long_is_refused_in_french() -> None:
    with pytest.raises(DomainError, match="trop long"):
        render("x" * engine.MAX_HTML_CHARS)


def test_a_page_that_eats_the_memory_is_refused_in_french(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = resource.getrlimit(resource.RLIMIT_AS)

    class Greedy:
        def __init__(self, **kwargs: object) -> None:
            """Take what a page takes."""

        def render(self, **kwargs: object) -> bytes:
            return bytes(engine.MEMORY_BYTES * 2)

    render()
    monkeypatch.setattr(engine.weasyprint, "HTML", Greedy)
    with pytest.raises(DomainError, match="trop de mémoire"):
        render()
    assert resource.getrlimit(resource.RLIMIT_AS) == before


def test_without_pango_the_sentence_names_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "weasyprint", None)
    with pytest.raises(DomainError, match="libpango-1.0-0"):
        render()


def test_without_pango_the_module_still_loads() -> None:
    code = (
        "import sys, types, django\n"
        "class No:\n"
        "    def find_spec(self, name, *rest):\n"
        "        if name == 'weasyprint': raise OSError('cannot load library pango-1.0-0')\n"
        "sys.meta_path.insert(0, No())\n"
        "django.setup()\n"
        "from nrc_platform.documents import engine\n"
        "from nrc_platform.core.errors import DomainError\n"
        "try: engine.render_pdf('<p>x</p>', identifier=b'x')\n"
        "except DomainError as error: print(error.message)\n"
    )
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "nrc_platform.settings.test"}
    env["PYTHONPATH"] = str(ROOT)
    command = [sys.executable, "-W", "ignore", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, env=env, check=True, cwd=ROOT)
    assert "libpango-1.0-0" in done.stdout


def test_the_web_process_never_loads_the_engine() -> None:
    code = (
        "import sys, django; django.setup()\n"
        "from django.urls import get_resolver; get_resolver().url_patterns\n"
        "import nrc_platform.wsgi\n"
        "print('weasyprint' in sys.modules)\n"
    )
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "nrc_platform.settings.test"}
    env["PYTHONPATH"] = str(ROOT)
    command = [sys.executable, "-W", "ignore", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, env=env, check=True, cwd=ROOT)
    assert done.stdout.strip() == "False"
