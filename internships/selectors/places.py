"""Who has a place, who has none and for how long, and what the contacts of a class brought."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from internships.facts.life import Place, Rates
from internships.models import (
    Attestation,
    Internship,
    InternshipPeriod,
    SearchEntry,
    Terms,
)
from internships.states import (
    COVERING,
    WITHOUT_EFFECT,
    AttestationState,
    ConventionState,
    Outcome,
    SearchOutcome,
)
from nrc_platform.core import clock, dates
from nrc_platform.people.models import Promotion, User
from nrc_platform.people.selectors import students_of


def period_in_view(periods: Sequence[InternshipPeriod], asked: str) -> InternshipPeriod | None:
    """Return the period asked for, else the one under way or the next, else the last."""
    chosen = [each for each in periods if str(each.pk) == asked]
    today = clock.today()
    ahead = [each for each in periods if each.ends_on >= today]
    return next(iter([*chosen, *ahead[:1], *periods[-1:]]), None)


def class_places(promotion: Promotion, period: InternshipPeriod) -> list[Place]:
    """Return where each student of the class stands for the period. 5 queries."""
    return _places(list(students_of(promotion)), period)


def student_places(student: User, periods: Sequence[InternshipPeriod]) -> list[Place]:
    """Return where a student stands for each period. 4 queries, whatever their number."""
    rows = _live(Internship.objects.filter(student=student, period__in=periods))
    entries = _entries(SearchEntry.objects.filter(student=student, period__in=periods))
    known = _Known(rows)
    by_period = {row.period_id: row for row in rows}
    return [
        known.place(student, each, by_period.get(each.pk), entries.get((student.pk, each.pk), []))
        for each in periods
    ]


def response_rates(period: InternshipPeriod) -> Rates:
    """Return what the contacts of the class brought for a period. One query."""
    rows = list(
        SearchEntry.objects.filter(period=period).order_by().values_list("student_id", "outcome")
    )
    return Rates(
        students=len({student for student, _ in rows}),
        contacts=len(rows),
        answered=sum(1 for _, outcome in rows if outcome != SearchOutcome.WAITING),
        accepted=sum(1 for _, outcome in rows if outcome == SearchOutcome.ACCEPTED),
    )


def _places(students: Sequence[User], period: InternshipPeriod) -> list[Place]:
    rows = _live(Internship.objects.filter(period=period, student__in=students))
    entries = _entries(SearchEntry.objects.filter(period=period, student__in=students))
    known, by_student = _Known(rows), {row.student_id: row for row in rows}
    return [
        known.place(
            student, period, by_student.get(student.pk), entries.get((student.pk, period.pk), [])
        )
        for student in students
    ]


def _live(rows: "QuerySet[Internship]") -> list[Internship]:
    """Return the stages that hold, the oldest first: of two, the newer is the one shown."""
    held = rows.select_related("convention__company", "promotion")
    return list(held.exclude(convention__state__in=WITHOUT_EFFECT).order_by("created_at", "id"))


def _entries(rows: "QuerySet[SearchEntry]") -> dict[tuple[UUID, UUID], list[SearchEntry]]:
    found: dict[tuple[UUID, UUID], list[SearchEntry]] = defaultdict(list)
    for row in rows:
        found[row.student_id, row.period_id].append(row)
    return found


class _Known:
    """What was read once of the stages of a page."""

    def __init__(self, rows: Sequence[Internship]) -> None:
        conventions = [row.convention_id for row in rows]
        terms = Terms.objects.filter(convention__in=conventions).agreed()
        self.terms = {row.convention_id: row for row in terms}
        signed = Attestation.objects.filter(internship__in=rows, state=AttestationState.SIGNED)
        self.attested = set(signed.order_by().values_list("internship_id", flat=True))

    def place(
        self,
        student: User,
        period: InternshipPeriod,
        row: Internship | None,
        entries: Sequence[SearchEntry],
    ) -> Place:
        """Return where the student stands, from what was read."""
        days = [entry.contacted_on for entry in entries]
        begun = min(days, default=timezone.localtime(period.created_at).date())
        follow_ups = [entry.follow_up_on for entry in entries if entry.follow_up_on]
        return Place(
            student=student,
            state=self.state(row) if row else searching(entries),
            internship=row,
            terms=self.terms.get(row.convention_id) if row else None,
            contacts=len(entries),
            last_contact=max(days, default=None),
            follow_up_on=min(follow_ups, default=None),
            days=max(0, dates.days_since(begun)),
        )

    def state(self, row: Internship) -> str:
        """Return the word of a stage: computed from its convention, its dates, its paper."""
        if row.pk in self.attested:
            return "attested"
        return stage_state(row, self.terms.get(row.convention_id))


def searching(entries: Sequence[SearchEntry]) -> str:
    """Return the word of a search."""
    if any(entry.outcome == SearchOutcome.ACCEPTED for entry in entries):
        return "found"
    return "searching" if entries else "no_lead"


def stage_state(row: Internship, terms: Terms | None, today: date | None = None) -> str:
    """Return the word of a stage that is not attested: found, running or interrupted."""
    stopped = row.outcome in {Outcome.PARTLY, Outcome.NO_SHOW}
    if row.convention.state == ConventionState.TERMINATED or stopped:
        return "interrupted"
    first = terms.starts_on if terms else None
    begun = first is not None and first <= (today or clock.today())
    return "running" if begun and row.convention.state in COVERING else "found"
