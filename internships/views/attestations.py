"""Pages of the attestation of a stage: established, printed, taken back."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_http_methods

from internships import access
from internships.forms import attestations as forms
from internships.models import Attestation
from internships.selectors.pages import ATTESTATION, current_document
from internships.services import attestations as services
from internships.views.common import person, posted
from internships.views.follow_up import name_of, page_of, trail_of
from internships.views.life import confirm_page, form_page, stage_or_404
from nrc_platform.core.access import require
from nrc_platform.documents.views import as_attachment


@require_http_methods(["GET", "POST"])
def attestation_make(request: HttpRequest, internship_id: UUID) -> HttpResponse:
    """Confirm, then establish the attestation: its hours and its sum are computed."""
    row = stage_or_404(request, internship_id)
    require(access.can_make_attestation(request.user, row), services.MAKERS)
    return confirm_page(
        request,
        forms.MAKE,
        lambda: services.make_attestation(row, actor=person(request)),
        back=page_of(row),
        crumbs=trail_of(row),
        about=[name_of(row)],
    )


def _attestation(request: HttpRequest, attestation_id: UUID) -> Attestation:
    rows = access.visible_attestations(request.user).select_related(
        "internship__student", "internship__promotion", "internship__convention__company"
    )
    row: Attestation = get_object_or_404(rows, pk=attestation_id)
    return row


@require_http_methods(["GET", "POST"])
def attestation_cancel(request: HttpRequest, attestation_id: UUID) -> HttpResponse:
    """Ask why, then take a wrong attestation back."""
    row = _attestation(request, attestation_id)
    require(access.can_cancel_attestation(request.user, row), services.MAKERS)
    form = forms.CancelAttestationForm(posted(request))
    return form_page(
        request,
        form,
        forms.CANCEL,
        lambda: services.cancel_attestation(
            row, actor=person(request), reason=form.cleaned_data["reason"]
        ),
        back=page_of(row.internship),
        crumbs=trail_of(row.internship),
        about=[name_of(row.internship)],
    )


@require_GET
def attestation_file(request: HttpRequest, attestation_id: UUID) -> FileResponse:
    """Give the printed attestation to those who may see the stage."""
    row = _attestation(request, attestation_id)
    document = current_document(ATTESTATION, row.pk)
    if document is None:
        raise Http404
    return as_attachment(document)
