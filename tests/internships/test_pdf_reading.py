"""The reading on the phone: every word of the PDF, in real headings, lists and tables."""

import re
import subprocess
from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal
from html import unescape
from itertools import pairwise
from typing import Any

import pytest
from django.template.loader import render_to_string

from internships.facts.avenant import ChangeFact
from internships.facts.parts import (
    AdvantagesFact,
    BreakFact,
    CodeFact,
    GratificationFact,
    HostFact,
    MissionFact,
    MonthFact,
    PersonFact,
    SchoolFact,
)
from internships.pdf.attestation import attestation_html
from internships.pdf.avenant import avenant_html
from internships.pdf.convention import convention_html
from internships.pdf.printing import render_attestation, render_avenant, render_convention
from internships.pdf.reading import SUMMARY_TEMPLATE, TEMPLATE, Reading, reading_of
from tests.internships.printed import (
    ADDRESS,
    HOST,
    ZOE,
    sample_attestation,
    sample_avenant,
    sample_convention,
)

CONVENTION, AVENANT, ATTESTATION = (
    "internships.convention",
    "internships.avenant",
    "internships.attestation",
)
HTML = {CONVENTION: convention_html, AVENANT: avenant_html, ATTESTATION: attestation_html}
PDF = {CONVENTION: render_convention, AVENANT: render_avenant, ATTESTATION: render_attestation}
# « 6 h » may come out of a file as « 6h ».
WORD = re.compile(r"[^\W\d]+|\d+")
MONTHS = (
    MonthFact("2026-12", Decimal(140), 450, 63000),
    MonthFact("2027-01", Decimal(154)),
)
MINIMUM = GratificationFact(choice="minimum", due=True, payment="virement", months=MONTHS)
PROJECT = sample_convention(
    kind="project",
    students=(ZOE, replace(ZOE, name="Hugo Marin", phone="", email="h.marin@lycee.example")),
    missions=(
        MissionFact("Enquête", date(2026, 11, 9), date(2026, 11, 13), "Angers", Decimal(8)),
        MissionFact("Salon", date(2026, 12, 1), date(2026, 12, 1), "Nantes", Decimal(6)),
    ),
    project_weekly_hours=Decimal(6),
    functions=(CodeFact("A1", "Prospecter"),),
    gratification=MINIMUM,
    breaks=(BreakFact("closure", "fermeture", date(2027, 1, 18), date(2027, 1, 22), "bilan"),),
    advantages=AdvantagesFact(note="parking\nvestiaire"),
)
BARE = sample_convention(
    clauses="",
    number="",
    host=HostFact(""),
    school=SchoolFact("Lycée Marie-Curie"),
    tutor=PersonFact(""),
    students=(replace(ZOE, born_on=None, address="", liability_insurer=""),),
    not_a_job=False,
    signers=(),
)
CASES: dict[str, tuple[str, Any]] = {
    "stage": (CONVENTION, sample_convention()),
    "project": (CONVENTION, PROJECT),
    "bare": (CONVENTION, BARE),
    "avenant": (AVENANT, sample_avenant()),
    "termination": (AVENANT, sample_avenant(kind="termination", kind_label="rupture", round=2)),
    "attestation": (ATTESTATION, sample_attestation()),
    "unpaid": (ATTESTATION, sample_attestation(paid_cents=0, ended_early=True)),
}


def read(case: str) -> Reading:
    kind, facts = CASES[case]
    return reading_of(kind, facts.as_dict())


def page_of(reading: Reading) -> str:
    return render_to_string(TEMPLATE, {"reading": reading})


def words_of(html: str) -> Counter[str]:
    """Count the words and the numbers of a page, its tags apart."""
    text = unescape(re.sub(r"<[^>]*>", " ", html))
    return Counter(WORD.findall(text.replace("\u200b", "")))


@pytest.mark.parametrize("case", list(CASES))
def test_every_word_of_the_body_is_read_as_often_as_it_is_printed(case: str) -> None:
    kind, facts = CASES[case]
    html: str = HTML[kind](facts, address=ADDRESS)
    body = html.partition('<div class="title">')[2]
    # What a hand completes in each box: the reading says it once.
    by_hand = r'<p class="small when">.*?</p><p class="small">Signature</p>'
    printed = words_of(re.sub(by_hand, "", body))
    assert printed.total() > 100
    assert printed - words_of(page_of(read(case))) == Counter()


