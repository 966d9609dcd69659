"""What the pages of levels show: members × competences, and what would cover a class."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from curriculum.facts import Standing
from curriculum.models import Competence


@dataclass(frozen=True)
class LevelCell:
    """Where a student stands on a competence; `aimed`: it is theirs in this project."""

    competence: Competence
    standing: Standing
    aimed: bool = True

    @property
    def is_hole(self) -> bool:
        """Return whether the project aims at it and nothing at all was said."""
        return self.aimed and self.standing.is_hole


@dataclass(frozen=True)
class LevelRow:
    """A student, their cells, and whose word the reader may give."""

    key: UUID
    student: Any
    cells: Sequence[LevelCell]
    can_assess: bool
    can_position: bool

    @property
    def aimed(self) -> list[LevelCell]:
        """Return the cells of the competences that are theirs."""
        return [cell for cell in self.cells if cell.aimed]

    @property
    def holes(self) -> int:
        """Return how many of them nobody said anything of."""
        return sum(cell.is_hole for cell in self.cells)


@dataclass(frozen=True)
class LevelSheet:
    """Students × competences of a project or a mission, as far as the reader may read."""

    competences: Sequence[Competence]
    rows: Sequence[LevelRow]
    steps: Sequence[Mapping[str, Any]]

    @property
    def holes(self) -> int:
        """Return how many cells nobody said anything of."""
        return sum(row.holes for row in self.rows)

    @property
    def can_write(self) -> bool:
        """Return whether the reader gives a word about somebody."""
        return any(row.can_assess or row.can_position for row in self.rows)


@dataclass(frozen=True)
class Word:
    """What somebody last said of a competence from that source."""

    level: int | None
    on: date


@dataclass(frozen=True)
class Offer:
    """A mission or a project that could cover gaps: what it is, and what it aims at for whom."""

    kind: str
    id: UUID
    title: str
    company: str
    starts_on: date | None
    ends_on: date | None
    # Student and code.
    pairs: frozenset[tuple[UUID, str]]


@dataclass(frozen=True)
class Gain:
    """A competence, and the students it would be shown of."""

    code: str
    label: str
    students: tuple[str, ...]


@dataclass(frozen=True)
class OfferPick:
    """An offer kept, what it adds to those before it, and why in French."""

    offer: Offer
    gains: Sequence[Gain]
    why: str


@dataclass(frozen=True)
class ClassCover:
    """What would cover the gaps of a class, and what nothing would."""

    promotion: Any
    missing: int
    offers: int
    picks: Sequence[OfferPick]
    uncovered: Sequence[Gain]
    students: int
