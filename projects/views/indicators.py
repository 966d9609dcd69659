"""The page of the results of a project, and the pages of readings and of the budget."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from internships.views.common import person, posted
from internships.views.life import confirm_page, form_page
from nrc_platform.core import clock
from nrc_platform.core.access import require
from nrc_platform.core.views import read_only
from projects import access
from projects.facts.charts import tracks_of
from projects.facts.opinion import answers_in_words
from projects.facts.review import members_reviewed
from projects.forms import indicators as forms
from projects.models import BudgetLine, Indicator, Reading
from projects.selectors.results import indicators_of
from projects.selectors.work import work_sheet
from projects.services import readings as services
from projects.views.work import page_of, project_or_404, trail_of

SECTION = "results"


@require_GET
@read_only
def results(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """Show target against actual, the budget, then the review."""
    project, user = project_or_404(request, project_id), request.user
    sheet = work_sheet(user, project)
    members = list(project.members.all())
    context = {
        "project": project,
        "section": SECTION,
        "sheet": sheet,
        "followed": tracks_of(sheet.indicators, project),
        "reviewed": members_reviewed(user, members, sheet.observations),
        "answers": answers_in_words(sheet.opinion) if sheet.opinion else [],
        "can_write": access.can_write_work(user, project),
        "can_evaluate": access.can_write_evaluation(user, project),
        "can_ask_sponsor": access.can_ask_sponsor(user, project),
    }
    return render(request, "projects/results.html", context)


def _indicator(request: HttpRequest, indicator_id: UUID) -> Indicator:
    row: Indicator = get_object_or_404(indicators_of(request.user), pk=indicator_id)
    row.project = project_or_404(request, row.project_id)
    require(access.can_record_reading(request.user, row.project), services.REFUSAL)
    return row


@require_http_methods(["GET", "POST"])
def reading_new(request: HttpRequest, indicator_id: UUID) -> HttpResponse:
    """Add a dated value."""
    row = _indicator(request, indicator_id)
    form = forms.ReadingForm(posted(request), unit=row.unit, initial={"on": clock.today()})
    return form_page(
        request,
        form,
        forms.READ,
        lambda: services.record_reading(row, actor=person(request), **form.cleaned_data),
        back=page_of(row.project, SECTION),
        crumbs=trail_of(row.project, SECTION),
        about=[row.label],
    )


@require_http_methods(["GET", "POST"])
def reading_correct(request: HttpRequest, reading_id: UUID) -> HttpResponse:
    """Correct a value by a new one."""
    rows = access.visible_readings(request.user)
    reading: Reading = get_object_or_404(rows, pk=reading_id)
    reading.indicator = row = _indicator(request, reading.indicator_id)
    known = {"on": reading.on, "value": reading.value, "note": reading.note}
    form = forms.ReadingForm(posted(request), unit=reading.unit, initial=known)
    return form_page(
        request,
        form,
        forms.CORRECT,
        lambda: services.correct_reading(reading, actor=person(request), **form.cleaned_data),
        back=page_of(row.project, SECTION),
        crumbs=trail_of(row.project, SECTION),
        about=[row.label],
    )


@require_http_methods(["GET", "POST"])
def budget_new(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """Add an expense or a revenue."""
    project = project_or_404(request, project_id)
    require(access.can_write_work(request.user, project), services.REFUSAL)
    form = forms.BudgetForm(posted(request))
    return form_page(
        request,
        form,
        forms.BUDGET,
        lambda: services.add_budget_line(project, actor=person(request), values=form.values()),
        back=page_of(project, SECTION),
        crumbs=trail_of(project, SECTION),
    )


def _line(request: HttpRequest, line_id: UUID) -> BudgetLine:
    row: BudgetLine = get_object_or_404(access.visible_budget_lines(request.user), pk=line_id)
    row.project = project_or_404(request, row.project_id)
    require(access.can_write_work(request.user, row.project), services.REFUSAL)
    return row


@require_http_methods(["GET", "POST"])
def budget_edit(request: HttpRequest, line_id: UUID) -> HttpResponse:
    """Change a line of the budget, or write what it came to."""
    row = _line(request, line_id)
    form = forms.BudgetForm(posted(request), initial=forms.BudgetForm.initial_of(row))
    return form_page(
        request,
        form,
        forms.EDIT_BUDGET,
        lambda: services.edit_budget_line(
            row, actor=person(request), version=form.version_seen(), values=form.values()
        ),
        back=page_of(row.project, SECTION),
        crumbs=trail_of(row.project, SECTION),
        row=row,
        more={"remove_url": reverse("projects:budget_remove", args=[row.pk])},
    )


@require_http_methods(["GET", "POST"])
def budget_remove(request: HttpRequest, line_id: UUID) -> HttpResponse:
    """Confirm, then take a line off the budget."""
    row = _line(request, line_id)
    return confirm_page(
        request,
        forms.REMOVE_BUDGET,
        lambda: services.remove_budget_line(row, actor=person(request)),
        back=page_of(row.project, SECTION),
        crumbs=trail_of(row.project, SECTION),
        about=[row.label],
    )
