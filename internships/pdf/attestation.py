"""The attestation of a stage on paper (D124-9), signed by the host."""

from collections.abc import Iterator
from typing import Any

from django.template.loader import render_to_string

from internships.facts import words
from internships.facts.attestation import AttestationFacts
from internships.facts.parts import GratificationFact
from internships.pdf import sentences
from internships.pdf.sheet import Item, sheet_context, signer_rows

TEMPLATE = "pdf/internships/attestation.html"
TITLE = "Attestation de stage"
LEAD = (
    "L’organisme d’accueil atteste que l’étudiant nommé ci-dessous a effectué chez lui le stage "
    "décrit ici."
)
SIGNING = (
    "L’attestation est datée et signée par le représentant de l’organisme d’accueil, à l’issue du "
    "stage."
)
MONTHS_TITLE = "Gratification mois par mois"


def host_items(facts: AttestationFacts) -> Iterator[Item]:
    """Yield who received the student."""
    host = facts.host
    siret = f", SIRET {host.siret}" if host.siret else ""
    yield Item("Organisme d’accueil", siret, host.name)
    yield Item("Adresse", host.address)
    yield Item("Téléphone", host.phone or words.MISSING)
    yield Item("Représenté par", ", ".join(part for part in (host.head, host.head_title) if part))


def student_items(facts: AttestationFacts) -> Iterator[Item]:
    """Yield who did the stage."""
    student = facts.student
    yield Item("Stagiaire", "", student.name)
    yield Item("Date de naissance", words.full_day(student.born_on))
    yield Item("Adresse", student.address or words.MISSING)
    reach = ", ".join(part for part in (student.phone, student.email) if part)
    yield Item("Téléphone, courriel", reach or words.MISSING)
    yield Item("Formation", f"{facts.course_title}, {sentences.course_year(student)}")
    yield Item("Établissement", f"{facts.school.name}, {facts.school.address}")


def stage_items(facts: AttestationFacts) -> Iterator[Item]:
    """Yield what was done, when, for how long, and what was paid (D124-9)."""
    early = ", fin avant le terme prévu" if facts.ended_early else ""
    yield Item("Sujet", facts.subject)
    yield Item("Tuteur", facts.tutor.name or words.MISSING)
    yield Item("Dates", early, words.between(facts.starts_on, facts.ends_on))
    yield Item("Interruptions", sentences.breaks(facts.breaks).removeprefix("sauf\u00a0: "))
    absent = words.hours(facts.absence_hours) if facts.absence_hours else "aucune"
    yield Item("Absences", f"{absent}, déjà déduite" if facts.absence_hours else absent)
    yield Item(
        "Durée effective",
        f" de présence, {sentences.duration(facts.duration)}",
        words.hours(facts.duration.hours),
    )
    paid = words.euros(facts.paid_cents) if facts.paid_cents else "aucune"
    yield Item("Gratification versée", " au total" if facts.paid_cents else "", paid)


def schedule_of(facts: AttestationFacts) -> GratificationFact:
    """Return the months paid; none when nothing was."""
    return GratificationFact(months=facts.months if facts.paid_cents else ())


def closing(facts: AttestationFacts) -> str:
    """Return the last line: when it was prepared, and what it is for."""
    return (
        f"Préparée le {words.full_day(facts.issued_on)}. L’attestation figure dans le dossier "
        "d’examen. Si le stage a été gratifié, elle permet de demander dans les deux ans la prise "
        "en compte d’un ou deux trimestres pour la retraite\u00a0: conservez-la."
    )


def attestation_context(facts: AttestationFacts, *, address: str) -> dict[str, Any]:
    """Return what the template of an attestation prints."""
    schedule = schedule_of(facts)
    return {
        **sheet_context(facts.reference, address),
        "facts": facts,
        "host": list(host_items(facts)),
        "student": list(student_items(facts)),
        "stage": list(stage_items(facts)),
        "lead": LEAD,
        "months_title": MONTHS_TITLE,
        "months": sentences.month_rows(schedule),
        "months_hours": sentences.total_hours(schedule),
        "months_total": words.euros(facts.paid_cents),
        "closing": closing(facts),
        "signing": SIGNING,
        "signers": signer_rows(facts.signers),
    }


def attestation_html(facts: AttestationFacts, *, address: str) -> str:
    """Return the page of an attestation, its text escaped and breakable."""
    return render_to_string(TEMPLATE, attestation_context(facts, address=address))
