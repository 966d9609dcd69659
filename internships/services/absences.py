"""Absences of a stage: what was foreseen and did not happen."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from internships import access
from internships.models import Absence, Internship, Terms
from nrc_platform.core import dates
from nrc_platform.core.access import require
from nrc_platform.core.errors import DomainError, Invalid
from nrc_platform.core.rows import insert
from nrc_platform.core.text import clean_text
from nrc_platform.journal.moves import service
from nrc_platform.journal.services import record
from nrc_platform.people.models import User

REFUSAL = "Une absence se note sur un stage signé, par l’étudiant, un professeur ou le bureau."
GONE = "Cette absence est déjà retirée. Revenez au stage."
ATTESTED = (
    "L’attestation de ce stage est établie\u00a0: annulez-la d’abord, ses heures changeraient."
)


def _require_open(internship: Internship, actor: User) -> None:
    require(access.can_record_absence(actor, internship), REFUSAL)
    if internship.attestations.exclude(state="cancelled").exists():
        raise DomainError(ATTESTED, code="attested")


def _check_within(internship: Internship, starts_on: date, ends_on: date) -> None:
    """Refuse days outside the stage, and days already noted."""
    terms = Terms.objects.agreed().filter(convention=internship.convention_id).first()
    if terms is None or terms.starts_on is None or terms.ends_on is None:
        raise DomainError("Ce stage n’a pas encore de dates\u00a0: complétez sa convention.")
    first, last = terms.starts_on, internship.convention.ended_on or terms.ends_on
    wrong = {
        name: [
            f"Choisissez un jour du stage, du {dates.short_day(first)} au {dates.short_day(last)}."
        ]
        for name, day in (("starts_on", starts_on), ("ends_on", ends_on))
        if not first <= day <= last
    }
    if wrong:
        raise Invalid(wrong)


def _check_apart(internship: Internship, values: Mapping[str, Any]) -> None:
    others = internship.absences.filter(
        starts_on__lte=values["ends_on"], ends_on__gte=values["starts_on"]
    )
    hours: Decimal | None = values.get("hours")
    # Parts of one day may be noted one by one; whole days only once.
    clash = others.filter(hours__isnull=True) if hours is not None else others
    if clash.exists():
        raise Invalid(
            {"starts_on": ["Une absence est déjà notée ces jours-là. Retirez-la d’abord."]}
        )


@service
def record_absence(internship: Internship, *, actor: User, values: Mapping[str, Any]) -> Absence:
    """Note that the student was expected and did not come: whole days, or hours of one day."""
    held = Internship.objects.select_for_update(of=("self",)).get(pk=internship.pk)
    _require_open(held, actor)
    _check_within(held, values["starts_on"], values["ends_on"])
    _check_apart(held, values)
    row = insert(
        Absence(
            internship=held,
            starts_on=values["starts_on"],
            ends_on=values["ends_on"],
            hours=values.get("hours"),
            reason=values["reason"],
            note=clean_text(values.get("note", "")),
            recorded_by=actor,
        )
    )
    _write_down("add", row, actor)
    return row


@service
def remove_absence(absence: Absence, *, actor: User) -> None:
    """Take back an absence noted by mistake."""
    _require_open(absence.internship, actor)
    _write_down("remove", absence, actor)
    deleted, _ = Absence.objects.filter(pk=absence.pk).delete()
    if not deleted:
        raise DomainError(GONE, code="gone")


def _write_down(verb: str, row: Absence, actor: User) -> None:
    # The reason of an absence is personal: the journal says that it was noted, no more.
    record(
        f"internships.absence.{verb}",
        actor=actor,
        about=row,
        school_id=row.internship.promotion.school_id,
        data={"internship": str(row.internship_id)},
    )
