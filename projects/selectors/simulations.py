"""Reads of simulations: one, those of a project, and where one may save another."""

from dataclasses import dataclass
from uuid import UUID

from nrc_platform.documents.models import Document
from nrc_platform.jobs.models import Job
from nrc_platform.jobs.states import JobState
from nrc_platform.people.access import Viewer, roles
from nrc_platform.people.states import Role
from projects.access import can_save_simulation, visible_projects, visible_simulations
from projects.facts.simulations import SimulationLine, simulation_line
from projects.models import Project, Simulation

SOURCE = "projects.simulation"
# A project with more has a list one cannot read; the newest come first.
_MOST_LINES = 200


@dataclass(frozen=True)
class PrintedForm:
    """Where the PDF of a simulation is: its document once ready, else its job."""

    document: Document | None
    job: Job | None

    @property
    def state(self) -> str:
        """Return ready, failed, preparing or none."""
        if self.document is not None:
            return "ready"
        if self.job is None:
            return "none"
        return "failed" if self.job.state == JobState.DEAD else "preparing"


def simulation_of(user: Viewer, simulation_id: UUID) -> Simulation | None:
    """Return a simulation the person may see with its project, else None. One query."""
    rows = visible_simulations(user).select_related(
        "project__school", "project__promotion", "project__company", "made_by"
    )
    return rows.filter(pk=simulation_id).first()


def simulations_of(project: Project) -> list[SimulationLine]:
    """Return the simulations of a project, the newest first. One query."""
    rows = Simulation.objects.filter(project=project).select_related("made_by")
    return [simulation_line(row) for row in rows[:_MOST_LINES]]


def projects_to_save_in(user: Viewer) -> list[Project]:
    """
    Return the projects into which the person may save a simulation. Three queries at most.

    The head and the office, who see all the projects of a school, work on none: nothing is read.
    """
    if not roles(user) & {Role.STUDENT, Role.TEACHER}:
        return []
    rows = visible_projects(user).still_open().with_people().order_by("title", "id")
    return [row for row in rows if can_save_simulation(user, row)]


def printed_form(simulation: Simulation) -> PrintedForm:
    """Return where the PDF is. Two queries."""
    job = Job.objects.filter(key=simulation.pdf_key).first()
    document = Document.objects.about(SOURCE, simulation.pk).current().first()
    return PrintedForm(document, job)
