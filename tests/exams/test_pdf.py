"""The printed fiche: official order, same facts same bytes, and hostile texts named one by one."""

import io
import re
import subprocess
import time
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from pypdf import PdfReader

from exams import services
from exams.facts import FicheFacts, fiche_facts
from exams.models import Fiche
from exams.pdf import fiche_html, render_fiche
from exams.selectors import with_content
from exams.states import OFFICIAL_RUBRICS
from nrc_platform.core import clock
from nrc_platform.people.models import User

pytestmark = pytest.mark.django_db
ADDRESS = "https://nrc.example/verification/?r=7KQM-2FXD-9P"
WIDTH = 595.3


@pytest.fixture
def facts(visaed: Fiche) -> FicheFacts:
    """Alice's visaed fiche, frozen."""
    return fiche_facts(
        with_content(visaed), candidate_number="2027-0418", reference="7KQM-2FXD-9P"
    )


def _text(content: bytes) -> str:
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_rubrics_are_printed_in_official_order_under_their_labels(facts: FicheFacts) -> None:
    html = fiche_html(facts, address=ADDRESS)
    places = [html.index(rubric.label) for rubric in OFFICIAL_RUBRICS]
    assert places == sorted(places)
    assert len(places) == 9


def test_heading_bears_session_candidate_number_and_place(facts: FicheFacts) -> None:
    text = _text(render_fiche(facts, address=ADDRESS).content)
    for words in (
        "session 2027",
        "Alice Aubry, n° 2027-0418, fiche 1 sur 3",
        "n° 1 sur 3, remise 1",
        "référence 7KQM-2FXD-9P",
        "nrc.example/verification",
        "page 1 sur ",
        "C32",
        "S51",
        "Bob Besson",
    ):
        assert words in text
    assert "cachet" not in text.lower()
    assert "scell" not in text.lower()


def test_same_facts_give_the_same_bytes(facts: FicheFacts) -> None:
    first = render_fiche(facts, address=ADDRESS).content
    assert render_fiche(facts, address=ADDRESS).content == first
    other = replace(facts, content=replace(facts.content, place="Nantes"))
    assert render_fiche(other, address=ADDRESS).content != first


def test_only_our_font_is_embedded(facts: FicheFacts) -> None:
    reader = PdfReader(io.BytesIO(render_fiche(facts, address=ADDRESS).content))
    fonts = {
        str(font.get_object()["/BaseFont"])
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()  # type: ignore[index]
    }
    assert fonts
    assert all("Atkinson" in name for name in fonts)
    assert reader.trailer["/Root"]["/Lang"] == "fr"  # type: ignore[index]


def test_fiche_without_place_or_number_says_so(facts: FicheFacts) -> None:
    text = _text(
        render_fiche(replace(facts, slot=None, candidate_number=""), address=ADDRESS).content
    )
    assert "hors dossier" in text
    assert "non attribué" in text


HOSTILE = {
    "html": "<script>alert(1)</script><table><tr><td>&amp;nbsp;</td></tr></table>" * 200,
    "words up to the limit": ("entretien " * 2_000).strip(),
    "four hundred lines": "\n".join(["ligne"] * 400),
    "only line breaks": "début" + "\n" * 399 + "fin",
    "combining marks": "a" + "\u0301" * 15_000 + "bout",
    "bidi controls": "\u202eabc\u202c\u2067def\u2069\u200fghi" * 500,
    "zero width": "a\u200bb\u200cc\u200dd\ufeffe" * 2_000,
    "one unbroken word": "x" * 19_999 + "y",
    "emoji": "client 😀 content 👩‍💼 prix 🧾 " * 600,
    "tabs and nulls": "un\x00\tdeux\x0btrois\x1f" * 800,
    "mixed alphabets": "Ελληνικά русский ÀÉÎÕÜ œæß " * 500,
}


def _letters(text: str) -> Counter[str]:
    """Return the Latin letters of a text, in NFC, whatever the spaces and hyphens."""
    composed = unicodedata.normalize("NFC", text)
    return Counter(char for char in composed if char.isalpha() and ord(char) < 0x250)


def _words_with_boxes(content: bytes) -> list[tuple[float, str]]:
    done = subprocess.run(
        ["pdftotext", "-bbox", "-", "-"], input=content, capture_output=True, check=True
    )
    found = re.findall(r'xMax="([\d.]+)"[^>]*>([^<]*)</word>', done.stdout.decode())
    return [(float(edge), word) for edge, word in found]


_FRAMES: list[Counter[str]] = []


def _frame(facts: FicheFacts) -> Counter[str]:
    """Return the letters of the fiche without the hostile rubric, printed once for all tests."""
    if not _FRAMES:
        bare = replace(facts, content=replace(facts.content, context_text=""))
        words = _words_with_boxes(render_fiche(bare, address=ADDRESS).content)
        _FRAMES.append(_letters("".join(word for _, word in words)))
    return _FRAMES[0]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_printed_whole_inside_the_page_under_ten_seconds(
    draft: Fiche, alice: User, name: str
) -> None:
    saved = services.save_draft(
        draft, actor=alice, version=1, values={"context_text": HOSTILE[name]}
    )
    facts = fiche_facts(with_content(saved), reference="7KQM-2FXD-9P")
    began = time.process_time()
    content = render_fiche(facts, address=ADDRESS).content
    assert time.process_time() - began < 10
    words = _words_with_boxes(content)
    assert max(edge for edge, _ in words) < WIDTH
    pages = len(PdfReader(io.BytesIO(content)).pages)
    assert 1 <= pages < 40
    printed = _letters("".join(word for _, word in words))
    expected = _letters(saved.context_text)
    frame = _frame(facts)
    missing = expected - (printed - frame)
    # What each page repeats (running head and foot) only adds letters: none may be missing.
    assert sum(missing.values()) == 0, missing


def test_worker_prints_what_the_visa_froze(
    submitted: Fiche, bob: User, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    from nrc_platform.documents.models import Document
    from nrc_platform.documents.services import open_document, verify_reference

    with django_capture_on_commit_callbacks(execute=True):
        fiche = services.grant_visa(submitted, actor=bob)
    Fiche.objects.filter(pk=fiche.pk).update(place="Changé par une main indue")
    document = Document.objects.get(source_id=fiche.pk)
    file, name = open_document(document)
    with file:
        text = _text(file.read())
    assert "Le Quai, Angers" in text
    assert document.printed_reference in text
    assert name == "fiche-e4-1.pdf"
    assert verify_reference(document.printed_reference).known
    kept = fiche.snapshots.get(reason="grant_visa")
    from exams.facts import digest

    assert document.facts_sha256 == digest(kept.facts)
    assert document.created_at <= clock.now()


def test_job_of_a_withdrawn_visa_ends_with_a_sentence(submitted: Fiche, bob: User) -> None:
    from nrc_platform.jobs.models import Job
    from nrc_platform.jobs.tasks import run

    services.grant_visa(submitted, actor=bob)
    services.withdraw_visa(submitted, actor=bob, reason="Date fausse.")
    job = Job.objects.get(kind="exams.render_fiche")
    run(str(job.pk))
    job.refresh_from_db()
    assert job.state == "dead"
    assert "visa de cette fiche a été retiré" in job.last_error
