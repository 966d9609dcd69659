"""A project of `own` with a kept simulation and its printed form, for the access matrix."""

from types import SimpleNamespace

from nrc_platform.documents import services as documents
from nrc_platform.documents.models import Document
from nrc_platform.people.models import Promotion, User
from tests.projects.saved import kept
from tests.projects.team import make_project


def make_tools(people: dict[str, User], promotion: Promotion, things: SimpleNamespace) -> None:
    """Make the project, the simulation and the PDF."""
    things.simulated_project = make_project(promotion, people["teacher"], people["own"])
    things.simulation = kept(things.simulated_project, people["own"])
    Document.objects.create(
        kind="projects.simulation",
        key=things.simulation.pdf_key,
        reference=documents.new_reference().replace("-", ""),
        title="Simulation",
        filename="simulation.pdf",
        blob=documents.put(b"%PDF-1.7 simulation"),
        school=promotion.school,
        promotion=promotion,
        source_kind="projects.simulation",
        source_id=things.simulation.pk,
        facts_sha256="1" * 64,
        page_count=1,
    )
