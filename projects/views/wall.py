"""The wall of a class: all its projects at once, on screen, on paper and in a workbook."""

from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from nrc_platform.core import clock
from nrc_platform.core.views import read_only
from nrc_platform.documents.workbook import MEDIA_TYPE, workbook
from nrc_platform.people.models import Promotion
from projects.access import followed_project_classes
from projects.facts.wall_asked import kept, views_of, wall_tabs
from projects.selectors.wall import wall as read_wall


def _class(request: HttpRequest, promotion_id: UUID) -> Promotion:
    """Return the class among those whose projects the person follows, or 404."""
    followed = followed_project_classes(request.user).select_related("school")
    return get_object_or_404(followed, pk=promotion_id)


@require_GET
@read_only
def wall(request: HttpRequest, promotion_id: UUID) -> HttpResponse:
    """Show the projects of a class, those that wait for the reader first."""
    promotion = _class(request, promotion_id)
    view, words = request.GET.get("vue", "tous"), request.GET.get("q", "").strip()
    held = read_wall(promotion, viewer=request.user)
    url = reverse("projects:wall", args=[promotion.pk])
    shown = {
        "promotion": promotion,
        "wall": held,
        "rows": kept(held.rows, view=view, words=words),
        "views": views_of(held.rows, url=url, view=view, words=words),
        "view": view,
        "words": words,
        "url": url,
        "now": clock.now(),
    }
    return render(request, "projects/wall.html", shown)


@require_GET
def wall_workbook(request: HttpRequest, promotion_id: UUID) -> FileResponse:
    """Give the workbook of what the wall shows, its filters kept."""
    promotion = _class(request, promotion_id)
    view, words = request.GET.get("vue", "tous"), request.GET.get("q", "").strip()
    rows = kept(read_wall(promotion, viewer=request.user).rows, view=view, words=words)
    name = f"projets-{promotion.code}-{clock.today():%Y-%m-%d}.xlsx"
    file = workbook(wall_tabs(promotion.label, rows))
    answer = FileResponse(file, as_attachment=True, filename=name, content_type=MEDIA_TYPE)
    answer["Cache-Control"] = "no-store"
    return answer
