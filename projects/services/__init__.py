"""What people do with projects and missions, one module per part."""

from projects.services.cover import cover_by_convention, link_internship, unlink_internship
from projects.services.definition import create_project, save_definition
from projects.services.missions import create_mission, edit_mission, remove_mission
from projects.services.moves import (
    abandon_project,
    agree_project,
    close_project,
    frame_project,
    review_project,
    start_project,
    write_evaluation,
    write_lessons,
)
from projects.services.parts import (
    add_constraint,
    add_technology,
    edit_constraint,
    remove_constraint,
    remove_indicator,
    remove_technology,
    save_indicator,
    set_competences,
    set_savoirs,
)
from projects.services.phases import begin_phase, finish_phase, plan_phase, reopen_phase
from projects.services.team import (
    add_member,
    edit_member,
    remove_member,
    set_follow_up,
    set_supervision,
    set_supervisor,
)

__all__ = [
    "abandon_project",
    "add_constraint",
    "add_member",
    "add_technology",
    "agree_project",
    "begin_phase",
    "close_project",
    "cover_by_convention",
    "create_mission",
    "create_project",
    "edit_constraint",
    "edit_member",
    "edit_mission",
    "finish_phase",
    "frame_project",
    "link_internship",
    "plan_phase",
    "remove_constraint",
    "remove_indicator",
    "remove_member",
    "remove_mission",
    "remove_technology",
    "reopen_phase",
    "review_project",
    "save_definition",
    "save_indicator",
    "set_competences",
    "set_follow_up",
    "set_savoirs",
    "set_supervision",
    "set_supervisor",
    "start_project",
    "unlink_internship",
    "write_evaluation",
    "write_lessons",
]
