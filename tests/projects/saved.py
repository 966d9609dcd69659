"""A simulation kept in a project, for the tests of what is done with it."""

from typing import Any

from nrc_platform.core import clock
from nrc_platform.people.models import User
from projects.facts.asked import EXAMPLES
from projects.models import Project, Simulation
from projects.rules.tools import as_json


def example(tool: str) -> Any:
    """Return the example inputs of a tool."""
    return EXAMPLES[tool](clock.today())


def kept(
    project: Project, author: User, tool: str = "break_even", comment: str = ""
) -> Simulation:
    """Return a simulation made now with the example of the tool."""
    return Simulation.objects.create(
        project=project,
        tool=tool,
        inputs=as_json(example(tool)),
        comment=comment,
        made_by=author,
        made_at=clock.now(),
    )
