"""The page of the work of a project: its plan in three views, its tasks, its hours."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from internships.views.common import person, posted
from internships.views.life import confirm_page, form_page
from nrc_platform.core import clock
from nrc_platform.core.access import require
from nrc_platform.core.errors import DomainError, NotAllowed
from nrc_platform.core.views import read_only
from projects import access
from projects.facts.plan import board_of, plan_line
from projects.forms import work as forms
from projects.models import Action, Project, Task
from projects.selectors.pages import project_of
from projects.selectors.work import parts_of, work_sheet
from projects.services import actions as services
from projects.states import HoursKind

LIST, BOARD, TIMELINE = "liste", "tableau", "frise"
SECTIONS = {"work": "Travail", "follow_up": "Suivi", "results": "Résultats"}
VIEWS = ((LIST, "Liste"), (BOARD, "Tableau"), (TIMELINE, "Frise"))


def project_or_404(request: HttpRequest, project_id: UUID) -> Project:
    """Return the project among those the person may see, its people loaded."""
    found = project_of(request.user, project_id)
    if found is None:
        raise Http404
    return found


def page_of(project: Project, section: str = "work") -> str:
    """Return the address of a section of the project."""
    return reverse(f"projects:{section}", args=[project.pk])


def trail_of(project: Project, section: str = "work") -> list[tuple[str, str]]:
    """Return the way back to a section of the project."""
    return [
        ("Projets", reverse("projects:home")),
        (project.title, page_of(project, "project")),
        (SECTIONS[section], page_of(project, section)),
    ]


@require_GET
@read_only
def work(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """Show the plan as a list, a board or a timeline, then the hours of the team."""
    project = project_or_404(request, project_id)
    sheet = work_sheet(request.user, project)
    lines = [plan_line(row, sheet.today) for row in sheet.actions]
    asked = request.GET.get("vue", LIST)
    context = {
        "project": project,
        "section": "work",
        "sheet": sheet,
        "lines": lines,
        "columns": board_of(lines),
        "late": sum(line.is_late and not line.row.done_on for line in lines),
        "done": sum(line.row.done_on is not None for line in lines),
        "view": asked if asked in dict(VIEWS) else LIST,
        "views": VIEWS,
        "kinds": HoursKind.labels,
        "planned_hours": project.weekly_hours + project.stage_hours + project.personal_hours,
        "can_write": access.can_write_work(request.user, project),
        "can_log": access.can_log_time(request.user, project),
    }
    return render(request, "projects/work.html", context)


def _form(request: HttpRequest, project: Project, row: Action | None = None) -> forms.ActionForm:
    members, limits, indicators = parts_of(project)
    known = forms.ActionForm.for_action(row) if row else {}
    return forms.ActionForm(
        posted(request), members=members, limits=limits, indicators=indicators, initial=known
    )


def _writable(request: HttpRequest, project_id: UUID) -> Project:
    project = project_or_404(request, project_id)
    require(access.can_write_work(request.user, project), services.REFUSAL)
    return project


def _action(request: HttpRequest, action_id: UUID) -> Action:
    row: Action = get_object_or_404(access.visible_actions(request.user), pk=action_id)
    row.project = _writable(request, row.project_id)
    return row


@require_http_methods(["GET", "POST"])
def action_new(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """Add a line to the plan."""
    project = _writable(request, project_id)
    form = _form(request, project)
    return form_page(
        request,
        form,
        forms.ADD,
        lambda: services.add_action(
            project, actor=person(request), values=form.values(), **form.links()
        ),
        back=page_of(project),
        crumbs=trail_of(project),
    )


@require_http_methods(["GET", "POST"])
def action_edit(request: HttpRequest, action_id: UUID) -> HttpResponse:
    """Change a line of the plan, or write what was done."""
    row = _action(request, action_id)
    form = _form(request, row.project, row)
    return form_page(
        request,
        form,
        forms.EDIT,
        lambda: services.edit_action(
            row,
            actor=person(request),
            version=form.version_seen(),
            values=form.values(),
            **form.links(),
        ),
        back=page_of(row.project),
        crumbs=trail_of(row.project),
        row=row,
        more={"remove_url": reverse("projects:action_remove", args=[row.pk])},
    )


@require_http_methods(["GET", "POST"])
def action_remove(request: HttpRequest, action_id: UUID) -> HttpResponse:
    """Confirm, then take a line nobody began off the plan."""
    row = _action(request, action_id)
    return confirm_page(
        request,
        forms.REMOVE,
        lambda: services.remove_action(row, actor=person(request)),
        back=page_of(row.project),
        crumbs=trail_of(row.project),
        about=[row.label],
    )


def back_to(request: HttpRequest, address: str, act: Any, done: str) -> HttpResponse:
    """Let a button act, say what came of it, and go back to its page."""
    try:
        act()
        messages.success(request, done)
    except NotAllowed:
        raise
    except DomainError as refused:
        messages.error(request, refused.message)
    return redirect(address)


@require_POST
def action_move(request: HttpRequest, action_id: UUID) -> HttpResponse:
    """Move an action to another column, by a button or a drag."""
    row = _action(request, action_id)
    form = forms.MoveForm(request.POST)
    to = form.cleaned_data["to"] if form.is_valid() else ""
    view = request.POST.get("vue", LIST)
    address = f"{page_of(row.project)}?vue={view if view in dict(VIEWS) else LIST}#plan"
    return back_to(
        request,
        address,
        lambda: services.move_action(row, actor=person(request), to=to),
        f"«\u00a0{row.label}\u00a0» est déplacée.",
    )


@require_http_methods(["GET", "POST"])
def task_new(request: HttpRequest, action_id: UUID) -> HttpResponse:
    """Give a member a part of an action."""
    row = _action(request, action_id)
    form = forms.TaskForm(posted(request), members=list(row.project.members.all()))
    return form_page(
        request,
        form,
        forms.TASK,
        lambda: services.add_task(row, actor=person(request), **form.cleaned_data),
        back=page_of(row.project),
        crumbs=trail_of(row.project),
        about=[row.label],
    )


def _task(request: HttpRequest, task_id: UUID) -> Task:
    rows = access.visible_tasks(request.user).select_related("action")
    row: Task = get_object_or_404(rows, pk=task_id)
    row.action.project = _writable(request, row.action.project_id)
    return row


@require_POST
def task_tick(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """Say that a task is done today, or to do again."""
    row = _task(request, task_id)
    day = None if row.done_on else clock.today()
    return back_to(
        request,
        f"{page_of(row.action.project)}#action-{row.action_id}",
        lambda: services.tick_task(row, actor=person(request), done_on=day),
        "La tâche est faite." if day else "La tâche est à refaire.",
    )


@require_http_methods(["GET", "POST"])
def task_remove(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """Confirm, then take back a task that nobody did."""
    row = _task(request, task_id)
    project = row.action.project
    return confirm_page(
        request,
        forms.REMOVE_TASK,
        lambda: services.remove_task(row, actor=person(request)),
        back=page_of(project),
        crumbs=trail_of(project),
        about=[row.label],
    )
