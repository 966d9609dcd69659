"""What each step of writing a project shows around its form: the strip of steps, the way on."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from internships.forms.life import PageWords
from internships.views.life import attempt
from nrc_platform.core.views import once
from projects.facts.steps import STEPS, next_step, step_lines
from projects.models import Project
from projects.selectors.pages import definition_findings
from projects.views.common import page_of

_BY_KEY = {step.key: step for step in STEPS}


def step_context(request: HttpRequest, row: Project, key: str) -> dict[str, Any]:
    """Return the strip of steps beside a form, and where it leads."""
    step, following = _BY_KEY[key], next_step(key)
    return {
        "project": row,
        "step": step,
        "number": STEPS.index(step) + 1,
        "steps": step_lines(definition_findings(row, url=page_of(row)), row.pk, key),
        "next": following,
        "next_url": following.url(row.pk) if following else page_of(row),
        "back": page_of(row),
    }


def part_page(
    request: HttpRequest,
    row: Project,
    key: str,
    form: Any,
    words: PageWords,
    act: Callable[[], object],
    **more: Any,
) -> HttpResponse:
    """Show a step made of lines, with the form that adds one or ticks them."""
    if words.adds:
        act = once(request, act)
    status = attempt(form, act) if form.is_bound else 200
    if status == 302:
        messages.success(request, words.done)
        return redirect(request.path)
    context = {**step_context(request, row, key), "form": form, "words": words, **more}
    return render(request, "projects/part.html", context, status=status)
