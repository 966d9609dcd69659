"""Keeping a calculation in a project, and having it printed."""

from typing import Any

from nrc_platform.core import clock
from nrc_platform.core.access import require
from nrc_platform.core.errors import DomainError
from nrc_platform.core.rows import insert
from nrc_platform.core.text import clean_text
from nrc_platform.jobs import services as jobs
from nrc_platform.jobs.models import Job
from nrc_platform.journal.moves import service
from nrc_platform.journal.services import record
from nrc_platform.people.models import User
from projects import access
from projects.models import Project, Simulation
from projects.rules.tools import TOOLS, as_json

REFUSAL = "Une simulation s’enregistre par l’équipe du projet et ses enseignants."
ANOTHER_TOOL = "Ces données ne sont pas celles de cet outil."


@service
def save_simulation(
    project: Project, *, actor: User, tool: str, inputs: Any, comment: str = ""
) -> Simulation:
    """
    Keep the inputs of a calculation, dated, after making it once: what is absurd is refused.

    - nothing derived is kept; a second thought is a second simulation.
    """
    require(access.can_save_simulation(actor, project), REFUSAL)
    if tool not in TOOLS or not isinstance(inputs, TOOLS[tool].inputs):
        raise DomainError(ANOTHER_TOOL)
    TOOLS[tool].sheet(inputs)
    row = insert(
        Simulation(
            project=project,
            tool=tool,
            inputs=as_json(inputs),
            comment=clean_text(comment),
            made_by=actor,
            made_at=clock.now(),
        )
    )
    record(
        "projects.simulation.save",
        actor=actor,
        about=row,
        school_id=project.school_id,
        data={"project": str(project.pk), "tool": tool},
    )
    return row


@service
def print_simulation(simulation: Simulation, *, actor: User) -> Job:
    """File the printing of a simulation one may see; asked twice, it is the same job."""
    require(access.visible_simulations(actor).filter(pk=simulation.pk).exists())
    return jobs.file(
        "projects.render_simulation",
        key=simulation.pdf_key,
        label=f"Simulation\u00a0: {simulation.get_tool_display()}",
        owner_id=actor.pk,
        school_id=simulation.project.school_id,
        simulation=str(simulation.pk),
    )
