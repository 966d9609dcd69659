"""The convention on paper: parties and stage on page one, items, articles, boxes to sign."""

from collections.abc import Iterator
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from internships.facts import words
from internships.facts.convention import ConventionFacts
from internships.facts.parts import MissionFact
from internships.pdf import sentences
from internships.pdf.sheet import Item, sheet_context, signer_rows

TEMPLATE = "pdf/internships/convention.html"
SOURCE = "Code de l’éducation, articles L124-1 à L124-20 et D124-1 à D124-9"
SIGNING = (
    "La convention est signée avant le début du stage. Chaque signataire date et signe dans sa "
    "case."
)
MONTHS_TITLE = "Échéancier de la gratification"


def _codes(rows: Any) -> str:
    return "\n".join(f"{row.code} {row.label}" for row in rows)


def stage_items(facts: ConventionFacts) -> Iterator[Item]:
    """Yield the rows of page one: items 3° to 6°, 8°, 13° and what goes with them."""
    length = facts.duration
    yield Item("Sujet", facts.subject)
    yield Item(
        "Dates",
        f", {sentences.breaks(facts.breaks)}",
        strong=words.between(facts.starts_on, facts.ends_on),
    )
    yield Item(
        "Durée",
        f" de présence effective, {sentences.duration(length)}",
        strong=words.hours(length.hours),
    )
    yield Item("Horaire", sentences.timetable(facts.week))
    if facts.is_project:
        weekly = words.hours(facts.project_weekly_hours)
        yield Item("Heures de projet", f"{weekly} par semaine au lycée ou dans l’entreprise")
    yield Item("Activités confiées", facts.activities)
    yield Item("Compétences visées", _codes(facts.competences))
    if facts.functions:
        yield Item("Activités de référence", _codes(facts.functions))
    yield Item("Gratification", sentences.gratification(facts.gratification))
    yield Item("Avantages", sentences.advantages(facts.advantages))
    yield Item("Caisse maladie", facts.texts.health_office)


def framing_items(facts: ConventionFacts) -> Iterator[Item]:
    """Yield items 7°, 9° to 12°, 14° and 15°, numbered as in D124-4."""
    texts = facts.texts
    yield Item("7° Encadrement et suivi", texts.supervision)
    yield Item("9° Protection sociale", texts.social_protection)
    host = sentences.insurance(texts.host_insurer, texts.host_policy)
    people = [
        f"{student.name}\u00a0: "
        f"{sentences.insurance(student.liability_insurer, student.liability_policy)}"
        for student in facts.students
    ]
    yield Item(
        "9° Responsabilité civile", "\n".join([f"{facts.host.name}\u00a0: {host}", *people])
    )
    yield Item("10° Congés et absences", texts.leave_terms)
    yield Item("11° Suspension et rupture", texts.termination_terms)
    yield Item("12° Validation en cas d’interruption", texts.validation_terms)
    yield Item("14° Règlement intérieur", texts.house_rules)
    yield Item("15° Attestation de stage", texts.attestation_terms)


def declaration(facts: ConventionFacts) -> str:
    """Return what the host declared of the stage; nothing when it declared nothing."""
    if not facts.not_a_job:
        return ""
    who = f"{facts.checked_by}, pour {facts.host.name}," if facts.checked_by else "L’entreprise"
    when = f" le {words.full_day(facts.checked_on)}" if facts.checked_on else ""
    return (
        f"{who} déclare{when} que le stage n’a pas pour objet d’exécuter une tâche régulière d’un "
        "poste de travail permanent, de faire face à un accroissement temporaire d’activité, "
        "d’occuper un emploi saisonnier ou de remplacer un salarié (article L124-7)."
    )


def convention_title(facts: ConventionFacts) -> str:
    """Return « Convention de stage », or « Convention de projet »."""
    return "Convention de projet" if facts.is_project else "Convention de stage"


def convention_number(facts: ConventionFacts) -> str:
    """Return « CV-27-0142, version 2 », or « projet » while it has no number."""
    return f"{facts.number}, version {facts.round}" if facts.number else "projet"


def months_total(facts: ConventionFacts) -> str:
    """Return the sum of all the months; dots while a ceiling is unknown."""
    total = facts.gratification.total_cents
    return words.euros(total) if total is not None else "à paraître"


def mission_rows(facts: ConventionFacts) -> list[tuple[MissionFact, str, str]]:
    """Return the missions of a project, with their dates and hours in words."""
    return [
        (row, words.between(row.starts_on, row.ends_on), words.hours(row.hours))
        for row in facts.missions
    ]


def closing(facts: ConventionFacts) -> str:
    """Return the last line: when it was made, on what model, by what texts."""
    version = facts.clauses_version
    clauses = f", clauses de l’établissement version {version}" if version else ""
    return (
        f"Établie le {words.full_day(facts.issued_on)} sur le modèle {facts.template}{clauses}. "
        f"Textes suivis\u00a0: {facts.source}."
    )


def clauses_markup(facts: ConventionFacts) -> SafeString:
    """Return the clauses of the school, cleaned when they were frozen, and frozen since."""
    return mark_safe(facts.clauses)  # noqa: S308


def convention_context(facts: ConventionFacts, *, address: str) -> dict[str, Any]:
    """Return what the template of a convention prints."""
    return {
        **sheet_context(facts.reference, address),
        "facts": facts,
        "title": convention_title(facts),
        "source": SOURCE,
        "number": convention_number(facts),
        "place": sentences.place(facts.host),
        "students": [(row, sentences.course_year(row)) for row in facts.students],
        "course_hours": words.hours(facts.course_hours),
        "stage": list(stage_items(facts)),
        "framing": list(framing_items(facts)),
        "declaration": declaration(facts),
        "months": sentences.month_rows(facts.gratification),
        "months_hours": sentences.total_hours(facts.gratification),
        "months_total": months_total(facts),
        "months_title": MONTHS_TITLE,
        "missions": mission_rows(facts),
        "clauses": clauses_markup(facts),
        "signing": SIGNING,
        "signers": signer_rows(facts.signers),
        "closing": closing(facts),
    }


def convention_html(facts: ConventionFacts, *, address: str) -> str:
    """Return the page of a convention, its text escaped and breakable."""
    return render_to_string(TEMPLATE, convention_context(facts, address=address))
