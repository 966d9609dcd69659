"""The printed convention: items, articles, boxes; same facts same bytes; hostile texts."""

import io
import re
import subprocess
import time
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from pypdf import PdfReader

from internships.facts.convention import ConventionFacts
from internships.facts.parts import (
    BreakFact,
    DurationFact,
    GratificationFact,
    MissionFact,
    MonthFact,
    SignerFact,
    WeekFact,
)
from internships.pdf import sentences
from internships.pdf.convention import convention_html
from internships.pdf.printing import render_convention
from tests.internships.printed import ADDRESS, WEEK, ZOE, sample_convention

WIDTH = 595.3


def text_of(content: bytes) -> str:
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def printed(facts: ConventionFacts) -> bytes:
    return render_convention(facts, address=ADDRESS).content


def test_first_page_bears_parties_stage_and_reference() -> None:
    reader = PdfReader(io.BytesIO(printed(sample_convention())))
    first = " ".join(reader.pages[0].extract_text().split())
    for words in (
        "Convention de stage CV-27-0142, version 2",
        "Lycée Marie-Curie, 12 rue du Port, 49000 Angers",
        "Philippe Aubert, chef d’établissement",
        "SIRET 984 321 650 00014",
        "Marc Tessier, directeur d’agence",
        "à la même adresse, service commercial",
        "14 mars 2007",
        "2e année, NRC2",
        "Claire Vasseur",
        "Nadia Lambert, responsable de secteur",
        "du lundi 4 janvier au vendredi 12 février 2027, sans interruption",
        "210 h de présence effective, soit 30 jours (7 h = 1 jour) et 6 semaines consécutives",
        "35 h par semaine, du lundi au vendredi, 9 h 00 à 12 h 30",
        "Ni nuit, ni dimanche, ni jour férié.",
        "C32 Construire une situation de communication",
        "Aucune. Elle n’est due qu’au-delà de 308 h",
        "CPAM de Maine-et-Loire",
        "article L124-7",
        "référence 7KQM-2FXD-9P",
        "nrc.example/verification",
        "page 1 sur ",
    ):
        assert words in first


def test_items_articles_clauses_and_five_boxes_follow() -> None:
    text = text_of(printed(sample_convention()))
    for item in ("7°", "9°", "10°", "11°", "12°", "14°", "15°"):
        assert item in text
    places = [text.index(f"Article {number}. ") for number in range(1, 14)]
    assert places == sorted(places)
    assert text.index("Clauses de l’établissement") > places[-1]
    assert "Zoé Dupré revient au lycée le premier lundi" in text
    for box in (
        "Pour le stagiaire",
        "Pour l’organisme d’accueil",
        "Pour le tuteur",
        "Pour l’enseignant référent",
        "Pour l’établissement d’enseignement",
    ):
        assert box in text
    assert "lu et approuvé" not in text.lower()
    assert "modèle convention-2014@1, clauses de l’établissement version 3" in text


def test_all_the_boxes_stand_on_one_page() -> None:
    pages = PdfReader(io.BytesIO(printed(sample_convention()))).pages
    held = [page.extract_text().count("Fait à") for page in pages]
    assert sorted(held)[-1] == 5
    assert sum(held) == 5


def test_minor_gives_a_box_to_each_representative_and_one_person_one_box() -> None:
    signers = (
        SignerFact(("student",), "Zoé Dupré"),
        SignerFact(("legal_rep",), "Anne Dupré"),
        SignerFact(("legal_rep",), "Paul Dupré"),
        SignerFact(("host_signatory", "host_tutor"), "Marc Tessier"),
    )
    text = text_of(printed(sample_convention(signers=signers)))
    assert text.count("Pour le représentant légal du stagiaire") == 2
    assert text.count("Pour l’organisme d’accueil et le tuteur") == 1


def test_gratification_prints_its_schedule_and_leaves_open_months_open() -> None:
    months = (
        MonthFact("2026-12", Decimal(140), 450, 63000),
        MonthFact("2027-01", Decimal(154)),
    )
    pay = GratificationFact(
        choice="minimum", due=True, payment="virement en fin de mois", months=months
    )
    text = text_of(printed(sample_convention(gratification=pay)))
    assert "Le minimum légal" in text
    assert "décembre 2026 140 h 4,50 € 630,00 €" in text
    assert "janvier 2027 154 h à paraître à paraître" in text
    assert "Total 294 h à paraître" in text
    paid = replace(pay, choice="rate", hourly_cents=500, months=months[:1], total_cents=63000)
    said = sentences.gratification(paid)
    assert said == (
        "5,00\u00a0€ par heure de présence effective, soit 630,00\u00a0€ pour la durée prévue. "
        "Versement\u00a0: virement en fin de mois."
    )


