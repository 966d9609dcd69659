"""Homes of those who follow classes: the teacher, the head of school."""

from collections.abc import Iterable

from django.urls import reverse

from exams import selectors as exams
from exams.states import FicheState
from internships.selectors import todo as stages
from internships.selectors.todo import StageTodo
from nrc_platform.core import clock
from nrc_platform.core.todo import TodoFact
from nrc_platform.people.access import Viewer, headed_schools, taught_promotions
from nrc_platform.people.models import Promotion
from nrc_platform.web.boards import View
from nrc_platform.web.homes.classes import (
    Classes,
    dates_of,
    lines_of,
    missing_lines,
    read_classes,
)
from nrc_platform.web.homes.frame import Home
from nrc_platform.web.homes.projects import project_lines
from projects.selectors.wall import needing


def teacher_home(user: Viewer, chosen: str) -> Home:
    classes = read_classes(user, list(taught_promotions(user).order_by("code", "label")))
    only = next((row for row in classes.promotions if row.label == chosen), None)
    missing = {row.label: list(missing_lines(classes, row)) for row in classes.promotions}
    shown = missing[only.label] if only else [line for row in missing.values() for line in row]
    held = stages.teacher_todo(user)
    waiting = needing(classes.promotions, viewer=user)
    asked = {row.label: project_lines([row], waiting) for row in classes.promotions}
    projects = asked[only.label] if only else [line for row in asked.values() for line in row]
    lines = (*held.lines(only), *projects, *exams.teacher_todo(user, promotion=only), *shown)
    return Home(
        lines=lines,
        next_dates=dates_of(classes),
        way_on=("Voir les classes", reverse("web:promotions")),
        views=_views(classes, {k: [*missing[k], *asked[k]] for k in missing}, held, only)
        if len(missing) > 1
        else (),
    )


def _views(
    classes: Classes,
    missing: dict[str, list[TodoFact]],
    held: StageTodo,
    only: Promotion | None,
) -> tuple[View, ...]:
    counts = {
        row.label: _count([*missing[row.label], *held.lines(row)])
        + classes.count(row, FicheState.SUBMITTED)
        for row in classes.promotions
    }
    every = View("Toutes", sum(counts.values()), "/", only is None)
    one = (
        View(label, count, f"/?classe={label}", only is not None and only.label == label)
        for label, count in counts.items()
    )
    return (every, *one)


def _count(lines: Iterable[TodoFact]) -> int:
    return sum(line.count for line in lines)


def head_home(user: Viewer, _chosen: str) -> Home:
    promotions = list(
        Promotion.objects.filter(
            school__in=headed_schools(user), ends_on__gte=clock.today()
        ).order_by("code", "label")
    )
    classes = read_classes(user, promotions)
    return Home(
        classes=lines_of(classes),
        next_dates=dates_of(classes),
        calm_text="Rien n’attend votre signature. Voici où en sont les classes.",
    )
