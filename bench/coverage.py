"""The coverage of a class: its queries, and its cost beside one query per cell."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from bench.measure import Measure, at_most, cpu_ratio, told
from bench.web import CLASS, fill_class
from curriculum.facts import ClassCoverage
from curriculum.models import Evidence
from curriculum.selectors import class_coverage, coverage_columns
from curriculum.services.scale import scale_in_force
from curriculum.states import EvidenceRole, SourceKind
from nrc_platform.core import clock
from nrc_platform.people.models import Enrolment, Promotion, User

# Competences, students, evidence, scales.
QUERIES, ROUNDS, STEPS = 6, 11, 4
Levels = dict[tuple[UUID, UUID, str], int]
ROLES = (EvidenceRole.STUDENT, EvidenceRole.TEACHER)


def _students(promotion: Promotion) -> list[User]:
    rows = Enrolment.objects.on(clock.today()).filter(promotion=promotion)
    return [row.student for row in rows.select_related("student").order_by("pk")]


def _give(promotion: Promotion, teacher: User) -> Levels:
    """Give two words a role for each student and competence but the last; return the latest."""
    scale, today = scale_in_force(promotion), clock.today()
    latest: Levels = {}
    rows = []
    for rank, student in enumerate(_students(promotion)):
        for place, column in enumerate(coverage_columns()[:-1]):
            for role in ROLES:
                for days in (9, 1):
                    level = 1 + (rank + place + days) % STEPS
                    latest[student.pk, column.id, role] = level
                    rows.append(
                        Evidence(
                            student=student,
                            promotion=promotion,
                            competence_id=column.id,
                            scale=scale,
                            level=level,
                            by_role=role,
                            by=student if role == EvidenceRole.STUDENT else teacher,
                            source_kind=SourceKind.OBSERVATION,
                            source_label="Mesure",
                            on=today - timedelta(days=days),
                        )
                    )
    Evidence.objects.bulk_create(rows)
    return latest


def _check(board: ClassCoverage, latest: Levels) -> None:
    """Stop unless every cell says the latest level of each role, and the last column a hole."""
    if len(board.rows) != CLASS:
        raise RuntimeError(f"The board holds {len(board.rows)} students instead of {CLASS}.")
    for row in board.rows:
        for column, cell in zip(board.columns, row.cells, strict=True):
            said = {role: level.value for role, level in cell.levels.items()}
            wanted = {
                role: latest[row.student_id, column.id, role]
                for role in ROLES
                if (row.student_id, column.id, role) in latest
            }
            if said != wanted or cell.is_hole is bool(wanted):
                raise RuntimeError(f"{column.code} says {said} instead of {wanted}.")


def _cell_by_cell(promotion: Promotion) -> Callable[[], list[list[tuple[str, int, date]]]]:
    """Return what builds the same board with one query per cell."""
    columns = coverage_columns()

    def build() -> list[list[tuple[str, int, date]]]:
        standing = Evidence.objects.standing().filter(promotion=promotion)
        return [
            list(
                standing.filter(student=student, competence=column.id)
                .order_by("on", "created_at", "id")
                .values_list("by_role", "level", "on")
            )
            for student in _students(promotion)
            for column in columns
        ]

    return build


def coverage() -> list[Measure]:
    """Count the queries of the board of 35, check its cells, compare it with cell by cell."""
    promotion = Promotion.objects.get(school__uai="0491234A", label="NRC2")
    teacher = User.objects.get(email="prof@demo.example")
    with transaction.atomic():
        fill_class(promotion, CLASS)
        # What the demo says of competences is left out: every cell is known.
        school = promotion.school
        empty = Promotion.objects.create(
            school=school,
            code="1999-2001",
            label="MESURE",
            starts_on=promotion.starts_on,
            ends_on=promotion.ends_on,
        )
        promotion.enrolments.update(promotion=empty)
        latest = _give(empty, teacher)
        with CaptureQueriesContext(connection) as captured:
            board = class_coverage(empty)
        _check(board, latest)
        ratio = cpu_ratio(lambda: class_coverage(empty), _cell_by_cell(empty), rounds=ROUNDS)
        transaction.set_rollback(True)
    return [
        at_most(
            "coverage", len(captured), QUERIES, unit="queries",
            reference=f"class of {CLASS}, {len(board.columns)} competences", rounds=1,
        ),
        told(
            "coverage-cpu", ratio, unit="ratio of cpu",
            reference=f"the same board, one query for each of {CLASS * len(board.columns)} cells",
            rounds=ROUNDS,
        ),
    ]  # fmt: skip
