"""Pages where an absence or an accident is noted."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from internships import access
from internships.forms import follow_up as forms
from internships.models import Absence, Accident
from internships.services import absences, accidents
from internships.views.common import person, posted
from internships.views.follow_up import page_of, trail_of
from internships.views.life import confirm_page, form_page, stage_or_404
from nrc_platform.core import clock, dates
from nrc_platform.core.access import require


@require_http_methods(["GET", "POST"])
def absence_new(request: HttpRequest, internship_id: UUID) -> HttpResponse:
    """Note that the student was expected and did not come."""
    row = stage_or_404(request, internship_id)
    require(access.can_record_absence(request.user, row), absences.REFUSAL)
    form = forms.AbsenceForm(posted(request), initial={"starts_on": clock.today()})
    return form_page(
        request,
        form,
        forms.ABSENCE,
        lambda: absences.record_absence(row, actor=person(request), values=form.values()),
        back=page_of(row),
        crumbs=trail_of(row),
    )


@require_http_methods(["GET", "POST"])
def absence_remove(request: HttpRequest, absence_id: UUID) -> HttpResponse:
    """Confirm, then take back an absence noted by mistake."""
    rows = access.visible_absences(request.user).select_related(
        "internship__student", "internship__promotion", "internship__convention__company"
    )
    row: Absence = get_object_or_404(rows, pk=absence_id)
    require(access.can_record_absence(request.user, row.internship), absences.REFUSAL)
    return confirm_page(
        request,
        forms.REMOVE_ABSENCE,
        lambda: absences.remove_absence(row, actor=person(request)),
        back=page_of(row.internship),
        crumbs=trail_of(row.internship),
        about=[dates.day(row.starts_on), row.get_reason_display()],
    )


@require_http_methods(["GET", "POST"])
def accident_new(request: HttpRequest, internship_id: UUID) -> HttpResponse:
    """Note an accident."""
    row = stage_or_404(request, internship_id)
    require(access.can_record_accident(request.user, row), accidents.REFUSAL)
    form = forms.AccidentForm(posted(request), initial={"day": clock.today()})
    return form_page(
        request,
        form,
        forms.ACCIDENT,
        lambda: accidents.record_accident(row, actor=person(request), values=form.values()),
        back=page_of(row),
        crumbs=trail_of(row),
    )


@require_http_methods(["GET", "POST"])
def accident_declare(request: HttpRequest, accident_id: UUID) -> HttpResponse:
    """Note that an accident was declared."""
    rows = access.visible_accidents(request.user).select_related(
        "internship__student", "internship__promotion", "internship__convention__company"
    )
    row: Accident = get_object_or_404(rows, pk=accident_id)
    require(access.can_record_accident(request.user, row.internship), accidents.REFUSAL)
    form = forms.DeclareForm(posted(request), initial={"declared_on": clock.today()})
    return form_page(
        request,
        form,
        forms.DECLARE,
        lambda: accidents.declare_accident(row, actor=person(request), **form.cleaned_data),
        back=page_of(row.internship),
        crumbs=trail_of(row.internship),
        about=[dates.moment(row.happened_at), row.place],
    )
