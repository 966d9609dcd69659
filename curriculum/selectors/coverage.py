"""Who holds which competence: derived from the standing evidence each time, never stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from uuid import UUID

from curriculum.facts import (
    NOTHING,
    ClassCoverage,
    CoverageColumn,
    CoverageLine,
    CoverageRow,
    EpreuveCoverage,
    LevelFact,
    Standing,
    StudentCoverage,
)
from curriculum.models import (
    Competence,
    EpreuveCompetence,
    Evidence,
    EvidenceQuerySet,
    Referentiel,
)
from curriculum.rules.scale import label_of
from curriculum.selectors.scales import ScaleBook, Steps, scale_book
from nrc_platform.core import clock
from nrc_platform.people.models import Enrolment, Promotion, User

Level = tuple[int, date, UUID]


@dataclass
class _Heard:
    """What was said of one student and one competence, oldest first."""

    levels: dict[str, Level] = field(default_factory=dict)
    roles: set[str] = field(default_factory=set)
    count: int = 0
    last_on: date | None = None

    def hear(self, role: str, level: int | None, on: date, scale: UUID) -> None:
        """Add one evidence: the latest level of a role is its word."""
        self.count += 1
        self.roles.add(role)
        self.last_on = on
        if level is not None:
            self.levels[role] = (level, on, scale)

    def standing(self, scales: Mapping[UUID, Steps]) -> Standing:
        """Return it in words."""
        levels = {
            role: LevelFact(value, len(scales[scale]), label_of(scales[scale], value), on)
            for role, (value, on, scale) in self.levels.items()
        }
        return Standing(levels, frozenset(self.roles), self.count, self.last_on)


def coverage_columns() -> list[CoverageColumn]:
    """
    Return the competences that count: the deepest each épreuve prints, in its order. One query.

    Each belongs to its épreuve: C22 is validated in E5 and C222 in E6 (req. 186).
    """
    followed = Referentiel.objects.followed().values("pk")
    rows = (
        EpreuveCompetence.objects.filter(
            deepest=True,
            epreuve__referentiel__in=followed,
            epreuve__retired_on__isnull=True,
            node__retired_on__isnull=True,
        )
        .order_by("epreuve__rank", "rank", "id")
        .values_list("node_id", "node__code", "node__label", "epreuve__code", "epreuve__label")
    )
    columns, before = [], ""
    for pk, code, label, epreuve, epreuve_label in rows:
        first, before = epreuve != before, epreuve
        columns.append(CoverageColumn(pk, code, label, epreuve, epreuve_label, first))
    return columns


def coverage_competences() -> dict[str, Competence]:
    """Return the competences that count, by code, in the order of the épreuves. Two queries."""
    columns = coverage_columns()
    rows = Competence.objects.in_bulk([column.id for column in columns])
    return {column.code: rows[column.id] for column in columns}


def _heard(rows: EvidenceQuerySet) -> dict[tuple[UUID, UUID], _Heard]:
    """Return what was said, by student and competence. One query."""
    found: dict[tuple[UUID, UUID], _Heard] = {}
    told = rows.standing().order_by("on", "created_at", "id")
    for student, competence, role, level, on, scale in told.values_list(
        "student_id", "competence_id", "by_role", "level", "on", "scale_id"
    ):
        key = (student, competence)
        if key not in found:
            found[key] = _Heard()
        found[key].hear(role, level, on, scale)
    return found


def standings(
    rows: EvidenceQuerySet, scales: Mapping[UUID, Steps]
) -> dict[tuple[UUID, UUID], Standing]:
    """Return by student and competence what stands of those evidences. One query."""
    return {key: each.standing(scales) for key, each in _heard(rows).items()}


def current_levels(
    student: User, promotion: Promotion, *, book: ScaleBook | None = None
) -> dict[UUID, Standing]:
    """
    Return by competence the latest level of each role, and what it rests on. Two queries.

    Derived from what stands today: the student's word beside the teacher's and the tutor's.
    """
    scales = (book or scale_book(promotion.school_id)).steps
    found = standings(Evidence.objects.filter(student=student, promotion=promotion), scales)
    return {competence: standing for (_, competence), standing in found.items()}


def student_coverage(student: User, promotion: Promotion) -> StudentCoverage:
    """Return where a student stands, épreuve by épreuve, holes included. Three queries."""
    book = scale_book(promotion.school_id)
    levels = current_levels(student, promotion, book=book)
    lines = (CoverageLine(column, levels.get(column.id, NOTHING)) for column in coverage_columns())
    epreuves = [
        EpreuveCoverage(code, label, list(group))
        for (code, label), group in groupby(
            lines, key=lambda line: (line.column.epreuve, line.column.epreuve_label)
        )
    ]
    return StudentCoverage(student, promotion, epreuves, book.on(clock.today()).steps)


def class_coverage(promotion: Promotion, *, today: date | None = None) -> ClassCoverage:
    """
    Return students × competences of a class, whatever its size. Four queries.

    Competences, students, evidence, scales.
    """
    day = today or clock.today()
    columns = coverage_columns()
    students = (
        Enrolment.objects.on(day)
        .filter(promotion=promotion)
        .order_by("student__last_name", "student__first_name", "student_id")
        .values_list("student_id", "student__last_name", "student__first_name")
    )
    book = scale_book(promotion.school_id)
    heard, scales = _heard(Evidence.objects.filter(promotion=promotion)), book.steps
    starts = frozenset(rank for rank, column in enumerate(columns) if column.first)
    rows = [
        CoverageRow(pk, last, first, _cells(pk, columns, heard, scales), starts)
        for pk, last, first in students
    ]
    return ClassCoverage(promotion, columns, rows, book.on(day).steps)


def _cells(
    student: UUID,
    columns: Sequence[CoverageColumn],
    heard: Mapping[tuple[UUID, UUID], _Heard],
    scales: Mapping[UUID, Steps],
) -> list[Standing]:
    found = (heard.get((student, column.id)) for column in columns)
    return [each.standing(scales) if each else NOTHING for each in found]
