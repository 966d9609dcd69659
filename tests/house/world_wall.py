"""A project of `own` with one row of each kind, for the wall and the REST API."""

from types import SimpleNamespace

from nrc_platform.people.models import Promotion, User
from tests.companies.factories import CompanyFactory
from tests.projects import work_factories as make
from tests.projects.acts import make_mission, make_project
from tests.projects.factories import IndicatorFactory


def make_wall(people: dict[str, User], promotion: Promotion, things: SimpleNamespace) -> None:
    """Make an idea, a framed project, its mission and its work."""
    own, teacher = people["own"], people["teacher"]
    of_class = {"promotion": promotion, "supervisor": teacher}
    things.wall_company = CompanyFactory(school=promotion.school)
    things.wall_idea = make_project(own, **of_class)
    row = things.wall_framed = make_project(own, **of_class, framed=True)
    things.wall_mission = make_mission(row)
    things.wall_phase = row.phases.get(rank=1)
    things.wall_action = make.ActionFactory(project=row)
    things.wall_indicator = IndicatorFactory(project=row)
    things.wall_meeting = make.MeetingFactory(project=row)
    things.wall_deliverable = make.DeliverableFactory(project=row)
    make.DeliverableVersionFactory(deliverable=things.wall_deliverable, by=own)
