"""Pages of accounts and of the roles they hold."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from nrc_platform.core.access import require
from nrc_platform.core.views import paginate, read_only
from nrc_platform.people import access, selectors, services
from nrc_platform.people.forms import AccountForm, EndForm, NewAccountForm, RoleForm
from nrc_platform.people.models import User
from nrc_platform.people.states import Role
from nrc_platform.people.views.pages import (
    FormPage,
    account_of,
    actor,
    form_page,
    managed_school,
    posted,
    school_trail,
)

IDENTITY = ("last_name", "first_name", "email", "phone", "birth_date")
NOT_YOURS = (
    "Ce compte porte un rôle que vous ne pouvez pas donner, ou sert dans un autre établissement. "
    "Demandez à l’administrateur de la plateforme."
)


def person_trail(person: User) -> list[tuple[str, str]]:
    """Return the way back to an account."""
    return [
        ("Administration", reverse("people:home")),
        (str(person), reverse("people:account", args=[person.pk])),
    ]


@require_GET
@read_only
def people_list(request: HttpRequest, school_id: UUID) -> HttpResponse:
    """List the people of a school; search and role are in the address."""
    school = managed_school(request, school_id)
    typed = request.GET.get("q", "").strip()[:100]
    asked = request.GET.get("role", "")
    role = asked if asked in Role.values else ""
    page = paginate(request, selectors.people_of_school(school, role=role, search=typed))
    context = {
        "school": school,
        "page": page,
        "typed": typed,
        "role": role,
        "roles": selectors.role_counts(school),
    }
    return render(request, "people/list.html", context)


@require_GET
@read_only
def account(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Show an account and its dated roles."""
    person = account_of(request, person_id)
    facts = selectors.account_facts(person, user=request.user)
    schools = {grant.school_id: grant.school for grant in facts.grants if grant.school}
    context = {
        "facts": facts,
        "person": person,
        "schools": list(schools.values()),
        "can_edit": access.can_edit_account(request.user, person),
        "can_edit_student": bool(facts.enrolments)
        and access.can_edit_student(request.user, person),
        "endable": {
            grant.pk
            for grant in facts.grants
            if grant.role != Role.HEAD
            and not grant.ends_on
            and access.can_grant_role(request.user, grant.role, grant.school)
        },
    }
    return render(request, "people/account.html", context)


@require_http_methods(["GET", "POST"])
def account_new(request: HttpRequest, school_id: UUID) -> HttpResponse:
    """Open the account of somebody who joins the school."""
    school = managed_school(request, school_id)
    asked = {"role": request.GET.get("role", Role.STUDENT)}
    form = NewAccountForm(posted(request), initial=asked, school=school, viewer=request.user)
    page = FormPage(
        title="Créer un compte",
        submit="Créer le compte",
        done="Le compte est créé. La personne se connecte avec un code reçu à son adresse.",
        back=reverse("people:list", args=[school.pk]),
        trail=school_trail(school),
        subject=school.name,
        after="Aucun mot de passe à transmettre\u00a0: un code part à son adresse.",
        icon="person-plus",
    )
    return form_page(
        request,
        form,
        page,
        lambda: services.create_member(school, actor=actor(request), **form.cleaned_data),
    )


@require_http_methods(["GET", "POST"])
def account_edit(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Correct the name, the address or the birth date of an account."""
    person = account_of(request, person_id)
    require(access.can_edit_account(request.user, person), NOT_YOURS)
    initial = {name: getattr(person, name) for name in IDENTITY}
    form = AccountForm(posted(request), initial=initial)
    page = FormPage(
        title="Modifier le compte",
        submit="Enregistrer le compte",
        done="Le compte est enregistré.",
        back=reverse("people:account", args=[person.pk]),
        trail=person_trail(person),
        subject=str(person),
        after="Si l’adresse change, les codes de connexion partent à la nouvelle.",
    )
    return form_page(
        request,
        form,
        page,
        lambda: services.update_account(person, actor=actor(request), **form.cleaned_data),
    )


@require_http_methods(["GET", "POST"])
def account_close(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Stop somebody from signing in, after saying what it does."""
    person = account_of(request, person_id)
    require(access.can_edit_account(request.user, person), NOT_YOURS)
    if request.method == "POST":
        services.close_account(person, actor=actor(request))
        messages.success(request, f"Le compte de {person} est fermé.")
        return redirect("people:account", person.pk)
    return render(request, "people/account_close.html", {"person": person})


@require_http_methods(["POST"])
def account_reopen(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Let somebody sign in again."""
    person = account_of(request, person_id)
    services.reopen_account(person, actor=actor(request))
    messages.success(request, f"Le compte de {person} est de nouveau ouvert.")
    return redirect("people:account", person.pk)


@require_http_methods(["GET", "POST"])
def grant_new(request: HttpRequest, school_id: UUID, person_id: UUID) -> HttpResponse:
    """Give somebody a role in the school from a day on."""
    school, person = managed_school(request, school_id), account_of(request, person_id)
    form = RoleForm(posted(request), school=school, viewer=request.user)
    page = FormPage(
        title="Donner un rôle",
        submit="Donner ce rôle",
        done="Le rôle est donné.",
        back=reverse("people:account", args=[person.pk]),
        trail=person_trail(person),
        subject=f"{person}, {school.name}",
        icon="plus-lg",
    )
    return form_page(
        request,
        form,
        page,
        lambda: services.grant_role(
            person, school=school, actor=actor(request), **form.cleaned_data
        ),
    )


@require_http_methods(["GET", "POST"])
def grant_end(request: HttpRequest, grant_id: UUID) -> HttpResponse:
    """End a role on a day."""
    rows = access.visible_grants(request.user).select_related("user", "school", "promotion")
    grant = get_object_or_404(rows, pk=grant_id)
    require(access.can_grant_role(request.user, grant.role, grant.school), NOT_YOURS)
    form = EndForm(posted(request))
    page = FormPage(
        title="Terminer un rôle",
        submit="Terminer ce rôle",
        done="Le rôle prend fin.",
        back=reverse("people:account", args=[grant.user_id]),
        trail=person_trail(grant.user),
        subject=f"{grant.user}, {grant.get_role_display()}",
        after="Ce que la personne a fait reste en place, daté et signé.",
        danger=True,
    )
    return form_page(
        request,
        form,
        page,
        lambda: services.end_grant(grant, actor=actor(request), **form.cleaned_data),
    )
