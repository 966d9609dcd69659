"""The other printed sheets: avenant, attestation, calendar, blank forms."""

import io
import re
import subprocess
import time
from datetime import date
from decimal import Decimal

import pytest
from pypdf import PdfReader

from internships.facts.assessment import assessment_form
from internships.facts.attestation import AttestationFacts
from internships.facts.avenant import AvenantFacts, ChangeFact
from internships.facts.calendar import CalendarFacts, calendar_weeks
from internships.pdf.blank import FORMS, render_blank
from internships.pdf.calendar import render_calendar
from internships.pdf.printing import render_attestation, render_avenant
from internships.selectors.blank_forms import BLANK_FORMS
from tests.internships.printed import (
    ADDRESS,
    sample_attestation,
    sample_avenant,
    sample_calendar,
)


def text_of(content: bytes) -> str:
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_avenant_says_what_changes_from_when_and_who_signs() -> None:
    facts = sample_avenant()
    printed = render_avenant(facts, address=ADDRESS)
    text = text_of(printed.content)
    for words in (
        "Avenant n° 1 à la convention de stage",
        "CV-27-0142",
        "Signée le 11 décembre 2026",
        "Prend effet le lundi 15 février 2027",
        "Zoé Dupré a été absente une semaine",
        "Dernier jour vendredi 12 février 2027 vendredi 19 février 2027",
        "restent applicables",
        "référence 7KQM-2FXD-9P",
    ):
        assert words in text
    assert text.count("Fait à") == 5
    again = AvenantFacts.from_dict(facts.as_dict())
    assert render_avenant(again, address=ADDRESS) == printed


def test_termination_says_that_the_stage_ends() -> None:
    facts = sample_avenant(kind="termination", kind_label="rupture")
    text = text_of(render_avenant(facts, address=ADDRESS).content)
    assert "Le stage prend fin" in text
    assert "restent applicables" not in text


def test_attestation_gives_hours_and_sum_on_one_page() -> None:
    facts = sample_attestation()
    printed = render_attestation(facts, address=ADDRESS)
    text = text_of(printed.content)
    assert printed.page_count == 1
    for words in (
        "Hygial Services, SIRET 984 321 650 00014",
        "Zoé Dupré",
        "14 mars 2007",
        "du lundi 4 mai au vendredi 3 juillet 2026",
        "7 h, déjà déduite",
        "315 h de présence, soit 45 jours (7 h = 1 jour), 2 mois et 1 jour",
        "9 semaines consécutives",
        "1 417,50 € au total",
        "juin 2026 154 h 4,50 € 693,00 €",
        "Pour l’organisme d’accueil",
        "article D124-9",
    ):
        assert words in text
    assert text.count("Fait à") == 1
    again = AttestationFacts.from_dict(facts.as_dict())
    assert render_attestation(again, address=ADDRESS) == printed


def test_attestation_without_gratification_says_none() -> None:
    facts = sample_attestation(paid_cents=0, months=(), ended_early=True)
    text = text_of(render_attestation(facts, address=ADDRESS).content)
    assert "Gratification versée aucune" in text
    assert "Gratification mois par mois" not in text
    assert "fin avant le terme prévu" in text


def test_calendar_shows_each_day_holidays_and_closed_days() -> None:
    facts = sample_calendar()
    printed = render_calendar(facts, address=ADDRESS)
    text = text_of(printed.content)
    assert "84 h de présence effective" in text
    for words in ("27/04", "fête du travail", "victoire de 1945", "fermeture de l’entreprise"):
        assert words in text
    assert "Total 84 h" in text
    again = CalendarFacts.from_dict(facts.as_dict())
    assert render_calendar(again, address=ADDRESS) == printed


def test_weeks_cross_the_year_and_leave_outside_days_empty() -> None:
    first, last = date(2026, 12, 30), date(2027, 1, 5)
    by_day = {first: Decimal(7), date(2026, 12, 31): Decimal(7), last: Decimal("3.5")}
    rows = calendar_weeks(
        by_day, starts_on=first, ends_on=last, holidays={date(2027, 1, 1): "jour de l’an"}
    )
    assert [row.number for row in rows] == [53, 1]
    assert [row.hours for row in rows] == [Decimal(14), Decimal("3.5")]
    assert rows[0].days[4].word == "jour de l’an"
    assert rows[0].days[0].on == date(2026, 12, 28)
    assert rows[1].days[-1].on == date(2027, 1, 10)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("convention", ("Article 13.", "Pour le représentant légal", "Compétences visées")),
        ("visite", ("Points forts", "Prochain contact", "Pour l’enseignant référent")),
        ("attestation", ("Durée effective totale", "D124-9", "Pour l’organisme d’accueil")),
    ],
)
def test_blank_forms_name_nobody_and_are_always_the_same(name: str, words: tuple[str]) -> None:
    printed = render_blank(FORMS[name]())
    text = text_of(printed.content)
    assert set(FORMS) == set(BLANK_FORMS)
    for each in words:
        assert each in text
    assert "{" not in text
    assert "Vérifier ce document" not in text
    assert render_blank(FORMS[name]()) == printed


def test_blank_assessment_asks_what_the_screen_asks() -> None:
    text = text_of(render_blank(FORMS["bilan-tuteur"]()).content)
    form = assessment_form("tutor")
    for question in form.questions:
        assert question.label in text
    for _, label in (*form.scale, *form.levels):
        assert label in text
    assert "effectué en entier, effectué en partie, non effectué" in text
    assert "Pour le tuteur" in text


def test_hostile_avenant_is_printed_in_time_inside_the_page() -> None:
    change = ChangeFact("Activités confiées", "x" * 3_999 + "y", "\n".join(["ligne"] * 200))
    facts = sample_avenant(changes=(change,), reason="z" * 1_000)
    started = time.process_time()
    content = render_avenant(facts, address=ADDRESS).content
    assert time.process_time() - started < 20
    done = subprocess.run(
        ["pdftotext", "-bbox", "-", "-"], input=content, capture_output=True, check=True
    )
    edges = re.findall(r'xMax="([\d.]+)"[^>]*>[^<]*</word>', done.stdout.decode())
    assert max(float(edge) for edge in edges) <= 595.3
    assert text_of(content).count("ligne") == 200
