"""Pages of class-years: who is in them, who teaches what in them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from nrc_platform.core.access import require
from nrc_platform.core.views import read_only
from nrc_platform.people import access, selectors, services
from nrc_platform.people.forms import (
    EndForm,
    EnrolForm,
    PromotionForm,
    RepresentativeForm,
    StudentForm,
    TeachingForm,
)
from nrc_platform.people.models import LegalRepresentative, Promotion
from nrc_platform.people.views.accounts import person_trail
from nrc_platform.people.views.pages import (
    FormPage,
    account_of,
    actor,
    form_page,
    managed_promotion,
    managed_school,
    posted,
    school_trail,
)

REPRESENTATIVE = ("kinship", "first_name", "last_name", "email", "phone")


def _trail(promotion: Promotion) -> list[tuple[str, str]]:
    url = reverse("people:promotion", args=[promotion.pk])
    return [*school_trail(promotion.school), (str(promotion), url)]


@require_GET
@read_only
def promotion(request: HttpRequest, promotion_id: UUID) -> HttpResponse:
    """Show a class: its students, its teachers."""
    row = managed_promotion(request, promotion_id)
    context = {"facts": selectors.promotion_facts(row), "promotion": row}
    return render(request, "people/promotion.html", context)


@require_http_methods(["GET", "POST"])
def promotion_new(request: HttpRequest, school_id: UUID) -> HttpResponse:
    """Open a class-year."""
    school = managed_school(request, school_id)
    form = PromotionForm(posted(request))
    page = FormPage(
        title="Créer une promotion",
        submit="Créer la promotion",
        done="La promotion est créée. Inscrivez-y ses étudiants.",
        back=reverse("people:school", args=[school.pk]),
        trail=school_trail(school),
        subject=school.name,
        icon="plus-lg",
    )
    return form_page(
        request,
        form,
        page,
        lambda: services.create_promotion(school, actor=actor(request), **form.cleaned_data),
    )


@require_http_methods(["GET", "POST"])
def promotion_edit(request: HttpRequest, promotion_id: UUID) -> HttpResponse:
    """Correct the label or the days of a class-year."""
    row = managed_promotion(request, promotion_id)
    initial = {
        "code": row.code,
        "label": row.label,
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
    }
    form = PromotionForm(posted(request), initial=initial)
    page = FormPage(
        title="Modifier la promotion",
        submit="Enregistrer la promotion",
        done="La promotion est enregistrée.",
        back=reverse("people:promotion", args=[row.pk]),
        trail=_trail(row),
        subject=str(row),
    )
    return form_page(
        request,
        form,
        page,
        lambda: services.update_promotion(row, actor=actor(request), **form.changes()),
    )


@require_http_methods(["GET", "POST"])
def student_new(request: HttpRequest, promotion_id: UUID) -> HttpResponse:
    """Open a student's account in a class."""
    row = managed_promotion(request, promotion_id)
    form = StudentForm(posted(request))
    page = FormPage(
        title="Inscrire un étudiant",
        submit="Inscrire l’étudiant",
        done="L’étudiant est inscrit.",
        back=reverse("people:promotion", args=[row.pk]),
        trail=_trail(row),
        subject=str(row),
        after="Aucun mot de passe à transmettre\u00a0: un code part à son adresse.",
        icon="person-plus",
    )
    return form_page(
        request,
        form,
        page,
        lambda: services.create_student(row, actor=actor(request), **form.cleaned_data),
    )


