"""The class board: who opens it, what it says, and what it costs."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from nrc_platform.core import clock
from nrc_platform.people.models import Promotion, User
from nrc_platform.web import boards
from tests.exams.factories import FicheFactory
from tests.harness.client import HouseClient
from tests.harness.queries import count
from tests.internships.factories import (
    InternshipFactory,
    InternshipPeriodFactory,
    SearchEntryFactory,
    TermsFactory,
)
from tests.people.fixtures import make_student
from tests.web.words import plain, rows_of

Browser = Callable[[User], HouseClient]
LONG_AGO = timedelta(days=boards.VISA_DAYS + 2)


def board_of(promotion: Promotion, **asked: str) -> str:
    """Return the address of a board, its filters after the question mark."""
    url = reverse("web:promotion_board", args=[promotion.code])
    return url + ("?" + "&".join(f"{key}={value}" for key, value in asked.items()))


def hand_in(student: User, promotion: Promotion, **fields: Any) -> Any:
    """Make a fiche handed in by a student of the class."""
    return FicheFactory(student=student, promotion=promotion, submitted=True, **fields)


def test_teacher_sees_a_fiche_that_waits_for_them(
    signed_in: Browser, bob: User, alice: User, promotion: Promotion
) -> None:
    hand_in(alice, promotion, slot=1)
    page = signed_in(bob).get(board_of(promotion)).content.decode()
    assert "À viser" in rows_of(page)["Aubry Alice"]
    assert "Incomplet 0/3" in rows_of(page)["Aubry Alice"]


def test_head_reads_the_same_fiche_as_someone_else_s_move(
    signed_in: Browser, head: User, alice: User, promotion: Promotion
) -> None:
    hand_in(alice, promotion, slot=1)
    row = rows_of(signed_in(head).get(board_of(promotion)).content.decode())["Aubry Alice"]
    assert "Remise" in row
    assert "À viser" not in row


def test_teacher_is_told_of_a_fiche_that_waits_for_more_than_a_week(
    signed_in: Browser, bob: User, alice: User, classmate: User, promotion: Promotion
) -> None:
    hand_in(classmate, promotion, slot=1, submitted_at=clock.now() - LONG_AGO)
    hand_in(alice, promotion, slot=1)
    rows = rows_of(signed_in(bob).get(board_of(promotion)).content.decode())
    assert "Fiche à viser, 9 jours" in rows["Belkacem Amir"]
    assert list(rows) == ["Belkacem Amir", "Aubry Alice"]
    late = rows_of(signed_in(bob).get(board_of(promotion, vue="en-retard")).content.decode())
    assert list(late) == ["Belkacem Amir"]


def test_teacher_does_not_open_a_draft_from_the_board(
    signed_in: Browser, bob: User, alice: User, promotion: Promotion
) -> None:
    fiche = FicheFactory(student=alice, promotion=promotion, slot=1)
    page = signed_in(bob).get(board_of(promotion)).content.decode()
    assert "Brouillon" in rows_of(page)["Aubry Alice"]
    assert str(fiche.pk) not in page
    assert fiche.title not in page


def test_teacher_sees_a_ready_file(
    signed_in: Browser, bob: User, alice: User, promotion: Promotion
) -> None:
    for slot in boards.PLACES:
        FicheFactory(student=alice, promotion=promotion, visaed=True, visa_by=bob, slot=slot)
    page = signed_in(bob).get(board_of(promotion)).content.decode()
    assert "Prêt 3/3" in rows_of(page)["Aubry Alice"]
    assert "3 visées sur 3" in plain(page)
    shown = rows_of(signed_in(bob).get(board_of(promotion, vue="incomplets")).content.decode())
    assert shown == {}


def test_teacher_finds_a_student_by_part_of_the_name(
    signed_in: Browser, bob: User, alice: User, classmate: User, promotion: Promotion
) -> None:
    page = signed_in(bob).get(board_of(promotion, q="belka")).content.decode()
    assert list(rows_of(page)) == ["Belkacem Amir"]
    page = signed_in(bob).get(board_of(promotion, q="personne")).content.decode()
    assert "Aucun étudiant ne correspond" in page


def test_teacher_sorts_by_name_both_ways(
    signed_in: Browser, bob: User, alice: User, classmate: User, promotion: Promotion
) -> None:
    up = rows_of(signed_in(bob).get(board_of(promotion, tri="nom")).content.decode())
    down = rows_of(signed_in(bob).get(board_of(promotion, tri="-nom")).content.decode())
    assert list(up) == list(reversed(down)) == ["Aubry Alice", "Belkacem Amir"]


@pytest.mark.parametrize(
    "who", ["charlie", "emil", "juror", "admin", "other_teacher", "other_head", "alice", "nobody"]
)
def test_stranger_does_not_find_the_board(
    request: pytest.FixtureRequest, signed_in: Browser, promotion: Promotion, who: str
) -> None:
    person = request.getfixturevalue(who)
    if who.startswith("other"):
        Promotion.objects.filter(school__name="Lycée Olympe-de-Gouges").update(code="2024-2026")
    assert signed_in(person).get(board_of(promotion)).status_code == 404


def test_teacher_of_one_class_goes_straight_to_its_board(
    signed_in: Browser, bob: User, promotion: Promotion
) -> None:
    answer = signed_in(bob).get(reverse("web:promotions"))
    assert answer.headers["location"] == reverse("web:promotion_board", args=[promotion.code])


def test_head_chooses_among_the_classes(
    signed_in: Browser, head: User, alice: User, promotion: Promotion, charlie_promotion: Promotion
) -> None:
    hand_in(alice, promotion, slot=1)
    page = plain(signed_in(head).get(reverse("web:promotions")).content.decode())
    assert "1 étudiant, 0 fiche E4 visée, 1 en attente de visa" in page
    assert charlie_promotion.label in page


def test_board_costs_at_most_twelve_queries_for_1_or_35_students(
    signed_in: Browser, bob: User, promotion: Promotion
) -> None:
    """Session, person, roles, class; then one a domain, the rule and the deadlines."""
    period = InternshipPeriodFactory(promotion=promotion)

    def student() -> None:
        person = make_student(promotion)
        stage = InternshipFactory(
            student=person, promotion=promotion, period=period, convention__complete=True
        )
        TermsFactory(convention=stage.convention)
        SearchEntryFactory(student=person, period=period)
        for slot in boards.PLACES:
            hand_in(person, promotion, slot=slot)

    student()
    browser = signed_in(bob)
    browser.get(board_of(promotion))
    one = count(browser, board_of(promotion))
    for _ in range(34):
        student()
    many = count(browser, board_of(promotion))
    assert len(many) == len(one) <= 12, "\n".join(many)
