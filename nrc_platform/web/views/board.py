"""Classes the person follows, and the board of one."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from exams.access import visible_candidate_promotions
from nrc_platform.core import clock
from nrc_platform.core.views import read_only
from nrc_platform.people.models import Promotion
from nrc_platform.web import boards, homes


@read_only
def promotions(request: HttpRequest) -> HttpResponse:
    """List the classes the person follows; with a single one, go to its board."""
    rows = list(visible_candidate_promotions(request.user).select_related("school"))
    if len(rows) == 1:
        return redirect("web:promotion_board", code=rows[0].code)
    return render(
        request, "web/promotions.html", {"classes": homes.class_lines(request.user, rows)}
    )


def _followed(request: HttpRequest, code: str) -> Promotion:
    """Return the class of that code among those the person follows, or 404."""
    found = visible_candidate_promotions(request.user).filter(code=code)
    promotion = found.select_related("school").order_by("school__name", "pk").first()
    if promotion is None:
        raise Http404
    return promotion


@read_only
def board(request: HttpRequest, code: str) -> HttpResponse:
    """Show a class, student by student; the filters live in the address."""
    facts = boards.promotion_board(_followed(request, code), viewer=request.user)
    view = request.GET.get("vue", "tous")
    words = request.GET.get("q", "").strip()
    order = request.GET.get("tri", "-alerte")
    url = reverse("web:promotion_board", args=[code])
    shown = {
        "board": facts,
        "rows": boards.filtered(facts.rows, view=view, words=words, order=order),
        "views": boards.views_of(facts, url=url, view=view),
        "view": view,
        "words": words,
        "sorted_by": order,
        "now": clock.now(),
        "url": url,
    }
    return render(request, "web/board.html", shown)
