"""Meetings of the follow-up, in four forms: asked for, planned, then reported (req. 72-81)."""

from collections.abc import Iterable, Mapping
from typing import Any

from nrc_platform.companies.models import Contact
from nrc_platform.core import clock
from nrc_platform.core.access import require
from nrc_platform.core.errors import DomainError, Invalid
from nrc_platform.core.rows import change, insert
from nrc_platform.core.text import clean_text
from nrc_platform.journal.moves import service
from nrc_platform.journal.services import record
from nrc_platform.people.models import User
from projects import access
from projects.models import Meeting, Mission, Project
from projects.states import Asker, Domain, MeetingForm, Theme

PLAN_FIELDS = (
    "form",
    "asker",
    "purpose",
    "planned_at",
    "place",
    "themes",
    "other_theme",
    "domains",
    "other_domain",
)
REPORT_FIELDS = (*PLAN_FIELDS, "held_on", "decisions", "next_steps")
TEXTS = ("purpose", "place", "other_theme", "other_domain", "decisions", "next_steps")
REFUSAL = "Les rencontres se tiennent par les enseignants qui suivent le projet."
ASK_REFUSAL = "Une rencontre se demande par un étudiant du projet ou de la mission."
HELD = "Cette rencontre a eu lieu\u00a0: corrigez son compte rendu."
KEPT = "Cette rencontre a eu lieu\u00a0: son compte rendu reste."
GONE = "Cette rencontre est déjà retirée. Revenez au projet."


def _about(subject: Project | Mission) -> dict[str, Any]:
    return {"project" if isinstance(subject, Project) else "mission": subject}


def subject_of(meeting: Meeting) -> Project | Mission:
    """Return the project or the mission a meeting is about."""
    subject = meeting.project or meeting.mission
    if subject is None:
        raise DomainError(GONE, code="gone")
    return subject


