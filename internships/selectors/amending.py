"""Reads of the pages of avenants."""

from typing import Any

from internships.facts.avenant import terms_changes
from internships.models import Avenant, Convention, Terms
from internships.selectors.pages import agreed_terms, edit_choices
from nrc_platform.core import dates


def form_facts(convention: Convention, avenant: Avenant | None = None) -> dict[str, Any]:
    """Return what the form of an avenant starts from: its own terms, or those agreed."""
    terms = _own_terms(avenant) if avenant else agreed_terms(convention)
    initial: dict[str, Any] = {}
    if avenant is not None:
        initial = {
            "reason": avenant.reason,
            "applies_on": avenant.applies_on,
            "version": avenant.version,
        }
        stop = next(iter(avenant.breaks.all()), None)
        if stop is not None:
            initial |= {"break_from": stop.starts_on, "break_to": stop.ends_on}
    choices = edit_choices(convention.school, convention.company)
    return {"terms": terms, "choices": choices, "initial": initial}


def _own_terms(avenant: Avenant) -> Terms:
    return Terms.objects.with_people().get(avenant=avenant)


def _terms_before(avenant: Avenant) -> Terms:
    """Return the terms the avenant changes: those in force before its number."""
    rows = Terms.objects.filter(convention=avenant.convention).in_force().with_people()
    earlier = [row for row in rows if row.avenant is None or row.avenant.number < avenant.number]
    return max(earlier, key=lambda row: row.avenant.number if row.avenant else 0)


def changes(avenant: Avenant) -> list[tuple[str, str, str]]:
    """Return what an avenant changes: its words, before, after. Three queries."""
    compared = terms_changes(_terms_before(avenant), _own_terms(avenant))
    lines = [(each.label, each.before, each.after) for each in compared]
    for stop in avenant.breaks.all():
        days = f"du {dates.short_day(stop.starts_on)} au {dates.short_day(stop.ends_on)}"
        lines.append(("Arrêt du stage", "–", days))
    return lines
