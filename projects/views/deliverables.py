"""Pages of the deliverables, their versions and remarks, and of the notes of the logbook."""

from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from internships.selectors.life import own_stages
from internships.views.common import person, posted
from internships.views.life import confirm_page, form_page, private_file
from nrc_platform.core import clock
from nrc_platform.core.access import require
from projects import access
from projects.forms import deliverables as forms
from projects.models import Deliverable, DeliverableVersion, LogLink, Project
from projects.selectors.follow_up import loose_notes, subjects_of
from projects.services import deliverables as services
from projects.services import log_links
from projects.views.work import back_to, page_of, project_or_404, trail_of

SECTION = "follow_up"


def _writable(request: HttpRequest, project_id: UUID) -> Project:
    project = project_or_404(request, project_id)
    require(access.can_write_work(request.user, project), services.REFUSAL)
    return project


def _deliverable(request: HttpRequest, deliverable_id: UUID) -> Deliverable:
    rows = access.visible_deliverables(request.user)
    row: Deliverable = get_object_or_404(rows, pk=deliverable_id)
    row.project = project_or_404(request, row.project_id)
    return row


def _version(request: HttpRequest, version_id: UUID) -> DeliverableVersion:
    rows = access.visible_versions(request.user).select_related("deliverable")
    row: DeliverableVersion = get_object_or_404(rows, pk=version_id)
    row.deliverable.project = project_or_404(request, row.deliverable.project_id)
    return row


@require_http_methods(["GET", "POST"])
def deliverable_new(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """Say what the team will hand in."""
    project = _writable(request, project_id)
    form = forms.DeliverableForm(posted(request))
    return form_page(
        request,
        form,
        forms.ADD,
        lambda: services.add_deliverable(project, actor=person(request), values=form.values()),
        back=page_of(project, SECTION),
        crumbs=trail_of(project, SECTION),
    )


@require_http_methods(["GET", "POST"])
def deliverable_edit(request: HttpRequest, deliverable_id: UUID) -> HttpResponse:
    """Rename a deliverable, or move its day."""
    row = _deliverable(request, deliverable_id)
    require(access.can_write_work(request.user, row.project), services.REFUSAL)
    form = forms.DeliverableForm(posted(request), initial=forms.DeliverableForm.initial_of(row))
    return form_page(
        request,
        form,
        forms.EDIT,
        lambda: services.edit_deliverable(
            row, actor=person(request), version=form.version_seen(), values=form.values()
        ),
        back=page_of(row.project, SECTION),
        crumbs=trail_of(row.project, SECTION),
        row=row,
        more={"remove_url": reverse("projects:deliverable_remove", args=[row.pk])},
    )


@require_http_methods(["GET", "POST"])
def deliverable_remove(request: HttpRequest, deliverable_id: UUID) -> HttpResponse:
    """Confirm, then take back a deliverable of which nothing was handed in."""
    row = _deliverable(request, deliverable_id)
    require(access.can_write_work(request.user, row.project), services.REFUSAL)
    return confirm_page(
        request,
        forms.REMOVE,
        lambda: services.remove_deliverable(row, actor=person(request)),
        back=page_of(row.project, SECTION),
        crumbs=trail_of(row.project, SECTION),
        about=[row.title],
    )


@require_http_methods(["GET", "POST"])
def hand_in(request: HttpRequest, deliverable_id: UUID) -> HttpResponse:
    """Hand in a new version."""
    row = _deliverable(request, deliverable_id)
    require(access.can_hand_in(request.user, row.project), services.HAND_REFUSAL)
    form = forms.HandInForm(posted(request), request.FILES or None)
    return form_page(
        request,
        form,
        forms.HAND_IN,
        lambda: services.hand_in(
            row,
            actor=person(request),
            content=form.cleaned_data["file"].read(),
            note=form.cleaned_data["note"],
        ),
        back=page_of(row.project, SECTION),
        crumbs=trail_of(row.project, SECTION),
        about=[row.title],
    )


@require_GET
def version_file(request: HttpRequest, version_id: UUID) -> FileResponse:
    """Give the file of a version to those who may see the project."""
    row = _version(request, version_id)
    return private_file(row.blob_id, f"livrable-version-{row.number}.{row.extension}")


@require_http_methods(["GET", "POST"])
def remark_new(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Write a remark on a version."""
    row = _version(request, version_id)
    project = row.deliverable.project
    require(access.can_remark(request.user, project), services.REMARK_REFUSAL)
    form = forms.RemarkForm(posted(request))
    return form_page(
        request,
        form,
        forms.REMARK,
        lambda: services.remark_on(row, actor=person(request), text=form.cleaned_data["text"]),
        back=page_of(project, SECTION),
        crumbs=trail_of(project, SECTION),
        about=[row.deliverable.title, f"version {row.number}"],
    )


@require_POST
def remark_handle(request: HttpRequest, remark_id: UUID) -> HttpResponse:
    """Say that the team dealt with a remark."""
    rows = access.visible_remarks(request.user).select_related("version__deliverable")
    row = get_object_or_404(rows, pk=remark_id)
    project = project_or_404(request, row.version.deliverable.project_id)
    return back_to(
        request,
        page_of(project, SECTION),
        lambda: services.handle_remark(row, actor=person(request)),
        "La remarque est traitée.",
    )


def _own(request: HttpRequest, project_id: UUID) -> Project:
    project = project_or_404(request, project_id)
    require(access.can_log_time(request.user, project), log_links.REFUSAL)
    return project


@require_http_methods(["GET", "POST"])
def note_new(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """Write a day in one's logbook, from the project it belongs to."""
    project = _own(request, project_id)
    form = forms.NoteForm(
        posted(request),
        subjects=subjects_of(request.user, project),
        stages=own_stages(person(request)),
        initial={"about": project, "happened_on": clock.today()},
    )
    return form_page(
        request,
        form,
        forms.NOTE,
        lambda: log_links.note_day(
            form.cleaned_data["about"],
            actor=person(request),
            values=form.values(),
            internship=form.cleaned_data["internship"],
        ),
        back=page_of(project, SECTION),
        crumbs=trail_of(project, SECTION),
    )


@require_http_methods(["GET", "POST"])
def note_attach(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """Say that a note already written belongs to the project or one of its missions."""
    project = _own(request, project_id)
    form = forms.AttachForm(
        posted(request),
        entries=loose_notes(person(request)),
        subjects=subjects_of(request.user, project),
        initial={"about": project},
    )
    return form_page(
        request,
        form,
        forms.ATTACH,
        lambda: log_links.link_log(
            form.cleaned_data["entry"], actor=person(request), subject=form.cleaned_data["about"]
        ),
        back=page_of(project, SECTION),
        crumbs=trail_of(project, SECTION),
    )


@require_POST
def note_detach(request: HttpRequest, project_id: UUID, link_id: UUID) -> HttpResponse:
    """Take a note out of the project; it stays in the logbook."""
    project = project_or_404(request, project_id)
    rows = access.visible_log_links(request.user).select_related("log_entry__student")
    row: LogLink = get_object_or_404(rows, pk=link_id)
    return back_to(
        request,
        page_of(project, SECTION),
        lambda: log_links.link_log(row.log_entry, actor=person(request), subject=None),
        "La note n’est plus rattachée au projet.",
    )
