"""Rules of stages: the calendar, the gratification, and findings in plain French, all pure."""

from internships.rules import host, items, student, when
from internships.rules.calendar import Break, Schedule, Segment, Span, WeekPattern
from internships.rules.content import (
    ConventionCheck,
    DispensationFacts,
    Figure,
    HostFacts,
    MissionFacts,
    PaperFacts,
    PeriodFacts,
    Person,
    PreviousStage,
    RuleFigures,
    StageFacts,
    StudentCheck,
    TraineeFacts,
)
from nrc_platform.core.findings import Finding, run_rules, sort_findings


def convention_findings(check: ConventionCheck) -> list[Finding]:
    """Return what the rules say of a convention, blocking first."""
    return sort_findings(run_rules("convention.", check))


def student_findings(check: StudentCheck) -> list[Finding]:
    """Return what the rules say of a student's whole course, blocking first."""
    return sort_findings(run_rules("stage.", check))


__all__ = [
    "Break",
    "ConventionCheck",
    "DispensationFacts",
    "Figure",
    "HostFacts",
    "MissionFacts",
    "PaperFacts",
    "PeriodFacts",
    "Person",
    "PreviousStage",
    "RuleFigures",
    "Schedule",
    "Segment",
    "Span",
    "StageFacts",
    "StudentCheck",
    "TraineeFacts",
    "WeekPattern",
    "convention_findings",
    "host",
    "items",
    "student",
    "student_findings",
    "when",
]
