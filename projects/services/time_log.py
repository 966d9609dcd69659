"""Hours a student plans or spends on a project or a mission: weekly, in stage, or personal."""

from collections.abc import Mapping
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
from projects.models import Mission, Project, TimeEntry

FIELDS = ("on", "kind", "planned", "spent", "what")
REFUSAL = "Le temps se note par l’étudiant du projet ou de la mission, jusqu’à sa clôture."
GONE = "Cette ligne de temps est déjà retirée."
TO_COME = "Des heures passées sont d’aujourd’hui ou d’avant\u00a0: notez-les comme prévues."


def _kept(values: Mapping[str, Any], held: TimeEntry | None = None) -> dict[str, Any]:
    kept = {name: values[name] for name in FIELDS if name in values}
    if "what" in kept:
        kept["what"] = clean_text(kept["what"])
    on = kept.get("on", held.on if held else None)
    spent = kept.get("spent", held.spent if held else None)
    if on is not None and spent is not None and on > clock.today():
        raise Invalid({"on": [TO_COME]})
    return kept


@service
def log_time(subject: Project | Mission, *, actor: User, values: Mapping[str, Any]) -> TimeEntry:
    """Note hours planned or spent on a project or a mission."""
    require(access.can_log_time(actor, subject), REFUSAL)
    about = {"project" if isinstance(subject, Project) else "mission": subject}
    row = insert(TimeEntry(student=actor, **about, **_kept(values)))
    _write_down("add", row, actor)
    return row


@service
def edit_time(
    entry: TimeEntry, *, actor: User, version: int, values: Mapping[str, Any]
) -> TimeEntry:
    """Correct a line of time: whoever wrote it."""
    require(access.can_edit_time(actor, entry), REFUSAL)
    row, changed = change(entry, _kept(values, entry), version=version)
    if changed:
        _write_down("edit", row, actor)
    return row


@service
def remove_time(entry: TimeEntry, *, actor: User) -> None:
    """Take a line of time back: whoever wrote it."""
    require(access.can_edit_time(actor, entry), REFUSAL)
    _write_down("remove", entry, actor)
    deleted, _ = TimeEntry.objects.filter(pk=entry.pk).delete()
    if not deleted:
        raise DomainError(GONE, code="gone")


def _write_down(verb: str, row: TimeEntry, actor: User) -> None:
    record(
        f"projects.timeentry.{verb}",
        actor=actor,
        about=row,
        school_id=row.school_id,
        data={"kind": row.kind},
    )