@pytest.mark.parametrize("case", list(CASES))
def test_every_word_of_the_file_is_read(case: str) -> None:
    kind, facts = CASES[case]
    # Between the running heads: 24 mm at the top and at the bottom of the page.
    frame = ["-r", "72", "-x", "0", "-y", "68", "-W", "595", "-H", "706"]
    done = subprocess.run(
        ["pdftotext", *frame, "-", "-"],
        input=PDF[kind](facts, address=ADDRESS).content,
        capture_output=True,
        check=True,
    )
    printed = set(WORD.findall(done.stdout.decode()))
    assert len(printed) > 60
    assert printed - set(words_of(page_of(read(case)))) == set()


@pytest.mark.parametrize("case", list(CASES))
def test_headings_follow_each_other_under_an_h2(case: str) -> None:
    levels = [2, *(int(each) for each in re.findall(r"<h([1-6])", page_of(read(case))))]
    assert len(levels) > 3
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert min(levels[1:]) == 3


def test_headings_of_clauses_are_put_under_their_section() -> None:
    body = "##### Profond\n\ntexte\n\n# Haut\n\ntexte\n\n## Sous\n\ntexte\n\n###### Fin"
    clauses = reading_of(CONVENTION, sample_convention(clauses=body).as_dict()).clauses
    found = re.findall(r"<h(\d)>(\w+)</h(\d)>", clauses)
    assert [level for level, _, closed in found if level == closed] == ["4", "4", "5", "6"]
    assert [name for _, name, _ in found] == ["Profond", "Haut", "Sous", "Fin"]


def test_person_without_a_function_is_not_glued_to_an_address() -> None:
    html = page_of(read("stage"))
    assert "<b>Claire Vasseur</b><br>c.vasseur@lycee.example<br>02 41 00 00 02</dd>" in html
    assert "<b>Nadia Lambert</b>, responsable de secteur<br>n.lambert@" in html


def test_tables_have_captions_and_named_rows_in_a_frame_of_their_own() -> None:
    html = page_of(read("project"))
    tables = re.findall(r"<table.*?</table>", html, re.DOTALL)
    assert len(tables) == 2
    for table in tables:
        assert "<caption" in table
        rows = re.findall(r"<tr>.*?</tr>", table, re.DOTALL)
        assert all('scope="col"' in row or row.count('scope="row"') == 1 for row in rows)
    assert html.count('nrc-over" role="region"') == 2
    assert html.count('tabindex="0"') == 2
    assert "style=" not in html


def test_reading_is_named_as_one_speaks_of_it() -> None:
    stage, project = read("stage"), read("project")
    assert stage.title == "la convention de stage de Zoé Dupré"
    assert f"{stage.the}{stage.what}" == "la convention de stage CV-27-0142, version 2"
    assert stage.pronoun == "la"
    assert project.title == "la convention de projet de Zoé Dupré et Hugo Marin"
    avenant, again = read("avenant"), read("termination")
    assert avenant.title == "l’avenant n°\u00a01 à la convention CV-27-0142"
    assert (avenant.the, avenant.pronoun) == ("l’", "le")
    assert again.what == "avenant n°\u00a01 à la convention de stage CV-27-0142, version 2"
    alice = sample_attestation(student=replace(ZOE, name="Alice Aubry"))
    attestation = reading_of(ATTESTATION, alice.as_dict())
    assert attestation.title == "l’attestation de stage d’Alice Aubry"
    assert attestation.what == "attestation de stage d’Alice Aubry, convention CV-27-0142"


def rows_of(case: str) -> list[tuple[str, str, str]]:
    rows = [(row.label, row.strong, row.small) for row in read(case).summary]
    return [tuple(each.replace("\u00a0", " ") for each in row) for row in rows]  # type: ignore[misc]


