"""The logbook: what a student did on a day, and the thread under it; the office never reads it."""

from collections.abc import Mapping
from typing import Any

from internships import access
from internships.models import Internship, LogAnswer, LogEntry
from internships.services import competences, shown
from internships.services.uploads import read_photo
from nrc_platform.core import clock, dates
from nrc_platform.core.access import require
from nrc_platform.core.errors import DomainError, Invalid
from nrc_platform.core.rows import change, insert
from nrc_platform.core.text import clean_text
from nrc_platform.documents import services as documents
from nrc_platform.documents.models import Blob
from nrc_platform.journal.moves import service
from nrc_platform.journal.services import record
from nrc_platform.people.access import current_enrolment
from nrc_platform.people.models import Promotion, User

FIELDS = ("happened_on", "hours", "text")
REFUSAL = "Le carnet s’écrit par l’étudiant seul."
NO_CLASS = "Le carnet s’écrit quand on est inscrit dans une classe. Demandez au bureau des stages."
GONE = "Cette note est déjà retirée. Revenez au carnet."
ANSWERED = "Un professeur a répondu à cette note\u00a0: elle reste. Corrigez-la plutôt."


def _checked(values: Mapping[str, Any], promotion: Promotion) -> dict[str, Any]:
    kept = {name: values[name] for name in FIELDS if name in values}
    if "text" in kept:
        kept["text"] = clean_text(kept["text"])
    day = kept.get("happened_on")
    if day and day > clock.today():
        raise Invalid(
            {"happened_on": ["Le carnet dit ce qui est fait\u00a0: ce jour est à venir."]}
        )
    if day and not promotion.starts_on <= day <= promotion.ends_on:
        first, last = dates.short_day(promotion.starts_on), dates.short_day(promotion.ends_on)
        raise Invalid(
            {"happened_on": [f"Choisissez un jour du temps de la classe, du {first} au {last}."]}
        )
    return kept


def _check_stage(student: User, internship: Internship | None) -> None:
    if internship is not None and internship.student_id != student.pk:
        raise Invalid({"internship": ["Choisissez un de vos stages."]})


def _class_of(student: User, internship: Internship | None) -> Promotion:
    if internship is not None:
        return internship.promotion
    enrolment = current_enrolment(student)
    if enrolment is None:
        raise DomainError(NO_CLASS)
    return enrolment.promotion


def _photo(content: bytes | None) -> Blob | None:
    """Keep a photo drawn again: neither its place nor its device follows it."""
    return documents.put(read_photo(content)) if content is not None else None


@service
def add_log(
    student: User,
    *,
    actor: User,
    values: Mapping[str, Any],
    internship: Internship | None = None,
    tags: competences.Tags = (),
    photo: bytes | None = None,
) -> LogEntry:
    """Note a day: in a stage, or outside one."""
    require(access.can_write_log(actor, student), REFUSAL)
    _check_stage(student, internship)
    promotion = _class_of(student, internship)
    kept = _checked(values, promotion)
    competences.check_tags(tags)
    row = insert(
        LogEntry(
            student=student,
            promotion=promotion,
            internship=internship,
            photo=_photo(photo),
            **kept,
        )
    )
    row.competences.set(tags)
    if tags:
        shown.show_log(row, actor=actor)
    _write_down("logentry.add", row, actor)
    return row


@service
def edit_log(
    entry: LogEntry,
    *,
    actor: User,
    version: int,
    values: Mapping[str, Any],
    internship: Internship | None = None,
    tags: competences.Tags | None = None,
    photo: bytes | None = None,
    drop_photo: bool = False,
) -> LogEntry:
    """Correct a note of the logbook, with another photo or without."""
    require(access.can_write_log(actor, entry.student), REFUSAL)
    _check_stage(actor, internship)
    kept = {**_checked(values, entry.promotion), "internship": internship}
    if photo is not None:
        kept["photo"] = _photo(photo)
    elif drop_photo:
        kept["photo"] = None
    row, changed = change(entry, kept, version=version)
    retagged = competences.retag(row, tags)
    if retagged or "happened_on" in changed:
        shown.show_log(row, actor=actor)
    if retagged or changed:
        _write_down("logentry.edit", row, actor)
    return row


@service
def remove_log(entry: LogEntry, *, actor: User) -> None:
    """Take a note out of the logbook, unless a teacher answered it."""
    require(access.can_write_log(actor, entry.student), REFUSAL)
    held = LogEntry.objects.select_for_update(of=("self",)).filter(pk=entry.pk).first()
    if held is None:
        raise DomainError(GONE, code="gone")
    if held.answers.exclude(author=actor).exists():
        raise DomainError(ANSWERED, code="answered")
    shown.forget_log(held, actor=actor)
    _write_down("logentry.remove", held, actor)
    held.delete()


@service
def answer_log(entry: LogEntry, *, actor: User, text: str) -> LogAnswer:
    """Answer under a note: a teacher of the class, or the student in turn."""
    require(access.can_answer_log(actor, entry), "La réponse vient d’un professeur de la classe.")
    row = insert(LogAnswer(entry=entry, author=actor, text=clean_text(text)))
    _write_down("logentry.answer", entry, actor)
    return row


def _write_down(verb: str, row: LogEntry, actor: User) -> None:
    record(f"internships.{verb}", actor=actor, about=row, school_id=row.promotion.school_id)
