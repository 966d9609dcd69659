"""The page of the follow-up, and the meetings: asked for, planned, reported, taken back."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from internships.views.common import person, posted
from internships.views.life import confirm_page, form_page
from nrc_platform.core import clock
from nrc_platform.core.access import require
from nrc_platform.core.views import read_only
from projects import access
from projects.facts.meetings import meeting_lines
from projects.forms import meetings as forms
from projects.models import Meeting, Project
from projects.selectors.follow_up import (
    attendants_of,
    contacts_of,
    notes_of,
    project_of_subject,
    subjects_of,
)
from projects.selectors.work import work_sheet
from projects.services import meetings as services
from projects.views.work import page_of, project_or_404, trail_of

SECTION = "follow_up"


@require_GET
@read_only
def follow_up(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """Show the meetings, the deliverables and the notes of a project."""
    project = project_or_404(request, project_id)
    sheet, user = work_sheet(request.user, project), request.user
    context = {
        "project": project,
        "section": SECTION,
        "sheet": sheet,
        "meetings": meeting_lines(sheet.meetings, sheet.today),
        "deliverables": [(line, line.is_late(sheet.today)) for line in sheet.deliverables],
        "notes": notes_of(user, project),
        "can_plan": access.can_plan_meeting(user, project),
        "can_ask": access.can_ask_meeting(user, project),
        "can_write": access.can_write_work(user, project),
        "can_hand_in": access.can_hand_in(user, project),
        "can_remark": access.can_remark(user, project),
    }
    return render(request, "projects/follow_up.html", context)


def _followed(request: HttpRequest, project_id: UUID) -> Project:
    project = project_or_404(request, project_id)
    require(access.can_plan_meeting(request.user, project), services.REFUSAL)
    return project


def _meeting(request: HttpRequest, meeting_id: UUID) -> tuple[Meeting, Project]:
    """Return a meeting and the project whose follow-up shows it."""
    rows = access.visible_meetings(request.user)
    row: Meeting = get_object_or_404(rows, pk=meeting_id)
    return row, project_or_404(request, project_of_subject(request.user, row))


def _planned(request: HttpRequest, meeting_id: UUID) -> tuple[Meeting, Project]:
    row, project = _meeting(request, meeting_id)
    require(access.can_plan_meeting(request.user, project), services.REFUSAL)
    return row, project


@require_http_methods(["GET", "POST"])
def meeting_ask(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """Ask for a meeting, for oneself or the group."""
    project = project_or_404(request, project_id)
    require(access.can_ask_meeting(request.user, project), services.ASK_REFUSAL)
    subjects = subjects_of(request.user, project)
    form = forms.AskForm(posted(request), subjects=subjects, initial={"about": project})

    def ask() -> Meeting:
        kept: dict[str, Any] = dict(form.cleaned_data)
        return services.ask_meeting(kept.pop("about"), actor=person(request), **kept)

    return form_page(
        request,
        form,
        forms.ASK,
        ask,
        back=page_of(project, SECTION),
        crumbs=trail_of(project, SECTION),
    )


@require_http_methods(["GET", "POST"])
def meeting_new(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """Plan a meeting of any form."""
    project = _followed(request, project_id)
    subjects = subjects_of(request.user, project)
    form = forms.PlanForm(posted(request), subjects=subjects, initial={"about": project})
    return form_page(
        request,
        form,
        forms.PLAN,
        lambda: services.plan_meeting(
            form.cleaned_data["about"], actor=person(request), values=form.values()
        ),
        back=page_of(project, SECTION),
        crumbs=trail_of(project, SECTION),
    )


@require_http_methods(["GET", "POST"])
def meeting_log(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """Report a meeting that nobody had planned."""
    project = _followed(request, project_id)
    form = _report_form(request, project, initial={"about": project, "held_on": clock.today()})
    return form_page(
        request,
        form,
        forms.LOG,
        lambda: services.log_meeting(
            form.cleaned_data["about"],
            actor=person(request),
            values=form.values(),
            **form.presence(),
        ),
        back=page_of(project, SECTION),
        crumbs=trail_of(project, SECTION),
    )


def _report_form(request: HttpRequest, project: Project, **more: Any) -> forms.ReportForm:
    return forms.ReportForm(
        posted(request),
        subjects=subjects_of(request.user, project),
        people=attendants_of(project),
        contacts=contacts_of(project),
        **more,
    )


@require_http_methods(["GET", "POST"])
def meeting_edit(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Move or prepare a meeting, or give a day to one that was asked for."""
    row, project = _planned(request, meeting_id)
    known = forms.PlanForm.for_meeting(row)
    form = forms.PlanForm(posted(request), subjects=[], row=row, initial=known)
    return form_page(
        request,
        form,
        forms.REPLAN,
        lambda: services.replan_meeting(
            row, actor=person(request), version=form.version_seen(), values=form.values()
        ),
        back=page_of(project, SECTION),
        crumbs=trail_of(project, SECTION),
        row=row,
        more={"remove_url": reverse("projects:meeting_remove", args=[row.pk])},
    )


@require_http_methods(["GET", "POST"])
def meeting_report(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Write what came of a meeting, or correct it."""
    row, project = _planned(request, meeting_id)
    known = forms.ReportForm.for_meeting(row)
    form = _report_form(request, project, row=row, initial=known)
    return form_page(
        request,
        form,
        forms.REPORT,
        lambda: services.report_meeting(
            row,
            actor=person(request),
            version=form.version_seen(),
            values=form.values(),
            **form.presence(),
        ),
        back=page_of(project, SECTION),
        crumbs=trail_of(project, SECTION),
        row=row,
        about=[row.get_form_display().capitalize(), row.purpose],
    )


@require_http_methods(["GET", "POST"])
def meeting_remove(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Confirm, then take back a meeting that did not take place, or one's own request."""
    row, project = _meeting(request, meeting_id)
    mine = row.asked_by_id == person(request).pk and row.planned_at is None
    require(mine or access.can_plan_meeting(request.user, project), services.REFUSAL)
    return confirm_page(
        request,
        forms.REMOVE,
        lambda: services.remove_meeting(row, actor=person(request)),
        back=page_of(project, SECTION),
        crumbs=trail_of(project, SECTION),
        about=[row.purpose],
    )
