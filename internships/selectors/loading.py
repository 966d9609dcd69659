"""Reads that the rules of stages need: a convention, or the course of students, at once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from curriculum.models import Deadline
from curriculum.rules.values import RULE_KEYS
from curriculum.selectors.rules import RuleBook, rule_book
from curriculum.states import DeadlineKind
from internships.facts.happened import missed, mission_hours
from internships.facts.loaded import LoadedConvention, LoadedCourse, LoadedStage, Neighbour
from internships.models import (
    Absence,
    Attestation,
    Avenant,
    Break,
    Convention,
    ConventionMission,
    Dispensation,
    Internship,
    ProgressionStep,
    SupportingPaper,
    Terms,
    Visit,
)
from internships.rules import Break as Hole
from internships.rules import Figure, Schedule, Span
from internships.selectors.printed import CONVENTION, schedule_of
from internships.selectors.signers import head_of
from internships.states import (
    WITHOUT_EFFECT,
    AttestationState,
    AvenantState,
    PaperKind,
    PaperState,
)
from nrc_platform.companies.models import Company
from nrc_platform.core import clock
from nrc_platform.people.models import Promotion, School, User
from nrc_platform.signatures.models import SigningRequest

CEILING = "gratification.hourly_ceiling_cents"
# A paper that does is shown before one that waits, and that one before a refused one.
_BEST = (PaperState.ACCEPTED, PaperState.TO_CHECK, PaperState.REFUSED)


@dataclass(frozen=True)
class _Agreed:
    """What was agreed in some conventions, by convention."""

    terms: Mapping[UUID, list[Terms]]
    breaks: Mapping[UUID, list[Break]]
    missions: Mapping[UUID, list[ConventionMission]]

    def schedules(self, convention: Convention) -> tuple[Schedule, Schedule | None]:
        """Return the days agreed, cut by a rupture; and the same without it, if there was one."""
        key = convention.pk
        whole = schedule_of(self.terms.get(key, ()), self.breaks.get(key, ()))
        whole = replace(whole, extra=mission_hours(self.missions.get(key, ())))
        if convention.ended_on is None:
            return whole, None
        return whole.until(convention.ended_on), whole


def _agreed(conventions: Sequence[UUID], coming: Avenant | None = None) -> _Agreed:
    """Read terms, breaks and missions of those conventions, as `coming` makes them. 3 queries."""
    signed = Q(avenant__isnull=True) | Q(avenant__state=AvenantState.SIGNED)
    if coming is not None:
        signed |= Q(avenant=coming)
    terms: dict[UUID, list[Terms]] = defaultdict(list)
    in_force = Terms.objects.filter(signed, convention__in=conventions).with_people()
    for each in sorted(in_force, key=lambda row: row.avenant.number if row.avenant else 0):
        terms[each.convention_id].append(each)
    breaks: dict[UUID, list[Break]] = defaultdict(list)
    for hole in Break.objects.filter(signed, convention__in=conventions):
        breaks[hole.convention_id].append(hole)
    missions: dict[UUID, list[ConventionMission]] = defaultdict(list)
    for mission in ConventionMission.objects.filter(convention__in=conventions):
        missions[mission.convention_id].append(mission)
    return _Agreed(terms, breaks, missions)


def _with(schedule: Schedule, missed: tuple[Hole, ...]) -> Schedule:
    return replace(schedule, breaks=(*schedule.breaks, *missed))


def _stages(rows: Sequence[Internship], agreed: _Agreed) -> list[LoadedStage]:
    """Return those stages with what happened in them. Three queries."""
    keys = [row.pk for row in rows]
    absences: dict[UUID, list[Hole]] = defaultdict(list)
    for absence in Absence.objects.filter(internship__in=keys):
        absences[absence.internship_id].append(missed(absence))
    signed = Attestation.objects.filter(internship__in=keys, state=AttestationState.SIGNED)
    attested = set(signed.order_by().values_list("internship_id", flat=True))
    held = Visit.objects.filter(internship__in=keys, held_on__isnull=False).order_by()
    contacts = dict(held.values_list("internship_id").annotate(number=Count("pk")))
    found = []
    for row in rows:
        gone = tuple(absences[row.pk])
        schedule, planned = agreed.schedules(row.convention)
        found.append(
            LoadedStage(
                row=row,
                terms=tuple(agreed.terms.get(row.convention_id, ())),
                schedule=_with(schedule, gone),
                planned=None if planned is None else _with(planned, gone),
                attested=row.pk in attested,
                contacts=contacts.get(row.pk, 0),
            )
        )
    return found


def _internships() -> QuerySet[Internship]:
    rows: QuerySet[Internship] = Internship.objects.select_related(
        "student", "promotion", "period", "convention__company__merged_into"
    )
    return rows.order_by("student__last_name", "student__first_name", "created_at", "id")


def load_convention(
    convention: Convention | UUID, *, coming: Avenant | None = None
) -> LoadedConvention:
    """
    Return all that the rules of a convention look at, as it is stored now.

    With `coming`, an avenant not signed yet, its terms and its breaks count as agreed.

    19 queries at most, whatever the sizes: convention, competences, functions; the stages of its
    students, their representatives, terms, breaks, missions, absences, attestations and contacts;
    round and signers; papers, progression, the neighbouring conventions and their students, rule
    values, head of school.
    """
    key = convention.pk if isinstance(convention, Convention) else convention
    row = (
        Convention.objects.select_related("school", "company__merged_into", "signatory")
        .prefetch_related("competences", "functions")
        .get(pk=key)
    )
    mine = Internship.objects.filter(convention=key).order_by()
    rows = list(
        _internships()
        .filter(student__in=mine.values("student_id"))
        .prefetch_related("student__representatives")
    )
    agreed = _agreed([*{each.convention_id for each in rows} | {row.pk}], coming)
    stages = _stages(rows, agreed)
    terms = agreed.terms[row.pk]
    schedule, planned = agreed.schedules(row)
    own = [each for each in stages if each.row.convention_id == row.pk]
    today, first = clock.today(), terms[-1].starts_on
    book = rule_book(row.school)
    return LoadedConvention(
        row=row,
        stages=tuple(own),
        terms=tuple(terms),
        agreed=terms[-1],
        effective=_effective(terms, today),
        schedule=schedule,
        planned=planned,
        others=tuple(each for each in stages if each not in own and each.is_live),
        missions=tuple(agreed.missions.get(row.pk, ())),
        held=SigningRequest.objects.about(CONVENTION, row.pk).with_signers().first(),
        head=head_of(row, today),
        insurance=_insurance([each.row.student_id for each in own]),
        steps=_steps([each.row.promotion_id for each in own]),
        neighbours=_neighbours(row, terms[-1]),
        figures=figures_on(book, first or today),
        ceilings=_ceilings(book, schedule),
    )


def _effective(terms: Sequence[Terms], day: date) -> Terms:
    """Return the terms true on that day: the convention's own until an avenant applies."""
    begun = [row for row in terms if row.avenant is None or row.avenant.applies_on <= day]
    return (begun or list(terms))[-1]


