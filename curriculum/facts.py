"""What the pages of the référentiel and of the competences show, frozen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

Bullet = dict[str, Any]


@dataclass(frozen=True)
class Branch:
    """A line of a tree: a node, what stands under it, whether it is unfolded."""

    kind: str
    code: str
    label: str
    note: str
    children: Sequence["Branch"] = ()
    unfolded: bool = False
    current: bool = False


@dataclass(frozen=True)
class Hit:
    """An answer to a search; `text` is the official bullet found, else the way to the node."""

    kind: str
    code: str
    label: str
    text: str
    is_official: bool


@dataclass(frozen=True)
class Use:
    """An épreuve that uses a node, and how it is printed there."""

    code: str
    label: str
    how: str


@dataclass(frozen=True)
class LimitGroup:
    """Limits written on a node; `whole` when they come from a node above."""

    code: str
    bullets: Sequence[Bullet]
    whole: bool


@dataclass(frozen=True)
class NodeFacts:
    """The page of a savoir or a competence."""

    code: str
    label: str
    retired_on: date | None
    trail: Sequence[tuple[str, str]]
    knowledge: Sequence[Bullet]
    limits: Sequence[LimitGroup]
    children: Sequence[Branch]
    around: Sequence[Branch]
    around_code: str
    uses: Sequence[Use]


@dataclass(frozen=True)
class FonctionFacts:
    """The page of a function."""

    code: str
    label: str
    retired_on: date | None
    activites: Sequence[str]
    uses: Sequence[Use]
    around: Sequence[Branch]


@dataclass(frozen=True)
class EpreuveFacts:
    """The page of an épreuve."""

    row: Any
    code: str
    retired_on: date | None
    terms: Sequence[tuple[str, str]]
    regimes: Sequence[tuple[str, str]]
    criteres: Sequence[str]
    competences: Sequence[Branch]
    savoirs: Sequence[Branch]
    fonctions: Sequence[Branch]
    around: Sequence[Branch]


@dataclass(frozen=True)
class EpreuveNodes:
    """What may be tagged on a record of an épreuve, in the order of the tree."""

    competences: Sequence[Any]
    savoirs: Sequence[Any]


@dataclass(frozen=True)
class RuleFact:
    """A rule value of a day, and where it comes from."""

    key: str
    value: Any
    source: str
    starts_on: date | None


@dataclass(frozen=True)
class RuleLine:
    """A rule as a line of a school's page; `own` when the school fixed its value."""

    key: str
    label: str
    value: str
    source: str
    starts_on: date | None
    own: bool
    coming: str
    # The text alone fixes it: there is nothing to edit.
    by_law: bool = False


@dataclass(frozen=True)
class SchoolRules:
    """The rules of a school today, and whether the reader may fix them."""

    school: Any
    lines: Sequence[RuleLine]
    can_edit: bool


@dataclass(frozen=True)
class DeadlineFact:
    """A deadline of a class as a line of its page; `at` is None when nothing is fixed."""

    kind: str
    label: str
    at: datetime | None
    is_past: bool


@dataclass(frozen=True)
class PromotionDeadlines:
    """The deadlines of a promotion, and whether the reader may fix them."""

    promotion: Any
    lines: Sequence[DeadlineFact]
    can_edit: bool


@dataclass(frozen=True)
class LevelFact:
    """A level in the words of its scale: « en autonomie », 3 of 4."""

    value: int
    of: int
    label: str
    on: date


@dataclass(frozen=True)
class Standing:
    """Where a student stands on a competence: the latest level by role, and what it rests on."""

    levels: Mapping[str, LevelFact] = field(default_factory=dict)
    # Whose word there is, with a level or not.
    roles: frozenset[str] = frozenset()
    count: int = 0
    last_on: date | None = None

    @property
    def is_hole(self) -> bool:
        """Return whether nothing at all was said."""
        return self.count == 0

    @property
    def is_unconfirmed(self) -> bool:
        """Return whether the student alone has spoken."""
        return self.roles == frozenset({"student"})

    @property
    def by_column(self) -> tuple[LevelFact | None, ...]:
        """Return the level of the student, of the teacher, of the tutor."""
        return tuple(self.levels.get(role) for role in ("student", "teacher", "tutor"))

    @property
    def short(self) -> tuple[tuple[str, str, int], ...]:
        """Return the sign, the words and the value of each level: « P », « professeur », 3."""
        return tuple(
            (sign, words, self.levels[role].value)
            for role, sign, words in SIGNS
            if role in self.levels
        )


# Role, sign on the board, and its words: the teacher first.
SIGNS = (("teacher", "P", "professeur"), ("tutor", "T", "tuteur"), ("student", "É", "étudiant"))
NOTHING = Standing()


