"""What the rules say of a convention, and how long it lasts, as its pages show it."""

from decimal import Decimal
from typing import Any

from internships.facts.loaded import LoadedConvention
from internships.facts.words import calendar_weeks, counted, hours
from internships.rules.hours import presence_hours
from internships.rules.weeks import total_weeks
from internships.selectors.findings import convention_findings
from internships.states import WITHOUT_EFFECT, ConventionKind
from nrc_platform.core.findings import SEVERITY_ORDER, Finding

_NAMES = {
    "blocking": ("bloquant", "bloquants"),
    "warning": ("à surveiller", "à surveiller"),
    "info": ("à savoir", "à savoir"),
}


def lines_of(loaded: LoadedConvention) -> list[Finding]:
    """Return what the rules say; nothing of a convention that never took effect."""
    if loaded.row.state in WITHOUT_EFFECT:
        return []
    return convention_findings(loaded)


def checks(loaded: LoadedConvention) -> dict[str, Any]:
    """Return the findings as the page lists them, counted by severity; no query of its own."""
    lines = lines_of(loaded)
    counts = [
        counted(number, *_NAMES[severity])
        for severity in SEVERITY_ORDER
        if (number := sum(1 for line in lines if line.severity == severity))
    ]
    return {"lines": lines, "findings_words": ", ".join(counts), "duration": duration(loaded)}


def duration(loaded: LoadedConvention) -> str:
    """
    Return « 6 semaines, 210 h » of the days agreed; empty while dates or hours are missing.

    A project lasts from its first to its last day, also in the weeks of class (req. 56, 57):
    « 17 semaines et 5 jours, 4 h de projet par semaine, 14 h de missions ».
    """
    planned = presence_hours(loaded.schedule)
    if loaded.row.kind == ConventionKind.PROJECT:
        return _of_project(loaded, planned)
    if not planned:
        return ""
    return f"{total_weeks([loaded.schedule])}, {hours(planned)}"


def _of_project(loaded: LoadedConvention, planned: Decimal) -> str:
    missions = sum(loaded.schedule.extra.values(), Decimal(0))
    parts = (
        (loaded.agreed.project_weekly_hours, "de projet par semaine"),
        (planned - missions, "de stage"),
        (missions, "de missions"),
    )
    length = calendar_weeks(loaded.span.length) if loaded.span else ""
    said = [f"{hours(value)} {what}" for value, what in parts if value]
    return ", ".join([length, *said] if length else said)
