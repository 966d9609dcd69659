"""What was loaded, said in the frozen facts that the rules look at."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from internships.facts.loaded import LoadedConvention, LoadedCourse, LoadedStage, Neighbour
from internships.models import Internship, InternshipPeriod
from internships.rules import (
    ConventionCheck,
    DispensationFacts,
    HostFacts,
    MissionFacts,
    PaperFacts,
    PeriodFacts,
    Person,
    PreviousStage,
    Span,
    StageFacts,
    StudentCheck,
    TraineeFacts,
)
from internships.states import COVERING, SIGNING
from nrc_platform.companies.models import Company, Contact
from nrc_platform.core import clock
from nrc_platform.people.models import Promotion, User
from nrc_platform.signatures.states import AWAITED, RequestState, SignerState

SEPTEMBER = 9
# Digits of the APE code that name a branch of the economy.
DIVISION = 2
ONE_WEEK = timedelta(days=7)
# Columns of the convention, then of its last agreed terms, that a rule reads as they are.
_OF_CONVENTION = (
    "kind",
    "course_title",
    "course_hours",
    "supervision",
    "branch_hourly_cents",
    "social_protection",
    "leave_terms",
    "termination_terms",
    "validation_terms",
    "gives_meals",
    "gives_transport",
    "gives_activities",
    "house_rules",
    "attestation_terms",
    "not_a_job",
)
_OF_TERMS = (
    "starts_on",
    "ends_on",
    "timetable",
    "night_presence",
    "holiday_presence",
    "presence_note",
    "subject",
    "activities",
    "gratification",
    "hourly_cents",
    "payment",
    "project_weekly_hours",
)


def convention_check(loaded: LoadedConvention) -> ConventionCheck:
    """Return all that the rules of one convention look at; no query once it is loaded."""
    row, agreed = loaded.row, loaded.agreed
    copied = {name: getattr(row, name) for name in _OF_CONVENTION}
    copied |= {name: getattr(agreed, name) for name in _OF_TERMS}
    return ConventionCheck(
        today=clock.today(),
        url=reverse("internships:convention_edit", args=[row.pk]),
        page_url=reverse("internships:convention", args=[row.pk]),
        trainees=tuple(_trainee(each, loaded) for each in loaded.stages),
        host=_host(loaded, row.company.canonical) if row.company else None,
        signatory=_contact(row.signatory),
        tutor=_contact(agreed.tutor),
        referent=_account(agreed.referent),
        head=_account(loaded.head),
        tutor_conventions=_tutored(loaded),
        referent_interns=_followed(loaded),
        schedule=loaded.schedule,
        planned=loaded.planned,
        signing_on=_day(row.sent_at) or clock.today(),
        signed_on=_signed_on(loaded),
        missing_signatures=_awaited(loaded),
        competences=len(row.competences.all()),
        functions=len(row.functions.all()),
        previous=_previous(loaded),
        missions=tuple(
            MissionFacts(each.label, Span(each.starts_on, each.ends_on), each.hours)
            for each in loaded.missions
        ),
        figures=loaded.figures,
        ceilings=loaded.ceilings,
        **copied,
    )


def _day(moment: datetime | None) -> date | None:
    return timezone.localtime(moment).date() if moment else None


def _contact(person: Contact | None) -> Person | None:
    return Person(str(person), person.function) if person else None


def _account(person: User | None) -> Person | None:
    return Person(str(person)) if person else None


def _previous(loaded: LoadedConvention) -> PreviousStage | None:
    """Return the stage before on the same post, as the company declared it (L124-11)."""
    row = loaded.row
    if row.previous_starts_on is None or row.previous_ends_on is None:
        return None
    return PreviousStage(row.previous_starts_on, row.previous_ends_on, row.previous_cut_by_intern)


def _signed_on(loaded: LoadedConvention) -> date | None:
    """Return the last date written on a paper of the complete round; None while one is missing."""
    if loaded.row.signed_at is None:
        return None
    held = loaded.held
    rows = list(held.signers.all()) if held and held.state == RequestState.COMPLETE else []
    written = [row.signed_on for row in rows if row.state == SignerState.SIGNED and row.signed_on]
    return max(written, default=_day(loaded.row.signed_at))


def _awaited(loaded: LoadedConvention) -> tuple[str, ...]:
    if loaded.row.state not in SIGNING or loaded.held is None:
        return ()
    return tuple(row.name for row in loaded.held.signers.all() if row.state in AWAITED)


def _running(neighbours: Iterable[Neighbour]) -> list[Neighbour]:
    """Keep the conventions signed or being signed: a draft occupies nobody yet."""
    return [each for each in neighbours if each.state in (*COVERING, *SIGNING)]


def _tutored(loaded: LoadedConvention) -> int:
    """Count the tutor's other conventions running on the first day (R124-13)."""
    first = loaded.agreed.starts_on
    held = [each for each in _running(loaded.neighbours) if each.same_tutor]
    return sum(1 for each in held if first is not None and first in each.span)


