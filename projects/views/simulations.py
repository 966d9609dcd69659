"""Pages of the simulations kept in a project: the list, one, its PDF and its workbook."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from internships.views.common import person
from nrc_platform.core.views import read_only
from nrc_platform.documents import services as documents
from nrc_platform.documents.workbook import MEDIA_TYPE, workbook
from projects.access import can_save_simulation
from projects.facts.simulations import simulation_facts, simulation_tabs
from projects.models import Simulation
from projects.selectors.pages import project_of
from projects.selectors.simulations import printed_form, simulation_of, simulations_of
from projects.services.simulations import print_simulation


def _simulation(request: HttpRequest, simulation_id: UUID) -> Simulation:
    found = simulation_of(request.user, simulation_id)
    if found is None:
        raise Http404
    return found


@require_GET
@read_only
def simulations(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """List the simulations of a project, the newest first."""
    project = project_of(request.user, project_id)
    if project is None:
        raise Http404
    context = {
        "project": project,
        "section": "simulations",
        "lines": simulations_of(project),
        "can_save": can_save_simulation(request.user, project),
    }
    return render(request, "projects/simulations.html", context)


@require_GET
@read_only
def simulation(request: HttpRequest, simulation_id: UUID) -> HttpResponse:
    """Show a simulation: its inputs, its result calculated again, where its PDF is."""
    row = _simulation(request, simulation_id)
    context = {"row": row, "facts": simulation_facts(row), "printed": printed_form(row)}
    return render(request, "projects/simulation.html", context)


@require_POST
def simulation_print(request: HttpRequest, simulation_id: UUID) -> HttpResponse:
    """Ask for the PDF of a simulation."""
    row = _simulation(request, simulation_id)
    print_simulation(row, actor=person(request))
    return redirect("projects:simulation_pdf", row.pk)


@require_GET
@read_only
def simulation_pdf(request: HttpRequest, simulation_id: UUID) -> HttpResponse:
    """Say how far the PDF is; once ready, offer it."""
    row = _simulation(request, simulation_id)
    part = request.headers.get("HX-Request") == "true"
    template = "projects/_simulation_pdf.html" if part else "projects/simulation_pdf.html"
    return render(request, template, {"row": row, "printed": printed_form(row)})


@require_GET
def simulation_pdf_file(request: HttpRequest, simulation_id: UUID) -> FileResponse:
    """Give the PDF of a simulation to those who may see it."""
    document = printed_form(_simulation(request, simulation_id)).document
    if document is None:
        raise Http404
    file, name = documents.open_document(document)
    answer = FileResponse(file, as_attachment=True, filename=name, content_type="application/pdf")
    answer["Cache-Control"] = "no-store"
    return answer


@require_GET
def simulation_workbook(request: HttpRequest, simulation_id: UUID) -> FileResponse:
    """Give the workbook of a simulation, made now from its inputs."""
    facts = simulation_facts(_simulation(request, simulation_id))
    name = f"simulation-{facts.about.slug}-{facts.made_on:%Y-%m-%d}.xlsx"
    file = workbook(simulation_tabs(facts))
    answer = FileResponse(file, as_attachment=True, filename=name, content_type=MEDIA_TYPE)
    answer["Cache-Control"] = "no-store"
    return answer
