"""What a note of the logbook belongs to: a project or a mission, beside its stage."""

from collections.abc import Mapping
from typing import Any

from internships.models import Internship, LogEntry
from internships.services import logbook
from nrc_platform.core.access import require
from nrc_platform.core.errors import Invalid
from nrc_platform.core.rows import change, insert
from nrc_platform.journal.moves import service
from nrc_platform.journal.services import record
from nrc_platform.people.models import User
from projects import access
from projects.models import LogLink, Mission, Project

REFUSAL = "Une note de carnet se rattache par l’étudiant qui l’a écrite."
NOT_YOURS = "Choisissez un de vos projets ou une de vos missions."


def _takes_part(student_id: object, subject: Project | Mission) -> bool:
    if isinstance(subject, Project):
        return any(row.student_id == student_id for row in subject.members.all())
    return any(row.pk == student_id for row in subject.students.all())


@service
def link_log(entry: LogEntry, *, actor: User, subject: Project | Mission | None) -> LogLink | None:
    """Say which project or mission a note belongs to; `None` takes it out of both."""
    require(access.can_link_log(actor, entry.student), REFUSAL)
    held = LogLink.objects.select_for_update(of=("self",)).filter(log_entry=entry).first()
    if subject is None:
        if held is not None:
            held.delete()
            _write_down("unlink", entry, actor)
        return None
    if not _takes_part(entry.student_id, subject):
        raise Invalid({"subject": [NOT_YOURS]})
    about = {
        "project": subject if isinstance(subject, Project) else None,
        "mission": subject if isinstance(subject, Mission) else None,
    }
    if held is None:
        row = insert(LogLink(log_entry=entry, **about))
    else:
        row, changed = change(held, about)
        if not changed:
            return row
    _write_down("link", entry, actor)
    return row


@service
def note_day(
    subject: Project | Mission,
    *,
    actor: User,
    values: Mapping[str, Any],
    internship: Internship | None = None,
) -> LogEntry:
    """Write a day in one's logbook and say at once which project or mission it belongs to."""
    entry = logbook.add_log(actor, actor=actor, values=values, internship=internship)
    link_log(entry, actor=actor, subject=subject)
    return entry


def _write_down(verb: str, entry: LogEntry, actor: User) -> None:
    record(
        f"projects.logentry.{verb}",
        actor=actor,
        about=entry,
        school_id=entry.promotion.school_id,
    )
