"""What a person may do with a project: buttons and the REST API ask the same question."""

from nrc_platform.people.access import Viewer
from projects import access
from projects.models import Mission, Project

_STEPS = {
    "edit": access.can_edit_project,
    "frame": access.can_frame_project,
    "cover": access.can_cover_project,
    "agree": access.can_agree_project,
    "start": access.can_start_project,
    "review": access.can_review_project,
    "close": access.can_close_project,
    "abandon": access.can_abandon_project,
    "set_supervisor": access.can_set_supervisor,
    "move_phase": access.can_move_phase,
    "write_evaluation": access.can_write_evaluation,
    "link_internship": access.can_link_internship,
    "create_mission": access.can_create_mission,
}


def project_abilities(user: Viewer, project: Project) -> dict[str, bool]:
    """Return what the person may do with the project; no query once its people are loaded."""
    return {name: allowed(user, project) for name, allowed in _STEPS.items()}


def mission_abilities(user: Viewer, mission: Mission) -> dict[str, bool]:
    """Return what the person may do with the mission; no query once its links are loaded."""
    return {"edit": access.can_edit_mission(user, mission)}
