"""Pages of the convention of a project: begin it for a team, write its missions."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from internships import access, services
from internships.forms.project import ProjectForm, mission_formset
from internships.models import Convention
from internships.selectors import pages
from internships.states import ConventionKind
from internships.views.common import (
    convention_or_404,
    page_of,
    person,
    posted,
    sent_version,
    title_of,
)
from nrc_platform.core.access import require
from nrc_platform.core.errors import Invalid, Stale
from nrc_platform.core.forms import add_refusal

NOBODY = "Une convention de projet se commence par un étudiant inscrit, ou par qui suit sa classe."
STALE = (
    "Quelqu’un d’autre a modifié cette convention entre-temps. Vos lignes sont restées dans la "
    "page\u00a0: relisez la convention, puis enregistrez de nouveau."
)
NOT_YOURS = "Les missions s’écrivent avec la convention, avant les signatures."


@require_http_methods(["GET", "POST"])
def project_new(request: HttpRequest) -> HttpResponse:
    """Begin the convention of a project for a team of one class."""
    enrolments = pages.drafting_enrolments(request.user)
    require(bool(enrolments), NOBODY)
    companies = list(pages.school_companies(enrolments[0].promotion.school))
    form = ProjectForm(posted(request), enrolments=enrolments, companies=companies)
    if request.method == "POST" and form.is_valid():
        team = form.cleaned_data["students"]
        try:
            row = services.draft_convention(
                actor=person(request),
                student=team[0].student,
                students=[each.student for each in team],
                promotion=team[0].promotion,
                kind=ConventionKind.PROJECT,
                company=form.cleaned_data["company"],
            )
            return redirect("internships:convention_missions", row.pk)
        except Invalid as refused:
            add_refusal(form, refused)
    return render(request, "internships/project_new.html", {"form": form})


@require_http_methods(["GET", "POST"])
def missions(request: HttpRequest, convention_id: UUID) -> HttpResponse:
    """Write the missions that the convention of a project covers."""
    row = convention_or_404(request, convention_id)
    writes = row.kind == ConventionKind.PROJECT and access.can_edit_convention(request.user, row)
    if request.method == "GET" and not writes:
        return redirect(page_of(row))
    require(writes, NOT_YOURS)
    lines = mission_formset(posted(request), list(row.missions.all()))
    refusals: list[str] = []
    if request.method == "POST" and lines.is_valid():
        refusals = _keep(request, row, [form.cleaned_data for form in lines.forms])
        if not refusals:
            messages.success(request, "Les missions sont enregistrées.")
            return redirect(page_of(row))
    context = {"convention": row, "title": title_of(row), "lines": lines, "refusals": refusals}
    return render(request, "internships/missions.html", context)


def _keep(request: HttpRequest, row: Convention, lines: list[dict[str, object]]) -> list[str]:
    """Write the lines that have a name; return the sentences of a refusal."""
    try:
        services.edit_convention(
            row,
            actor=person(request),
            version=sent_version(request.POST),
            values={},
            terms={},
            missions=[line for line in lines if line.get("label")],
        )
    except Stale:
        return [STALE]
    except Invalid as refused:
        return [each for sentences in refused.errors.values() for each in sentences]
    return []
