"""The parts of a project that a page opens by themselves."""

from typing import TypeVar
from uuid import UUID

from nrc_platform.people.access import Viewer
from projects.access import visible_projects
from projects.models import (
    Constraint,
    Indicator,
    Member,
    Phase,
    ProjectInternship,
    Technology,
)
from projects.selectors.pages import project_of

P = TypeVar("P", Constraint, Indicator, Member, Phase, ProjectInternship, Technology)
# What each part names, loaded with it.
_NAMED: dict[type, tuple[str, ...]] = {
    Member: ("student",),
    Phase: ("node",),
    ProjectInternship: (
        "internship__student",
        "internship__period",
        "internship__convention__company",
    ),
    Technology: ("savoir",),
}


def part_of(user: Viewer, kind: type[P], key: UUID) -> P | None:
    """Return that part of a project the person may see, its project's people loaded, else None."""
    seen = visible_projects(user).order_by().values("pk")
    rows = kind._default_manager.filter(project__in=seen)
    part: P | None = rows.select_related(*_NAMED.get(kind, ())).filter(pk=key).first()
    held = project_of(user, part.project_id) if part else None
    if part is None or held is None:
        return None
    part.project = held
    return part
