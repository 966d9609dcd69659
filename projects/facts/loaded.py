"""What is read once of a project before the rules look at it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from internships.models import Terms
from internships.rules import Figure, Span
from projects.models import InitialGoals, Mission, Project


@dataclass(frozen=True)
class LoadedProject:
    """
    One project with its parts, and what other apps know of its people and conventions.

    - `row`: its people, parts, phases and stages are prefetched;
    - `terms`: convention → its last agreed terms, for its own convention and those of its stages;
    - `covered`: students named by its convention;
    - `training`: student → their days in the class;
    - `supervisor_teaches`, `supervisor_subjects`: in the class, today.
    """

    row: Project
    today: date
    missions: tuple[Mission, ...] = ()
    goals: InitialGoals | None = None
    terms: Mapping[UUID, Terms] = field(default_factory=dict)
    covered: frozenset[UUID] = frozenset()
    training: Mapping[UUID, Span] = field(default_factory=dict)
    supervisor_teaches: bool = False
    supervisor_subjects: tuple[str, ...] = ()
    figures: Mapping[str, Figure] = field(default_factory=dict)