@dataclass(frozen=True)
class CoverageColumn:
    """A competence that an épreuve validates (req. 186: which one is part of it)."""

    id: UUID
    code: str
    label: str
    epreuve: str
    epreuve_label: str
    first: bool = False


@dataclass(frozen=True)
class CoverageLine:
    """A competence of a student's coverage."""

    column: CoverageColumn
    standing: Standing


@dataclass(frozen=True)
class EpreuveCoverage:
    """An épreuve, and the standing of a student on each competence it validates."""

    code: str
    label: str
    lines: Sequence[CoverageLine]

    @property
    def holes(self) -> int:
        """Return how many competences nobody said anything of."""
        return sum(line.standing.is_hole for line in self.lines)


@dataclass(frozen=True)
class StudentCoverage:
    """Where a student stands, épreuve by épreuve."""

    student: Any
    promotion: Any
    epreuves: Sequence[EpreuveCoverage]
    steps: Sequence[Mapping[str, Any]]

    @property
    def lines(self) -> list[CoverageLine]:
        """Return every competence, in order."""
        return [line for epreuve in self.epreuves for line in epreuve.lines]

    @property
    def holes(self) -> list[CoverageColumn]:
        """Return the competences that nobody said anything of."""
        return [line.column for line in self.lines if line.standing.is_hole]

    @property
    def unconfirmed(self) -> list[CoverageColumn]:
        """Return the competences of which the student alone has spoken."""
        return [line.column for line in self.lines if line.standing.is_unconfirmed]

    @property
    def count(self) -> int:
        """Return on how many pieces of evidence it rests."""
        return sum(line.standing.count for line in self.lines)


@dataclass(frozen=True)
class CoverageRow:
    """A student of the board of a class."""

    student_id: UUID
    last_name: str
    first_name: str
    cells: Sequence[Standing]

    # Where an épreuve begins among the cells.
    starts: frozenset[int] = frozenset()

    @property
    def marked(self) -> list[tuple[bool, Standing]]:
        """Return each cell, and whether it begins an épreuve."""
        return [(rank in self.starts, cell) for rank, cell in enumerate(self.cells)]

    @property
    def holes(self) -> int:
        """Return how many competences nobody said anything of."""
        return sum(cell.is_hole for cell in self.cells)

    @property
    def unconfirmed(self) -> int:
        """Return of how many competences the student alone has spoken."""
        return sum(cell.is_unconfirmed for cell in self.cells)


@dataclass(frozen=True)
class ClassCoverage:
    """Students × competences of a class; `holes` counts the students without evidence."""

    promotion: Any
    columns: Sequence[CoverageColumn]
    rows: Sequence[CoverageRow]
    steps: Sequence[Mapping[str, Any]]

    @property
    def heads(self) -> list[tuple[CoverageColumn, int]]:
        """Return each column with the number of students without evidence."""
        return [
            (column, sum(row.cells[rank].is_hole for row in self.rows))
            for rank, column in enumerate(self.columns)
        ]

    @property
    def groups(self) -> list[tuple[str, str, int]]:
        """Return each épreuve, its label and its number of columns."""
        found: dict[tuple[str, str], int] = {}
        for column in self.columns:
            key = (column.epreuve, column.epreuve_label)
            found[key] = found.get(key, 0) + 1
        return [(code, label, size) for (code, label), size in found.items()]

    def table(self) -> list[list[str]]:
        """Return the board as the lines of a sheet, the titles first."""
        titles = ["Nom", "Prénom"]
        for column in self.columns:
            name = f"{column.epreuve} {column.code}"
            titles += [f"{name} {words}" for _, _, words in SIGNS] + [f"{name} preuves"]
        return [titles, *(self._line(row) for row in self.rows)]

    def _line(self, row: CoverageRow) -> list[str]:
        line = [as_text(row.last_name), as_text(row.first_name)]
        for cell in row.cells:
            given = (cell.levels.get(role) for role, _, _ in SIGNS)
            line += [str(level.value) if level else "" for level in given]
            line.append(str(cell.count))
        return line


def as_text(value: str) -> str:
    """Return a value that a spreadsheet takes for words, never for a formula."""
    return f"'{value}" if value[:1] in {"=", "+", "-", "@", "\t", "\r"} else value


@dataclass(frozen=True)
class EvidenceLine:
    """An evidence as a line of the story of a competence."""

    row: Any
    level: str
    role: str
    who: str
    source: str
    note: str
    standing: bool
    can_correct: bool


@dataclass(frozen=True)
class EvidenceSource:
    """What an evidence rests on; its label is kept as it was that day."""

    kind: str
    label: str
    id: UUID | None = None
