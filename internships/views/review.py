"""Pages of the steps of a convention: hand in, check, return, send, take up again, end."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from internships import access, services
from internships.forms.review import (
    CANCEL,
    CHECK,
    REFUSE,
    REMIND,
    SEND_BACK,
    SUBMIT,
    TERMINATE,
    CheckForCompanyForm,
    NoForm,
    ReasonForm,
    SendBackForm,
    StepWords,
    TerminateForm,
)
from internships.models import Convention
from internships.views.common import (
    attempt,
    convention_or_404,
    page_of,
    person,
    posted,
    title_of,
)
from nrc_platform.core.forms import CrispyForm
from nrc_platform.people.models import User

STEP = "internships/convention_step.html"
Act = Callable[[Convention, User, dict[str, Any]], object]
Allowed = Callable[[Any, Convention], bool]


def step(
    request: HttpRequest,
    convention_id: UUID,
    words: StepWords,
    form_class: type[CrispyForm],
    allowed: Allowed,
    act: Act,
) -> HttpResponse:
    """Ask, confirm, then let the service do it or say why not."""
    row = convention_or_404(request, convention_id)
    form = form_class(posted(request))
    # A complete form goes to the service, which says in French what happened meanwhile.
    if not form.is_valid() and not allowed(request.user, row):
        raise Http404
    tried = attempt(form, lambda: act(row, person(request), form.cleaned_data))
    if tried.done:
        messages.success(request, words.done)
        return redirect(page_of(row))
    context = {"form": form, "words": words, "missing": tried.missing, "title": title_of(row)}
    return render(request, STEP, context | {"back": page_of(row)}, status=tried.status)


@require_http_methods(["GET", "POST"])
def convention_submit(request: HttpRequest, convention_id: UUID) -> HttpResponse:
    """Hand the convention to the company, or back to the teacher when it has checked."""
    return step(
        request,
        convention_id,
        SUBMIT,
        NoForm,
        access.can_submit_convention,
        lambda row, actor, _: services.submit_convention(row, actor=actor),
    )


@require_http_methods(["GET", "POST"])
def convention_remind(request: HttpRequest, convention_id: UUID) -> HttpResponse:
    """Send the company a fresh link."""
    return step(
        request,
        convention_id,
        REMIND,
        NoForm,
        access.can_remind_company,
        lambda row, actor, _: services.remind_company(row, actor=actor),
    )


@require_http_methods(["GET", "POST"])
def convention_check(request: HttpRequest, convention_id: UUID) -> HttpResponse:
    """Answer for a company that cannot be reached."""
    return step(
        request,
        convention_id,
        CHECK,
        CheckForCompanyForm,
        access.can_check_for_company,
        lambda row, actor, read: services.check_for_company(
            row, actor=actor, reason=read["reason"], not_a_job=read["not_a_job"]
        ),
    )


@require_http_methods(["GET", "POST"])
def convention_send_back(request: HttpRequest, convention_id: UUID) -> HttpResponse:
    """Ask for a correction."""
    return step(
        request,
        convention_id,
        SEND_BACK,
        SendBackForm,
        access.can_send_back_convention,
        lambda row, actor, read: services.send_back_convention(
            row, actor=actor, message=read["message"]
        ),
    )


@require_http_methods(["GET", "POST"])
def convention_refuse(request: HttpRequest, convention_id: UUID) -> HttpResponse:
    """Record that a party said no."""
    return step(
        request,
        convention_id,
        REFUSE,
        ReasonForm,
        access.can_refuse_convention,
        lambda row, actor, read: services.refuse_convention(
            row, actor=actor, reason=read["reason"]
        ),
    )


@require_http_methods(["GET", "POST"])
def convention_cancel(request: HttpRequest, convention_id: UUID) -> HttpResponse:
    """Give the convention up before the stage."""
    return step(
        request,
        convention_id,
        CANCEL,
        ReasonForm,
        access.can_cancel_convention,
        lambda row, actor, read: services.cancel_convention(
            row, actor=actor, reason=read["reason"]
        ),
    )


@require_http_methods(["GET", "POST"])
def convention_terminate(request: HttpRequest, convention_id: UUID) -> HttpResponse:
    """Record the end of a stage before its term."""
    return step(
        request,
        convention_id,
        TERMINATE,
        TerminateForm,
        access.can_terminate_convention,
        lambda row, actor, read: services.terminate_convention(
            row, actor=actor, ended_on=read["ended_on"], reason=read["reason"]
        ),
    )