def _followed(loaded: LoadedConvention) -> int:
    """
    Return how many students the referent follows on the fullest day of the stage, these included.

    Drafts count: two conventions written the same week would both pass otherwise.
    """
    mine = {each.row.student_id for each in loaded.stages}
    span = loaded.span
    if loaded.agreed.referent_id is None or span is None:
        return 0
    held = [each for each in loaded.neighbours if each.same_referent]
    # The number grows on a first day only.
    days = {span.starts_on} | {each.span.starts_on for each in held}
    return max(
        len(mine.union(*(each.students for each in held if day in each.span)))
        for day in days
        if day in span
    )


def _host(loaded: LoadedConvention, company: Company) -> HostFacts:
    row = loaded.row
    return HostFacts(
        name=company.name,
        siren=company.siren,
        identified=bool(company.siret or company.no_siret_reason),
        sells_goods_or_services=company.sells_goods_or_services,
        sales_team=company.sales_team,
        active_approach=company.active_approach,
        clientele=tuple(company.clientele),
        headcount=row.headcount,
        interns_declared=row.interns_present,
        interns_by_week=_by_week(loaded),
        url=reverse("companies:detail", args=[company.pk]),
    )


def _by_week(loaded: LoadedConvention) -> dict[date, int]:
    """Return the host's interns of other conventions by civil week of this one (R124-10)."""
    span = loaded.span
    if span is None:
        return {}
    students: dict[date, set[UUID]] = {}
    for each in _running(loaded.neighbours):
        if not each.same_host:
            continue
        day = max(span.starts_on, each.span.starts_on)
        monday, last = day - timedelta(days=day.weekday()), min(span.ends_on, each.span.ends_on)
        while monday <= last:
            students.setdefault(monday, set()).update(each.students)
            monday += ONE_WEEK
    return {monday: len(found) for monday, found in sorted(students.items())}


def school_years(promotion: Promotion) -> tuple[Span, ...]:
    """Return the school years a class lasts, from 1 September to 31 August, in order."""
    first, last = _year(promotion.starts_on), _year(promotion.ends_on)
    return tuple(
        Span(date(year, SEPTEMBER, 1), date(year + 1, SEPTEMBER - 1, 31))
        for year in range(first, last + 1)
    )


def _year(day: date) -> int:
    return day.year if day.month >= SEPTEMBER else day.year - 1


def _trainee(stage: LoadedStage, loaded: LoadedConvention) -> TraineeFacts:
    row = stage.row
    student, promotion = row.student, row.promotion
    paper = loaded.insurance.get(student.pk)
    mine = [each for each in loaded.others if each.row.student_id == student.pk]
    return TraineeFacts(
        name=str(student),
        born_on=student.birth_date,
        representatives=len(student.representatives.all()),
        promotion=Span(promotion.starts_on, promotion.ends_on),
        school_years=school_years(promotion),
        period=_period(row.period, loaded) if row.period else None,
        insurance=PaperFacts(paper.state, paper.expires_on) if paper else None,
        other_stages=tuple(stage_facts(each) for each in mine),
        contacts=stage.contacts,
        papers_url=reverse("internships:papers", args=[student.pk]),
        follow_up_url=reverse("internships:stage", args=[row.pk]),
    )


def _period(period: InternshipPeriod, loaded: LoadedConvention) -> PeriodFacts:
    return PeriodFacts(
        label=period.label,
        span=Span(period.starts_on, period.ends_on),
        aim=period.aim,
        steps=loaded.steps.get(period.promotion_id, 0),
        url=reverse("internships:calendar", args=[period.promotion_id]),
    )


def stage_facts(stage: LoadedStage) -> StageFacts:
    """Return a stage as the rules compare it with others; no query."""
    convention = stage.row.convention
    company = convention.company.canonical if convention.company else None
    return StageFacts(
        label=convention.number or f"chez {company.name if company else 'une entreprise'}",
        schedule=stage.schedule,
        siren=company.siren if company else "",
        host_name=company.name if company else "",
        sector=company.naf_code[:DIVISION] if company else "",
        planned=stage.planned,
        covered=stage.is_covered,
        attested=stage.attested,
        live=stage.is_live,
        url=_page_of(stage.row),
        kind=convention.kind,
    )


def _page_of(row: Internship) -> str:
    return reverse("internships:convention", args=[row.convention_id])


def student_check(course: LoadedCourse) -> StudentCheck:
    """Return all that the rules of a student's whole course look at; no query once loaded."""
    promotion = course.promotion
    live = [each for each in course.stages if each.is_live]
    deposit = _day(course.deposit_at)
    return StudentCheck(
        name=str(course.student),
        today=course.today,
        promotion=Span(promotion.starts_on, promotion.ends_on),
        stages=tuple(stage_facts(each) for each in live),
        dispensations=tuple(
            DispensationFacts(each.weeks, each.decision, each.lifts_consecutive)
            for each in course.dispensations
        ),
        sector_reason=next(
            (each.row.sector_reason for each in live if each.row.sector_reason), ""
        ),
        due=deposit.isoformat() if deposit else None,
        url=reverse("internships:search", args=[course.student.pk]),
        figures=course.figures,
    )
