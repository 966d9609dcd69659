"""A simulation on paper: who asked what, the answer, the drawing, the explanation, the tables."""

import hashlib

from django.template.loader import render_to_string

from nrc_platform.documents.engine import Printed, render_pdf
from nrc_platform.documents.qr import qr_svg
from projects.facts.simulations import SimulationFacts

TEMPLATE = "pdf/projects/simulation.html"


def simulation_html(facts: SimulationFacts, *, address: str) -> str:
    """Return the page of a simulation."""
    context = {
        "facts": facts,
        "sheet": facts.sheet,
        "qr": qr_svg(address),
        "address": address.split("?", 1)[0].split("//", 1)[-1].rstrip("/"),
    }
    return render_to_string(TEMPLATE, context)


def render_simulation(facts: SimulationFacts, *, address: str) -> Printed:
    """Return the PDF of a simulation and its number of pages: same facts, same bytes."""
    identifier = hashlib.sha256(facts.sha256.encode()).digest()[:16]
    return render_pdf(simulation_html(facts, address=address), identifier=identifier)
