"""The avenant on paper: what changes, from when, and boxes to sign."""

from django.template.loader import render_to_string

from internships.facts import words
from internships.facts.avenant import AvenantFacts
from internships.pdf.sheet import Item, identifier, sheet_context, signer_rows
from internships.states import ConventionKind
from nrc_platform.core import dates
from nrc_platform.documents.engine import Printed, render_pdf

TEMPLATE = "pdf/internships/avenant.html"


def avenant_html(facts: AvenantFacts, *, address: str) -> str:
    """Return the page of an avenant, its text escaped and breakable."""
    kind = "projet" if facts.convention_kind == ConventionKind.PROJECT else "stage"
    signed = facts.convention_signed_on
    context = {
        **sheet_context(facts.reference, address),
        "facts": facts,
        "title": f"Avenant n°\u00a0{facts.number} à la convention de {kind}",
        "number": facts.convention_number,
        "parties": [
            Item("Convention", facts.convention_number),
            Item("Signée le", words.full_day(signed) if signed else words.MISSING),
            Item("Établissement", f", représenté par {facts.school.head}", facts.school.name),
            Item("Organisme d’accueil", f", représenté par {facts.host.head}", facts.host.name),
            Item("Stagiaires" if len(facts.students) > 1 else "Stagiaire", facts.student_names),
            Item("Objet", facts.kind_label[:1].upper() + facts.kind_label[1:]),
            Item("Prend effet le", "", dates.day(facts.applies_on)),
            Item("Motif", facts.reason),
        ],
        "issued_on": words.full_day(facts.issued_on),
        "signers": signer_rows(facts.signers),
    }
    return render_to_string(TEMPLATE, context)


def render_avenant(facts: AvenantFacts, *, address: str) -> Printed:
    """Return the PDF of an avenant and its number of pages: same facts, same bytes."""
    return render_pdf(avenant_html(facts, address=address), identifier=identifier(facts))
