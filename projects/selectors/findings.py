"""What the rules say of projects and of missions."""

from nrc_platform.core.findings import Finding
from projects import rules
from projects.facts.check import mission_check, project_check
from projects.facts.loaded import LoadedProject
from projects.models import Mission
from projects.rules import ProjectCheck
from projects.states import ProjectState

_ENDED = (ProjectState.CLOSED, ProjectState.ABANDONED)


def project_findings(loaded: LoadedProject, *, url: str = "") -> list[Finding]:
    """
    Return what the rules say of a project, blocking first; no query once it is loaded.

    A project closed or abandoned has nothing to mend.
    """
    return findings_of(project_check(loaded, url=url))


def findings_of(check: ProjectCheck) -> list[Finding]:
    """Return what the rules say of a project already said in facts."""
    return [] if check.state in _ENDED else rules.project_findings(check)


def mission_findings(mission: Mission) -> list[Finding]:
    """Return what the rules say of a mission, blocking first; its links are loaded."""
    return rules.mission_findings(mission_check(mission))
