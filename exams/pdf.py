"""A fiche's facts to HTML, then to PDF bytes; imported by the worker only."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string

from exams.facts import FicheFacts
from exams.rules import FicheContent
from exams.states import OFFICIAL_RUBRICS, Kind, Lived, Origin, Rubric
from nrc_platform.core import dates
from nrc_platform.core.text import breakable, pieces_of
from nrc_platform.documents.engine import Printed, render_pdf
from nrc_platform.documents.qr import qr_svg

TEMPLATE = "pdf/exams/fiche.html"


@dataclass(frozen=True)
class Paragraph:
    """A line of a rubric, with the words that open it in bold."""

    text: str
    strong: str = ""

    @property
    def pieces(self) -> tuple[str, ...]:
        """Return the text in pieces short enough to lay out."""
        return pieces_of(self.text)


@dataclass(frozen=True)
class PrintedRubric:
    """A rubric as it is printed."""

    number: int
    label: str
    paragraphs: tuple[Paragraph, ...]
    actors: tuple[Any, ...] = ()
    notes: str = ""


def _paragraphs(text: str) -> Iterator[Paragraph]:
    for line in text.split("\n"):
        if line.strip():
            yield Paragraph(breakable(line))


def _company(content: FicheContent) -> Iterator[Paragraph]:
    address = f", {breakable(content.company_address)}" if content.company_address else ""
    yield Paragraph(address, strong=content.company_name)
    yield from _paragraphs(content.company_activity)


def _conditions(content: FicheContent) -> Iterator[Paragraph]:
    day = dates.day(content.took_place_on) if content.took_place_on else ""
    where = breakable(content.place)
    minutes = (
        f"Durée\u00a0: {content.duration_minutes} minutes." if content.duration_minutes else ""
    )
    first = ", ".join(part for part in (day[:1].upper() + day[1:], where) if part)
    yield Paragraph(" ".join(part for part in (f"{first}." if first else "", minutes) if part))
    yield from _paragraphs(content.conditions_text)


def _annex_note(content: FicheContent) -> str:
    words = [
        f"{annex.label}, {annex.page_count} page{'s' if annex.page_count > 1 else ''}"
        for annex in content.annexes
    ]
    if not words:
        return ""
    return f"Annexe{'s' if len(words) > 1 else ''}\u00a0: {' ; '.join(words)}."


def printed_rubrics(content: FicheContent) -> list[PrintedRubric]:
    """Return the nine rubrics in official order, ready to print."""
    texts = {
        Rubric.COMPANY: tuple(_company(content)),
        Rubric.ACTORS: (),
        Rubric.CONDITIONS: tuple(_conditions(content)),
    }
    return [
        PrintedRubric(
            number=number,
            label=rubric.label,
            paragraphs=texts[rubric]
            if rubric in texts
            else tuple(_paragraphs(getattr(content, f"{rubric.value}_text"))),
            actors=content.actors if rubric == Rubric.ACTORS else (),
            notes=_annex_note(content) if rubric == Rubric.OBJECT else "",
        )
        for number, rubric in enumerate(OFFICIAL_RUBRICS, start=1)
    ]


def _boxes(choices: Any, chosen: str) -> list[tuple[str, bool]]:
    return [(choice.label, choice.value == chosen) for choice in choices]


def fiche_html(facts: FicheFacts, *, address: str) -> str:
    """Return the page of a fiche, its text escaped and breakable."""
    content = facts.content
    in_file = f"n° {facts.slot}" if facts.slot else "hors dossier"
    context = {
        "facts": facts,
        "title": f"Fiche E4 {in_file}, {facts.candidate}",
        "place": f"{facts.slot} sur 3" if facts.slot else in_file,
        "place_strong": in_file,
        "place_rest": " sur 3" if facts.slot else "",
        "kinds": _boxes(Kind, content.kind),
        "lived": _boxes(Lived, content.lived),
        "origins": _boxes(Origin, content.origin_kind),
        "rubrics": printed_rubrics(content),
        "visa_remarks": tuple(_paragraphs(facts.visa_remarks)),
        "competences": ", ".join(code.code for code in content.competences),
        "savoirs": ", ".join(code.code for code in content.savoirs),
        "qr": qr_svg(address),
        "address": address.split("?", 1)[0].split("//", 1)[-1].rstrip("/"),
    }
    return render_to_string(TEMPLATE, context)


def render_fiche(facts: FicheFacts, *, address: str) -> Printed:
    """Return the PDF of a fiche and its number of pages: same facts, same bytes."""
    identifier = hashlib.sha256(facts.sha256.encode()).digest()[:16]
    return render_pdf(fiche_html(facts, address=address), identifier=identifier)
