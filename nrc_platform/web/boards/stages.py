"""The stages of a class on its board, for the period at hand: three queries, then cells."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse

from internships.access import visible_internships, visible_periods, visible_search_entries
from internships.models import Attestation, InternshipPeriod, Terms
from internships.states import (
    COVERING,
    UNSIGNED,
    WITHOUT_EFFECT,
    AttestationState,
    ConventionState,
    SearchOutcome,
)
from nrc_platform.core import clock, dates
from nrc_platform.people.access import Viewer
from nrc_platform.people.models import Promotion
from nrc_platform.web.boards.facts import NBSP, Alert, Cell

# A company that has not answered for so many days is silent; a teacher reads within a week.
SILENT_DAYS, REVIEW_DAYS = 7, 7
# This near to the first day, a student without a place, or without signatures, is an alert.
NEAR_DAYS, SIGN_DAYS = 45, 21
_S = ConventionState


@dataclass(frozen=True)
class StageLine:
    """A stage of a student, with what the board says of it."""

    convention_id: UUID
    state: str
    since: datetime | None
    company: str
    starts_on: date | None
    attested: bool

    @property
    def waited(self) -> int:
        """Return for how many days the convention has been where it is."""
        return dates.days_since(self.since) if self.since else 0

    @property
    def word(self) -> str:
        """Return the word of the stage, computed from its convention, its dates, its paper."""
        if self.attested:
            return "attested"
        if self.state == _S.TERMINATED:
            return "interrupted"
        begun = self.starts_on is not None and self.starts_on <= clock.today()
        return "running" if begun and self.state in COVERING else "found"


@dataclass(frozen=True)
class ClassStages:
    """The period at hand, the stages and the searches of a class."""

    period: InternshipPeriod | None = None
    stages: Mapping[UUID, StageLine] = field(default_factory=dict)
    searches: Mapping[UUID, Counter[str]] = field(default_factory=dict)

    @property
    def days_left(self) -> int:
        """Return how many days separate today from the first day of the period."""
        return -dates.days_since(self.period.starts_on) if self.period else 0


def period_at_hand(periods: Sequence[InternshipPeriod]) -> InternshipPeriod | None:
    """Return the period under way or the next one, else the last."""
    ahead = [row for row in periods if row.ends_on >= clock.today()]
    return next(iter([*ahead[:1], *periods[-1:]]), None)


def class_stages(promotion: Promotion, *, viewer: Viewer) -> ClassStages:
    """Return the stages of a class for the period at hand. Three queries, one without period."""
    periods = visible_periods(viewer).filter(promotion=promotion).order_by("starts_on", "id")
    period = period_at_hand(list(periods))
    if period is None:
        return ClassStages()
    terms = Terms.objects.agreed().filter(convention=OuterRef("convention"))
    signed = Attestation.objects.filter(internship=OuterRef("pk"), state=AttestationState.SIGNED)
    rows = (
        visible_internships(viewer)
        .filter(period=period)
        .exclude(convention__state__in=WITHOUT_EFFECT)
        .order_by("created_at", "id")
        .annotate(first_day=Subquery(terms.values("starts_on")[:1]), attested=Exists(signed))
        .values_list(
            "student_id",
            "convention_id",
            "convention__state",
            "convention__state_since",
            "convention__company__display_name",
            "convention__company__legal_name",
            "first_day",
            "attested",
        )
    )
    stages = {
        student: StageLine(pk, state, since, shown or legal or "", first, attested)
        for student, pk, state, since, shown, legal, first, attested in rows
    }
    searches: dict[UUID, Counter[str]] = defaultdict(Counter)
    tried = visible_search_entries(viewer).filter(period=period).order_by()
    for student, outcome in tried.values_list("student_id", "outcome"):
        searches[student][outcome] += 1
    return ClassStages(period, stages, searches)


def stage_cells(
    student: UUID, known: ClassStages, *, teaches: bool
) -> tuple[Cell | None, Cell | None]:
    """Return the cells of the stage and of its convention; without period, none."""
    if known.period is None:
        return None, None
    stage = known.stages.get(student)
    if stage is None:
        return _search_cell(student, known), None
    place = Cell("internship", stage.word, figure=stage.company)
    waits = stage.state == _S.TEACHER_REVIEW
    silent = stage.state == _S.COMPANY_CHECK and stage.waited > SILENT_DAYS
    url = reverse("internships:convention", args=[stage.convention_id])
    unsigned = stage.state in UNSIGNED
    convention = Cell(
        "convention",
        stage.state,
        url=url,
        figure=f"{stage.waited}{NBSP}j" if unsigned and stage.waited else "",
        mine=waits and teaches,
        tone="watch" if silent else "",
        bare=not (silent or (waits and teaches)),
    )
    return place, convention


def _search_cell(student: UUID, known: ClassStages) -> Cell:
    tried = known.searches.get(student, Counter())
    if tried[SearchOutcome.ACCEPTED]:
        return Cell("internship", "found")
    url = reverse("internships:search", args=[student])
    if tried:
        return Cell("internship", "searching", url, f"{sum(tried.values())}")
    near = 0 <= known.days_left <= NEAR_DAYS
    return Cell("internship", "no_lead", url, bare=not near, tone="" if near else "rest")


def stage_alert(student: UUID, known: ClassStages, *, teaches: bool) -> Alert | None:
    """Return the one thing to know of a student's stage, worst first."""
    if known.period is None:
        return None
    stage = known.stages.get(student)
    if stage is None:
        return _search_alert(student, known)
    if stage.state == _S.COMPANY_CHECK and stage.waited > SILENT_DAYS:
        return Alert(f"{stage.company[:12]} muet, {stage.waited}{NBSP}j", "late", stage.waited)
    if stage.state == _S.TEACHER_REVIEW and stage.waited > REVIEW_DAYS:
        words = "Convention à relire" if teaches else "Relecture attendue"
        return Alert(f"{words}, {stage.waited}{NBSP}j", "late", stage.waited)
    if stage.state in UNSIGNED and known.days_left <= SIGN_DAYS:
        late = known.days_left < 0
        words = "Stage sans convention" if late else f"À signer sous {known.days_left}{NBSP}j"
        return Alert(words, "late" if late else "watch", SIGN_DAYS - known.days_left)
    return None


def _search_alert(student: UUID, known: ClassStages) -> Alert | None:
    tried = sum(known.searches.get(student, Counter()).values())
    if not 0 <= known.days_left <= NEAR_DAYS:
        return None
    if not tried:
        return Alert(f"Sans piste à {known.days_left}{NBSP}jours", "late", NEAR_DAYS)
    many = "s" if tried > 1 else ""
    return Alert(f"Sans stage, {tried} piste{many}", "watch", NEAR_DAYS - known.days_left)
