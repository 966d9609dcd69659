"""What people ask to be printed of stages: blank forms, the calendar of a convention."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from internships.selectors.blank_forms import BLANK_FORMS, blank_lines, member_schools
from internships.services import printing
from internships.views.common import convention_or_404, person
from nrc_platform.core.views import read_only


@read_only
def blank_forms(request: HttpRequest) -> HttpResponse:
    """List the blank forms of the person's schools, ready or to prepare."""
    lines = blank_lines(request.user)
    several = len({line.school_id for line in lines}) > 1
    return render(request, "internships/blank_forms.html", {"lines": lines, "several": several})


@require_POST
def blank_form_ask(request: HttpRequest, school_id: UUID, form: str) -> HttpResponse:
    """Ask for a blank form; its job shows the progress."""
    school = get_object_or_404(member_schools(request.user), pk=school_id)
    if form not in BLANK_FORMS:
        raise Http404
    job = printing.ask_blank_form(school, form, actor=person(request))
    return redirect("web:job", job.pk)


@require_POST
def calendar_ask(request: HttpRequest, convention_id: UUID) -> HttpResponse:
    """Ask for the calendar of a convention; its job shows the progress."""
    row = convention_or_404(request, convention_id)
    job = printing.ask_calendar(row, actor=person(request))
    return redirect("web:job", job.pk)