def test_summary_of_a_stage_is_the_one_of_the_drawing() -> None:
    assert rows_of("stage") == [
        ("Étudiant", "Zoé Dupré", "BTS Négociation et relation client, 2e année, NRC2"),
        ("Entreprise", "Hygial Services", "14 rue des Tanneurs, 49000 Angers"),
        (
            "Période",
            "du lundi 4 janvier au vendredi 12 février 2027",
            "6 semaines, 35 h par semaine, 210 h",
        ),
        ("Tuteur", "Nadia Lambert", "responsable de secteur"),
        ("Gratification", "Aucune", "obligatoire au-delà de 308 h seulement"),
    ]


def test_summary_of_a_project_counts_its_people_and_hours() -> None:
    rows = rows_of("project")
    assert rows[0][:2] == ("Étudiants", "Zoé Dupré et Hugo Marin")
    assert ("Heures de projet", "6 h par semaine", "") in rows
    assert rows[-1] == ("Gratification", "Le minimum légal", "pour chaque heure")


@pytest.mark.parametrize(
    ("pay", "strong", "small"),
    [
        (GratificationFact("rate", hourly_cents=500), "5,00 € par heure", ""),
        (
            GratificationFact("rate", hourly_cents=500, total_cents=63000),
            "5,00 € par heure",
            "soit 630,00 € pour la durée prévue",
        ),
        (GratificationFact(), "…………", ""),
    ],
)
def test_summary_says_what_is_paid(pay: GratificationFact, strong: str, small: str) -> None:
    row = reading_of(CONVENTION, sample_convention(gratification=pay).as_dict()).summary[-1]
    assert (row.strong.replace("\u00a0", " "), row.small.replace("\u00a0", " ")) == (strong, small)


def test_summary_of_an_avenant_says_what_changes_from_what_to_what_and_when() -> None:
    assert rows_of("avenant")[2:] == [
        ("Dernier jour", "vendredi 19 février 2027", "jusque-là : vendredi 12 février 2027"),
        ("Prend effet", "lundi 15 février 2027", ""),
        ("Motif", "Zoé Dupré a été absente une semaine pour maladie.", ""),
    ]
    assert ("Objet", "Rupture", "") in rows_of("termination")


def test_summary_of_an_attestation_gives_duration_and_pay() -> None:
    rows = rows_of("attestation")
    assert rows[2][1] == "du lundi 4 mai au vendredi 3 juillet 2026"
    assert rows[3][:2] == ("Durée effective", "315 h")
    assert rows[4] == ("Gratification versée", "1 417,50 €", "au total")
    assert rows_of("unpaid")[4] == ("Gratification versée", "Aucune", "")


def test_summary_card_links_to_what_the_page_offers() -> None:
    reading = read("stage")
    bare = render_to_string(SUMMARY_TEMPLATE, {"reading": reading})
    assert "<b>Hygial Services</b><small>14 rue des Tanneurs" in bare
    assert "<a " not in bare
    links = {"reading": reading, "read_url": "#lecture", "pdf_url": "/s/pdf/"}
    html = render_to_string(SUMMARY_TEMPLATE, links)
    assert "Lire tout, 13 articles compris" in html
    assert re.findall(r'class="nrc-row-link" href="([^"]+)"', html) == ["#lecture", "/s/pdf/"]
    attestation = {**links, "reading": read("attestation")}
    assert "Lire le document entier" in render_to_string(SUMMARY_TEMPLATE, attestation)


def test_hostile_texts_are_shown_as_text_and_can_break() -> None:
    bad = "<script>alert(1)</script>" + "x" * 500
    stage = sample_convention(clauses="", activities=bad, host=replace(HOST, name=bad, place=bad))
    changed = sample_avenant(changes=(ChangeFact("Sujet", bad, bad),), reason=bad)
    for kind, facts in ((CONVENTION, stage), (AVENANT, changed)):
        reading = reading_of(kind, facts.as_dict())
        for template in (TEMPLATE, SUMMARY_TEMPLATE):
            html = render_to_string(template, {"reading": reading})
            assert "<script" not in html
            assert "&lt;script&gt;" in html
            assert not re.search(r"x{61}", html)