def figures_on(book: RuleBook, day: date) -> dict[str, Figure]:
    """Return every rule value of that day with its source; no query."""
    facts = [book.fact(key, day) for key in RULE_KEYS]
    return {fact.key: Figure(fact.value, fact.source) for fact in facts}


def _ceilings(book: RuleBook, schedule: Schedule) -> dict[int, Figure]:
    """Return the hourly ceiling of each civil year of the stage; no query."""
    years = {day.year for day in schedule.extra}
    if schedule.span is not None:
        years |= set(range(schedule.span.starts_on.year, schedule.span.ends_on.year + 1))
    facts = {year: book.fact(CEILING, date(year, 1, 1)) for year in years}
    return {year: Figure(fact.value, fact.source) for year, fact in facts.items()}


def _insurance(students: Sequence[UUID]) -> dict[UUID, SupportingPaper]:
    """Return the best liability paper of each student: accepted, and the longest valid."""
    rows = SupportingPaper.objects.filter(student__in=students, kind=PaperKind.LIABILITY)
    ranked = sorted(
        rows.order_by("created_at", "id"),
        key=lambda row: (-_BEST.index(PaperState(row.state)), row.expires_on or date.min),
    )
    return {row.student_id: row for row in ranked}


def _steps(promotions: Sequence[UUID]) -> dict[UUID, int]:
    """Return how many steps the progression of each class has."""
    rows = ProgressionStep.objects.filter(promotion__in=promotions).order_by()
    return dict(rows.values_list("promotion_id").annotate(number=Count("pk")))


