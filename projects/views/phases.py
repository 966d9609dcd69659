"""Pages of the seven phases of a project."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from internships.views.common import person, posted
from internships.views.life import confirm_page, form_page
from nrc_platform.core.errors import DomainError, NotAllowed
from nrc_platform.core.views import read_only
from projects import access, services
from projects.forms import phases as forms
from projects.models import Phase
from projects.selectors.shown import phase_lines
from projects.views.common import Trail, part_or_404, project_or_404, trail_of


def _phase(request: HttpRequest, phase_id: UUID) -> Phase:
    return part_or_404(request, Phase, phase_id, access.can_move_phase)


def _page(phase: Phase) -> str:
    return reverse("projects:phases", args=[phase.project_id])


def _trail(phase: Phase) -> Trail:
    return trail_of(phase.project, ("Phases", _page(phase)))


@require_GET
@read_only
def phases(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """Show the seven phases: their days, what came out, what may be done."""
    row = project_or_404(request, project_id)
    context = {
        "project": row,
        "lines": phase_lines(row, moves=access.can_move_phase(request.user, row)),
        "trail": trail_of(row),
    }
    return render(request, "projects/phases.html", context)


@require_http_methods(["GET", "POST"])
def phase_plan(request: HttpRequest, phase_id: UUID) -> HttpResponse:
    """Write the days of a phase and what is expected of it."""
    phase = _phase(request, phase_id)
    form = forms.PhaseForm(posted(request), row=phase)
    return form_page(
        request,
        form,
        forms.PLAN,
        lambda: services.plan_phase(
            phase, actor=person(request), version=form.version_seen(), **form.values()
        ),
        back=_page(phase),
        crumbs=_trail(phase),
        row=phase,
        about=[phase.node.label],
    )


@require_POST
def phase_begin(request: HttpRequest, phase_id: UUID) -> HttpResponse:
    """Enter a phase."""
    phase = _phase(request, phase_id)
    return _acted(request, phase, lambda: services.begin_phase(phase, actor=person(request)))


def _acted(request: HttpRequest, phase: Phase, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
        messages.success(request, forms.BEGUN)
    except NotAllowed:
        raise
    except DomainError as refused:
        messages.error(request, refused.message)
    return redirect(_page(phase))


@require_http_methods(["GET", "POST"])
def phase_finish(request: HttpRequest, phase_id: UUID) -> HttpResponse:
    """Leave a phase with what came out of it."""
    phase = _phase(request, phase_id)
    form = forms.FinishForm(posted(request), row=phase)
    return form_page(
        request,
        form,
        forms.FINISH,
        lambda: services.finish_phase(phase, actor=person(request), **form.cleaned_data),
        back=_page(phase),
        crumbs=_trail(phase),
        about=[phase.node.label],
    )


@require_http_methods(["GET", "POST"])
def phase_reopen(request: HttpRequest, phase_id: UUID) -> HttpResponse:
    """Confirm, then take a phase up again."""
    phase = _phase(request, phase_id)
    return confirm_page(
        request,
        forms.REOPEN,
        lambda: services.reopen_phase(phase, actor=person(request)),
        back=_page(phase),
        crumbs=_trail(phase),
        about=[phase.node.label],
    )
