"""The home of stages: a student's own, or a class with who has a place."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from internships import access
from internships.facts.life import StudentPeriod
from internships.models import InternshipPeriod
from internships.rules.calendar import Span
from internships.selectors import life, places
from internships.selectors import steps as grid
from internships.selectors.findings import student_findings
from internships.selectors.weeks import weeks_summary
from internships.views.common import person
from nrc_platform.core.views import read_only
from nrc_platform.people.access import current_enrolment, roles
from nrc_platform.people.models import Promotion
from nrc_platform.people.states import Role


@require_GET
@read_only
def home(request: HttpRequest) -> HttpResponse:
    """Show the student's stages, or the class of the staff."""
    if Role.STUDENT in roles(request.user):
        return _student_home(request)
    return _class_home(request)


def _student_home(request: HttpRequest) -> HttpResponse:
    student, enrolment = person(request), current_enrolment(request.user)
    periods = life.periods_of(enrolment.promotion) if enrolment else []
    held = places.student_places(student, periods)
    context = {
        "enrolment": enrolment,
        "lines": [
            StudentPeriod(
                period, place, life.working_weeks(Span(period.starts_on, period.ends_on))
            )
            for period, place in zip(periods, held, strict=True)
        ],
        "papers": life.papers_of(request.user, student),
        "student": student,
        "weeks": weeks_summary(student, enrolment.promotion) if enrolment else None,
        "findings": student_findings(student, enrolment.promotion) if enrolment else [],
    }
    return render(request, "internships/home_student.html", context)


def _class_home(request: HttpRequest) -> HttpResponse:
    classes = life.followed_in_order(request.user)
    asked = request.GET.get("classe", "")
    chosen = [row for row in classes if str(row.pk) == asked] or classes[:1]
    context: dict[str, Any] = {"promotion": None, "period": None}
    if chosen:
        context |= _class_context(request, classes, chosen[0])
    return render(request, "internships/home_class.html", context)


def _class_context(
    request: HttpRequest, classes: Sequence[Promotion], promotion: Promotion
) -> dict[str, Any]:
    periods = life.periods_of(promotion)
    period = places.period_in_view(periods, request.GET.get("periode", ""))
    context = {
        "promotion": promotion,
        "classes": [_segment(row.label, row == promotion, classe=row.pk) for row in classes],
        "periods": [
            _segment(row.label, row == period, classe=promotion.pk, periode=row.pk)
            for row in periods
        ],
        "period": period,
        "can_edit": access.can_edit_calendar(request.user, promotion),
        "can_draft": access.can_draft_for_class(request.user, promotion),
        "papers": life.papers_to_check(request.user).count(),
    }
    return context | (_class_lines(request, promotion, period) if period else {})


def _class_lines(
    request: HttpRequest, promotion: Promotion, period: InternshipPeriod
) -> dict[str, Any]:
    unread = life.unanswered_logs(request.user, promotion)
    rows = [
        (place, unread.get(place.student.pk, 0))
        for place in places.class_places(promotion, period)
    ]
    without = [row for row in rows if not row[0].has_place]
    return {
        "without": sorted(without, key=lambda row: -row[0].days),
        "placed": [row for row in rows if row[0].has_place],
        "total": len(rows),
        "rates": places.response_rates(period),
    }


@require_GET
@read_only
def steps(request: HttpRequest, period_id: UUID) -> HttpResponse:
    """Show the grid of a class, student by step, with the weeks that count."""
    followed = access.visible_periods(request.user).filter(
        promotion__in=access.followed_classes(request.user)
    )
    period = get_object_or_404(followed.select_related("promotion__school"), pk=period_id)
    context = {
        "period": period,
        "promotion": period.promotion,
        "rows": grid.class_steps(period.promotion, period),
    }
    return render(request, "internships/steps.html", context)


def _segment(label: str, current: bool, **asked: object) -> dict[str, Any]:
    return {"label": label, "count": "", "url": f"?{urlencode(asked)}", "current": current}
