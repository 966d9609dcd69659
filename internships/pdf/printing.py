"""The sheets that are signed, to PDF bytes: apart, since a page reads their words without it."""

from internships.facts.attestation import AttestationFacts
from internships.facts.avenant import AvenantFacts
from internships.facts.convention import ConventionFacts
from internships.pdf.attestation import attestation_html
from internships.pdf.avenant import avenant_html
from internships.pdf.convention import convention_html
from internships.pdf.sheet import identifier
from nrc_platform.documents.engine import Printed, render_pdf


def render_convention(facts: ConventionFacts, *, address: str) -> Printed:
    """Return the PDF of a convention and its number of pages: same facts, same bytes."""
    return render_pdf(convention_html(facts, address=address), identifier=identifier(facts))


def render_avenant(facts: AvenantFacts, *, address: str) -> Printed:
    """Return the PDF of an avenant and its number of pages: same facts, same bytes."""
    return render_pdf(avenant_html(facts, address=address), identifier=identifier(facts))


def render_attestation(facts: AttestationFacts, *, address: str) -> Printed:
    """Return the PDF of an attestation and its number of pages: same facts, same bytes."""
    return render_pdf(attestation_html(facts, address=address), identifier=identifier(facts))
