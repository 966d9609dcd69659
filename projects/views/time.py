"""Pages of the time log: a student notes, corrects and takes back their own hours."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from internships.views.common import person, posted
from internships.views.life import confirm_page, form_page
from nrc_platform.core import clock
from nrc_platform.core.access import require
from projects import access
from projects.forms import time as forms
from projects.models import Project, TimeEntry
from projects.selectors.follow_up import project_of_subject, subjects_of
from projects.services import time_log as services
from projects.views.work import page_of, project_or_404, trail_of


def _entry(request: HttpRequest, entry_id: UUID) -> tuple[TimeEntry, Project]:
    """Return a line of one's own hours, and the project whose work shows it."""
    rows = access.visible_time(request.user).select_related("project", "mission")
    row: TimeEntry = get_object_or_404(rows, pk=entry_id)
    project = project_or_404(request, project_of_subject(request.user, row))
    require(access.can_edit_time(request.user, row), services.REFUSAL)
    return row, project


@require_http_methods(["GET", "POST"])
def time_new(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """Note one's hours of a day, on the project or on one of its missions."""
    project = project_or_404(request, project_id)
    own = [
        each
        for each in subjects_of(request.user, project)
        if access.can_log_time(request.user, each)
    ]
    require(bool(own), services.REFUSAL)
    form = forms.TimeForm(
        posted(request),
        subjects=own,
        initial={"about": request.GET.get("sur", own[0].pk), "on": clock.today()},
    )
    return form_page(
        request,
        form,
        forms.ADD,
        lambda: services.log_time(
            form.cleaned_data.get("about", own[0]), actor=person(request), values=form.values()
        ),
        back=f"{page_of(project)}#temps",
        crumbs=trail_of(project),
    )


@require_http_methods(["GET", "POST"])
def time_edit(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Correct a line of one's own hours."""
    row, project = _entry(request, entry_id)
    form = forms.TimeForm(posted(request), initial=forms.TimeForm.initial_of(row))
    return form_page(
        request,
        form,
        forms.EDIT,
        lambda: services.edit_time(
            row, actor=person(request), version=form.version_seen(), values=form.values()
        ),
        back=f"{page_of(project)}#temps",
        crumbs=trail_of(project),
        row=row,
        more={"remove_url": reverse("projects:time_remove", args=[row.pk])},
    )


@require_http_methods(["GET", "POST"])
def time_remove(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Confirm, then take a line of one's own hours back."""
    row, project = _entry(request, entry_id)
    return confirm_page(
        request,
        forms.REMOVE,
        lambda: services.remove_time(row, actor=person(request)),
        back=f"{page_of(project)}#temps",
        crumbs=trail_of(project),
        about=[row.what],
    )
