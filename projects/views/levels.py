"""Pages of levels: members × competences, one person's levels, what would cover a class."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from curriculum.selectors import scale_on
from curriculum.states import EvidenceRole, SourceKind
from internships.views.common import person, posted
from internships.views.life import form_page
from nrc_platform.core import clock
from nrc_platform.core.access import require
from nrc_platform.core.views import read_only
from nrc_platform.people.models import Promotion, User
from projects import access
from projects.forms.levels import ASSESS, POSITION, LevelsForm
from projects.models import Mission
from projects.selectors import levels as selectors
from projects.selectors.coverage import class_cover
from projects.selectors.pages import mission_of
from projects.services import shown as services
from projects.views.common import Trail, project_or_404, trail_of


@require_GET
@read_only
def levels(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """Show members × competences of a project, as far as the reader may read."""
    row = project_or_404(request, project_id)
    context = {
        "project": row,
        "section": "levels",
        "sheet": selectors.project_levels(request.user, row),
        "can_edit": access.can_edit_project(request.user, row),
        "can_cover": access.can_cover_class(request.user, row.promotion),
        "now": clock.now(),
    }
    return render(request, "projects/levels.html", context)


@require_http_methods(["GET", "POST"])
def member_levels(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """Say at what level a member, or oneself, showed the competences of the project."""
    member, me = selectors.member_of(request.user, member_id), person(request)
    if member is None:
        raise Http404
    row = member.project
    assesses = access.can_assess_member(me, member)
    require(assesses or access.can_position_member(me, member), services.NOT_TEACHER)
    act = services.assess_member if assesses else services.position_member
    offered = selectors.offered_to_member(member)
    source = (SourceKind.PROJECT, row.pk, member.student, row.promotion)
    form = _form(request, source, offered, assesses=assesses)
    back = reverse("projects:levels", args=[row.pk])
    return form_page(
        request,
        form,
        ASSESS if assesses else POSITION,
        lambda: act(member, actor=me, **_chosen(form)),
        back=back,
        crumbs=trail_of(row, ("Compétences", back)),
        about=[str(member.student), member.role],
    )


def _form(
    request: HttpRequest,
    source: tuple[str, UUID, User, Promotion],
    competences: list[Any],
    *,
    assesses: bool,
) -> LevelsForm:
    """Return the form that shows what the person's side last said from that source."""
    kind, pk, student, promotion = source
    by_role = EvidenceRole.TEACHER if assesses else EvidenceRole.STUDENT
    words = selectors.words_of(kind, pk, student, by_role, promotion)
    last = max((word.on for word in words.values()), default=clock.today())
    steps = scale_on(promotion.school_id).steps
    return LevelsForm(posted(request), competences=competences, steps=steps, words=words, on=last)


def _chosen(form: LevelsForm) -> dict[str, Any]:
    read = form.cleaned_data
    return {"levels": form.levels(), "on": read["on"], "note": read["note"]}


def _mission(request: HttpRequest, mission_id: UUID) -> Mission:
    found = mission_of(request.user, mission_id)
    if found is None:
        raise Http404
    return found.row


def _trail(row: Mission) -> Trail:
    return [
        ("Projets", reverse("projects:home")),
        (row.title, reverse("projects:mission", args=[row.pk])),
    ]


@require_GET
@read_only
def mission_levels(request: HttpRequest, mission_id: UUID) -> HttpResponse:
    """Show students × prior competences of a mission, as far as the reader may read."""
    row = _mission(request, mission_id)
    context = {
        "row": row,
        "trail": _trail(row),
        "sheet": selectors.mission_levels(request.user, row),
        "can_edit": access.can_edit_mission(request.user, row),
        "begun": row.starts_on <= clock.today(),
        "now": clock.now(),
    }
    return render(request, "projects/mission_levels.html", context)


@require_http_methods(["GET", "POST"])
def mission_student_levels(
    request: HttpRequest, mission_id: UUID, student_id: UUID
) -> HttpResponse:
    """Say at what level a student, or oneself, showed the prior competences of a mission."""
    row, me = _mission(request, mission_id), person(request)
    found = selectors.student_in(row, student_id)
    if found is None:
        raise Http404
    student, promotion = found
    assesses = access.can_assess_mission(me, row, student)
    require(assesses or access.can_position_mission(me, row, student), services.NOT_TEACHER)
    act = services.assess_mission if assesses else services.position_mission
    offered = selectors.offered_to_mission(row, student)
    source = (SourceKind.MISSION, row.pk, student, promotion)
    form = _form(request, source, offered, assesses=assesses)
    back = reverse("projects:mission_levels", args=[row.pk])
    return form_page(
        request,
        form,
        ASSESS if assesses else POSITION,
        lambda: act(row, student, actor=me, **_chosen(form)),
        back=back,
        crumbs=[*_trail(row), ("Compétences", back)],
        about=[str(student), row.title],
    )


@require_GET
@read_only
def coverage(request: HttpRequest, promotion_id: UUID) -> HttpResponse:
    """Show which missions and projects would cover what a class still misses."""
    rows = access.visible_project_classes(request.user).select_related("school")
    promotion = get_object_or_404(rows, pk=promotion_id)
    if not access.can_cover_class(request.user, promotion):
        raise Http404("only who follows the competences of the class")
    context = {"cover": class_cover(promotion), "now": clock.now()}
    return render(request, "projects/coverage.html", context)
