"""Projects in the REST API: what they are, their missions, their work and its follow-up."""

from nrc_platform.core.api import Viewset
from projects.api.actions import ActionViewset
from projects.api.deliverables import DeliverableViewset
from projects.api.indicators import IndicatorViewset
from projects.api.meetings import MeetingViewset
from projects.api.missions import MissionViewset
from projects.api.phases import PhaseViewset
from projects.api.projects import ProjectViewset

ROUTES: list[tuple[str, type[Viewset], str]] = [
    ("projects", ProjectViewset, "project"),
    ("missions", MissionViewset, "mission"),
    ("phases", PhaseViewset, "phase"),
    ("actions", ActionViewset, "action"),
    ("indicators", IndicatorViewset, "indicator"),
    ("meetings", MeetingViewset, "meeting"),
    ("deliverables", DeliverableViewset, "deliverable"),
]