def _kept(values: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    kept = {name: values[name] for name in names if name in values}
    kept = {name: clean_text(v) if name in TEXTS else v for name, v in kept.items()}
    for field, known in (("themes", Theme.values), ("domains", Domain.values)):
        if set(kept.get(field, ())) - set(known):
            raise Invalid({field: ["Choisissez dans la liste, ou écrivez-le à côté."]})
        if field in kept:
            kept[field] = [code for code in known if code in kept[field]]
    return kept


def _check_report(values: Mapping[str, Any]) -> None:
    if values.get("held_on") is None:
        raise Invalid({"held_on": ["Indiquez le jour de la rencontre."]})
    if values["held_on"] > clock.today():
        raise Invalid(
            {"held_on": ["Un compte rendu vient après la rencontre\u00a0: ce jour est à venir."]}
        )


def _people_of(subject: Project | Mission) -> set[Any]:
    """Return the accounts that may attend: the students, the supervisors, the follow-up teams."""
    if isinstance(subject, Mission):
        found = set(subject.students.order_by().values_list("pk", flat=True))
        projects = list(subject.projects.order_by())
    else:
        found = set(subject.members.order_by().values_list("student_id", flat=True))
        projects = [subject]
    for project in projects:
        found.add(project.supervisor_id)
        found |= set(project.follow_up.order_by().values_list("teacher_id", flat=True))
    return found


def _set_presence(
    meeting: Meeting, attended: Iterable[User] | None, professionals: Iterable[Contact] | None
) -> None:
    """Record who was there: people of the project, contacts of its company (req. 80)."""
    subject = subject_of(meeting)
    if attended is not None:
        rows = list(attended)
        known = _people_of(subject) | {meeting.held_by_id}
        if any(row.pk not in known for row in rows):
            raise Invalid({"attended": ["Choisissez des personnes de ce projet."]})
        meeting.attended.set(rows)
    if professionals is not None:
        contacts = list(professionals)
        if any(row.company_id != subject.company_id for row in contacts):
            raise Invalid({"professionals": ["Choisissez des contacts de l’entreprise."]})
        meeting.professionals.set(contacts)


@service
def ask_meeting(
    subject: Project | Mission, *, actor: User, asker: str = Asker.STUDENT, purpose: str
) -> Meeting:
    """Ask the teacher for a meeting, for oneself or the group (req. 75-77)."""
    require(access.can_ask_meeting(actor, subject), ASK_REFUSAL)
    if asker not in (Asker.STUDENT, Asker.GROUP):
        raise Invalid({"asker": ["Demandez pour vous, ou pour le groupe."]})
    text = clean_text(purpose)
    if not text:
        raise Invalid({"purpose": ["Dites en une phrase de quoi vous voulez parler."]})
    row = insert(
        Meeting(
            **_about(subject),
            form=MeetingForm.UNPLANNED,
            asker=asker,
            asked_by=actor,
            asked_at=clock.now(),
            purpose=text,
        )
    )
    _write_down("ask", row, actor)
    return row


@service
def plan_meeting(subject: Project | Mission, *, actor: User, values: Mapping[str, Any]) -> Meeting:
    """Plan a meeting of any form."""
    require(access.can_plan_meeting(actor, subject), REFUSAL)
    kept = _kept(values, PLAN_FIELDS)
    if kept.get("planned_at") is None:
        raise Invalid({"planned_at": ["Indiquez le jour et l’heure de la rencontre."]})
    row = insert(Meeting(**_about(subject), **kept))
    _write_down("plan", row, actor)
    return row


@service
def replan_meeting(
    meeting: Meeting, *, actor: User, version: int, values: Mapping[str, Any]
) -> Meeting:
    """Move a meeting, prepare it, or give a date to one that was asked for."""
    require(access.can_plan_meeting(actor, subject_of(meeting)), REFUSAL)
    if meeting.held_on is not None:
        raise DomainError(HELD, code="held")
    row, changed = change(meeting, _kept(values, PLAN_FIELDS), version=version)
    if changed:
        _write_down("replan", row, actor)
    return row


@service
def log_meeting(
    subject: Project | Mission,
    *,
    actor: User,
    values: Mapping[str, Any],
    attended: Iterable[User] = (),
    professionals: Iterable[Contact] = (),
) -> Meeting:
    """Report a meeting that nobody had planned: on request, or on the ground (req. 75, 78)."""
    require(access.can_plan_meeting(actor, subject), REFUSAL)
    _check_report(values)
    row = insert(Meeting(**_about(subject), held_by=actor, **_kept(values, REPORT_FIELDS)))
    _set_presence(row, attended, professionals)
    _write_down("report", row, actor)
    return row


@service
def report_meeting(
    meeting: Meeting,
    *,
    actor: User,
    version: int,
    values: Mapping[str, Any],
    attended: Iterable[User] | None = None,
    professionals: Iterable[Contact] | None = None,
) -> Meeting:
    """Write who came, what was decided and what comes next, or correct it."""
    require(access.can_plan_meeting(actor, subject_of(meeting)), REFUSAL)
    _check_report(values)
    kept = _kept(values, REPORT_FIELDS)
    if meeting.held_by_id is None:
        kept["held_by"] = actor
    row, _changed = change(meeting, kept, version=version)
    _set_presence(row, attended, professionals)
    _write_down("report", row, actor)
    return row


@service
def remove_meeting(meeting: Meeting, *, actor: User) -> None:
    """Take back a meeting that did not take place; one that did stays."""
    subject = subject_of(meeting)
    asked_it = meeting.asked_by_id == actor.pk and meeting.planned_at is None
    require(asked_it or access.can_plan_meeting(actor, subject), REFUSAL)
    held = Meeting.objects.select_for_update(of=("self",)).filter(pk=meeting.pk).first()
    if held is None:
        raise DomainError(GONE, code="gone")
    if held.held_on is not None:
        raise DomainError(KEPT, code="held")
    _write_down("remove", held, actor)
    held.delete()


def _write_down(verb: str, row: Meeting, actor: User) -> None:
    subject = subject_of(row)
    record(
        f"projects.meeting.{verb}",
        actor=actor,
        about=row,
        school_id=subject.school_id,
        data={"form": row.form, "subject": str(subject.pk)},
    )
