"""A project at work, for the access matrix: the team of `own`, what they did and read."""

from types import SimpleNamespace

from nrc_platform.people.models import Promotion, User
from tests.internships.factories import LogEntryFactory
from tests.projects import work_factories as make
from tests.projects.team import add_indicator, make_project, member_of


def make_work(people: dict[str, User], promotion: Promotion, things: SimpleNamespace) -> None:
    """Make a project of `own`, running, with one row of everything."""
    own, teacher = people["own"], people["teacher"]
    things.work_project = project = make_project(promotion, teacher, own)
    things.work_member = member = member_of(project, own)
    things.work_action = make.ActionFactory(project=project)
    things.work_task = make.TaskFactory(action=things.work_action, member=member)
    things.work_time = make.TimeEntryFactory(project=project, student=own)
    things.work_meeting = make.MeetingFactory(project=project)
    things.work_asked = make.MeetingFactory(project=project, asked=True, asked_by=own)
    things.work_deliverable = make.DeliverableFactory(project=project)
    things.work_version = make.DeliverableVersionFactory(deliverable__project=project, by=own)
    things.work_remark = make.DeliverableRemarkFactory(version=things.work_version)
    things.work_note = LogEntryFactory(student=own, promotion=promotion)
    entry = LogEntryFactory(student=own, promotion=promotion)
    things.work_link = make.LogLinkFactory(project=project, log_entry=entry)
    things.work_indicator = add_indicator(project)
    things.work_reading = make.ReadingFactory(indicator=things.work_indicator)
    things.work_budget = make.BudgetLineFactory(project=project)
    make.ObservationFactory(member=member, by=teacher)
