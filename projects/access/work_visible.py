"""What one sees of the work of projects and missions, of their follow-up and their review."""

from django.db.models import Q, QuerySet

from internships.access import visible_log_entries
from nrc_platform.people import access as people
from nrc_platform.people.access import Viewer
from nrc_platform.people.states import Role
from projects.access.visible import visible_missions, visible_projects
from projects.models import (
    Action,
    BudgetLine,
    Deliverable,
    DeliverableRemark,
    DeliverableVersion,
    FollowUpTeacher,
    Indicator,
    LogLink,
    Meeting,
    Observation,
    Phase,
    Reading,
    SponsorOpinion,
    Task,
    TimeEntry,
)
from projects.states import OpinionState


def _of_subject(user: Viewer) -> Q:
    """Return what belongs to a project or a mission the person may see."""
    return Q(project__in=visible_projects(user).order_by().values("pk")) | Q(
        mission__in=visible_missions(user).order_by().values("pk")
    )


def visible_actions(user: Viewer) -> QuerySet[Action]:
    """Return the actions of the projects the person may see."""
    return Action.objects.filter(project__in=visible_projects(user))


def visible_tasks(user: Viewer) -> QuerySet[Task]:
    """Return the tasks of the projects the person may see."""
    return Task.objects.filter(action__project__in=visible_projects(user))


def visible_time(user: Viewer) -> QuerySet[TimeEntry]:
    """Return the hours of the projects and missions the person may see."""
    return TimeEntry.objects.filter(_of_subject(user))


def visible_phases(user: Viewer) -> QuerySet[Phase]:
    """Return the phases of the projects the person may see."""
    return Phase.objects.filter(project__in=visible_projects(user))


def visible_indicators(user: Viewer) -> QuerySet[Indicator]:
    """Return the indicators of the projects the person may see."""
    return Indicator.objects.filter(project__in=visible_projects(user))


def visible_readings(user: Viewer) -> QuerySet[Reading]:
    """Return the readings of the projects the person may see, corrected ones included."""
    return Reading.objects.filter(indicator__project__in=visible_projects(user))


def visible_budget_lines(user: Viewer) -> QuerySet[BudgetLine]:
    """Return the budgets of the projects the person may see."""
    return BudgetLine.objects.filter(project__in=visible_projects(user))


def visible_meetings(user: Viewer) -> QuerySet[Meeting]:
    """Return the meetings of the projects and missions the person may see."""
    return Meeting.objects.filter(_of_subject(user))


def visible_deliverables(user: Viewer) -> QuerySet[Deliverable]:
    """Return the deliverables of the projects the person may see."""
    return Deliverable.objects.filter(project__in=visible_projects(user))


def visible_versions(user: Viewer) -> QuerySet[DeliverableVersion]:
    """Return the files handed in for the projects the person may see."""
    return DeliverableVersion.objects.filter(deliverable__project__in=visible_projects(user))


def visible_remarks(user: Viewer) -> QuerySet[DeliverableRemark]:
    """Return the remarks on the deliverables the person may see."""
    return DeliverableRemark.objects.filter(version__in=visible_versions(user))


def visible_log_links(user: Viewer) -> QuerySet[LogLink]:
    """Return what the notes belong to: those of the logbooks the person may read."""
    return LogLink.objects.filter(log_entry__in=visible_log_entries(user))


def visible_observations(user: Viewer) -> QuerySet[Observation]:
    """
    Return the observations the person may read.

    - a student: those about themselves, never those about a classmate of the team;
    - teachers: those of the classes they teach, and of the projects they supervise or follow;
    - the head of the school: all; the office: none.
    """
    if not user.is_authenticated:
        return Observation.objects.none()
    seen = Q(member__student=user.pk) | Q(
        member__project__school__in=people.headed_schools(user).order_by().values("pk")
    )
    if Role.TEACHER in people.roles(user):
        taught = people.taught_promotions(user).order_by().values("pk")
        followed = FollowUpTeacher.objects.filter(teacher=user.pk).order_by()
        seen |= Q(member__project__promotion__in=taught)
        seen |= Q(member__project__supervisor=user.pk)
        seen |= Q(member__project__in=followed.values("project_id"))
    return Observation.objects.filter(seen)


def visible_opinions(user: Viewer) -> QuerySet[SponsorOpinion]:
    """Return the opinions given on the projects the person may see."""
    return SponsorOpinion.objects.filter(
        state=OpinionState.GIVEN, project__in=visible_projects(user)
    )