@require_http_methods(["GET", "POST"])
def enrolment_new(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Put somebody who has an account into a class."""
    person = account_of(request, person_id)
    rows = access.visible_promotions(request.user).filter(
        school__in=access.managed_schools(request.user)
    )
    form = EnrolForm(posted(request), promotions=rows)
    page = FormPage(
        title="Inscrire dans une promotion",
        submit="Inscrire dans cette promotion",
        done="L’inscription est enregistrée.",
        back=reverse("people:account", args=[person.pk]),
        trail=person_trail(person),
        subject=str(person),
        icon="person-plus",
    )
    return form_page(
        request,
        form,
        page,
        lambda: services.enrol_student(person, actor=actor(request), **form.cleaned_data),
    )


@require_http_methods(["GET", "POST"])
def enrolment_end(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    """End an enrolment on a day."""
    rows = access.visible_enrolments(request.user).filter(
        promotion__school__in=access.managed_schools(request.user)
    )
    row = get_object_or_404(rows.select_related("student", "promotion__school"), pk=enrolment_id)
    form = EndForm(posted(request))
    page = FormPage(
        title="Terminer une inscription",
        submit="Terminer l’inscription",
        done="L’inscription prend fin.",
        back=reverse("people:promotion", args=[row.promotion_id]),
        trail=_trail(row.promotion),
        subject=f"{row.student}, {row.promotion}",
        after="Ses fiches et ses documents restent lisibles par ses professeurs.",
        danger=True,
    )
    return form_page(
        request,
        form,
        page,
        lambda: services.end_enrolment(row, actor=actor(request), **form.cleaned_data),
    )


@require_http_methods(["GET", "POST"])
def teaching_new(request: HttpRequest, promotion_id: UUID) -> HttpResponse:
    """Say what somebody teaches to a class."""
    row = managed_promotion(request, promotion_id)
    teachers = selectors.teachers_of(row.school)
    form = TeachingForm(posted(request), teachers=teachers)
    page = FormPage(
        title="Ajouter un enseignement",
        submit="Ajouter l’enseignement",
        done="L’enseignement est ajouté\u00a0; le professeur suit désormais cette classe.",
        back=reverse("people:promotion", args=[row.pk]),
        trail=_trail(row),
        subject=str(row),
        icon="plus-lg",
    )
    return form_page(
        request,
        form,
        page,
        lambda: services.assign_teaching(promotion=row, actor=actor(request), **form.cleaned_data),
    )


@require_http_methods(["GET", "POST"])
def teaching_end(request: HttpRequest, assignment_id: UUID) -> HttpResponse:
    """End what somebody teaches on a day."""
    rows = access.visible_assignments(request.user).filter(
        promotion__school__in=access.managed_schools(request.user)
    )
    row = get_object_or_404(rows.select_related("teacher", "promotion__school"), pk=assignment_id)
    form = EndForm(posted(request))
    page = FormPage(
        title="Terminer un enseignement",
        submit="Terminer l’enseignement",
        done="L’enseignement prend fin.",
        back=reverse("people:promotion", args=[row.promotion_id]),
        trail=_trail(row.promotion),
        subject=f"{row.teacher}, {row.get_subject_display()}",
        after="Avec son dernier enseignement, le professeur cesse de suivre la classe.",
        danger=True,
    )
    return form_page(
        request,
        form,
        page,
        lambda: services.end_teaching(row, actor=actor(request), **form.cleaned_data),
    )


@require_http_methods(["GET", "POST"])
def representative_new(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Write who answers for a student."""
    person = account_of(request, person_id)
    require(access.can_edit_student(request.user, person))
    form = RepresentativeForm(posted(request))
    page = FormPage(
        title="Ajouter un représentant légal",
        submit="Ajouter le représentant",
        done="Le représentant légal est ajouté.",
        back=reverse("people:account", args=[person.pk]),
        trail=person_trail(person),
        subject=str(person),
        icon="person-plus",
    )
    return form_page(
        request,
        form,
        page,
        lambda: services.add_representative(person, actor=actor(request), **form.cleaned_data),
    )


def _representative(request: HttpRequest, representative_id: UUID) -> LegalRepresentative:
    rows = access.visible_representatives(request.user).select_related("student")
    return get_object_or_404(rows, pk=representative_id)


@require_http_methods(["GET", "POST"])
def representative_edit(request: HttpRequest, representative_id: UUID) -> HttpResponse:
    """Correct who answers for a student."""
    row = _representative(request, representative_id)
    initial = {name: getattr(row, name) for name in REPRESENTATIVE}
    form = RepresentativeForm(posted(request), initial=initial)
    page = FormPage(
        title="Modifier un représentant légal",
        submit="Enregistrer le représentant",
        done="Le représentant légal est enregistré.",
        back=reverse("people:account", args=[row.student_id]),
        trail=person_trail(row.student),
        subject=str(row.student),
    )
    return form_page(
        request,
        form,
        page,
        lambda: services.update_representative(row, actor=actor(request), **form.cleaned_data),
    )


@require_http_methods(["POST"])
def representative_remove(request: HttpRequest, representative_id: UUID) -> HttpResponse:
    """Remove a legal representative written by mistake."""
    row = _representative(request, representative_id)
    services.remove_representative(row, actor=actor(request))
    messages.success(request, "Le représentant légal est retiré.")
    return redirect("people:account", row.student_id)
