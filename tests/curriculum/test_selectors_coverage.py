"""Who holds which competence: levels by role, holes, a class in a fixed number of queries."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from curriculum.models import Competence
from curriculum.selectors import (
    class_coverage,
    coverage_columns,
    evidence_story,
    student_coverage,
)
from nrc_platform.core import clock
from nrc_platform.people.models import Promotion, User
from tests.curriculum.acquis import CODES, competences, seen
from tests.people.fixtures import make_student

pytestmark = pytest.mark.django_db
Codes = dict[str, Competence]
MOST_QUERIES = 6


@pytest.fixture
def codes(db: None) -> Codes:
    """The competences of the delivered référentiel."""
    return competences()


def _ago(days: int) -> Any:
    return clock.today() - timedelta(days=days)


def _queries(read: Any) -> int:
    with CaptureQueriesContext(connection) as seen_queries:
        read()
    return len(seen_queries)


@pytest.mark.req(186, rule="curriculum.selectors.coverage.coverage_columns")
def test_each_competence_belongs_to_the_epreuve_that_validates_it(codes: Codes) -> None:
    columns = coverage_columns() or []
    assert [column.code for column in columns] == CODES
    epreuves = {column.code: column.epreuve for column in columns}
    # C2 and C4 are each validated in two épreuves: each part says which.
    assert [epreuves[code] for code in ("C21", "C222", "C42", "C43")] == ["E5", "E6", "E5", "E6"]
    assert [column.code for column in columns if column.first] == ["C31", "C21", "C11"]


@pytest.mark.req(187, rule="curriculum.selectors.coverage.coverage_columns")
def test_together_the_epreuves_cover_every_printed_part_of_c1_to_c4(codes: Codes) -> None:
    covered = {column.code for column in coverage_columns() or []}
    parts = set(codes) - {row.code for row in codes.values() if row.level == 1}
    assert covered == parts


def test_latest_level_of_each_role_stands_beside_the_others(
    alice: User, bob: User, promotion: Promotion, codes: Codes
) -> None:
    c31 = codes["C31"]
    seen(alice, promotion, c31, bob, level=4, on=_ago(2))
    seen(alice, promotion, c31, bob, level=2, on=_ago(30))
    seen(alice, promotion, c31, alice, own=True, level=1)
    seen(alice, promotion, c31, None, tutor=True, level=3)
    line = student_coverage(alice, promotion).epreuves[0].lines[0]
    given = {role: level.value for role, level in line.standing.levels.items()}
    assert given == {"teacher": 4, "student": 1, "tutor": 3}
    assert (line.standing.count, line.standing.last_on) == (4, clock.today())
    assert line.standing.short == (
        ("P", "professeur", 4),
        ("T", "tuteur", 3),
        ("É", "étudiant", 1),
    )


def test_a_trace_without_level_fills_the_hole_and_keeps_the_level(
    alice: User, bob: User, promotion: Promotion, codes: Codes
) -> None:
    seen(alice, promotion, codes["C31"], bob, level=3, on=_ago(5))
    seen(alice, promotion, codes["C31"], bob, level=None)
    seen(alice, promotion, codes["C32"], bob, level=None)
    c31, c32, c33 = (line.standing for line in student_coverage(alice, promotion).lines[:3])
    assert c31.levels["teacher"].value == 3
    assert (c32.is_hole, c32.short) == (False, ())
    assert c33.is_hole


def test_holes_and_what_the_student_alone_says(
    alice: User, bob: User, promotion: Promotion, codes: Codes
) -> None:
    seen(alice, promotion, codes["C31"], bob)
    seen(alice, promotion, codes["C32"], alice, own=True)
    facts = student_coverage(alice, promotion)
    assert [column.code for column in facts.holes] == CODES[2:]
    assert [column.code for column in facts.unconfirmed] == ["C32"]
    assert [epreuve.holes for epreuve in facts.epreuves] == [1, 3, 6]
    assert facts.count == 2


def test_what_was_replaced_or_taken_back_counts_no_more(
    alice: User, bob: User, promotion: Promotion, codes: Codes
) -> None:
    first = seen(alice, promotion, codes["C31"], bob, level=4)
    seen(alice, promotion, codes["C31"], bob, level=2, replaces=first)
    gone = seen(alice, promotion, codes["C32"], bob)
    seen(alice, promotion, codes["C32"], bob, replaces=gone, withdrawn=True, level=None)
    c31, c32 = (line.standing for line in student_coverage(alice, promotion).lines[:2])
    assert (c31.levels["teacher"].value, c31.count, c32.is_hole) == (2, 1, True)


def test_board_shows_each_student_of_today_and_counts_holes_by_competence(
    alice: User, classmate: User, bob: User, promotion: Promotion, codes: Codes
) -> None:
    left = make_student(promotion, last_name="Zay")
    left.enrolments.update(ends_on=_ago(1))
    seen(alice, promotion, codes["C31"], bob)
    seen(left, promotion, codes["C32"], bob)
    board = class_coverage(promotion)
    assert [row.last_name for row in board.rows] == ["Aubry", "Belkacem"]
    assert [row.holes for row in board.rows] == [11, 12]
    assert [holes for _, holes in board.heads] == [1, *[2] * 11]
    assert [(code, size) for code, _, size in board.groups] == [("E4", 3), ("E5", 3), ("E6", 6)]


def test_board_of_another_class_knows_nothing_of_this_one(
    alice: User, bob: User, promotion: Promotion, charlie_promotion: Promotion, codes: Codes
) -> None:
    alice.enrolments.create(promotion=charlie_promotion, starts_on=_ago(0), ends_on=_ago(0))
    seen(alice, promotion, codes["C31"], bob)
    (row,) = class_coverage(charlie_promotion).rows
    assert row.holes == 12


def test_board_asks_the_same_few_queries_for_one_student_and_for_many(
    alice: User, bob: User, promotion: Promotion, codes: Codes
) -> None:
    seen(alice, promotion, codes["C31"], bob)
    one = _queries(lambda: class_coverage(promotion))
    for _ in range(4):
        student = make_student(promotion)
        for code in CODES:
            seen(student, promotion, codes[code], bob)
    assert _queries(lambda: class_coverage(promotion)) == one <= MOST_QUERIES
    assert _queries(lambda: student_coverage(alice, promotion)) == 3


def test_names_of_the_sheet_are_never_formulas(bob: User, promotion: Promotion) -> None:
    competences()
    make_student(promotion, last_name="=1+1", first_name="Zoé")
    titles, line = class_coverage(promotion).table()
    assert line[:2] == ["'=1+1", "Zoé"]
    assert titles[2:6] == [
        "E4 C31 professeur",
        "E4 C31 tuteur",
        "E4 C31 étudiant",
        "E4 C31 preuves",
    ]
    assert len(titles) == len(line)


def test_story_tells_all_that_was_said_newest_first(
    alice: User, bob: User, charlie: User, promotion: Promotion, codes: Codes
) -> None:
    first = seen(alice, promotion, codes["C31"], bob, on=_ago(9))
    seen(alice, promotion, codes["C31"], bob, on=_ago(2), level=2, replaces=first)
    lines = evidence_story(bob, alice, promotion, codes["C31"])
    assert [line.level for line in lines] == ["2 sur 4, avec de l’aide", "3 sur 4, en autonomie"]
    assert [line.standing for line in lines] == [True, False]
    assert [line.can_correct for line in lines] == [True, False]
    assert evidence_story(charlie, alice, promotion, codes["C31"]) == []
