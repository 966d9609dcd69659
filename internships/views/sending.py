"""Pages that send a convention to be signed, and take it up again."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from internships import access, services
from internships.forms.review import REOPEN, NoForm, ReasonForm
from internships.selectors import sending
from internships.views.common import convention_or_404, page_of, person, posted, title_of
from internships.views.review import step
from nrc_platform.core.errors import Incomplete


@require_http_methods(["GET", "POST"])
def convention_reopen(request: HttpRequest, convention_id: UUID) -> HttpResponse:
    """Take a sent convention up again; its round is void and kept."""
    return step(
        request,
        convention_id,
        REOPEN,
        ReasonForm,
        access.can_reopen_convention,
        lambda row, actor, read: services.reopen_convention(
            row, actor=actor, reason=read["reason"]
        ),
    )


@require_http_methods(["GET", "POST"])
def convention_send(request: HttpRequest, convention_id: UUID) -> HttpResponse:
    """Show the checks and who signs, then send the convention to be signed."""
    row = convention_or_404(request, convention_id)
    form, missing = NoForm(posted(request)), None
    if request.method == "GET" and not access.can_send_convention(request.user, row):
        raise Http404
    if request.method == "POST":
        try:
            sent = services.send_convention(row, actor=person(request))
            messages.success(request, f"Convention {sent.number} envoyée. Son PDF se prépare.")
            return redirect(page_of(row))
        except Incomplete as incomplete:
            missing = incomplete.findings
            form.add_error(None, incomplete.message)
    context = {
        "convention": row,
        "title": title_of(row),
        "form": form,
        **sending.send_facts(row, missing),
    }
    return render(request, "internships/convention_send.html", context)
