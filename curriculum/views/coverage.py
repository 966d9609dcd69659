"""Pages where competences are read: a student's, a class's, the story of one."""

import csv
from collections.abc import Callable
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from curriculum import selectors
from curriculum.access import (
    can_judge,
    can_position_self,
    followed_promotions,
    visible_competences,
    visible_learners,
)
from curriculum.facts import ClassCoverage, CoverageRow
from curriculum.views.frame import learner_or_404, page_of, person
from nrc_platform.core import clock
from nrc_platform.core.text import fold
from nrc_platform.core.views import read_only
from nrc_platform.people.models import Promotion

VIEWS: dict[str, tuple[str, Callable[[CoverageRow], bool]]] = {
    "tous": ("Tous", lambda row: True),
    "manques": ("Avec un manque", lambda row: row.holes > 0),
    "seuls": ("Étudiant seul", lambda row: row.unconfirmed > 0),
}


@require_GET
@read_only
def coverage(request: HttpRequest) -> HttpResponse:
    """Lead a student to their competences, and others to the classes they follow."""
    if visible_learners(request.user).filter(student=request.user.pk).exists():
        return redirect(page_of(person(request)))
    rows = list(followed_promotions(request.user).select_related("school"))
    if len(rows) == 1:
        return redirect("curriculum:class_coverage", rows[0].pk)
    return render(request, "curriculum/coverage_classes.html", {"promotions": rows})


@require_GET
@read_only
def student_coverage(request: HttpRequest, student_id: UUID) -> HttpResponse:
    """Show where a student stands, épreuve by épreuve, and what is missing."""
    learner = learner_or_404(request, student_id)
    student, promotion = learner.student, learner.promotion
    context = {
        "facts": selectors.student_coverage(student, promotion),
        "mine": student.pk == request.user.pk,
        "can_position": can_position_self(request.user, student, promotion),
        "can_judge": can_judge(request.user, student, promotion),
        "now": clock.now(),
    }
    return render(request, "curriculum/student_coverage.html", context)


@require_GET
@read_only
def competence_story(request: HttpRequest, student_id: UUID, code: str) -> HttpResponse:
    """Show all that was said of one competence of a student."""
    learner = learner_or_404(request, student_id)
    student, promotion = learner.student, learner.promotion
    columns = {row.code: row for row in selectors.coverage_columns()}
    if code not in columns:
        raise Http404("no such competence")
    competence = get_object_or_404(visible_competences(request.user), pk=columns[code].id)
    context = {
        "student": student,
        "promotion": promotion,
        "column": columns[code],
        "mine": student.pk == request.user.pk,
        "can_judge": can_judge(request.user, student, promotion),
        "lines": selectors.evidence_story(request.user, student, promotion, competence),
    }
    return render(request, "curriculum/competence_story.html", context)


def _followed(request: HttpRequest, promotion_id: UUID) -> Promotion:
    rows = followed_promotions(request.user).select_related("school")
    return get_object_or_404(rows, pk=promotion_id)


def _ordered(rows: list[CoverageRow], order: str) -> list[CoverageRow]:
    """Return the rows by name, or those that miss most first."""
    if order.endswith("nom"):
        return rows[::-1] if order.startswith("-") else rows
    return sorted(rows, key=lambda row: (row.holes, row.unconfirmed), reverse=order != "manques")


@require_GET
@read_only
def class_coverage(request: HttpRequest, promotion_id: UUID) -> HttpResponse:
    """Show students × competences of a class; the filters live in the address."""
    facts = selectors.class_coverage(_followed(request, promotion_id))
    asked = request.GET.get("vue", "")
    view = asked if asked in VIEWS else "tous"
    words = request.GET.get("q", "").strip()
    order = request.GET.get("tri", "nom")
    keep, wanted = VIEWS[view][1], fold(words).split()
    rows = [row for row in facts.rows if keep(row) and _named(row, wanted)]
    context = {
        "facts": facts,
        "rows": _ordered(rows, order),
        "views": _views(facts, view),
        "view": view,
        "words": words,
        "sorted_by": order,
        "now": clock.now(),
    }
    return render(request, "curriculum/class_coverage.html", context)


def _views(facts: ClassCoverage, chosen: str) -> list[dict[str, object]]:
    return [
        {
            "label": label,
            "count": sum(map(keep, facts.rows)),
            "url": f"?vue={key}",
            "current": key == chosen,
        }
        for key, (label, keep) in VIEWS.items()
    ]


def _named(row: CoverageRow, wanted: list[str]) -> bool:
    name = fold(f"{row.last_name} {row.first_name}")
    return all(word in name for word in wanted)


@require_GET
@read_only
def class_coverage_file(request: HttpRequest, promotion_id: UUID) -> HttpResponse:
    """Answer the board as a CSV file that a spreadsheet opens."""
    promotion = _followed(request, promotion_id)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    name = f"competences-{promotion.code}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store, private"
    # Spreadsheets read UTF-8 when the file says so first.
    response.write("\ufeff")
    writer = csv.writer(response, delimiter=";")
    writer.writerows(selectors.class_coverage(promotion).table())
    return response
