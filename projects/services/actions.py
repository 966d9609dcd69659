"""The plan of actions: owners, constraints met, moves on the board, tasks of each member."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from nrc_platform.core import clock
from nrc_platform.core.access import require
from nrc_platform.core.errors import DomainError, Invalid
from nrc_platform.core.rows import change, insert
from nrc_platform.core.text import clean_text
from nrc_platform.journal import moves
from nrc_platform.journal.moves import service
from nrc_platform.journal.services import record
from nrc_platform.people.models import User
from projects import access
from projects.models import Action, Constraint, Indicator, Member, Project, Task
from projects.states import ActionState

FIELDS = (
    "label",
    "starts_on",
    "ends_on",
    "quantity_planned",
    "quantity_done",
    "quantity_unit",
    "quality_planned",
    "quality_done",
    "cost_planned",
    "cost_done",
    "indicator",
)
TEXTS = ("label", "quantity_unit", "quality_planned", "quality_done")
# Column of the board → the move that leads there.
MOVES: dict[str, str] = {
    ActionState.TODO: "reopen",
    ActionState.DOING: "start",
    ActionState.DONE: "finish",
    ActionState.DROPPED: "drop",
}
REFUSAL = "Le plan d’actions s’écrit par l’équipe et ses enseignants, jusqu’à la clôture."
BEGUN = "Cette action est commencée\u00a0: abandonnez-la plutôt, sa trace reste."
GONE = "Cette action est déjà retirée. Revenez au plan d’actions."
TASK_KEPT = "Cette tâche est faite ou déjà retirée\u00a0: elle reste comme elle est."
TO_COME = "Une action faite l’est aujourd’hui ou avant\u00a0: ce jour est à venir."


def _kept(project: Project, values: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: values[name] for name in FIELDS if name in values}
    kept = {name: clean_text(v) if name in TEXTS else v for name, v in kept.items()}
    indicator: Indicator | None = kept.get("indicator")
    if indicator is not None and indicator.project_id != project.pk:
        raise Invalid({"indicator": ["Choisissez un indicateur de ce projet."]})
    return kept


def _check_own(project: Project, field: str, rows: Iterable[Member | Constraint]) -> None:
    if any(row.project_id != project.pk for row in rows):
        what = "un membre" if field == "owners" else "une contrainte"
        raise Invalid({field: [f"Choisissez {what} de ce projet."]})


def _relink(
    action: Action, owners: Iterable[Member] | None, constraints: Iterable[Constraint] | None
) -> bool:
    """Set who does the action and what it answers; return whether anything changed."""
    changed = False
    pairs: tuple[tuple[Any, Iterable[Any] | None], ...] = (
        (action.owners, owners),
        (action.constraints, constraints),
    )
    for relation, wanted in pairs:
        if wanted is None:
            continue
        if {row.pk for row in wanted} != {row.pk for row in relation.order_by()}:
            relation.set(wanted)
            changed = True
    return changed


@service
def add_action(
    project: Project,
    *,
    actor: User,
    values: Mapping[str, Any],
    owners: Iterable[Member] = (),
    constraints: Iterable[Constraint] = (),
) -> Action:
    """Add a line to the plan of actions."""
    require(access.can_write_work(actor, project), REFUSAL)
    owners, constraints = list(owners), list(constraints)
    _check_own(project, "owners", owners)
    _check_own(project, "constraints", constraints)
    row = insert(Action(project=project, **_kept(project, values)))
    _relink(row, owners, constraints)
    _write_down("action.add", row, actor)
    return row


@service
def edit_action(
    action: Action,
    *,
    actor: User,
    version: int,
    values: Mapping[str, Any],
    owners: Iterable[Member] | None = None,
    constraints: Iterable[Constraint] | None = None,
) -> Action:
    """Change a line of the plan; what is not given stays."""
    project = action.project
    require(access.can_write_work(actor, project), REFUSAL)
    owners = None if owners is None else list(owners)
    constraints = None if constraints is None else list(constraints)
    _check_own(project, "owners", owners or ())
    _check_own(project, "constraints", constraints or ())
    row, changed = change(action, _kept(project, values), version=version)
    relinked = _relink(row, owners, constraints)
    if relinked and not changed:
        row.version += 1
        row.updated_at = clock.now()
        row.save(update_fields=["version", "updated_at"])
    if changed or relinked:
        _write_down("action.edit", row, actor)
    return row


@service
def move_action(action: Action, *, actor: User, to: str, done_on: date | None = None) -> Action:
    """
    Move an action to another column of the board.

    `done_on` is the day it was finished, today when nothing is said; leaving « Faite » forgets it.
    """
    require(access.can_write_work(actor, action.project), REFUSAL)
    if to not in MOVES:
        raise Invalid({"to": ["Choisissez une colonne du tableau."]})
    day = (done_on or clock.today()) if to == ActionState.DONE else None
    if day is not None and day > clock.today():
        raise Invalid({"done_on": [TO_COME]})
    return moves.apply(action, MOVES[to], actor=actor, done_on=day)


@service
def remove_action(action: Action, *, actor: User) -> None:
    """Take a line nobody began off the plan, with its tasks."""
    require(access.can_write_work(actor, action.project), REFUSAL)
    held = Action.objects.select_for_update(of=("self",)).filter(pk=action.pk).first()
    if held is None:
        raise DomainError(GONE, code="gone")
    if held.state != ActionState.TODO:
        raise DomainError(BEGUN, code="begun")
    _write_down("action.remove", held, actor)
    held.delete()


@service
def add_task(action: Action, *, actor: User, member: Member, label: str) -> Task:
    """Give a member a part of an action."""
    require(access.can_write_work(actor, action.project), REFUSAL)
    _check_own(action.project, "owners", [member])
    row = insert(Task(action=action, member=member, label=clean_text(label)))
    _write_down("task.add", action, actor, task=str(row.pk))
    return row


@service
def tick_task(task: Task, *, actor: User, done_on: date | None) -> Task:
    """Say when a task was done, or that it is to do again."""
    require(access.can_write_work(actor, task.action.project), REFUSAL)
    if done_on is not None and done_on > clock.today():
        raise Invalid({"done_on": [TO_COME]})
    row, changed = change(task, {"done_on": done_on})
    if changed:
        _write_down("task.tick", task.action, actor, task=str(row.pk))
    return row


@service
def remove_task(task: Task, *, actor: User) -> None:
    """Take back a task that nobody did."""
    require(access.can_write_work(actor, task.action.project), REFUSAL)
    deleted, _ = Task.objects.filter(pk=task.pk, done_on__isnull=True).delete()
    if not deleted:
        raise DomainError(TASK_KEPT)
    _write_down("task.remove", task.action, actor, task=str(task.pk))


def _write_down(verb: str, row: Action, actor: User, **data: str) -> None:
    record(
        f"projects.{verb}",
        actor=actor,
        about=row,
        school_id=row.project.school_id,
        data={"project": str(row.project_id), **data},
    )
