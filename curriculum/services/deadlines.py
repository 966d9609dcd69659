"""Fixing the deadlines of a class."""

from datetime import datetime, timedelta

from django.utils import timezone

from curriculum.access import can_edit_deadline
from curriculum.models import Deadline
from curriculum.states import DeadlineKind
from nrc_platform.core import clock, dates
from nrc_platform.core.access import require
from nrc_platform.core.errors import DomainError, Invalid, Stale
from nrc_platform.journal.moves import service
from nrc_platform.journal.services import record
from nrc_platform.people.models import Promotion, User

# Results and late orals may come after the class has ended, not years later.
AFTER_THE_END = timedelta(days=366)


def _write_down(verb: str, deadline: Deadline, actor: User) -> None:
    record(
        f"curriculum.deadline.{verb}",
        actor=actor,
        about=deadline,
        school_id=deadline.promotion.school_id,
        data={"kind": deadline.kind, "at": deadline.at.isoformat()},
    )


def _check_moment(promotion: Promotion, at: datetime) -> None:
    """Raise `Invalid` for a moment outside the time of the class: often a slip of the year."""
    last = promotion.ends_on + AFTER_THE_END
    if not promotion.starts_on <= timezone.localdate(at) <= last:
        first, end = dates.short_day(promotion.starts_on), dates.short_day(last)
        raise Invalid({"at": [f"Choisissez un jour du temps de la classe, du {first} au {end}."]})


def _current(promotion: Promotion, kind: str, version: int | None) -> Deadline | None:
    rows = Deadline.objects.select_for_update(of=("self",))
    deadline = rows.filter(promotion=promotion, kind=kind).first()
    if version is not None and version != (deadline.version if deadline else 0):
        raise Stale(
            "Quelqu’un d’autre vient de changer cette échéance. Relisez-la avant de l’enregistrer."
        )
    return deadline


@service
def set_deadline(
    promotion: Promotion, kind: str, *, at: datetime, actor: User, version: int | None = None
) -> Deadline:
    """
    Fix or move a deadline of a class.

    `version` is the one the person read (0 when nothing was fixed): another refuses the change.
    """
    require(can_edit_deadline(actor, promotion))
    if kind not in DeadlineKind.values:
        raise DomainError("Cette échéance n’existe pas. Choisissez-en une dans la liste.")
    _check_moment(promotion, at)
    deadline = _current(promotion, kind, version)
    if deadline is None:
        deadline = Deadline(promotion=promotion, kind=kind, at=at)
    else:
        deadline.at = at
        deadline.version += 1
        deadline.updated_at = clock.now()
    deadline.save()
    _write_down("set", deadline, actor)
    return deadline


@service
def remove_deadline(promotion: Promotion, kind: str, *, actor: User) -> None:
    """Take back a deadline of a class; taking back what is not fixed changes nothing."""
    require(can_edit_deadline(actor, promotion))
    deadline = _current(promotion, kind, None)
    if deadline is None:
        return
    _write_down("remove", deadline, actor)
    deadline.delete()
