"""Accidents of a stage: noted at once, declared within 48 hours by the one the rule names."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from internships import access
from internships.models import Accident, Internship
from nrc_platform.core import clock
from nrc_platform.core.access import require
from nrc_platform.core.errors import DomainError, Invalid
from nrc_platform.core.rows import change, insert
from nrc_platform.core.text import clean_text
from nrc_platform.journal.moves import service
from nrc_platform.journal.services import record
from nrc_platform.people.models import User

REFUSAL = "Un accident se note sur un stage signé, par l’étudiant, un professeur ou le bureau."


@service
def record_accident(internship: Internship, *, actor: User, values: Mapping[str, Any]) -> Accident:
    """Note an accident: when and where it happened, and when the school knew it."""
    require(access.can_record_accident(actor, internship), REFUSAL)
    happened_at, now = values["happened_at"], clock.now()
    if happened_at > now:
        raise Invalid(
            {"happened_at": ["Ce moment est à venir\u00a0: vérifiez le jour et l’heure."]}
        )
    row = insert(
        Accident(
            internship=internship,
            happened_at=happened_at,
            place=clean_text(values["place"]),
            circumstances=clean_text(values["circumstances"]),
            known_at=now,
            recorded_by=actor,
        )
    )
    _write_down("add", row, actor)
    return row


@service
def declare_accident(
    accident: Accident, *, actor: User, declared_on: date, declared_by_name: str
) -> Accident:
    """Note that the accident was declared, when and by whom."""
    require(access.can_record_accident(actor, accident.internship), REFUSAL)
    if accident.declared_on is not None:
        raise DomainError("Cet accident est déjà déclaré. Rechargez la page pour le voir.")
    who = clean_text(declared_by_name)
    if not who:
        raise Invalid({"declared_by_name": ["Écrivez qui a envoyé la déclaration."]})
    happened_on = timezone.localtime(accident.happened_at).date()
    if not happened_on <= declared_on <= clock.today():
        raise Invalid(
            {
                "declared_on": [
                    "La déclaration vient après l’accident, et au plus tard aujourd’hui."
                ]
            }
        )
    row, _ = change(accident, {"declared_on": declared_on, "declared_by_name": who})
    _write_down("declare", row, actor)
    return row


def _write_down(verb: str, row: Accident, actor: User) -> None:
    # Health is nobody's business: the journal says that something was noted, never what.
    record(
        f"internships.accident.{verb}",
        actor=actor,
        about=row,
        school_id=row.internship.promotion.school_id,
        data={"internship": str(row.internship_id)},
    )