def test_project_prints_students_missions_and_weekly_hours() -> None:
    mission = MissionFact("Enquête", date(2026, 11, 9), date(2026, 11, 13), "Angers", Decimal(8))
    facts = sample_convention(
        kind="project",
        students=(ZOE, replace(ZOE, name="Hugo Marin")),
        missions=(mission,),
        project_weekly_hours=Decimal(6),
    )
    text = text_of(printed(facts))
    assert "Convention de projet" in text
    assert "3. Les stagiaires" in text
    assert "Hugo Marin" in text
    assert "Missions couvertes par la convention" in text
    assert "du lundi 9 novembre au vendredi 13 novembre 2026" in text
    assert "6 h par semaine" in text


def test_same_facts_give_the_same_bytes() -> None:
    facts = sample_convention()
    first = printed(facts)
    assert printed(ConventionFacts.from_dict(facts.as_dict())) == first
    assert printed(sample_convention(subject="Autre sujet")) != first


def test_file_is_tagged_named_french_and_embeds_our_font_only() -> None:
    reader = PdfReader(io.BytesIO(printed(sample_convention())))
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "fr"  # type: ignore[index]
    assert root["/MarkInfo"]["/Marked"]  # type: ignore[index]
    assert reader.metadata is not None
    assert reader.metadata.title == "Convention de stage CV-27-0142, version 2"
    fonts = {
        str(font.get_object()["/BaseFont"])
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()  # type: ignore[index]
    }
    assert fonts
    assert all("Atkinson" in name for name in fonts)


HOSTILE = {
    "html": "<script>alert(1)</script><b>gras</b> {{ 7 }} {etudiant}" * 40,
    "one unbroken word": "x" * 1_999 + "y",
    "lines": "\n".join(["ligne"] * 100),
    "emoji": "client 😀 prix 🧾 " * 100,
}


@pytest.mark.parametrize("name", list(HOSTILE))
def test_hostile_text_is_printed_whole_inside_the_page(name: str) -> None:
    text = HOSTILE[name]
    facts = sample_convention()
    facts = replace(
        facts,
        activities=text,
        subject=text[:200],
        host=replace(facts.host, name=text[:200], place=text[:300]),
        texts=replace(facts.texts, supervision=text, house_rules=text),
        students=(replace(ZOE, name=text[:150], address=text[:200]),),
    )
    started = time.process_time()
    content = printed(facts)
    assert time.process_time() - started < 20
    done = subprocess.run(
        ["pdftotext", "-bbox", "-", "-"], input=content, capture_output=True, check=True
    )
    edges = re.findall(r'xMax="([\d.]+)"[^>]*>[^<]*</word>', done.stdout.decode())
    assert edges
    assert max(float(edge) for edge in edges) <= WIDTH
    html = convention_html(facts, address=ADDRESS)
    assert "<script" not in html
    letters = "".join(text_of(content).split())
    assert letters.count("y") or "".join(text.split())[:30] in letters


def test_breaks_weeks_and_presence_are_said_in_words() -> None:
    closed = BreakFact(
        "closure", "fermeture de l’entreprise", date(2027, 1, 18), date(2027, 1, 22), "inventaire"
    )
    assert sentences.breaks((closed,)) == (
        "sauf\u00a0: fermeture de l’entreprise du lundi 18\u00a0janvier au vendredi "
        "22\u00a0janvier 2027 (inventaire)"
    )
    tuesday = WeekFact((Decimal(0), Decimal(8), Decimal(7), *(Decimal(0),) * 4))
    assert sentences.worked_days(tuesday) == "mardi 8\u00a0h, mercredi 7\u00a0h"
    two = WeekFact((Decimal(7), Decimal(0), Decimal(7), *(Decimal(0),) * 4))
    assert sentences.worked_days(two) == "lundi et mercredi"
    assert sentences.worked_days(WEEK) == "du lundi au vendredi"
    sunday = replace(WEEK, hours=(*WEEK.hours[:6], Decimal(4)), night=True, note="un sur deux")
    assert sentences.unusual_presence(sunday) == (
        "Présence possible de nuit et le dimanche\u00a0: un sur deux"
    )


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (DurationFact(Decimal(214), 32, 32), "soit 30 jours et 4 h (7 h = 1 jour) et "
         "6 semaines et 2 jours de suite"),
        (DurationFact(Decimal(7), 1, 1), "soit 1 jour (7 h = 1 jour) et 1 jour de suite"),
        (DurationFact(Decimal(35), 5, 5), "soit 5 jours (7 h = 1 jour) et 1 semaine de suite"),
        (DurationFact(Decimal(280), 40, 30), "soit 40 jours (7 h = 1 jour) et 8 semaines"),
    ],
)  # fmt: skip
def test_durations_are_said_in_days_and_weeks(facts: DurationFact, said: str) -> None:
    assert sentences.duration(facts).replace("\u00a0", " ") == said
