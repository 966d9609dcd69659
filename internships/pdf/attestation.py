"""The attestation of a stage on paper (D124-9), signed by the host."""

from collections.abc import Iterator

from django.template.loader import render_to_string

from internships.facts import words
from internships.facts.attestation import AttestationFacts
from internships.facts.parts import GratificationFact
from internships.pdf import sentences
from internships.pdf.sheet import Item, identifier, sheet_context, signer_rows
from nrc_platform.documents.engine import Printed, render_pdf

TEMPLATE = "pdf/internships/attestation.html"


def _host(facts: AttestationFacts) -> Iterator[Item]:
    host = facts.host
    siret = f", SIRET {host.siret}" if host.siret else ""
    yield Item("Organisme d’accueil", siret, host.name)
    yield Item("Adresse", host.address)
    yield Item("Téléphone", host.phone or words.MISSING)
    yield Item("Représenté par", ", ".join(part for part in (host.head, host.head_title) if part))


def _student(facts: AttestationFacts) -> Iterator[Item]:
    student = facts.student
    yield Item("Stagiaire", "", student.name)
    yield Item("Date de naissance", words.full_day(student.born_on))
    yield Item("Adresse", student.address or words.MISSING)
    reach = ", ".join(part for part in (student.phone, student.email) if part)
    yield Item("Téléphone, courriel", reach or words.MISSING)
    yield Item("Formation", f"{facts.course_title}, {sentences.course_year(student)}")
    yield Item("Établissement", f"{facts.school.name}, {facts.school.address}")


def _stage(facts: AttestationFacts) -> Iterator[Item]:
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


def attestation_html(facts: AttestationFacts, *, address: str) -> str:
    """Return the page of an attestation, its text escaped and breakable."""
    schedule = GratificationFact(months=facts.months)
    context = {
        **sheet_context(facts.reference, address),
        "facts": facts,
        "host": list(_host(facts)),
        "student": list(_student(facts)),
        "stage": list(_stage(facts)),
        "months": sentences.month_rows(schedule),
        "months_hours": sentences.total_hours(schedule),
        "months_total": words.euros(facts.paid_cents),
        "issued_on": words.full_day(facts.issued_on),
        "signers": signer_rows(facts.signers),
    }
    return render_to_string(TEMPLATE, context)


def render_attestation(facts: AttestationFacts, *, address: str) -> Printed:
    """Return the PDF of an attestation and its number of pages: same facts, same bytes."""
    return render_pdf(attestation_html(facts, address=address), identifier=identifier(facts))
