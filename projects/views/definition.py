"""Pages where the definition of a project is written, step by step."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from internships.views.common import person, posted
from internships.views.life import attempt
from projects import services
from projects.facts.steps import WRITTEN, next_step
from projects.forms.definition import FORMS, StepForm
from projects.models import Project
from projects.selectors import choices
from projects.views.common import page_of, writable
from projects.views.steps import step_context


@require_http_methods(["GET", "POST"])
def definition(request: HttpRequest, project_id: UUID, key: str) -> HttpResponse:
    """Write a step of the definition; it may stay incomplete."""
    if key not in WRITTEN:
        raise Http404
    row = writable(request, project_id)
    offers = _offers(row) if key == "partenaires" else {}
    form = FORMS[key](posted(request), row=row, **offers)
    status = attempt(form, lambda: _save(request, row, form), row) if form.is_bound else 200
    if status == 302:
        messages.success(request, "La définition est enregistrée.")
        return redirect(_then(request, row, key))
    context = {**step_context(request, row, key), "form": form, **offers}
    context["differences"] = form.differences
    return render(request, "projects/definition.html", context, status=status)


def _offers(row: Project) -> dict[str, Any]:
    return {
        "companies": choices.commissioners(row.promotion),
        "contacts": choices.professionals(row.company),
    }


def _save(request: HttpRequest, row: Project, form: StepForm) -> None:
    services.save_definition(
        row, actor=person(request), version=form.version_seen(), values=form.values()
    )


def _then(request: HttpRequest, row: Project, key: str) -> str:
    """Return the next step, or the project when the writer stops here."""
    following = next_step(key)
    if following is not None and request.POST.get("action") == "next":
        return following.url(row.pk)
    return page_of(row)
