"""Pages of the visits and contacts of the referent."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from internships import access
from internships.forms import visits as forms
from internships.models import Internship, Visit
from internships.services import visits as services
from internships.views.common import person, posted
from internships.views.follow_up import page_of, trail_of
from internships.views.life import confirm_page, form_page, stage_or_404
from nrc_platform.core import clock
from nrc_platform.core.access import require


def _stage(request: HttpRequest, internship_id: UUID) -> Internship:
    row = stage_or_404(request, internship_id)
    require(access.can_plan_visit(request.user, row), services.REFUSAL)
    return row


def _visit(request: HttpRequest, visit_id: UUID) -> Visit:
    rows = access.visible_visits(request.user).select_related(
        "internship__student", "internship__promotion", "internship__convention__company"
    )
    row: Visit = get_object_or_404(rows, pk=visit_id)
    require(access.can_plan_visit(request.user, row.internship), services.REFUSAL)
    return row


def _aim(row: Internship) -> list[str]:
    """Return what to have in mind when preparing: the aim of the period."""
    return [row.period.aim] if row.period else []


@require_http_methods(["GET", "POST"])
def visit_new(request: HttpRequest, internship_id: UUID) -> HttpResponse:
    """Plan a visit."""
    row = _stage(request, internship_id)
    form = forms.PlanForm(posted(request))
    return form_page(
        request,
        form,
        forms.PLAN,
        lambda: services.plan_visit(row, actor=person(request), values=form.values()),
        back=page_of(row),
        crumbs=trail_of(row),
        about=_aim(row),
    )


@require_http_methods(["GET", "POST"])
def visit_edit(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Move or prepare a visit."""
    row = _visit(request, visit_id)
    form = forms.PlanForm(posted(request), initial=forms.PlanForm.initial_of(row))
    return form_page(
        request,
        form,
        forms.REPLAN,
        lambda: services.replan_visit(
            row, actor=person(request), version=form.version_seen(), values=form.values()
        ),
        back=page_of(row.internship),
        crumbs=trail_of(row.internship),
        row=row,
        about=_aim(row.internship),
        more={"remove_url": reverse("internships:visit_remove", args=[row.pk])},
    )


@require_http_methods(["GET", "POST"])
def visit_report(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Write what a visit brought."""
    row = _visit(request, visit_id)
    form = forms.ReportForm(posted(request), initial=forms.ReportForm.for_visit(row))
    return form_page(
        request,
        form,
        forms.REPORT,
        lambda: services.report_visit(
            row, actor=person(request), version=form.version_seen(), values=form.values()
        ),
        back=page_of(row.internship),
        crumbs=trail_of(row.internship),
        row=row,
        more={"quote": row.preparation},
    )


@require_http_methods(["GET", "POST"])
def contact_new(request: HttpRequest, internship_id: UUID) -> HttpResponse:
    """Note a contact that nobody had planned."""
    row = _stage(request, internship_id)
    form = forms.ReportForm(
        posted(request), initial={"kind": "phone", "held_on": clock.today(), "version": 0}
    )
    return form_page(
        request,
        form,
        forms.CONTACT,
        lambda: services.log_contact(row, actor=person(request), values=form.values()),
        back=page_of(row),
        crumbs=trail_of(row),
        about=_aim(row),
    )


@require_http_methods(["GET", "POST"])
def visit_remove(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Confirm, then take back a visit that did not take place."""
    row = _visit(request, visit_id)
    return confirm_page(
        request,
        forms.REMOVE,
        lambda: services.remove_visit(row, actor=person(request)),
        back=page_of(row.internship),
        crumbs=trail_of(row.internship),
    )
