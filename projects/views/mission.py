"""Pages of the missions that prepare projects."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from internships.views.common import person, posted
from internships.views.life import confirm_page, form_page
from nrc_platform.core.access import require
from nrc_platform.core.views import read_only
from nrc_platform.people.models import User
from projects import access, services
from projects.forms import mission as forms
from projects.models import Mission, Project
from projects.selectors import choices
from projects.selectors.pages import mission_of, project_of_mission
from projects.selectors.work import mission_work
from projects.services.writing import NOT_YOURS
from projects.views.common import Trail, page_of, trail_of, writable


def _form(request: HttpRequest, project: Project, row: Mission | None = None) -> forms.MissionForm:
    return forms.MissionForm(
        posted(request),
        team=_team(project, row),
        competences=choices.competences(project),
        before=project.starts_on,
        others=choices.sister_projects(request.user, project),
        row=row,
    )


def _team(project: Project, row: Mission | None) -> list[User]:
    """Return who may carry it out: the team, and those of its other projects who already do."""
    held = row.students.all() if row else ()
    team = [member.student for member in project.members.all()]
    return list(dict.fromkeys([*team, *held]))


def _chosen(form: forms.MissionForm) -> dict[str, Any]:
    """Return what goes to the service."""
    read = form.cleaned_data
    return {
        "values": form.values(),
        "students": read["students"],
        "competences": read["competences"],
    }


@require_http_methods(["GET", "POST"])
def mission_new(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """Write a mission that prepares the project."""
    row = writable(request, project_id, access.can_create_mission)
    form = _form(request, row)
    return form_page(
        request,
        form,
        forms.NEW,
        lambda: services.create_mission(
            row,
            actor=person(request),
            projects=form.cleaned_data.get("projects", ()),
            **_chosen(form),
        ),
        back=page_of(row),
        crumbs=trail_of(row),
        about=[row.company.name],
    )


@require_GET
@read_only
def mission(request: HttpRequest, mission_id: UUID) -> HttpResponse:
    """Show a mission: its target, its days, its projects, what the rules say."""
    found = mission_of(request.user, mission_id)
    if found is None:
        raise Http404
    row, user = found.row, request.user
    seen = list(access.visible_projects(user).filter(missions=row))
    through = project_of_mission(user, row)
    context = {
        "line": found,
        "row": row,
        "work": mission_work(user, row),
        "seen": seen,
        "through": through,
        "unseen": len(row.projects.all()) - len(seen),
        "can_edit": access.can_edit_mission(user, row),
        "can_log": bool(through) and access.can_log_time(user, row),
        "trail": _trail(through),
    }
    return render(request, "projects/mission.html", context)


def _trail(project: Project | None) -> Trail:
    return trail_of(project) if project else [("Projets", reverse("projects:home"))]


def _mission(request: HttpRequest, mission_id: UUID) -> tuple[Mission, Project]:
    """Return a mission the person may write, and the project through which they write it."""
    found = mission_of(request.user, mission_id)
    project = project_of_mission(request.user, found.row) if found else None
    if found is None or project is None:
        raise Http404
    require(access.can_edit_mission(request.user, found.row), NOT_YOURS)
    return found.row, project


def _page(row: Mission) -> str:
    return reverse("projects:mission", args=[row.pk])


@require_http_methods(["GET", "POST"])
def mission_edit(request: HttpRequest, mission_id: UUID) -> HttpResponse:
    """Write a mission anew."""
    row, project = _mission(request, mission_id)
    form = _form(request, project, row)
    return form_page(
        request,
        form,
        forms.EDIT,
        lambda: services.edit_mission(
            row,
            actor=person(request),
            version=form.version_seen(),
            projects=_prepared(row, form),
            **_chosen(form),
        ),
        back=_page(row),
        crumbs=trail_of(project, (row.title, _page(row))),
        row=row,
        about=[row.company.name],
        more={"remove_url": reverse("projects:mission_remove", args=[row.pk])},
    )


def _prepared(row: Mission, form: forms.MissionForm) -> list[Project]:
    """Return the projects it prepares: those ticked, and those the form does not offer."""
    field = form.fields.get("projects")
    offered = getattr(field, "rows", {})
    kept = [each for each in row.projects.all() if str(each.pk) not in offered]
    return [*kept, *form.cleaned_data.get("projects", ())]


@require_http_methods(["GET", "POST"])
def mission_remove(request: HttpRequest, mission_id: UUID) -> HttpResponse:
    """Confirm, then take a mission out."""
    row, project = _mission(request, mission_id)
    return confirm_page(
        request,
        forms.REMOVE,
        lambda: services.remove_mission(row, actor=person(request)),
        back=page_of(project),
        crumbs=trail_of(project, (row.title, _page(row))),
        about=[row.title],
    )
