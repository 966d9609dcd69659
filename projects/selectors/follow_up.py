"""Reads of the forms of the follow-up: what a meeting or a note is about, who may attend."""

from uuid import UUID

from django.db.models import Q, QuerySet

from internships.models import LogEntry
from nrc_platform.companies.models import Contact
from nrc_platform.people.access import Viewer
from nrc_platform.people.models import User
from projects.access import visible_log_links, visible_missions, visible_projects
from projects.models import LogLink, Meeting, Mission, Project, TimeEntry

NOTES_SHOWN = 40


def subjects_of(user: Viewer, project: Project) -> list[Project | Mission]:
    """Return the project, then the missions that prepare it. Four queries."""
    missions = visible_missions(user).with_links().filter(projects=project)
    return [project, *missions.order_by("starts_on", "id")]


def attendants_of(project: Project) -> list[User]:
    """Return who may attend: students, supervisor, follow-up team; its people are loaded."""
    rows = [each.student for each in project.members.all()]
    rows += [project.supervisor, *(each.teacher for each in project.follow_up.all())]
    return list({row.pk: row for row in rows}.values())


def contacts_of(project: Project) -> list[Contact]:
    """Return the people of the company. One query."""
    return list(Contact.objects.filter(company=project.company_id))


def project_of_subject(user: Viewer, row: Meeting | TimeEntry) -> UUID:
    """Return the project whose pages show the row; its own id when none is seen."""
    if row.project_id:
        return row.project_id
    seen = visible_projects(user).filter(missions=row.mission_id).order_by("starts_on", "id")
    return seen.values_list("pk", flat=True).first() or row.pk


def notes_of(user: Viewer, project: Project) -> QuerySet[LogLink]:
    """Return the notes of the project and its missions that the person may read. One query."""
    rows = visible_log_links(user).filter(Q(project=project) | Q(mission__projects=project))
    return rows.select_related("log_entry__student", "mission").order_by(
        "-log_entry__happened_on", "-created_at"
    )[:NOTES_SHOWN]


def loose_notes(student: User) -> list[LogEntry]:
    """Return the notes of a student that belong to no project nor mission yet. One query."""
    rows = LogEntry.objects.filter(student=student, project_link__isnull=True)
    return list(rows.order_by("-happened_on", "-created_at")[:NOTES_SHOWN])
