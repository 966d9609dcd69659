"""Visits and contacts of the referent: planned, prepared, then reported."""

from collections.abc import Mapping
from typing import Any

from internships import access
from internships.models import Internship, Visit
from nrc_platform.core import clock
from nrc_platform.core.access import require
from nrc_platform.core.errors import DomainError, Invalid
from nrc_platform.core.rows import change, insert
from nrc_platform.core.text import clean_text
from nrc_platform.journal.moves import service
from nrc_platform.journal.services import record
from nrc_platform.people.models import User

PLAN_FIELDS = ("kind", "planned_at", "preparation")
REPORT_FIELDS = ("kind", "held_on", "met", "report")
TEXTS = ("preparation", "met", "report")
REFUSAL = "Les visites se tiennent par les professeurs de la classe, sur un stage signé."
GONE = "Cette visite est déjà retirée. Revenez au stage."


def _kept(values: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    kept = {name: values[name] for name in names if name in values}
    return {name: clean_text(v) if name in TEXTS else v for name, v in kept.items()}


def _check_report(values: Mapping[str, Any]) -> None:
    if values.get("held_on") is None:
        raise Invalid({"held_on": ["Indiquez le jour de la visite ou du contact."]})
    if values["held_on"] > clock.today():
        raise Invalid(
            {"held_on": ["Un compte rendu vient après la visite\u00a0: ce jour est à venir."]}
        )


@service
def plan_visit(internship: Internship, *, actor: User, values: Mapping[str, Any]) -> Visit:
    """Plan a visit or a contact, with what to look at."""
    require(access.can_plan_visit(actor, internship), REFUSAL)
    row = insert(Visit(internship=internship, teacher=actor, **_kept(values, PLAN_FIELDS)))
    _write_down("plan", row, actor)
    return row


@service
def replan_visit(visit: Visit, *, actor: User, version: int, values: Mapping[str, Any]) -> Visit:
    """Move a visit, or prepare it."""
    require(access.can_plan_visit(actor, visit.internship), REFUSAL)
    if visit.held_on is not None:
        raise DomainError("Cette visite a eu lieu\u00a0: corrigez son compte rendu.")
    row, changed = change(visit, _kept(values, PLAN_FIELDS), version=version)
    if changed:
        _write_down("replan", row, actor)
    return row


@service
def log_contact(internship: Internship, *, actor: User, values: Mapping[str, Any]) -> Visit:
    """Report a contact that nobody had planned: a call, a mail, a chance meeting."""
    require(access.can_plan_visit(actor, internship), REFUSAL)
    _check_report(values)
    row = insert(Visit(internship=internship, teacher=actor, **_kept(values, REPORT_FIELDS)))
    _write_down("report", row, actor)
    return row


@service
def report_visit(visit: Visit, *, actor: User, version: int, values: Mapping[str, Any]) -> Visit:
    """Write what a visit brought, or correct it."""
    require(access.can_plan_visit(actor, visit.internship), REFUSAL)
    _check_report(values)
    row, changed = change(visit, _kept(values, REPORT_FIELDS), version=version)
    if changed:
        _write_down("report", row, actor)
    return row


@service
def remove_visit(visit: Visit, *, actor: User) -> None:
    """Take back a visit that did not take place; one that did stays."""
    require(access.can_plan_visit(actor, visit.internship), REFUSAL)
    if visit.held_on is not None:
        raise DomainError("Cette visite a eu lieu\u00a0: son compte rendu reste.")
    _write_down("remove", visit, actor)
    deleted, _ = Visit.objects.filter(pk=visit.pk).delete()
    if not deleted:
        raise DomainError(GONE, code="gone")


def _write_down(verb: str, row: Visit, actor: User) -> None:
    record(
        f"internships.visit.{verb}",
        actor=actor,
        about=row,
        school_id=row.internship.promotion.school_id,
        data={"internship": str(row.internship_id)},
    )
