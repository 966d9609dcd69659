"""Print a simulation."""

from nrc_platform.documents import services as documents
from nrc_platform.documents.models import Document
from nrc_platform.jobs.handlers import Finish, Run, handler
from nrc_platform.people.models import User
from projects.facts.simulations import simulation_facts
from projects.models import Simulation
from projects.pdf.simulation import render_simulation as render
from projects.selectors.simulations import SOURCE


def _reference(row: Simulation) -> str:
    """Return the reference of the form already printed, else a new one."""
    printed = Document.objects.about(SOURCE, row.pk).current().first()
    return printed.printed_reference if printed else documents.new_reference()


def _student(row: Simulation) -> User | None:
    """Return the author when they are of the team: the form is then among their documents."""
    is_member = row.project.members.filter(student=row.made_by).exists()
    return row.made_by if is_member else None


@handler
def render_simulation(run: Run, *, simulation: str) -> Finish:
    """Print a simulation, which never changes; the same facts give the same bytes."""
    row = Simulation.objects.select_related(
        "project__school", "project__promotion", "project__company", "made_by"
    ).get(pk=simulation)
    facts = simulation_facts(row, reference=_reference(row))
    run.progress(0, 2)
    printed = render(facts, address=documents.verification_address(facts.reference))
    run.progress(1, 2)
    blob = documents.put(printed.content)

    def finish() -> dict[str, str]:
        document = documents.store(
            blob,
            kind=SOURCE,
            key=row.pdf_key,
            title=f"Simulation\u00a0: {facts.about.label}",
            filename=f"simulation-{facts.about.slug}-{facts.made_on:%Y-%m-%d}.pdf",
            school=row.project.school,
            student=_student(row),
            promotion=row.project.promotion,
            source_kind=SOURCE,
            source_id=row.pk,
            facts_sha256=facts.sha256,
            page_count=printed.page_count,
            reference=facts.reference,
        )
        return {"document": str(document.pk)}

    return finish
