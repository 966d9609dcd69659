"""Who makes a project: its students, its supervisor, its follow-up team."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from internships.services.writing import tidy
from nrc_platform.core import clock
from nrc_platform.core.access import require
from nrc_platform.core.errors import Invalid
from nrc_platform.core.rows import change, insert
from nrc_platform.journal.moves import service
from nrc_platform.people.models import RoleGrant, User
from nrc_platform.people.states import Role
from projects import access
from projects.models import FollowUpTeacher, Member, Project, TimeEntry
from projects.services import writing

MEMBER_VALUES = frozenset({"role", "starts_on", "ends_on", "organises"})


@service
def add_member(
    project: Project,
    *,
    actor: User,
    student: User,
    role: str = "",
    starts_on: date | None = None,
    organises: bool = False,
) -> Member:
    """Take a student of the class into the team."""
    row = writing.lock(project.pk)
    require(access.can_edit_project(actor, row), writing.NOT_YOURS)
    writing.require_enrolled([student], row.promotion)
    values = tidy(Member, {"role": role}, MEMBER_VALUES)
    member = insert(
        Member(
            project=row,
            student=student,
            starts_on=starts_on or clock.today(),
            organises=organises,
            **values,
        )
    )
    writing.touch(row)
    writing.note(row, "add_member", actor, member=str(member.pk))
    writing.require_rules(row.pk, "project.training")
    return member


@service
def edit_member(member: Member, *, actor: User, values: Mapping[str, Any]) -> Member:
    """Write the part of a student in the project: role, dates, whether they organise the work."""
    row = writing.lock(member.project_id)
    require(access.can_edit_project(actor, row), writing.NOT_YOURS)
    held, changed = change(member, tidy(Member, values, MEMBER_VALUES))
    if changed:
        writing.touch(row)
        writing.note(row, "edit_member", actor, member=str(held.pk), fields=sorted(changed))
        writing.require_rules(row.pk, "project.partners")
    return held


@service
def remove_member(member: Member, *, actor: User) -> None:
    """
    Let a student leave the team; the last one does not.

    Before the accord the line goes, unless tasks or hours hang on it; after it, and then, it
    stays with its last day.
    """
    row = writing.lock(member.project_id)
    require(access.can_edit_project(actor, row), writing.NOT_YOURS)
    held = Member.objects.get(pk=member.pk, project=row)
    if row.is_writable and not _has_worked(held):
        held.delete()
    else:
        yesterday = clock.today() - timedelta(days=1)
        change(member, {"ends_on": max(member.starts_on, yesterday)})
    writing.touch(row)
    writing.note(row, "remove_member", actor, member=str(member.pk))
    writing.require_rules(row.pk, "project.partners")


def _has_worked(member: Member) -> bool:
    """Return whether the student has tasks in the project, or noted hours on it."""
    hours = TimeEntry.objects.filter(project=member.project_id, student=member.student_id)
    return member.tasks.exists() or hours.exists()


@service
def set_supervisor(project: Project, *, actor: User, supervisor: User) -> Project:
    """Name the teacher who frames and follows; one who teaches something else is refused."""
    row = writing.lock(project.pk)
    require(access.can_set_supervisor(actor, row), writing.TEACHERS_ONLY)
    if writing.write(row, {"supervisor": supervisor}):
        row.follow_up.filter(teacher=supervisor).delete()
        writing.note(row, "set_supervisor", actor, supervisor=str(supervisor.pk))
        writing.require_rules(row.pk, "project.supervisor", "project.supervisor_subject")
    return writing.lock(row.pk)


@service
def set_follow_up(project: Project, *, actor: User, teachers: Sequence[User]) -> Project:
    """Name the teachers who follow the project beside the supervisor: none, one, several."""
    row = writing.lock(project.pk)
    require(access.can_set_supervisor(actor, row), writing.TEACHERS_ONLY)
    wanted = {each.pk: each for each in teachers if each.pk != row.supervisor_id}
    grants = RoleGrant.objects.on(clock.today()).filter(
        school=row.school_id, role=Role.TEACHER, user__in=wanted
    )
    known = set(grants.order_by().values_list("user_id", flat=True))
    strangers = [str(each) for key, each in wanted.items() if key not in known]
    if strangers:
        names = ", ".join(strangers)
        raise Invalid({"teachers": [f"{names} n’enseigne pas dans le lycée."]})
    held = {each.teacher_id for each in row.follow_up.all()}
    if held == set(wanted):
        return row
    row.follow_up.exclude(teacher__in=wanted).delete()
    for key in wanted.keys() - held:
        insert(FollowUpTeacher(project=row, teacher=wanted[key]))
    writing.touch(row)
    writing.note(row, "set_follow_up", actor, teachers=len(wanted))
    return writing.lock(row.pk)


@service
def set_supervision(
    project: Project, *, actor: User, supervisor: User, teachers: Sequence[User]
) -> Project:
    """Name the supervisor and the follow-up team at once: both, or neither."""
    set_supervisor(project, actor=actor, supervisor=supervisor)
    return set_follow_up(project, actor=actor, teachers=teachers)
