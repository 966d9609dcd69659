"""Who may see the mails of a school; the apps above add those of what their people follow."""

from django.db.models import QuerySet

from nrc_platform.notifications.models import Message
from nrc_platform.people.access import Viewer, headed_schools, office_schools

EXAMS = "exams."


def visible_school_messages(user: Viewer) -> QuerySet[Message]:
    """
    Return the mails of the schools that the person keeps.

    - the head: all of their school;
    - the office: of its school, those about exam files apart, which are not its own.
    """
    if not user.is_authenticated:
        return Message.objects.none()
    headed = Message.objects.filter(school__in=headed_schools(user).order_by().values("pk"))
    office = Message.objects.filter(school__in=office_schools(user).order_by().values("pk"))
    return headed | office.exclude(about_kind__startswith=EXAMS)
