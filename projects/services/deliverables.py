"""Deliverables: what is due, the versions handed in, the remarks on them."""

from collections.abc import Mapping
from typing import Any

from internships.services.uploads import read_paper
from nrc_platform.core import clock
from nrc_platform.core.access import require
from nrc_platform.core.errors import DomainError
from nrc_platform.core.rows import change, insert
from nrc_platform.core.text import clean_text
from nrc_platform.documents import services as documents
from nrc_platform.journal.moves import service
from nrc_platform.journal.services import record
from nrc_platform.people.models import User
from projects import access
from projects.models import Deliverable, DeliverableRemark, DeliverableVersion, Project

FIELDS = ("title", "due_on")
REFUSAL = "Les livrables se prévoient par l’équipe du projet et ses enseignants."
HAND_REFUSAL = "Un livrable se dépose par un étudiant de l’équipe du projet."
REMARK_REFUSAL = "Les remarques viennent des enseignants qui suivent le projet."
HANDED_IN = "Une version de ce livrable est déposée\u00a0: il reste."
GONE = "Ce livrable est déjà retiré. Revenez au projet."


def _kept(values: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: values[name] for name in FIELDS if name in values}
    if "title" in kept:
        kept["title"] = clean_text(kept["title"])
    return kept


def _lock(deliverable: Deliverable) -> Deliverable:
    held = (
        Deliverable.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk=deliverable.pk)
        .first()
    )
    if held is None:
        raise DomainError(GONE, code="gone")
    return held


@service
def add_deliverable(project: Project, *, actor: User, values: Mapping[str, Any]) -> Deliverable:
    """Say what the team will hand in, and when."""
    require(access.can_write_work(actor, project), REFUSAL)
    row = insert(Deliverable(project=project, **_kept(values)))
    _write_down("add", row, actor)
    return row


@service
def edit_deliverable(
    deliverable: Deliverable, *, actor: User, version: int, values: Mapping[str, Any]
) -> Deliverable:
    """Rename a deliverable, or move its day."""
    require(access.can_write_work(actor, deliverable.project), REFUSAL)
    row, changed = change(deliverable, _kept(values), version=version)
    if changed:
        _write_down("edit", row, actor)
    return row


@service
def remove_deliverable(deliverable: Deliverable, *, actor: User) -> None:
    """Take back a deliverable of which nothing was handed in."""
    require(access.can_write_work(actor, deliverable.project), REFUSAL)
    held = _lock(deliverable)
    if held.versions.exists():
        raise DomainError(HANDED_IN, code="handed_in")
    _write_down("remove", held, actor)
    held.delete()


@service
def hand_in(
    deliverable: Deliverable, *, actor: User, content: bytes, note: str = ""
) -> DeliverableVersion:
    """Hand in a new version: a PDF, a JPEG or a PNG, known by its content."""
    require(access.can_hand_in(actor, deliverable.project), HAND_REFUSAL)
    kept, extension = read_paper(content)
    held = _lock(deliverable)
    last = held.versions.order_by("-number").first()
    row = insert(
        DeliverableVersion(
            deliverable=held,
            number=last.number + 1 if last else 1,
            blob=documents.put(kept),
            extension=extension,
            by=actor,
            note=clean_text(note),
        )
    )
    _write_down("hand_in", held, actor, number=row.number)
    return row


@service
def remark_on(version: DeliverableVersion, *, actor: User, text: str) -> DeliverableRemark:
    """Write a remark on what was handed in."""
    deliverable = version.deliverable
    require(access.can_remark(actor, deliverable.project), REMARK_REFUSAL)
    row = insert(DeliverableRemark(version=version, author=actor, text=clean_text(text)))
    _write_down("remark", deliverable, actor, number=version.number)
    return row


@service
def handle_remark(remark: DeliverableRemark, *, actor: User) -> DeliverableRemark:
    """Say that the team dealt with a remark."""
    deliverable = remark.version.deliverable
    require(access.can_hand_in(actor, deliverable.project), HAND_REFUSAL)
    if remark.handled_at is not None:
        return remark
    row, _ = change(remark, {"handled_at": clock.now()})
    _write_down("handle_remark", deliverable, actor)
    return row


def _write_down(verb: str, row: Deliverable, actor: User, **data: int) -> None:
    record(
        f"projects.deliverable.{verb}",
        actor=actor,
        about=row,
        school_id=row.project.school_id,
        data={"project": str(row.project_id), **data},
    )
