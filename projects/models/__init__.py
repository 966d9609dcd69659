"""Rows of the projects, one module per aggregate."""

from projects.models.definition import (
    Constraint,
    Indicator,
    InitialGoals,
    Phase,
    ProjectCompetence,
    ProjectSavoir,
    Technology,
)
from projects.models.follow_up import (
    Deliverable,
    DeliverableRemark,
    DeliverableVersion,
    LogLink,
    Meeting,
)
from projects.models.mission import Mission, MissionQuerySet
from projects.models.project import (
    FollowUpTeacher,
    Member,
    Project,
    ProjectInternship,
    ProjectQuerySet,
)
from projects.models.review import Observation, SponsorOpinion
from projects.models.simulation import Simulation
from projects.models.work import (
    Action,
    BudgetLine,
    Reading,
    ReadingQuerySet,
    Task,
    TimeEntry,
)

__all__ = [
    "Action",
    "BudgetLine",
    "Deliverable",
    "DeliverableRemark",
    "DeliverableVersion",
    "LogLink",
    "Meeting",
    "Observation",
    "Reading",
    "ReadingQuerySet",
    "Simulation",
    "SponsorOpinion",
    "Task",
    "TimeEntry",
    "Constraint",
    "FollowUpTeacher",
    "Indicator",
    "InitialGoals",
    "Member",
    "Mission",
    "MissionQuerySet",
    "Phase",
    "Project",
    "ProjectCompetence",
    "ProjectInternship",
    "ProjectQuerySet",
    "ProjectSavoir",
    "Technology",
]
