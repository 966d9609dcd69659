"""Pages of the decision tools: which one, its form, its result, for practice or to keep."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from internships.views.common import Attempt, attempt, person, posted
from nrc_platform.core import clock
from nrc_platform.core.views import once, read_only
from projects.forms.tools import ToolForm, example_of, initial_of, usual_of
from projects.rules.tools import BY_SLUG, TOOLS, Tool, from_json
from projects.selectors.simulations import projects_to_save_in, simulation_of
from projects.services.simulations import save_simulation


@require_GET
@read_only
def tools(request: HttpRequest) -> HttpResponse:
    """List the tools, each with what it is for."""
    return render(request, "projects/tools.html", {"tools": TOOLS.values()})


def _start(request: HttpRequest, found: Tool) -> Mapping[str, Any]:
    """Return what fills the form at first: a saved simulation, the example, or usual values."""
    if "exemple" in request.GET:
        return example_of(found, clock.today())
    try:
        kept = simulation_of(request.user, UUID(request.GET.get("depuis", "")))
    except ValueError:
        kept = None
    if kept is not None and kept.tool == found.name:
        return initial_of(from_json(kept.tool, kept.inputs))
    return usual_of(found)


def _keep(request: HttpRequest, form: ToolForm) -> Attempt:
    """Keep the calculation in the chosen project; a refusal is shown on its form."""
    keeping = form.keeping
    return attempt(
        keeping,
        once(
            request,
            lambda: save_simulation(
                keeping.cleaned_data["project"],
                actor=person(request),
                tool=form.tool.name,
                inputs=form.inputs(),
                comment=keeping.cleaned_data["comment"],
            ),
        ),
    )


@require_http_methods(["GET", "POST"])
def tool(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a tool; sent, its result beside what was typed; kept in a project when asked."""
    found = BY_SLUG.get(slug)
    if found is None:
        raise Http404
    projects = projects_to_save_in(request.user)
    form = ToolForm(found, posted(request), projects=projects, initial=_start(request, found))
    calculated = attempt(form, lambda: found.sheet(form.inputs()))
    kept = _keep(request, form) if calculated.done and "save" in request.POST else Attempt()
    if kept.done:
        messages.success(request, "La simulation est enregistrée.")
        if kept.made is None:
            return redirect("projects:simulations", form.keeping.cleaned_data["project"].pk)
        return redirect("projects:simulation", kept.made.pk)
    context = {"tool": found, "form": form, "sheet": calculated.made, "projects": projects}
    return render(request, "projects/tool.html", context)
