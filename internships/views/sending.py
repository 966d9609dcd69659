"""Pages that send a convention to be signed, and take it up again."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from internships import access, services
from internships.forms.review import REOPEN, NoForm, ReasonForm
from internships.selectors import sending
from internships.views.common import (
    attempt,
    convention_or_404,
    page_of,
    person,
    posted,
    title_of,
)
from internships.views.review import step


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
    form = NoForm(posted(request))
    if request.method == "GET" and not access.can_send_convention(request.user, row):
        raise Http404
    tried = attempt(form, lambda: services.send_convention(row, actor=person(request)))
    if tried.done:
        messages.success(request, f"Convention {tried.made.number} envoyée. Son PDF se prépare.")
        return redirect(page_of(row))
    context = {
        "convention": row,
        "title": title_of(row),
        "form": form,
        **sending.send_facts(row, tried.missing or None),
    }
    return render(request, "internships/convention_send.html", context, status=tried.status)
