"""Pages of the moves of a project: cover, frame, agree, start, review, close, abandon."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from internships.views.common import attempt, person, posted
from nrc_platform.core.forms import CrispyForm
from nrc_platform.people.models import User
from projects import access, services
from projects.facts.steps import aimed
from projects.forms import moves as forms
from projects.models import Project
from projects.selectors.abilities import project_abilities
from projects.selectors.pages import definition_findings
from projects.views.common import Allowed, page_of, project_or_404, trail_of

Act = Callable[[Project, User, dict[str, Any]], object]


def _move(
    request: HttpRequest,
    project_id: UUID,
    words: forms.MoveWords,
    allowed: Allowed,
    act: Act,
    form_class: type[CrispyForm] = forms.NoForm,
) -> HttpResponse:
    """Ask, confirm, then let the service do it or say what is missing, each with its form."""
    row = project_or_404(request, project_id)
    form = form_class(posted(request))
    # A complete form goes to the service, which says in French what happened meanwhile.
    if not form.is_valid() and not allowed(request.user, row):
        raise Http404
    tried = attempt(form, lambda: act(row, person(request), form.cleaned_data))
    if tried.done:
        messages.success(request, words.done)
        return redirect(page_of(row))
    context = {"form": form, "words": words, "project": row, "trail": trail_of(row)}
    context |= {"back": page_of(row), "missing": _missing(row, person(request), tried.missing)}
    # The list of what is missing says it: its sentence is no answer to mend.
    context["refused"] = (
        " ".join(str(each) for each in form.non_field_errors()) if tried.missing else ""
    )
    return render(request, "projects/move.html", context, status=tried.status)


def _missing(row: Project, user: User, found: Any) -> list[Any]:
    """Return what keeps the move, as the page of the project words it: with its form."""
    if not found:
        return []
    said = {(line.rule, line.message) for line in found}
    lines = [
        line
        for line in definition_findings(row, url=page_of(row))
        if (line.rule, line.message) in said
    ]
    return aimed(lines, row, project_abilities(user, row))


@require_http_methods(["GET", "POST"])
def cover(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """Draft the convention from the project, or bring the draft up to date."""
    return _move(
        request,
        project_id,
        forms.COVER,
        access.can_cover_project,
        lambda row, actor, _: services.cover_by_convention(row, actor=actor),
    )


@require_http_methods(["GET", "POST"])
def frame(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """Say that the project is defined."""
    return _move(
        request,
        project_id,
        forms.FRAME,
        access.can_frame_project,
        lambda row, actor, _: services.frame_project(row, actor=actor),
    )


@require_http_methods(["GET", "POST"])
def agree(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """Record the accord of the partners: the goals are frozen."""
    return _move(
        request,
        project_id,
        forms.AGREE,
        access.can_agree_project,
        lambda row, actor, _: services.agree_project(row, actor=actor),
    )


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """Begin the project."""
    return _move(
        request,
        project_id,
        forms.START,
        access.can_start_project,
        lambda row, actor, _: services.start_project(row, actor=actor),
    )


@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """Close the evaluation."""
    return _move(
        request,
        project_id,
        forms.REVIEW,
        access.can_review_project,
        lambda row, actor, _: services.review_project(row, actor=actor),
    )


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """Close the project."""
    return _move(
        request,
        project_id,
        forms.CLOSE,
        access.can_close_project,
        lambda row, actor, _: services.close_project(row, actor=actor),
    )


@require_http_methods(["GET", "POST"])
def abandon(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """Give the project up, with a reason."""
    return _move(
        request,
        project_id,
        forms.ABANDON,
        access.can_abandon_project,
        lambda row, actor, read: services.abandon_project(row, actor=actor, reason=read["reason"]),
        forms.AbandonForm,
    )
