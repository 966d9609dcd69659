"""Reads of the forms of the results: an indicator, a member."""

from django.db.models import QuerySet

from nrc_platform.people.access import Viewer
from projects.access import visible_projects
from projects.models import Indicator, Member


def indicators_of(user: Viewer) -> QuerySet[Indicator]:
    """Return the indicators of the projects the person may see."""
    return Indicator.objects.filter(project__in=visible_projects(user))


def members_of(user: Viewer) -> QuerySet[Member]:
    """Return the members of the projects the person may see, their names loaded."""
    return Member.objects.filter(project__in=visible_projects(user)).select_related("student")
