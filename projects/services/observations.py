"""What the teachers who follow a project observed of each member (req. 98-103)."""

from collections.abc import Mapping
from typing import Any

from nrc_platform.core import clock
from nrc_platform.core.access import require
from nrc_platform.core.errors import Invalid
from nrc_platform.core.rows import insert
from nrc_platform.core.text import clean_text
from nrc_platform.journal.moves import service
from nrc_platform.journal.services import record
from nrc_platform.people.models import User
from projects import access
from projects.models import Member, Observation

TEXTS = ("responsibility", "autonomy", "initiative", "time_management", "teamwork")
FIELDS = ("on", "responsibility_level", *TEXTS)
REFUSAL = "Une observation vient d’un enseignant qui suit le projet, pendant son déroulement."
TO_COME = "Une observation dit ce qui a été vu\u00a0: ce jour est à venir."


@service
def observe(member: Member, *, actor: User, values: Mapping[str, Any]) -> Observation:
    """Write what one saw of a member: responsibility, autonomy, initiative, time, team work."""
    require(access.can_observe(actor, member), REFUSAL)
    kept = {name: values[name] for name in FIELDS if name in values}
    kept = {name: clean_text(v) if name in TEXTS else v for name, v in kept.items()}
    kept["on"] = kept.get("on") or clock.today()
    if kept["on"] > clock.today():
        raise Invalid({"on": [TO_COME]})
    row = insert(Observation(member=member, by=actor, **kept))
    _write_down("observation.add", member, actor)
    return row


def _write_down(verb: str, row: Member, actor: User) -> None:
    record(
        f"projects.{verb}",
        actor=actor,
        about=row,
        school_id=row.project.school_id,
        data={"project": str(row.project_id)},
    )
