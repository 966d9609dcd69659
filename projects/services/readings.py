"""Dated values of the indicators, and the budget, planned and actual."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from nrc_platform.core import clock
from nrc_platform.core.access import require
from nrc_platform.core.errors import DomainError, Invalid
from nrc_platform.core.rows import change, insert
from nrc_platform.core.text import clean_text
from nrc_platform.journal.moves import service
from nrc_platform.journal.services import record
from nrc_platform.people.models import User
from projects import access
from projects.models import BudgetLine, Indicator, Project, Reading

BUDGET_FIELDS = ("label", "kind", "planned", "actual")
REFUSAL = "Les relevés et le budget se tiennent par l’équipe du projet et ses enseignants."
TO_COME = "Un relevé dit ce qui est\u00a0: ce jour est à venir."
GONE = "Cette ligne de budget est déjà retirée."


def _check_day(on: date) -> None:
    if on > clock.today():
        raise Invalid({"on": [TO_COME]})


@service
def record_reading(
    indicator: Indicator, *, actor: User, on: date, value: Decimal, note: str = ""
) -> Reading:
    """Record the value of an indicator on a day, in the unit it has."""
    require(access.can_record_reading(actor, indicator.project), REFUSAL)
    _check_day(on)
    row = insert(
        Reading(
            indicator=indicator,
            on=on,
            value=value,
            unit=indicator.unit,
            note=clean_text(note),
            by=actor,
        )
    )
    _write_down("reading.record", indicator, actor, reading=str(row.pk))
    return row


@service
def correct_reading(
    reading: Reading, *, actor: User, on: date, value: Decimal, note: str = ""
) -> Reading:
    """Correct a reading by a new one, in the same unit; the wrong one stays readable."""
    indicator = reading.indicator
    require(access.can_record_reading(actor, indicator.project), REFUSAL)
    _check_day(on)
    row = insert(
        Reading(
            indicator=indicator,
            on=on,
            value=value,
            unit=reading.unit,
            note=clean_text(note),
            by=actor,
            corrects=reading,
        )
    )
    _write_down("reading.correct", indicator, actor, reading=str(row.pk))
    return row


def _budget(values: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: values[name] for name in BUDGET_FIELDS if name in values}
    if "label" in kept:
        kept["label"] = clean_text(kept["label"])
    return kept


@service
def add_budget_line(project: Project, *, actor: User, values: Mapping[str, Any]) -> BudgetLine:
    """Add an expense or a revenue to the budget."""
    require(access.can_write_work(actor, project), REFUSAL)
    row = insert(BudgetLine(project=project, **_budget(values)))
    _write_down("budgetline.add", row, actor)
    return row


@service
def edit_budget_line(
    line: BudgetLine, *, actor: User, version: int, values: Mapping[str, Any]
) -> BudgetLine:
    """Change a line of the budget, or write what it came to."""
    require(access.can_write_work(actor, line.project), REFUSAL)
    row, changed = change(line, _budget(values), version=version)
    if changed:
        _write_down("budgetline.edit", row, actor)
    return row


@service
def remove_budget_line(line: BudgetLine, *, actor: User) -> None:
    """Take a line off the budget."""
    require(access.can_write_work(actor, line.project), REFUSAL)
    _write_down("budgetline.remove", line, actor)
    deleted, _ = BudgetLine.objects.filter(pk=line.pk).delete()
    if not deleted:
        raise DomainError(GONE, code="gone")


def _write_down(verb: str, row: Indicator | BudgetLine, actor: User, **data: str) -> None:
    record(
        f"projects.{verb}",
        actor=actor,
        about=row,
        school_id=row.project.school_id,
        data={"project": str(row.project_id), **data},
    )
