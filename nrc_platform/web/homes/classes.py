"""The classes a person follows, read once: students, fiches and deadlines."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from curriculum.states import DeadlineKind
from exams.states import FicheState
from nrc_platform.core import clock, dates
from nrc_platform.core.todo import LATE, LATER, NBSP, TodoFact, before, names, plural
from nrc_platform.people.access import Viewer
from nrc_platform.people.models import Enrolment, Promotion
from nrc_platform.web.boards import PLACES, FicheLine, fiche_lines, moments
from nrc_platform.web.homes.frame import ClassLine, NextDate, board_url

DATES_SHOWN = 4
# Before this many days, a fiche not yet begun is nobody's worry.
AHEAD_DAYS = 60


@dataclass(frozen=True)
class Classes:
    """The classes of a person, read once: fiches, students and deadlines."""

    promotions: list[Promotion]
    fiches: list[FicheLine]
    students: dict[UUID, list[tuple[UUID, str]]]
    at: dict[tuple[UUID, str], datetime]

    def count(self, promotion: Promotion, state: str) -> int:
        """Return how many fiches of a class are in that state."""
        return sum(
            1
            for fiche in self.fiches
            if fiche.promotion_id == promotion.pk and fiche.state == state
        )


def read_classes(user: Viewer, promotions: list[Promotion]) -> Classes:
    """Read the work of those classes. Three queries."""
    students: dict[UUID, list[tuple[UUID, str]]] = {}
    enrolments = (
        Enrolment.objects.on(clock.today())
        .filter(promotion__in=[row.pk for row in promotions])
        .select_related("student")
        .order_by("student__last_name", "student__first_name", "student_id")
    )
    for enrolment in enrolments:
        person = (enrolment.student_id, str(enrolment.student))
        students.setdefault(enrolment.promotion_id, []).append(person)
    return Classes(promotions, fiche_lines(user, promotions), students, moments(user, promotions))


def missing_lines(classes: Classes, promotion: Promotion) -> Iterator[TodoFact]:
    due = classes.at.get((promotion.pk, DeadlineKind.E4_FICHES))
    if due is None or -dates.days_since(due) > AHEAD_DAYS:
        return
    handed = Counter(
        fiche.student_id
        for fiche in classes.fiches
        if fiche.state in (FicheState.SUBMITTED, FicheState.VISAED)
    )
    everyone = classes.students.get(promotion.pk, [])
    short = [name for pk, name in everyone if handed[pk] < len(PLACES)]
    if short:
        yield TodoFact(
            count=len(short),
            phrase=f"étudiant{plural(short)} de {promotion.label} à relancer",
            detail=f"Moins de trois fiches E4 remises{NBSP}: {names(short)}",
            due=before(due),
            url=f"{board_url(promotion)}?vue=incomplets",
            verb="Voir la liste",
            group=LATE if due < clock.now() else LATER,
        )


def dates_of(classes: Classes) -> tuple[NextDate, ...]:
    return coming_dates(classes.at, {row.pk: row.label for row in classes.promotions})


def coming_dates(
    at: dict[tuple[UUID, str], datetime], labels: dict[UUID, str]
) -> tuple[NextDate, ...]:
    """Return the next deadlines, soonest first, each with its class."""
    coming = sorted((day, pk, kind) for (pk, kind), day in at.items() if day >= clock.now())
    return tuple(
        NextDate(day, str(DeadlineKind(kind).label), f"{labels[pk]}, {dates.hour(day)}")
        for day, pk, kind in coming[:DATES_SHOWN]
    )


def lines_of(classes: Classes) -> tuple[ClassLine, ...]:
    return tuple(
        ClassLine(
            promotion,
            board_url(promotion),
            len(classes.students.get(promotion.pk, [])),
            classes.count(promotion, FicheState.SUBMITTED),
            classes.count(promotion, FicheState.VISAED),
        )
        for promotion in classes.promotions
    )


def class_lines(user: Viewer, promotions: list[Promotion]) -> tuple[ClassLine, ...]:
    """Return the classes with their figures. Three queries."""
    return lines_of(read_classes(user, promotions))
