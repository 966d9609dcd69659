"""The life of a project: framed, agreed, started, reviewed, closed, or given up."""

from typing import Any

from internships.services.writing import tidy
from nrc_platform.core import clock
from nrc_platform.core.access import require
from nrc_platform.core.errors import Invalid
from nrc_platform.core.rows import change, insert
from nrc_platform.journal import moves
from nrc_platform.journal.moves import service
from nrc_platform.people.models import User
from projects import access
from projects.access import follows, takes_part
from projects.facts.sheet import frozen_goals
from projects.models import InitialGoals, Member, Project
from projects.services import writing
from projects.states import ProjectState

_S = ProjectState
# Move → the states where it makes sense: elsewhere it is refused for the state, not the person.
FROM = {
    "frame": (_S.IDEA,),
    "agree": (_S.FRAMED,),
    "start": (_S.AGREED,),
    "review": (_S.RUNNING,),
    "close": (_S.REVIEWED,),
    "abandon": (_S.IDEA, _S.FRAMED, _S.AGREED, _S.RUNNING),
}


def _open(project: Project, actor: User, move: str) -> Project:
    """Return the locked row; who is no part of it, or may not do this, is refused."""
    row = writing.lock(project.pk)
    require(takes_part(actor, row) or follows(actor, row), writing.NOT_YOURS)
    if row.state in FROM[move]:
        allowed = getattr(access, f"can_{move}_project")
        require(allowed(actor, row), writing.TEACHERS_ONLY)
    return row


def _move(row: Project, move: str, actor: User, *, reason: str = "", **fields: Any) -> Project:
    moves.apply(row, move, actor=actor, reason=reason, state_since=clock.now(), **fields)
    return writing.lock(row.pk)


def _require_ready(row: Project, move: str, what: str, *blocks: str) -> None:
    # In another state `moves.apply` refuses for the state itself.
    if row.state in FROM[move]:
        writing.require_ready(row.pk, blocks, what)


@service
def frame_project(project: Project, *, actor: User) -> Project:
    """Say that the project is defined; `Incomplete` lists what is missing."""
    row = _open(project, actor, "frame")
    _require_ready(row, "frame", "cadrer le projet", "frame")
    return _move(row, "frame", actor)


@service
def agree_project(project: Project, *, actor: User) -> Project:
    """Record the accord of the partners: the convention is signed, the goals are frozen."""
    row = _open(project, actor, "agree")
    _require_ready(row, "agree", "conventionner le projet", "frame", "agree")
    row = _move(row, "agree", actor, agreed_at=clock.now())
    facts = frozen_goals(row, list(row.members.all()))
    insert(InitialGoals(project=row, facts=facts, frozen_at=clock.now()))
    return row


@service
def start_project(project: Project, *, actor: User) -> Project:
    """Begin the project, its convention still signed."""
    row = _open(project, actor, "start")
    _require_ready(row, "start", "commencer le projet", "frame", "agree", "start")
    return _move(row, "start", actor, started_at=clock.now())


@service
def write_evaluation(project: Project, *, actor: User, version: int, evaluation: str) -> Project:
    """Write the evaluation of the project against its initial goals."""
    row = writing.lock(project.pk)
    require(access.can_write_evaluation(actor, row), writing.NOT_YOURS)
    writing.require_version(row, version)
    values = tidy(Project, {"evaluation": evaluation}, frozenset({"evaluation"}))
    if writing.write(row, values):
        writing.note(row, "write_evaluation", actor)
    return row


@service
def review_project(project: Project, *, actor: User) -> Project:
    """Close the evaluation: the phases before it are done, the goals are answered."""
    row = _open(project, actor, "review")
    _require_ready(row, "review", "évaluer le projet", "review")
    return _move(row, "review", actor, reviewed_at=clock.now())


@service
def write_lessons(member: Member, *, actor: User, lessons: str) -> Member:
    """Write the lessons a student draws from the experience (req. 104)."""
    row = writing.lock(member.project_id)
    held = Member.objects.select_related("project").get(pk=member.pk)
    require(
        access.can_write_lessons(actor, held),
        "Les enseignements s’écrivent par l’étudiant lui-même, pendant et après le projet.",
    )
    values = tidy(Member, {"lessons": lessons}, frozenset({"lessons"}))
    held, changed = change(held, values)
    if changed:
        writing.note(row, "write_lessons", actor, member=str(held.pk))
    return held


@service
def close_project(project: Project, *, actor: User) -> Project:
    """Close the project: the seven phases are done, the lessons are drawn."""
    row = _open(project, actor, "close")
    _require_ready(row, "close", "clore le projet", "review", "close")
    return _move(row, "close", actor, closed_at=clock.now())


@service
def abandon_project(project: Project, *, actor: User, reason: str) -> Project:
    """Give the project up, with a reason; what was done stays."""
    row = _open(project, actor, "abandon")
    names = frozenset({"abandoned_reason"})
    values = tidy(Project, {"abandoned_reason": reason}, names)
    if not values["abandoned_reason"]:
        raise Invalid({"reason": ["Dites pourquoi le projet est abandonné."]})
    return _move(row, "abandon", actor, reason=values["abandoned_reason"], **values)
