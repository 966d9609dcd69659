"""Rules of stages: the calendar, the gratification, and findings in plain French, all pure."""

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
]
