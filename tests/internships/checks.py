"""A convention in order, as the rules see it; each test spoils one thing."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from internships.rules import (
    ConventionCheck,
    Figure,
    HostFacts,
    PaperFacts,
    PeriodFacts,
    Person,
    Schedule,
    Segment,
    Span,
    StageFacts,
    StudentCheck,
    TraineeFacts,
    WeekPattern,
    convention_findings,
    student_findings,
)
from internships.states import PaperState
from nrc_platform.core.findings import Finding

SEVEN, NONE = Decimal(7), Decimal(0)
OFFICE = WeekPattern((SEVEN,) * 5 + (NONE, NONE))
FIRST, LAST = date(2027, 1, 4), date(2027, 2, 12)
TODAY = date(2026, 11, 24)
CLASS = Span(date(2025, 9, 1), date(2027, 8, 31))
YEARS = (Span(date(2025, 9, 1), date(2026, 8, 31)), Span(date(2026, 9, 1), date(2027, 8, 31)))
CEILINGS = {2025: Figure(2900), 2026: Figure(3000), 2027: Figure(3000)}


def schedule(first: date = FIRST, last: date = LAST, pattern: WeekPattern = OFFICE) -> Schedule:
    """Return plain weeks between two days."""
    return Schedule((Segment(first, last, pattern),))


def trainee(**changes: Any) -> TraineeFacts:
    """Return a student of age, insured, whose period has its aim."""
    held = TraineeFacts(
        name="Alice Aubry",
        born_on=date(2006, 3, 14),
        promotion=CLASS,
        school_years=YEARS,
        period=PeriodFacts("Second stage", Span(FIRST, LAST), aim="Négocier seule", steps=3),
        insurance=PaperFacts(PaperState.ACCEPTED, date(2027, 8, 31)),
    )
    return replace(held, **changes)


def host(**changes: Any) -> HostFacts:
    """Return a host that sells, with a team that goes to its customers."""
    held = HostFacts(
        name="Hygial",
        siren="812304574",
        sells_goods_or_services=True,
        sales_team="internal",
        active_approach=True,
        clientele=("professionnels utilisateurs",),
        headcount=40,
        interns_declared=1,
    )
    return replace(held, **changes)


def check(**changes: Any) -> ConventionCheck:
    """Return a convention without any finding, then changed."""
    held = ConventionCheck(
        today=TODAY,
        url="/conventions/1/modifier/",
        page_url="/conventions/1/",
        trainees=(trainee(),),
        host=host(),
        signatory=Person("Denis Tessier"),
        tutor=Person("Dora Delmas"),
        referent=Person("Bob Bernard"),
        head=Person("Emma Chef"),
        starts_on=FIRST,
        ends_on=LAST,
        schedule=schedule(),
        signing_on=TODAY,
        course_title="BTS NRC",
        course_hours=1080,
        competences=2,
        functions=1,
        subject="Relance des clients",
        activities="Prospection",
        supervision="Un point par semaine",
        gratification="none",
        social_protection="Régime des étudiants",
        leave_terms="Sur demande",
        termination_terms="Par écrit",
        validation_terms="Le lycée valide",
        gives_meals=True,
        gives_transport=False,
        gives_activities=False,
        house_rules="Sécurité",
        attestation_terms="Le dernier jour",
        not_a_job=True,
        ceilings=CEILINGS,
    )
    return replace(held, **changes)


def stage(first: date, last: date, **changes: Any) -> StageFacts:
    """Return a stage of 35 hours a week, signed and attested."""
    held = StageFacts(
        label="Premier stage",
        schedule=schedule(first, last),
        siren="812304574",
        host_name="Hygial",
        covered=True,
        attested=True,
    )
    return replace(held, **changes)


def course(*stages: StageFacts, **changes: Any) -> StudentCheck:
    """Return a student's whole course."""
    held = StudentCheck(name="Alice Aubry", today=TODAY, promotion=CLASS, stages=stages)
    return replace(held, **changes)


def said(held: ConventionCheck | StudentCheck, name: str) -> list[Finding]:
    """Return the findings of one rule."""
    every = (
        convention_findings(held) if isinstance(held, ConventionCheck) else student_findings(held)
    )
    return [finding for finding in every if finding.rule == name]
