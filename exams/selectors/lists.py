"""Reads of the list of fiches and of the to-do lists."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.db.models import Count, QuerySet
from django.urls import reverse

from curriculum.states import DeadlineKind
from exams.facts import (
    TodoFact,
)
from exams.models import Fiche
from exams.rules import PLACES
from exams.selectors.fiche import deadline
from exams.states import FicheState
from nrc_platform.core import clock, dates
from nrc_platform.people import access as people
from nrc_platform.people.access import Viewer
from nrc_platform.people.models import Promotion, User

WEEK = timedelta(days=7)
NAMES_SHOWN = 3


@dataclass(frozen=True)
class SavedView:
    """A saved view of the list, with its count."""

    label: str
    count: int
    url: str
    current: bool


_VIEWS = (
    ("", "Toutes"),
    (FicheState.SUBMITTED, "À viser"),
    (FicheState.RETURNED, "À reprendre"),
    (FicheState.VISAED, "Visées"),
)


def state_counts(fiches: QuerySet[Fiche], asked: Mapping[str, str]) -> list[SavedView]:
    """Return the saved views of the list, the other filters kept. 1 query."""
    counts: dict[str, int] = dict(
        fiches.order_by().values_list("state").annotate(number=Count("pk"))
    )
    lines = []
    for state, label in _VIEWS:
        kept = {name: text for name, text in asked.items() if name not in {"page", "state"}}
        if state:
            kept["state"] = state
        number = counts.get(state, 0) if state else sum(counts.values())
        current = asked.get("state", "") == state
        lines.append(SavedView(label, number, f"?{urlencode(kept)}", current))
    return lines


def _names(names: Sequence[str]) -> str:
    """Return « Inès Da Silva, Jules Perrin et 2 autres »."""
    if len(names) <= NAMES_SHOWN:
        return ", ".join(names)
    rest = len(names) - NAMES_SHOWN + 1
    return f"{', '.join(names[: NAMES_SHOWN - 1])} et {rest} autres"


def _group(due: datetime | None) -> str:
    if due is None:
        return "week"
    if due < clock.now():
        return "late"
    return "week" if due - clock.now() <= WEEK else "later"


def _since(moment: datetime | None) -> str:
    days = dates.days_since(moment) if moment else 0
    if days <= 0:
        return "aujourd’hui"
    return "depuis hier" if days == 1 else f"depuis {days}\u00a0jours"


def _before(due: datetime | None) -> str:
    if due is None:
        return ""
    return f"avant le {dates.day_month(due)}"


def teacher_todo(user: Viewer, *, promotion: Promotion | None = None) -> list[TodoFact]:
    """Return the fiches that wait for the teacher (in one class), the late ones apart. 1 query."""
    taught = people.taught_promotions(user)
    if promotion is not None:
        taught = taught.filter(pk=promotion.pk)
    waiting = list(
        Fiche.objects.filter(promotion__in=taught, state=FicheState.SUBMITTED)
        .select_related("student")
        .order_by("submitted_at", "id")
    )
    late = [row for row in waiting if row.submitted_at and clock.now() - row.submitted_at > WEEK]
    recent = [row for row in waiting if row not in late]
    lines = []
    for group, rows in (("late", late), ("week", recent)):
        if not rows:
            continue
        one = len(rows) == 1
        target = (
            reverse("exams:fiche", args=[rows[0].pk])
            if one
            else f"{reverse('exams:home')}?state={FicheState.SUBMITTED}"
        )
        first = rows[0].submitted_at
        lines.append(
            TodoFact(
                count=len(rows),
                phrase="fiche E4 à viser" if one else "fiches E4 à viser",
                detail=_names([str(row.student) for row in rows]),
                due=_since(first),
                url=target,
                verb="Viser",
                group=group,
                sort_on=first,
            )
        )
    return lines


def student_todo(user: User) -> list[TodoFact]:
    """Return what the student has to write or take up again for E4. 3 queries."""
    enrolment = people.current_enrolment(user)
    if enrolment is None:
        return []
    fiches = list(
        Fiche.objects.filter(student=user, promotion=enrolment.promotion).order_by("slot", "id")
    )
    due = deadline(enrolment.promotion_id, DeadlineKind.E4_FICHES)
    home = reverse("exams:home")
    lines = []
    for state, words, verb in (
        (FicheState.RETURNED, ("fiche E4 à reprendre", "fiches E4 à reprendre"), "Reprendre"),
        (FicheState.DRAFT, ("fiche E4 à terminer", "fiches E4 à terminer"), "Continuer"),
    ):
        rows = [row for row in fiches if row.state == state]
        if rows:
            target = reverse("exams:fiche_edit", args=[rows[0].pk]) if len(rows) == 1 else home
            titles = _names([row.title for row in rows])
            lines.append(
                TodoFact(
                    count=len(rows),
                    phrase=words[len(rows) > 1],
                    detail=titles,
                    due=_before(due),
                    url=target,
                    verb=verb,
                    group=_group(due),
                    sort_on=due,
                )
            )
    missing = len(PLACES) - sum(1 for row in fiches if row.slot is not None)
    if missing > 0:
        held = len(PLACES) - missing
        lines.append(
            TodoFact(
                count=missing,
                phrase="fiche E4 à commencer" if missing == 1 else "fiches E4 à commencer",
                detail=f"Le dossier en compte {held} sur 3",
                due=_before(due),
                url=home,
                verb="Commencer",
                group="late" if _group(due) == "late" else "later",
                sort_on=due,
            )
        )
    return lines
