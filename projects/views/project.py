"""Pages where projects are listed, begun and read."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from internships.views.common import attempt, person, posted
from nrc_platform.core.access import require
from nrc_platform.core.views import once, paginate, read_only
from nrc_platform.people import access as people
from nrc_platform.people.models import Promotion
from projects import access, services
from projects.facts.steps import aimed
from projects.forms.project import NewProjectForm, ProjectFilter
from projects.models import Project
from projects.selectors import choices, listing, pages, shown, story
from projects.states import ProjectState

NOBODY = "Un projet se commence par un étudiant inscrit, ou par un enseignant de sa classe."


@require_GET
@read_only
def home(request: HttpRequest) -> HttpResponse:
    """List the projects the person may see; the filters are in the address."""
    seen = access.visible_projects(request.user)
    found = ProjectFilter(request.GET, queryset=seen)
    mine = request.GET.get("vue") == "miens"
    rows = found.qs if found.is_valid() else seen
    if mine:
        rows = listing.own(rows, request.user)
    typed = request.GET.get("q", "").strip()
    page = paginate(request, listing.ordered(rows.search(typed)))
    asked = {name: request.GET.get(name, "") for name in ("state", "promotion")}
    context = {
        "page": page,
        "lines": listing.lines(page.object_list),
        "views": listing.saved_views(seen, request.user, mine=mine, asked=request.GET.dict()),
        "classes": pages.listed_classes(request.user),
        "startable": choices.startable_classes(request.user),
        "states": ProjectState.choices,
        "asked": asked,
        "mine": mine,
        "q": typed,
        "is_filtered": bool(typed or mine or any(asked.values())),
    }
    return render(request, "projects/home.html", context)


def _chosen(request: HttpRequest, classes: list[Promotion]) -> Promotion:
    """Return the class asked for, else the first."""
    asked = request.GET.get("classe", "")
    return next((row for row in classes if str(row.pk) == asked), classes[0])


@require_http_methods(["GET", "POST"])
def project_new(request: HttpRequest) -> HttpResponse:
    """Begin a project with its three partners."""
    classes = choices.startable_classes(request.user)
    require(bool(classes), NOBODY)
    promotion = _chosen(request, classes)
    form, offers = _new_form(request, promotion)
    tried = attempt(form, once(request, lambda: _create(request, form, promotion)))
    if tried.done:
        messages.success(request, "Le projet est commencé. Écrivez maintenant sa définition.")
        made = tried.made
        return redirect(definition_of(made) if made else reverse("projects:home"))
    context = {"form": form, "promotion": promotion, "classes": classes, **offers}
    return render(request, "projects/project_new.html", context, status=tried.status)


def definition_of(row: Project) -> str:
    """Return where the definition of a project goes on once it is begun."""
    return reverse("projects:definition", args=[row.pk, "besoin"])


def _new_form(request: HttpRequest, promotion: Promotion) -> tuple[NewProjectForm, dict[str, Any]]:
    alone = not people.teaches(request.user, promotion)
    mates = [row for row in choices.classmates(promotion) if row.pk != request.user.pk]
    offers: dict[str, Any] = {
        "companies": choices.commissioners(promotion),
        "supervisors": pages.eligible_supervisors(promotion),
    }
    return NewProjectForm(posted(request), students=mates, alone=alone, **offers), offers


def _create(request: HttpRequest, form: NewProjectForm, promotion: Promotion) -> Project:
    read = form.cleaned_data
    return services.create_project(
        actor=person(request),
        promotion=promotion,
        company=read["company"],
        supervisor=read["supervisor"],
        title=read["title"],
        students=read["students"],
    )


@require_GET
@read_only
def project(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """Show a project."""
    page = reverse("projects:project", args=[project_id])
    held = pages.project_sheet(request.user, project_id, url=page)
    if held is None:
        raise Http404
    lines = aimed(held.findings, held.project, held.abilities)
    baton, acts = story.baton(held)
    context = {
        "held": held,
        "project": held.project,
        "can": held.abilities,
        "section": "project",
        "baton": baton,
        "baton_actions": acts,
        "other_actions": shown.other_actions(held, {each.url for each in acts}),
        "history": story.timeline(held),
        "lines": lines,
        **shown.of_sheet(held),
    }
    return render(request, "projects/project.html", context)
