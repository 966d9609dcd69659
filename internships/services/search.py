"""The search of a place: what a student did to find one, and why one sector is enough."""

from collections.abc import Mapping
from typing import Any

from internships import access
from internships.models import Internship, InternshipPeriod, SearchEntry
from internships.services import competences
from internships.states import SectorReason
from nrc_platform.core import clock
from nrc_platform.core.access import require
from nrc_platform.core.errors import DomainError, Invalid
from nrc_platform.core.rows import change, insert
from nrc_platform.core.text import clean_text
from nrc_platform.journal.moves import service
from nrc_platform.journal.services import record
from nrc_platform.people.access import current_enrolment
from nrc_platform.people.models import User

FIELDS = (
    "company",
    "company_name",
    "contact_name",
    "contacted_on",
    "means",
    "outcome",
    "follow_up_on",
    "note",
)
REFUSAL = "Le journal de recherche s’écrit par l’étudiant seul."
GONE = "Cette démarche est déjà retirée. Revenez au journal."


def _checked(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a contact; a day to come is no contact yet."""
    kept = {name: values[name] for name in FIELDS if name in values}
    for name in ("company_name", "contact_name", "note"):
        if name in kept:
            kept[name] = clean_text(kept[name])
    company = kept.get("company")
    if company is not None and not kept.get("company_name"):
        kept["company_name"] = company.name
    if kept.get("contacted_on") and kept["contacted_on"] > clock.today():
        raise Invalid({"contacted_on": ["Notez un contact déjà pris\u00a0: ce jour est à venir."]})
    return kept


def _check_period(student: User, period: InternshipPeriod) -> None:
    enrolment = current_enrolment(student)
    if enrolment is None or period.promotion_id != enrolment.promotion_id:
        raise Invalid({"period": ["Choisissez une période de votre classe."]})


@service
def add_entry(
    student: User,
    *,
    actor: User,
    period: InternshipPeriod,
    values: Mapping[str, Any],
    tags: competences.Tags = (),
) -> SearchEntry:
    """
    Note a contact with a company: looking for a place is prospecting.

    Any company may be noted: several hosts are allowed, in one sector or in many (req. 22, 23).
    """
    require(access.can_write_search(actor, student), REFUSAL)
    _check_period(student, period)
    row = insert(SearchEntry(student=student, period=period, **_checked(values)))
    row.competences.set(tags)
    _write_down("add", row, actor)
    return row


@service
def edit_entry(
    entry: SearchEntry,
    *,
    actor: User,
    version: int,
    values: Mapping[str, Any],
    tags: competences.Tags | None = None,
) -> SearchEntry:
    """Correct a contact, or note what came out of it."""
    require(access.can_write_search(actor, entry.student), REFUSAL)
    row, changed = change(entry, _checked(values), version=version)
    if competences.retag(row, tags) or changed:
        _write_down("edit", row, actor, changed)
    return row


@service
def remove_entry(entry: SearchEntry, *, actor: User) -> None:
    """Take a contact out of the diary."""
    require(access.can_write_search(actor, entry.student), REFUSAL)
    _write_down("remove", entry, actor)
    deleted, _ = SearchEntry.objects.filter(pk=entry.pk).delete()
    if not deleted:
        raise DomainError(GONE, code="gone")


@service
def set_sector_reason(internship: Internship, *, actor: User, reason: str) -> Internship:
    """
    Record why all the stages of a student are in one sector (req. 24).

    A fact on the stage, asked for and never a condition: nothing is refused for want of variety.
    """
    require(access.can_draft_convention(actor, internship.student, internship.promotion))
    if reason not in SectorReason.values:
        raise Invalid({"reason": ["Choisissez une raison de la liste."]})
    row, changed = change(internship, {"sector_reason": reason})
    if changed:
        record(
            "internships.internship.sector",
            actor=actor,
            about=row,
            school_id=row.promotion.school_id,
            data={"reason": reason},
        )
    return row


def _write_down(
    verb: str, row: SearchEntry, actor: User, changed: Mapping[str, Any] | None = None
) -> None:
    record(
        f"internships.searchentry.{verb}",
        actor=actor,
        about=row,
        school_id=row.period.promotion.school_id,
        data={"fields": sorted(changed or {})},
    )
