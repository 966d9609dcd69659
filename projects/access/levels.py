"""Who says, and who reads, at what level a project or a mission showed the competences."""

from nrc_platform.core import clock
from nrc_platform.people import access as people
from nrc_platform.people.access import Viewer
from nrc_platform.people.models import Promotion, User
from nrc_platform.people.states import Role
from projects.access.work import REVIEWABLE
from projects.models import Member, Mission


def class_in_mission(mission: Mission, student: User) -> Promotion | None:
    """Return the class of a student in a mission: that of the project whose team they are in."""
    if all(row.pk != student.pk for row in mission.students.all()):
        return None
    for project in mission.projects.all():
        if any(member.student_id == student.pk for member in project.members.all()):
            return project.promotion
    return None


def can_assess_member(user: Viewer, member: Member) -> bool:
    """
    Return whether the person says what the project showed of a member (req. 38).

    - a teacher of the class, once the project runs and until it is closed; no query.
    """
    project = member.project
    return project.state in REVIEWABLE and people.teaches(user, project.promotion)


def can_position_member(user: Viewer, member: Member) -> bool:
    """Return whether the person says what the project showed of themselves: the student."""
    return member.project.state in REVIEWABLE and _is_self(user, member.student_id)


def can_assess_mission(user: Viewer, mission: Mission, student: User) -> bool:
    """
    Return whether the person says what a mission showed of a student.

    - a teacher of the student's class, from the first day of the mission; no query once its
      links are loaded.
    """
    promotion = _begun(mission, student)
    return promotion is not None and people.teaches(user, promotion)


def can_position_mission(user: Viewer, mission: Mission, student: User) -> bool:
    """Return whether the person says what a mission showed of themselves: the student."""
    return _begun(mission, student) is not None and _is_self(user, student.pk)


def can_read_levels(user: Viewer, student: User, promotion: Promotion) -> bool:
    """
    Return whether the person reads the levels of a student in a class; no query of its own.

    - the student; the teachers of the class; the head of the school; never a classmate.
    """
    return student.pk == user.pk or can_cover_class(user, promotion)


def can_cover_class(user: Viewer, promotion: Promotion) -> bool:
    """Return whether the person asks what would cover the gaps of a class: teachers, head."""
    headed = any(
        grant.role == Role.HEAD and grant.school_id == promotion.school_id
        for grant in people.held_grants(user)
    )
    return headed or people.teaches(user, promotion)


def _begun(mission: Mission, student: User) -> Promotion | None:
    """Return the class of the student once the mission has begun."""
    return class_in_mission(mission, student) if mission.starts_on <= clock.today() else None


def _is_self(user: Viewer, student_id: object) -> bool:
    return student_id == user.pk and Role.STUDENT in people.roles(user)
