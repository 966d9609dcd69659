"""Going through the seven phases, in order (req. 105-112)."""

from datetime import date

from internships.services.writing import tidy
from nrc_platform.core import clock
from nrc_platform.core.access import require
from nrc_platform.core.errors import Invalid
from nrc_platform.core.findings import run_rules
from nrc_platform.core.rows import change
from nrc_platform.journal import moves
from nrc_platform.journal.moves import service
from nrc_platform.people.models import User
from projects import access
from projects.facts.check import phase_facts
from projects.models import Phase, Project
from projects.rules import ProjectCheck
from projects.services import writing

ORDER = "project.phase_order"


def _open(phase: Phase, actor: User) -> Project:
    row = writing.lock(phase.project_id)
    require(access.can_move_phase(actor, row), writing.NOT_YOURS)
    return row


def _require_order(project: Project) -> None:
    """Refuse a phase begun before those under it are done; the phases alone are read."""
    rows = Phase.objects.filter(project=project).select_related("node")
    facts = tuple(phase_facts(row) for row in rows)
    writing.refuse(run_rules(ORDER, ProjectCheck(today=clock.today(), phases=facts)))


@service
def plan_phase(
    phase: Phase,
    *,
    actor: User,
    version: int,
    starts_on: date | None,
    ends_on: date | None,
    output: str = "",
) -> Phase:
    """Write the dates of a phase, and what is expected to come out of it."""
    row = _open(phase, actor)
    values = tidy(Phase, {"output": output}, frozenset({"output"}))
    held, changed = change(
        phase, {"starts_on": starts_on, "ends_on": ends_on, **values}, version=version
    )
    if changed:
        writing.note(row, "plan_phase", actor, rank=held.rank, fields=sorted(changed))
    return held


@service
def begin_phase(phase: Phase, *, actor: User) -> Phase:
    """Enter a phase, once those before it are done; it begins today at the latest."""
    row = _open(phase, actor)
    held = Phase.objects.get(pk=phase.pk)
    days = [day for day in (held.starts_on, held.ends_on, clock.today()) if day]
    moved = moves.apply(held, "begin", actor=actor, starts_on=min(days))
    _require_order(row)
    return moved


@service
def finish_phase(phase: Phase, *, actor: User, output: str = "") -> Phase:
    """Leave a phase today with what came out of it."""
    row = _open(phase, actor)
    held = Phase.objects.get(pk=phase.pk)
    values = tidy(Phase, {"output": output or held.output}, frozenset({"output"}))
    if not values["output"]:
        raise Invalid({"output": ["Écrivez ce qui sort de cette phase."]})
    today = clock.today()
    moved = moves.apply(
        held, "finish", actor=actor, ends_on=max(today, held.starts_on or today), **values
    )
    _require_order(row)
    return moved


@service
def reopen_phase(phase: Phase, *, actor: User) -> Phase:
    """Take the last phase done up again."""
    row = _open(phase, actor)
    moved = moves.apply(phase, "reopen", actor=actor)
    _require_order(row)
    return moved
