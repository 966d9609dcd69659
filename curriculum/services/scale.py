"""The scale of levels: the general one, and a school's own from a day on."""

from collections.abc import Sequence
from datetime import date

from curriculum.access import can_edit_rule
from curriculum.models import EvidenceScale
from curriculum.rules.scale import DEFAULT_STEPS, Step, faults_of
from curriculum.selectors.scales import scale_book
from curriculum.services.rules import AHEAD, BACK
from nrc_platform.core import clock
from nrc_platform.core.access import require
from nrc_platform.core.errors import Invalid
from nrc_platform.core.rows import insert
from nrc_platform.journal.moves import service
from nrc_platform.journal.services import record
from nrc_platform.people.models import Promotion, School, User

# Before any class: whatever the day of an evidence, there is a scale.
ALWAYS = date(2000, 1, 1)


@service
def default_scale() -> EvidenceScale:
    """Return the general scale of four steps, made when nobody has yet."""
    row, _created = EvidenceScale.objects.get_or_create(
        school=None, starts_on=ALWAYS, defaults={"steps": list(DEFAULT_STEPS)}
    )
    return row


def scale_in_force(promotion: Promotion) -> EvidenceScale:
    """Return the saved scale by which a class is judged today."""
    return scale_book(promotion.school_id).written(clock.today()) or default_scale()


@service
def set_scale(
    school: School, *, steps: Sequence[Step], starts_on: date, actor: User
) -> EvidenceScale:
    """
    Give a school its own scale from a day on; what was said before keeps the words it had.

    A scale is never reworded: the same day twice is refused once evidence may cite it.
    """
    require(can_edit_rule(actor, school))
    faults = faults_of(steps)
    if faults:
        raise Invalid({"steps": faults})
    today = clock.today()
    if not today - BACK <= starts_on <= today + AHEAD:
        raise Invalid(
            {"starts_on": ["Choisissez un jour de l’année écoulée ou des trois prochaines."]}
        )
    row = insert(EvidenceScale(school=school, steps=list(steps), starts_on=starts_on))
    record(
        "curriculum.scale.set",
        actor=actor,
        about=row,
        school_id=school.pk,
        data={"steps": len(steps), "starts_on": starts_on.isoformat()},
    )
    return row
