"""The grid of a class, student by step, and the weeks counter of a student."""

from collections.abc import Callable
from datetime import date

import pytest
from django.urls import reverse

from internships.models import InternshipPeriod
from nrc_platform.people.models import Promotion, User
from tests.harness.client import HouseClient
from tests.internships.factories import (
    AttestationFactory,
    DispensationFactory,
    InternshipPeriodFactory,
    SearchEntryFactory,
    SupportingPaperFactory,
    VisitFactory,
)
from tests.internships.life import stage_of
from tests.people.fixtures import make_student
from tests.web.words import plain, rows_of

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], HouseClient]


@pytest.fixture
def over(promotion: Promotion) -> InternshipPeriod:
    """Six weeks of last spring."""
    return InternshipPeriodFactory(
        promotion=promotion, starts_on=date(2026, 5, 4), ends_on=date(2026, 6, 12)
    )


def grid(browser: HouseClient, period: InternshipPeriod) -> dict[str, str]:
    """Return the rows of the grid by student."""
    page = browser.get(reverse("internships:steps", args=[period.pk])).content.decode()
    return rows_of(page)


def test_teacher_reads_each_step_of_each_student(
    alice: User,
    classmate: User,
    bob: User,
    promotion: Promotion,
    over: InternshipPeriod,
    signed_in: SignIn,
) -> None:
    stage = stage_of(alice, promotion, period=over, starts_on=over.starts_on, ends_on=over.ends_on)
    VisitFactory(internship=stage, teacher=bob, held=True)
    SupportingPaperFactory(student=alice, promotion=promotion, accepted=True)
    AttestationFactory(internship=stage, signed=True)
    SearchEntryFactory(student=classmate, period=over)
    rows = grid(signed_in(bob), over)
    for words in ("Signée", "Acceptée", "Attesté", "6 semaines sur 6 semaines"):
        assert words in rows["Aubry Alice"]
    assert "1 démarche" in rows["Belkacem Amir"]
    assert "En recherche" in rows["Belkacem Amir"]


def test_what_keeps_a_file_from_deposit_is_counted(
    alice: User, bob: User, promotion: Promotion, over: InternshipPeriod, signed_in: SignIn
) -> None:
    stage_of(alice, promotion, period=over, starts_on=over.starts_on, ends_on=over.ends_on)
    assert rows_number(grid(signed_in(bob), over)["Aubry Alice"]) == "1"


def rows_number(row: str) -> str:
    """Return the last word of a row: how many findings block the deposit."""
    return row.split()[-1]


@pytest.mark.parametrize("who", ["alice", "charlie", "admin", "juror", "other_head"])
def test_others_find_no_grid(
    over: InternshipPeriod, who: str, request: pytest.FixtureRequest, signed_in: SignIn
) -> None:
    browser = signed_in(request.getfixturevalue(who))
    assert browser.get(reverse("internships:steps", args=[over.pk])).status_code == 404


def test_grid_asks_the_same_queries_for_one_and_ten_students(
    bob: User,
    promotion: Promotion,
    over: InternshipPeriod,
    signed_in: SignIn,
    assert_same_queries: Callable[..., int],
) -> None:
    def add() -> None:
        student = make_student(promotion)
        stage = stage_of(student, promotion, period=over)
        SupportingPaperFactory(student=student, promotion=promotion)
        AttestationFactory(internship=stage)

    url = reverse("internships:steps", args=[over.pk])
    assert assert_same_queries(url, add, client=signed_in(bob)) <= 24


def test_student_sees_their_weeks_and_what_is_missing(
    alice: User, promotion: Promotion, over: InternshipPeriod, signed_in: SignIn
) -> None:
    stage = stage_of(
        alice, promotion, period=over, starts_on=over.starts_on, ends_on=date(2026, 5, 29)
    )
    AttestationFactory(internship=stage, signed=True)
    DispensationFactory(student=alice, promotion=promotion)
    page = plain(signed_in(alice).get(reverse("internships:home")).content.decode())
    assert "4 semaines attestées" in page
    assert "4 semaines de suite, sur 6 demandées" in page
    assert "4 semaines de suite au plus, sur 6 demandées" in page
