"""A simulation on paper: what it says, same facts same bytes, our font only."""

import io
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from pypdf import PdfReader

from projects.facts.simulations import SimulationFacts
from projects.pdf.simulation import render_simulation
from projects.rules.tools import TOOLS, as_json
from tests.projects.saved import example

ADDRESS = "https://nrc.example/verification/?r=7KQM-2FXD-9P"


def facts(tool: str, **changes: str) -> SimulationFacts:
    """Return the facts of the example of a tool."""
    made = SimulationFacts(
        simulation="6c1b4d0e-0000-4000-8000-000000000001",
        tool=tool,
        school="Lycée Marie-Curie",
        promotion="NRC 2",
        project="Ouvrir le secteur Nord",
        company="Hygial Services",
        made_by="Alice Aubry",
        made_at=datetime(2026, 11, 24, 9, 0, tzinfo=UTC),
        comment="Chiffres de l’an dernier",
        inputs=as_json(example(tool)),
        reference="7KQM-2FXD-9P",
    )
    return replace(made, **changes)


def words(content: bytes) -> str:
    """Return the text of a PDF on one line."""
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).replace("\u00a0", " ").split())


@pytest.mark.parametrize("tool", sorted(TOOLS))
def test_each_tool_prints_its_answer_its_inputs_and_its_explanation(tool: str) -> None:
    held = facts(tool)
    printed = render_simulation(held, address=ADDRESS)
    said = words(printed.content)
    assert TOOLS[tool].label in said
    assert "7KQM-2FXD-9P" in said
    assert held.sheet.steps[-1].value.replace("\u00a0", " ").split(",")[0] in said
    assert printed.page_count <= 3


def test_name_of_a_client_is_not_broken_beside_an_empty_column() -> None:
    pages = PdfReader(io.BytesIO(render_simulation(facts("abc"), address=ADDRESS).content)).pages
    table = pages[-1].extract_text().partition("Clients par chiffre d’affaires")[2]
    assert "Verdier Menuiseries" in table


def test_same_facts_give_the_same_bytes() -> None:
    first = render_simulation(facts("abc"), address=ADDRESS)
    assert render_simulation(facts("abc"), address=ADDRESS).content == first.content
    other = render_simulation(facts("abc", comment="Autre"), address=ADDRESS)
    assert other.content != first.content


def test_only_our_font_is_embedded() -> None:
    reader = PdfReader(io.BytesIO(render_simulation(facts("break_even"), address=ADDRESS).content))
    fonts = {
        str(font.get_object()["/BaseFont"]).partition("+")[2]
        for page in reader.pages
        for font in page["/Resources"].get_object().get("/Font", {}).values()
    }
    assert fonts
    assert all(name.startswith("Atkinson") for name in fonts)


def test_hostile_words_do_not_break_the_page() -> None:
    held = facts("margin", comment="a" * 1000, project="<script>" * 15)
    assert "<script>" in words(render_simulation(held, address=ADDRESS).content)
