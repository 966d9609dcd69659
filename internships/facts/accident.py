"""Who declares an accident of a stage, and until when."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone

from internships.models import Accident
from internships.rules.calendar import is_public_holiday
from nrc_platform.core import clock

DELAY = timedelta(hours=48)
SUNDAY = 6
SOURCE = "Code de la sécurité sociale, L412-8, R412-4 et R441-3"


def _is_open(moment: datetime) -> bool:
    return moment.weekday() != SUNDAY and not is_public_holiday(moment.date())


def declaration_due(known_at: datetime) -> datetime:
    """
    Return the end of the 48 hours, Sundays and public holidays not counted.

    Hours are those of the clock on the wall: a change of time adds and takes none.
    """
    wall = timezone.localtime(known_at).replace(tzinfo=None)
    left = DELAY
    while True:
        midnight = datetime.combine(wall.date() + timedelta(days=1), time())
        if _is_open(wall):
            if wall + left <= midnight:
                return timezone.make_aware(wall + left)
            left -= midnight - wall
        wall = midnight


@dataclass(frozen=True)
class Declaration:
    """Who declares and how: the company alone, or the company for the school as employer."""

    by_company_alone: bool
    sentence: str


def declaration_rule(hourly_cents: int | None, minimum_cents: int | None) -> Declaration:
    """
    Return who declares: over the hourly minimum (15 % of the ceiling), the company does it all.

    At or under it, or with no gratification, the school is the employer: the company sends the
    declaration in its name and gives it a copy. A minimum not published yet is said.
    """
    if minimum_cents is not None and (hourly_cents or 0) > minimum_cents:
        return Declaration(
            True,
            "La gratification dépasse le minimum horaire\u00a0: l’entreprise déclare l’accident "
            "elle-même à sa caisse, comme pour un salarié, et en informe l’établissement.",
        )
    unknown = (
        " Le minimum horaire du mois n’est pas encore publié\u00a0: si la gratification le "
        "dépasse, l’entreprise fait tout elle-même."
        if minimum_cents is None and hourly_cents
        else ""
    )
    return Declaration(
        False,
        "La gratification ne dépasse pas le minimum horaire\u00a0: l’entreprise envoie la "
        "déclaration à la caisse d’assurance maladie en nommant l’établissement comme employeur, "
        f"et lui en remet une copie sans délai.{unknown}",
    )


@dataclass(frozen=True)
class AccidentFacts:
    """An accident as the page says it."""

    row: Accident
    due: datetime
    declaration: Declaration

    @property
    def is_late(self) -> bool:
        """Return whether the 48 hours are over and nobody has declared it."""
        return self.row.declared_on is None and clock.now() > self.due


def accident_facts(
    row: Accident, *, hourly_cents: int | None, minimum_cents: int | None
) -> AccidentFacts:
    """Return what to say of an accident."""
    return AccidentFacts(
        row, declaration_due(row.known_at), declaration_rule(hourly_cents, minimum_cents)
    )
