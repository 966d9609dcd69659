"""Pages of the search of a place: the diary of a student."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from internships import access
from internships.forms import search as forms
from internships.models import InternshipPeriod, SearchEntry
from internships.selectors import life, places
from internships.selectors.pages import school_companies
from internships.services import search as services
from internships.views.common import person, posted
from internships.views.life import (
    attempt,
    confirm_page,
    form_page,
    stage_or_404,
    student_or_404,
)
from nrc_platform.core import clock
from nrc_platform.core.access import require
from nrc_platform.people.access import current_enrolment
from nrc_platform.people.models import User


def _page(student: User) -> str:
    return reverse("internships:search", args=[student.pk])


def _trail(request: HttpRequest, student: User) -> list[tuple[str, str]]:
    label = "Ma recherche" if student.pk == person(request).pk else f"Recherche de {student}"
    return [("Stages", reverse("internships:home")), (label, _page(student))]


def _form(request: HttpRequest, student: User, initial: dict[str, Any]) -> forms.SearchForm:
    enrolment = current_enrolment(student)
    school = enrolment.promotion.school if enrolment else None
    return forms.SearchForm(
        posted(request),
        periods=life.periods_of_student(student),
        companies=list(school_companies(school)) if school else [],
        competences=life.short_competences(),
        initial=initial,
    )


@require_http_methods(["GET", "POST"])
def search(request: HttpRequest, student_id: UUID) -> HttpResponse:
    """Show the diary, with a quick form for its student."""
    student = student_or_404(request, student_id)
    can_write = access.can_write_search(request.user, student)
    periods = life.periods_of_student(student)
    period = places.period_in_view(periods, request.GET.get("periode", ""))
    form, status = None, 200
    if request.method == "POST":
        require(can_write, services.REFUSAL)
    if can_write and periods:
        form = _form(request, student, {"period": period, "contacted_on": clock.today()})
    if request.method == "POST" and form is not None:
        status = attempt(form, lambda: _add(request, student, form))
        if status == 302:
            messages.success(request, forms.ADD.done)
            return redirect(_page(student))
    context = {"form": form, "can_write": can_write, "period": period, "words": forms.ADD}
    context |= _diary(request, student, period)
    return render(request, "internships/search.html", context, status=status)


def _diary(request: HttpRequest, student: User, period: InternshipPeriod | None) -> dict[str, Any]:
    return {
        "student": student,
        "mine": student == request.user,
        "entries": life.entries_of(request.user, student),
        "rates": places.response_rates(period) if period else None,
    }


def _add(request: HttpRequest, student: User, form: forms.SearchForm) -> SearchEntry:
    values = form.values()
    return services.add_entry(
        student,
        actor=person(request),
        period=form.cleaned_data["period"],
        values=values,
        tags=form.cleaned_data["competences"],
    )


def _entry(request: HttpRequest, entry_id: UUID) -> SearchEntry:
    rows = access.visible_search_entries(request.user)
    row: SearchEntry = get_object_or_404(
        rows.select_related("student", "company", "period__promotion__school"), pk=entry_id
    )
    require(access.can_write_search(request.user, row.student), services.REFUSAL)
    return row


@require_http_methods(["GET", "POST"])
def entry_edit(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Correct a contact, or note what came out of it."""
    row = _entry(request, entry_id)
    initial = forms.SearchForm.initial_of(row)
    initial |= {"period": row.period, "competences": list(row.competences.all())}
    form = _form(request, row.student, initial)
    return form_page(
        request,
        form,
        forms.EDIT,
        lambda: services.edit_entry(
            row,
            actor=person(request),
            version=form.version_seen(),
            values=form.values(),
            tags=form.cleaned_data["competences"],
        ),
        back=_page(row.student),
        crumbs=_trail(request, row.student),
        row=row,
        more={"remove_url": reverse("internships:entry_remove", args=[row.pk])},
    )


@require_http_methods(["GET", "POST"])
def entry_remove(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Confirm, then take a contact out of the diary."""
    row = _entry(request, entry_id)
    return confirm_page(
        request,
        forms.REMOVE,
        lambda: services.remove_entry(row, actor=person(request)),
        back=_page(row.student),
        crumbs=_trail(request, row.student),
        about=[row.company_name],
    )


@require_http_methods(["GET", "POST"])
def sector(request: HttpRequest, internship_id: UUID) -> HttpResponse:
    """Say why all the stages of a student are in one sector."""
    row = stage_or_404(request, internship_id)
    require(access.can_draft_convention(request.user, row.student, row.promotion))
    form = forms.SectorForm(posted(request), initial={"reason": row.sector_reason})
    return form_page(
        request,
        form,
        forms.SECTOR,
        lambda: services.set_sector_reason(
            row, actor=person(request), reason=form.cleaned_data["reason"]
        ),
        back=reverse("internships:stage", args=[row.pk]),
        crumbs=[("Stages", reverse("internships:home"))],
    )
