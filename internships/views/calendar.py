"""Pages of the calendar of a class: periods of stage beside the steps of the progression."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from internships import access
from internships.forms import calendar as forms
from internships.models import InternshipPeriod, ProgressionStep
from internships.selectors import life
from internships.services import calendar as services
from internships.views.common import person, posted
from internships.views.life import confirm_page, form_page
from nrc_platform.core.access import require
from nrc_platform.core.views import read_only
from nrc_platform.people.models import Promotion


def _class(request: HttpRequest, promotion_id: UUID) -> Promotion:
    rows = access.visible_classes(request.user).select_related("school")
    found: Promotion = get_object_or_404(rows, pk=promotion_id)
    return found


def _page(promotion: Promotion) -> str:
    return reverse("internships:calendar", args=[promotion.pk])


def _trail(promotion: Promotion) -> list[tuple[str, str]]:
    return [
        ("Stages", reverse("internships:home")),
        (f"Calendrier de {promotion.label}", _page(promotion)),
    ]


def _editable(request: HttpRequest, promotion: Promotion) -> Promotion:
    require(access.can_edit_calendar(request.user, promotion), services.REFUSAL)
    return promotion


@require_GET
@read_only
def calendar(request: HttpRequest, promotion_id: UUID) -> HttpResponse:
    """Show the periods of a class beside its progression, week by week."""
    promotion = _class(request, promotion_id)
    facts = life.class_calendar(promotion, request.GET.get("annee", ""))
    years = [
        {"label": label, "count": "", "url": f"?annee={year}", "current": year == facts.year}
        for year, label in facts.years
    ]
    context = {
        "promotion": promotion,
        "facts": facts,
        "years": years,
        "can_edit": access.can_edit_calendar(request.user, promotion),
    }
    return render(request, "internships/calendar.html", context)


@require_http_methods(["GET", "POST"])
def period_new(request: HttpRequest, promotion_id: UUID) -> HttpResponse:
    """Plan a period, with its aim."""
    promotion = _editable(request, _class(request, promotion_id))
    form = forms.PeriodForm(posted(request))
    return form_page(
        request,
        form,
        forms.ADD_PERIOD,
        lambda: services.add_period(promotion, actor=person(request), values=form.values()),
        back=_page(promotion),
        crumbs=_trail(promotion),
    )


def _period(request: HttpRequest, period_id: UUID) -> InternshipPeriod:
    rows = access.visible_periods(request.user).select_related("promotion__school")
    row: InternshipPeriod = get_object_or_404(rows, pk=period_id)
    _editable(request, row.promotion)
    return row


@require_http_methods(["GET", "POST"])
def period_edit(request: HttpRequest, period_id: UUID) -> HttpResponse:
    """Change a period."""
    row = _period(request, period_id)
    form = forms.PeriodForm(posted(request), initial=forms.PeriodForm.initial_of(row))
    return form_page(
        request,
        form,
        forms.EDIT_PERIOD,
        lambda: services.edit_period(
            row, actor=person(request), version=form.version_seen(), values=form.values()
        ),
        back=_page(row.promotion),
        crumbs=_trail(row.promotion),
        row=row,
        more={"remove_url": reverse("internships:period_remove", args=[row.pk])},
    )


@require_http_methods(["GET", "POST"])
def period_remove(request: HttpRequest, period_id: UUID) -> HttpResponse:
    """Confirm, then take a period out."""
    row = _period(request, period_id)
    return confirm_page(
        request,
        forms.REMOVE_PERIOD,
        lambda: services.remove_period(row, actor=person(request)),
        back=_page(row.promotion),
        crumbs=_trail(row.promotion),
        about=[row.label],
    )


@require_http_methods(["GET", "POST"])
def step_new(request: HttpRequest, promotion_id: UUID) -> HttpResponse:
    """Add a step of the progression."""
    promotion = _editable(request, _class(request, promotion_id))
    form = forms.StepForm(posted(request))
    return form_page(
        request,
        form,
        forms.ADD_STEP,
        lambda: services.add_step(promotion, actor=person(request), values=form.values()),
        back=_page(promotion),
        crumbs=_trail(promotion),
    )


def _step(request: HttpRequest, step_id: UUID) -> ProgressionStep:
    rows = access.visible_steps(request.user).select_related("promotion__school")
    row: ProgressionStep = get_object_or_404(rows, pk=step_id)
    _editable(request, row.promotion)
    return row


@require_http_methods(["GET", "POST"])
def step_edit(request: HttpRequest, step_id: UUID) -> HttpResponse:
    """Change a step."""
    row = _step(request, step_id)
    form = forms.StepForm(posted(request), initial=forms.StepForm.initial_of(row))
    return form_page(
        request,
        form,
        forms.EDIT_STEP,
        lambda: services.edit_step(
            row, actor=person(request), version=form.version_seen(), values=form.values()
        ),
        back=_page(row.promotion),
        crumbs=_trail(row.promotion),
        row=row,
        more={"remove_url": reverse("internships:step_remove", args=[row.pk])},
    )


@require_http_methods(["GET", "POST"])
def step_remove(request: HttpRequest, step_id: UUID) -> HttpResponse:
    """Confirm, then take a step out."""
    row = _step(request, step_id)
    return confirm_page(
        request,
        forms.REMOVE_STEP,
        lambda: services.remove_step(row, actor=person(request)),
        back=_page(row.promotion),
        crumbs=_trail(row.promotion),
        about=[row.label],
    )