def _same_host(company: Company, school: School) -> Q:
    """
    Return what finds the conventions of one legal person: same SIREN, or the same record.

    Only the school's own interns are known to it: the company declares the others.
    """
    known = company.canonical
    host = Q(convention__company__in={company.pk, known.pk})
    host |= Q(convention__company__merged_into=known.pk)
    if known.siren:
        host |= Q(convention__company__siret__startswith=known.siren)
    return host & Q(convention__school=school)


def _neighbours(row: Convention, terms: Terms) -> tuple[Neighbour, ...]:
    """Return the conventions of the same days with one of its people or its host. 2 queries."""
    if terms.starts_on is None or terms.ends_on is None:
        return ()
    around = Q(pk__in=[])
    if terms.tutor_id:
        around |= Q(tutor=terms.tutor_id)
    if terms.referent_id:
        around |= Q(referent=terms.referent_id)
    host = _same_host(row.company, row.school) if row.company else Q(pk__in=[])
    rows = (
        Terms.objects.filter(around | host)
        .agreed()
        .filter(starts_on__lte=terms.ends_on, ends_on__gte=terms.starts_on)
        .exclude(convention=row.pk)
        .exclude(convention__state__in=WITHOUT_EFFECT)
        .select_related("convention__company__merged_into")
        .prefetch_related("convention__internships")
    )
    return tuple(_neighbour(each, row, terms) for each in rows)


def _neighbour(other: Terms, row: Convention, terms: Terms) -> Neighbour:
    held = other.convention
    assert other.starts_on is not None and other.ends_on is not None  # noqa: S101, PT018
    last = min(other.ends_on, held.ended_on or other.ends_on)
    return Neighbour(
        state=held.state,
        span=Span(other.starts_on, last),
        students=frozenset(each.student_id for each in held.internships.all()),
        same_tutor=terms.tutor_id is not None and other.tutor_id == terms.tutor_id,
        same_referent=terms.referent_id is not None and other.referent_id == terms.referent_id,
        same_host=_is_same_host(held.company, row.company),
    )


def _is_same_host(one: Company | None, two: Company | None) -> bool:
    if one is None or two is None or one.school_id != two.school_id:
        return False
    mine, theirs = one.canonical, two.canonical
    siren = mine.siren
    return mine == theirs or bool(siren and siren in {theirs.siren, two.siren})


def load_courses(promotion: Promotion, students: Sequence[User]) -> list[LoadedCourse]:
    """
    Return the whole course of those students in their class.

    Ten queries, whatever their number: stages, terms, breaks, missions, absences, attestations,
    contacts, dispensations, day of deposit, rule values.
    """
    today = clock.today()
    rows = list(_internships().filter(promotion=promotion, student__in=students))
    by_student: dict[UUID, list[LoadedStage]] = defaultdict(list)
    for stage in _stages(rows, _agreed([*{row.convention_id for row in rows}])):
        by_student[stage.row.student_id].append(stage)
    lowered: dict[UUID, list[Dispensation]] = defaultdict(list)
    for row in Dispensation.objects.filter(promotion=promotion, student__in=students):
        lowered[row.student_id].append(row)
    deposits = Deadline.objects.filter(promotion=promotion, kind=DeadlineKind.E4_DEPOSIT)
    deposit = deposits.first()
    figures = figures_on(rule_book(promotion.school), today)
    return [
        LoadedCourse(
            student=student,
            promotion=promotion,
            today=today,
            stages=tuple(by_student[student.pk]),
            dispensations=tuple(lowered[student.pk]),
            deposit_at=deposit.at if deposit else None,
            figures=figures,
        )
        for student in students
    ]
