"""The calendar annex on paper: one line per week, its hours day by day."""

from django.template.loader import render_to_string

from internships.facts import words
from internships.facts.calendar import CalendarFacts, DayFact
from internships.pdf.sheet import Item, identifier, sheet_context
from internships.states import ConventionKind
from nrc_platform.core import dates
from nrc_platform.documents.engine import Printed, render_pdf

TEMPLATE = "pdf/internships/calendar.html"


def _cell(day: DayFact, facts: CalendarFacts) -> tuple[str, str, bool]:
    """Return the day of the month, what is said of it, and whether it is in the stage."""
    inside = facts.starts_on <= day.on <= facts.ends_on
    return f"{day.on:%d/%m}", words.hours(day.hours) if day.hours else day.word, inside


def calendar_html(facts: CalendarFacts, *, address: str) -> str:
    """Return the page of a calendar."""
    kind = "projet" if facts.kind == ConventionKind.PROJECT else "stage"
    number = facts.convention_number or "à numéroter"
    after = f", après l’avenant n°\u00a0{facts.avenant}" if facts.avenant else ""
    context = {
        **sheet_context(facts.reference, address),
        "facts": facts,
        "title": f"Calendrier du {kind}",
        "number": number,
        "heading": [
            Item("Convention", f"{number}{after}"),
            Item("Stagiaire", facts.student_names),
            Item("Organisme d’accueil", facts.host_name),
            Item("Dates", "", words.between(facts.starts_on, facts.ends_on)),
            Item("Durée prévue", " de présence effective", words.hours(facts.hours)),
        ],
        "days": [name[:1].upper() + name[1:] for name in dates.DAYS],
        "weeks": [
            (row.number, [_cell(day, facts) for day in row.days], words.hours(row.hours))
            for row in facts.weeks
        ],
        "total": words.hours(facts.hours),
        "issued_on": words.full_day(facts.issued_on),
    }
    return render_to_string(TEMPLATE, context)


def render_calendar(facts: CalendarFacts, *, address: str) -> Printed:
    """Return the PDF of a calendar and its number of pages: same facts, same bytes."""
    return render_pdf(calendar_html(facts, address=address), identifier=identifier(facts))
