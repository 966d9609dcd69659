"""Pages of schools: their data, their head."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from nrc_platform.core import clock
from nrc_platform.core.access import require
from nrc_platform.core.views import read_only
from nrc_platform.people import access, selectors, services
from nrc_platform.people.forms import HeadForm, SchoolForm
from nrc_platform.people.views.pages import (
    FormPage,
    actor,
    form_page,
    managed_school,
    posted,
    school_trail,
)

FIELDS = ("uai", "name", "address", "postal_code", "city", "email", "phone")
REFUSAL = "L’administration est ouverte au bureau des stages et à la direction."


@require_GET
@read_only
def home(request: HttpRequest) -> HttpResponse:
    """Lead to the school the person manages, or list them."""
    schools = list(selectors.schools_with_counts(request.user))
    can_create = access.can_create_school(request.user)
    require(bool(schools) or can_create, REFUSAL)
    if len(schools) == 1 and not can_create:
        return redirect("people:school", schools[0].pk)
    return render(request, "people/home.html", {"schools": schools, "can_create": can_create})


@require_GET
@read_only
def school(request: HttpRequest, school_id: UUID) -> HttpResponse:
    """Show a school: its head, its classes, its people in numbers."""
    row = managed_school(request, school_id)
    context = {
        "facts": selectors.school_facts(row, user=request.user),
        "school": row,
        "can_change_head": access.can_change_head(request.user, row),
    }
    return render(request, "people/school.html", context)


@require_http_methods(["GET", "POST"])
def school_new(request: HttpRequest) -> HttpResponse:
    """Open a school."""
    require(access.can_create_school(request.user))
    form = SchoolForm(posted(request))
    page = FormPage(
        title="Ouvrir un établissement",
        submit="Ouvrir l’établissement",
        done="L’établissement est ouvert. Nommez son chef et créez ses promotions.",
        back=reverse("people:home"),
        trail=[("Administration", reverse("people:home"))],
        icon="plus-lg",
    )
    return form_page(
        request,
        form,
        page,
        lambda: services.create_school(actor=actor(request), **form.cleaned_data),
    )


@require_http_methods(["GET", "POST"])
def school_edit(request: HttpRequest, school_id: UUID) -> HttpResponse:
    """Correct the data of a school."""
    row = managed_school(request, school_id)
    form = SchoolForm(posted(request), initial={name: getattr(row, name) for name in FIELDS})
    page = FormPage(
        title="Modifier l’établissement",
        submit="Enregistrer l’établissement",
        done="L’établissement est enregistré.",
        back=reverse("people:school", args=[row.pk]),
        trail=school_trail(row),
        subject=row.name,
    )
    return form_page(
        request,
        form,
        page,
        lambda: services.update_school(row, actor=actor(request), **form.cleaned_data),
    )


@require_http_methods(["GET", "POST"])
def head_change(request: HttpRequest, school_id: UUID) -> HttpResponse:
    """Name the next head of the school, from a day on."""
    row = managed_school(request, school_id)
    require(
        access.can_change_head(request.user, row),
        "Le chef d’établissement nomme son successeur, ou l’administrateur de la plateforme.",
    )
    people = selectors.people_of_school(row).exclude(enrolments__isnull=False)
    form = HeadForm(posted(request), people=people, initial={"on": clock.today()})
    page = FormPage(
        title="Changer de chef d’établissement",
        submit="Nommer ce chef d’établissement",
        done="Le changement est enregistré.",
        back=reverse("people:school", args=[row.pk]),
        trail=school_trail(row),
        subject=row.name,
        after="À partir de ce jour, les signatures de l’établissement lui reviennent.",
    )
    return form_page(
        request,
        form,
        page,
        lambda: services.change_head(
            row, form.cleaned_data["person"], actor=actor(request), on=form.cleaned_data["on"]
        ),
    )
