"""The board of a class, one query a domain, zipped by student."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from curriculum.access import visible_deadlines
from curriculum.selectors.rules import rule_value
from curriculum.states import DeadlineKind
from exams.facts import dossier_state
from exams.states import FicheState
from nrc_platform.core import clock
from nrc_platform.people.access import Viewer, teaches
from nrc_platform.people.models import Enrolment, Promotion
from nrc_platform.web.boards.facts import PLACES, Alert, Board, Cell, Row
from nrc_platform.web.boards.fiches import (
    FicheLine,
    Frame,
    fiche_alert,
    fiche_cells,
    fiche_lines,
)
from nrc_platform.web.boards.stages import (
    ClassStages,
    class_stages,
    stage_alert,
    stage_cells,
)


def moments(viewer: Viewer, promotions: Iterable[Promotion]) -> dict[tuple[UUID, str], datetime]:
    """Return the deadlines of those classes. One query."""
    kept = [promotion.pk for promotion in promotions]
    rows = visible_deadlines(viewer).filter(promotion__in=kept).order_by()
    return {(pk, kind): at for pk, kind, at in rows.values_list("promotion_id", "kind", "at")}


def promotion_board(promotion: Promotion, *, viewer: Viewer, today: date | None = None) -> Board:
    """
    Return the board of a class, seven queries.

    Students, fiches, deadlines, rule, periods, stages, searches.
    """
    day = today or clock.today()
    enrolments = (
        Enrolment.objects.on(day)
        .filter(promotion=promotion)
        .select_related("student")
        .order_by("student__last_name", "student__first_name", "student_id")
    )
    fiches: dict[UUID, list[FicheLine]] = {}
    for line in fiche_lines(viewer, [promotion]):
        fiches.setdefault(line.student_id, []).append(line)
    at = moments(viewer, [promotion])
    frame = Frame(
        teaches=teaches(viewer, promotion, day),
        due=at.get((promotion.pk, DeadlineKind.E4_FICHES)),
        managerial=bool(rule_value("e4.managerial_required", school=promotion.school, on=day)),
    )
    stages = class_stages(promotion, viewer=viewer)
    rows = [
        _row(line.student, fiches.get(line.student_id, []), frame, stages) for line in enrolments
    ]
    rows.sort(key=lambda row: row.by_alert)
    deposit = at.get((promotion.pk, DeadlineKind.E4_DEPOSIT))
    return Board(promotion, tuple(rows), frame.due, deposit, stages.period)


def _worst(alerts: Iterable[Alert | None]) -> Alert | None:
    """Return the alert to show: a late one first, else the first."""
    held = [alert for alert in alerts if alert is not None]
    return min(held, key=lambda alert: alert.tone != "late", default=None)


def _row(student: Any, fiches: list[FicheLine], frame: Frame, stages: ClassStages) -> Row:
    states = tuple(fiche.state for fiche in fiches if fiche.slot)
    visaed = states.count(FicheState.VISAED)
    url = reverse("exams:dossier", args=[student.pk])
    stage, convention = stage_cells(student.pk, stages, teaches=frame.teaches)
    alerts = (
        stage_alert(student.pk, stages, teaches=frame.teaches),
        fiche_alert(fiches, frame),
    )
    to_visa = any(fiche.state == FicheState.SUBMITTED for fiche in fiches)
    return Row(
        last_name=student.last_name,
        first_name=student.first_name,
        url=url,
        stage=stage,
        convention=convention,
        cells=fiche_cells(fiches, frame),
        dossier=Cell("dossier", dossier_state(states), url, f"{visaed}/{len(PLACES)}"),
        alert=_worst(alerts),
        mine=frame.teaches and (to_visa or (convention is not None and convention.mine)),
        visaed=visaed,
    )
