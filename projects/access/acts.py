"""What one may do with a project, its team, its phases and its missions."""

from nrc_platform.core import clock
from nrc_platform.people import access as people
from nrc_platform.people.access import Viewer
from nrc_platform.people.models import Promotion
from nrc_platform.people.states import Role
from projects.models import Member, Mission, Project
from projects.states import OPEN, WRITABLE, ProjectState

_S = ProjectState


def takes_part(user: Viewer, project: Project) -> bool:
    """Return whether the person is a student of the team today; no query once it is loaded."""
    today = clock.today()
    return Role.STUDENT in people.roles(user) and any(
        member.student_id == user.pk and (member.ends_on is None or member.ends_on >= today)
        for member in project.members.all()
    )


def follows(user: Viewer, project: Project) -> bool:
    """Return whether the person teaches the class, supervises or follows the project."""
    if Role.TEACHER not in people.roles(user):
        return False
    if people.teaches(user, project.promotion) or project.supervisor_id == user.pk:
        return True
    return any(row.teacher_id == user.pk for row in project.follow_up.all())


def can_create_project(user: Viewer, promotion: Promotion) -> bool:
    """Return whether the person begins a project in the class: its students, its teachers."""
    if people.teaches(user, promotion):
        return True
    enrolment = people.current_enrolment(user) if Role.STUDENT in people.roles(user) else None
    return enrolment is not None and enrolment.promotion_id == promotion.pk


def can_edit_project(user: Viewer, project: Project) -> bool:
    """
    Return whether the person writes in the project.

    - an idea or a framed project: its students, the teachers;
    - agreed or running: the teachers, who keep the initial goals beside the later ones.
    """
    if project.state in WRITABLE:
        return takes_part(user, project) or follows(user, project)
    return project.state in (_S.AGREED, _S.RUNNING) and follows(user, project)


def can_frame_project(user: Viewer, project: Project) -> bool:
    """Return whether the person says the project is framed: its students, the teachers."""
    return project.state == _S.IDEA and can_edit_project(user, project)


def can_cover_project(user: Viewer, project: Project) -> bool:
    """Return whether the person prepares the convention: whoever writes, before the accord."""
    return project.state in WRITABLE and can_edit_project(user, project)


def can_agree_project(user: Viewer, project: Project) -> bool:
    """Return whether the person records the accord of the partners: the teachers."""
    return project.state == _S.FRAMED and follows(user, project)


def can_start_project(user: Viewer, project: Project) -> bool:
    """Return whether the person says the project begins: its students, the teachers."""
    return project.state == _S.AGREED and (takes_part(user, project) or follows(user, project))


def can_review_project(user: Viewer, project: Project) -> bool:
    """Return whether the person closes the evaluation: the teachers."""
    return project.state == _S.RUNNING and follows(user, project)


def can_close_project(user: Viewer, project: Project) -> bool:
    """Return whether the person closes the project: the teachers."""
    return project.state == _S.REVIEWED and follows(user, project)


def can_abandon_project(user: Viewer, project: Project) -> bool:
    """Return whether the person gives it up: its students while an idea, the teachers later."""
    if project.state == _S.IDEA and takes_part(user, project):
        return True
    return project.state in (_S.IDEA, _S.FRAMED, _S.AGREED, _S.RUNNING) and follows(user, project)


def can_set_supervisor(user: Viewer, project: Project) -> bool:
    """Return whether the person names the supervisor and the follow-up team: the teachers."""
    return project.state in OPEN and follows(user, project)


def can_move_phase(user: Viewer, project: Project) -> bool:
    """Return whether the person plans, begins and ends phases: its students, the teachers."""
    return project.state in OPEN and (takes_part(user, project) or follows(user, project))


def can_write_evaluation(user: Viewer, project: Project) -> bool:
    """Return whether the person writes the evaluation: its students, the teachers."""
    return project.state == _S.RUNNING and (takes_part(user, project) or follows(user, project))


def can_write_lessons(user: Viewer, member: Member) -> bool:
    """Return whether the person writes these lessons: the student alone, once it runs."""
    states = (_S.RUNNING, _S.REVIEWED)
    return (
        member.project.state in states
        and member.student_id == user.pk
        and Role.STUDENT in people.roles(user)
    )


def can_link_internship(user: Viewer, project: Project) -> bool:
    """Return whether the person says which stages carry the project: its students, teachers."""
    return project.state in OPEN and (takes_part(user, project) or follows(user, project))


def can_create_mission(user: Viewer, project: Project) -> bool:
    """Return whether the person begins a mission that prepares the project."""
    return can_edit_project(user, project)


def can_edit_mission(user: Viewer, mission: Mission) -> bool:
    """Return whether the person writes in the mission: whoever writes in one of its projects."""
    return any(can_edit_project(user, project) for project in mission.projects.all())
