"""What one sees of projects and missions."""

from django.db.models import Q, QuerySet

from nrc_platform.people import access as people
from nrc_platform.people.access import Viewer
from nrc_platform.people.models import Promotion
from nrc_platform.people.states import Role
from projects.models import FollowUpTeacher, Member, Mission, MissionQuerySet, Project
from projects.models.project import ProjectQuerySet


def visible_projects(user: Viewer) -> ProjectQuerySet:
    """
    Return the projects the person may see.

    - a student: those of whose team they are or were; teachers: those of the classes they teach
      today, and those they supervise or follow; office and head: all of the school;
    - a juror, the platform admin: none.
    """
    if not user.is_authenticated:
        return Project.objects.none()
    followed = people.supervised_promotions(user).order_by().values("pk")
    own = Member.objects.filter(student=user.pk).order_by().values("project_id")
    return Project.objects.filter(Q(pk__in=own) | Q(promotion__in=followed) | _as_teacher(user))


def _as_teacher(user: Viewer) -> Q:
    # A former teacher of the school follows nothing more.
    if Role.TEACHER not in people.roles(user):
        return Q(pk__in=[])
    followed = FollowUpTeacher.objects.filter(teacher=user.pk).order_by().values("project_id")
    return Q(supervisor=user.pk) | Q(pk__in=followed)


def visible_missions(user: Viewer) -> MissionQuerySet:
    """Return the missions of the projects the person may see, and those they carry out."""
    if not user.is_authenticated:
        return Mission.objects.none()
    through = Mission.projects.through.objects.filter(project__in=visible_projects(user))
    mine = Mission.students.through.objects.filter(user=user.pk)
    return Mission.objects.filter(
        Q(pk__in=through.order_by().values("mission_id"))
        | Q(pk__in=mine.order_by().values("mission_id"))
    )


def visible_project_classes(user: Viewer) -> QuerySet[Promotion]:
    """Return the classes whose projects the person may list; the admin's: none."""
    if people.is_platform_admin(user):
        return Promotion.objects.none()
    return people.visible_promotions(user)


def followed_project_classes(user: Viewer) -> QuerySet[Promotion]:
    """Return the classes all of whose projects the person follows: taught, or of their school."""
    return people.supervised_promotions(user)
