"""The avenant on paper: what changes, from when, and boxes to sign."""

from collections.abc import Iterator
from typing import Any

from django.template.loader import render_to_string

from internships.facts import words
from internships.facts.avenant import AvenantFacts
from internships.pdf.sheet import Item, sheet_context, signer_rows
from internships.states import ConventionKind
from nrc_platform.core import dates

TEMPLATE = "pdf/internships/avenant.html"
SIGNING = (
    "L’avenant est signé par les parties de la convention. Chaque signataire date et signe dans "
    "sa case."
)


def avenant_title(facts: AvenantFacts) -> str:
    """Return « Avenant n° 1 à la convention de stage »."""
    kind = "projet" if facts.convention_kind == ConventionKind.PROJECT else "stage"
    return f"Avenant n°\u00a0{facts.number} à la convention de {kind}"


def party_items(facts: AvenantFacts) -> Iterator[Item]:
    """Yield the convention that changes, its parties, what the avenant is about and why."""
    signed = facts.convention_signed_on
    yield Item("Convention", facts.convention_number)
    yield Item("Signée le", words.full_day(signed) if signed else words.MISSING)
    yield Item("Établissement", f", représenté par {facts.school.head}", facts.school.name)
    yield Item("Organisme d’accueil", f", représenté par {facts.host.head}", facts.host.name)
    yield Item("Stagiaires" if len(facts.students) > 1 else "Stagiaire", facts.student_names)
    yield Item("Objet", facts.kind_label[:1].upper() + facts.kind_label[1:])
    yield Item("Prend effet le", "", dates.day(facts.applies_on))
    yield Item("Motif", facts.reason)


def effect(facts: AvenantFacts) -> str:
    """Return what the avenant does to the rest of the convention."""
    if facts.is_termination:
        return (
            "Le stage prend fin à la date indiquée ci-dessus. L’établissement dit dans quelles "
            "conditions il est validé (article L124-15)."
        )
    return (
        "Les autres clauses de la convention, et celles des avenants déjà signés, restent "
        "applicables."
    )


def closing(facts: AvenantFacts) -> str:
    """Return the last line: when it was made."""
    return f"Établi le {words.full_day(facts.issued_on)}."


def avenant_context(facts: AvenantFacts, *, address: str) -> dict[str, Any]:
    """Return what the template of an avenant prints."""
    return {
        **sheet_context(facts.reference, address),
        "facts": facts,
        "title": avenant_title(facts),
        "number": facts.convention_number,
        "parties": list(party_items(facts)),
        "effect": effect(facts),
        "signing": SIGNING,
        "signers": signer_rows(facts.signers),
        "closing": closing(facts),
    }


def avenant_html(facts: AvenantFacts, *, address: str) -> str:
    """Return the page of an avenant, its text escaped and breakable."""
    return render_to_string(TEMPLATE, avenant_context(facts, address=address))
