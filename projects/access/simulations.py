"""Who reads the simulations of a project, and who adds one."""

from django.db.models import QuerySet

from nrc_platform.people.access import Viewer
from projects.access.visible import visible_projects
from projects.access.work import can_write_work
from projects.models import Project, Simulation


def visible_simulations(user: Viewer) -> QuerySet[Simulation]:
    """Return the simulations of the projects the person may see."""
    return Simulation.objects.filter(project__in=visible_projects(user).order_by().values("pk"))


def can_save_simulation(user: Viewer, project: Project) -> bool:
    """
    Return whether the person saves a simulation into the project: whoever works on it.

    - the team and those who follow it, until the project is closed or given up.
    """
    return can_write_work(user, project)
