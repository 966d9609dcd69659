"""Who may work on a project, follow it and look back on it."""

from nrc_platform.people import access as people
from nrc_platform.people.access import Viewer
from nrc_platform.people.models import User
from nrc_platform.people.states import Role
from projects.access.acts import follows, takes_part
from projects.models import Member, Mission, Project, TimeEntry
from projects.states import OPEN, ProjectState

REVIEWABLE = (ProjectState.RUNNING, ProjectState.REVIEWED)


def can_write_work(user: Viewer, project: Project) -> bool:
    """
    Return whether the person writes the plan of actions, the tasks and the budget.

    - the team and those who follow it, until the project is closed or given up.
    """
    return project.state in OPEN and (takes_part(user, project) or follows(user, project))


def can_record_reading(user: Viewer, project: Project) -> bool:
    """Return whether the person records the value of an indicator: as for the plan."""
    return can_write_work(user, project)


def can_log_time(user: Viewer, subject: Project | Mission) -> bool:
    """Return whether the person logs their own time: a student of the project or mission."""
    if isinstance(subject, Project):
        return subject.state in OPEN and takes_part(user, subject)
    takes_it = any(row.pk == user.pk for row in subject.students.all())
    return takes_it and Role.STUDENT in people.roles(user) and _is_open(subject)


def _is_open(mission: Mission) -> bool:
    """Return whether a project that the mission prepares is not over."""
    return any(project.state in OPEN for project in mission.projects.all())


def can_edit_time(user: Viewer, entry: TimeEntry) -> bool:
    """Return whether the person corrects or removes a line of time: who wrote it."""
    subject = entry.project or entry.mission
    return entry.student_id == user.pk and subject is not None and can_log_time(user, subject)


def follows_subject(user: Viewer, subject: Project | Mission) -> bool:
    """Return whether the person follows the project, or one that the mission prepares."""
    if isinstance(subject, Project):
        return follows(user, subject)
    return any(follows(user, project) for project in subject.projects.all())


def can_plan_meeting(user: Viewer, subject: Project | Mission) -> bool:
    """Return whether the person plans and reports meetings: who follows (req. 55, 72-81)."""
    is_open = subject.state in OPEN if isinstance(subject, Project) else _is_open(subject)
    return is_open and follows_subject(user, subject)


def can_ask_meeting(user: Viewer, subject: Project | Mission) -> bool:
    """Return whether the person asks for a meeting: a student of the team (req. 75, 76)."""
    return can_log_time(user, subject)


def can_hand_in(user: Viewer, project: Project) -> bool:
    """Return whether the person hands in a version of a deliverable: the team."""
    return project.state in OPEN and takes_part(user, project)


def can_remark(user: Viewer, project: Project) -> bool:
    """Return whether the person remarks on a deliverable: who follows the project."""
    return project.state in OPEN and follows(user, project)


def can_observe(user: Viewer, member: Member) -> bool:
    """Return whether the person observes a member: who follows the project (req. 98-103)."""
    project = member.project
    return project.state in REVIEWABLE and follows(user, project)


def can_ask_sponsor(user: Viewer, project: Project) -> bool:
    """Return whether the person asks the professional for an opinion: who follows."""
    return project.state in REVIEWABLE and follows(user, project)


def can_link_log(user: Viewer, student: User) -> bool:
    """Return whether the person says what a note belongs to: the student who wrote it."""
    return student.pk == user.pk and Role.STUDENT in people.roles(user)
