"""What projects and missions show of competences: levels, as evidence, from each one's side."""

from collections.abc import Mapping
from datetime import date, datetime

from django.utils import timezone

from curriculum.facts import EvidenceSource
from curriculum.models import Competence, Evidence
from curriculum.services.evidence import record_source
from curriculum.states import EvidenceRole, SourceKind
from nrc_platform.core import clock, dates
from nrc_platform.core.access import require
from nrc_platform.core.errors import Invalid, NotAllowed
from nrc_platform.journal.moves import service
from nrc_platform.people.models import Promotion, User
from projects import access
from projects.models import Member, Mission
from projects.selectors.levels import offered_to_member, offered_to_mission
from projects.services import missions, writing

Levels = Mapping[Competence, int | None]
NOT_TEACHER = (
    "Un niveau se donne par un professeur de la classe, pendant le projet ou dès le premier jour "
    "de la mission."
)
NOT_SELF = "Chacun se situe soi-même, pendant le projet ou dès le premier jour de la mission."
NOT_OFFERED = (
    "La compétence {code} n’est pas rattachée à {what}\u00a0: choisissez parmi les siennes."
)
BEFORE = "{What} commence le {first}\u00a0: choisissez un jour depuis."


@service
def assess_member(
    member: Member, *, actor: User, levels: Levels, on: date | None = None, note: str = ""
) -> list[Evidence]:
    """Say what the project showed of a member; what is no longer named is taken back."""
    row = _member(member)
    require(access.can_assess_member(actor, row), NOT_TEACHER)
    return _by_project(row, actor, EvidenceRole.TEACHER, levels, on, note)


@service
def position_member(
    member: Member, *, actor: User, levels: Levels, on: date | None = None, note: str = ""
) -> list[Evidence]:
    """Say what the project showed of oneself, beside the word of the teacher."""
    row = _member(member)
    require(access.can_position_member(actor, row), NOT_SELF)
    return _by_project(row, actor, EvidenceRole.STUDENT, levels, on, note)


@service
def assess_mission(
    mission: Mission,
    student: User,
    *,
    actor: User,
    levels: Levels,
    on: date | None = None,
    note: str = "",
) -> list[Evidence]:
    """Say what a mission showed of the prior competences; what is not named is taken back."""
    row = missions.lock(mission.pk)
    require(access.can_assess_mission(actor, row, student), NOT_TEACHER)
    return _by_mission(row, student, actor, EvidenceRole.TEACHER, levels, on, note)


@service
def position_mission(
    mission: Mission,
    student: User,
    *,
    actor: User,
    levels: Levels,
    on: date | None = None,
    note: str = "",
) -> list[Evidence]:
    """Say what a mission showed of oneself, beside the word of the teacher."""
    row = missions.lock(mission.pk)
    require(access.can_position_mission(actor, row, student), NOT_SELF)
    return _by_mission(row, student, actor, EvidenceRole.STUDENT, levels, on, note)


def _member(member: Member) -> Member:
    """Return the member as stored, in the locked project."""
    project = writing.lock(member.project_id)
    row = Member.objects.select_related("student").get(pk=member.pk, project=project)
    row.project = project
    return row


def _by_project(
    row: Member, actor: User, by_role: str, levels: Levels, on: date | None, note: str
) -> list[Evidence]:
    project, day = row.project, on or clock.today()
    _check(levels, offered_to_member(row), "ce projet")
    begun = [each for each in (project.starts_on, _day(project.started_at)) if each]
    _check_day(day, min(begun, default=None), "Le projet")
    source = EvidenceSource(SourceKind.PROJECT, f"Projet\u00a0: {project.title}", project.pk)
    return record_source(
        row.student, project.promotion, source, levels,
        actor=actor, by_role=by_role, on=day, note=note,
    )  # fmt: skip


def _by_mission(
    row: Mission,
    student: User,
    actor: User,
    by_role: str,
    levels: Levels,
    on: date | None,
    note: str,
) -> list[Evidence]:
    day = on or clock.today()
    _check(levels, offered_to_mission(row, student), "cette mission")
    _check_day(day, row.starts_on, "La mission")
    source = EvidenceSource(SourceKind.MISSION, f"Mission\u00a0: {row.title}", row.pk)
    return record_source(
        student, _class(row, student), source, levels,
        actor=actor, by_role=by_role, on=day, note=note,
    )  # fmt: skip


def _class(row: Mission, student: User) -> Promotion:
    found = access.class_in_mission(row, student)
    if found is None:
        raise NotAllowed(NOT_TEACHER)
    return found


def _day(moment: datetime | None) -> date | None:
    return timezone.localtime(moment).date() if moment else None


def _check(levels: Levels, offered: list[Competence], what: str) -> None:
    """Refuse a competence that the project or the mission does not aim at."""
    known = {each.pk for each in offered}
    strange = [
        NOT_OFFERED.format(code=each.code, what=what) for each in levels if each.pk not in known
    ]
    if strange:
        raise Invalid({"levels": strange})


def _check_day(day: date, first: date | None, what: str) -> None:
    if first and day < first:
        raise Invalid({"on": [BEFORE.format(What=what, first=dates.short_day(first))]})
