"""The stages of a class on its board: who has a place, where the convention is, what alerts."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from nrc_platform.core import clock
from nrc_platform.people.models import Promotion, User
from nrc_platform.web.boards import stages
from tests.harness.client import HouseClient
from tests.internships.factories import (
    AttestationFactory,
    InternshipFactory,
    InternshipPeriodFactory,
    SearchEntryFactory,
    TermsFactory,
)
from tests.web.test_page_board import board_of
from tests.web.words import rows_of

Browser = Callable[[User], HouseClient]
ROW = "Aubry Alice"


@pytest.fixture
def period(promotion: Promotion) -> Any:
    """Return the period at hand: it begins in 41 days."""
    first = clock.today() + timedelta(days=41)
    return InternshipPeriodFactory(
        promotion=promotion, starts_on=first, ends_on=first + timedelta(days=39)
    )


def place(student: User, period: Any, state: str, *, days: int = 0, **fields: Any) -> Any:
    """Give the student a stage whose convention has been in that state for so many days."""
    stage = InternshipFactory(
        student=student,
        promotion=period.promotion,
        period=period,
        convention__company__display_name="Optiloc",
        convention__state_since=clock.now() - timedelta(days=days),
        **{f"convention__{state}": True},
    )
    TermsFactory(convention=stage.convention, starts_on=period.starts_on, **fields)
    return stage


def row_of(browser: HouseClient, promotion: Promotion) -> str:
    """Return Alice's row as it is read."""
    page = browser.get(board_of(promotion)).content.decode()
    return rows_of(page)[ROW]


def test_without_a_period_the_board_has_no_column_of_stages(
    signed_in: Browser, bob: User, alice: User, promotion: Promotion
) -> None:
    page = signed_in(bob).get(board_of(promotion)).content.decode()
    assert "Convention<small>" not in page


def test_teacher_sees_who_has_no_lead_near_the_stage(
    signed_in: Browser, bob: User, alice: User, promotion: Promotion, period: Any
) -> None:
    row = row_of(signed_in(bob), promotion)
    assert "Sans piste" in row
    assert "Sans piste à 41 jours" in row


def test_far_from_the_stage_no_lead_is_no_alert(
    signed_in: Browser, bob: User, alice: User, promotion: Promotion
) -> None:
    first = clock.today() + timedelta(days=stages.NEAR_DAYS + 1)
    InternshipPeriodFactory(promotion=promotion, starts_on=first, ends_on=first)
    assert "Sans piste à" not in row_of(signed_in(bob), promotion)


def test_teacher_sees_how_many_companies_a_student_has_tried(
    signed_in: Browser, bob: User, alice: User, promotion: Promotion, period: Any
) -> None:
    for _ in range(3):
        SearchEntryFactory(student=alice, period=period)
    row = row_of(signed_in(bob), promotion)
    assert "En recherche" in row
    assert "Sans stage, 3 pistes" in row


def test_teacher_is_told_of_a_silent_company(
    signed_in: Browser, bob: User, alice: User, promotion: Promotion, period: Any
) -> None:
    place(alice, period, "company_check", days=12)
    row = row_of(signed_in(bob), promotion)
    assert "Chez l’entreprise" in row
    assert "Optiloc muet, 12 j" in row


def test_a_company_of_this_week_is_not_silent(
    signed_in: Browser, bob: User, alice: User, promotion: Promotion, period: Any
) -> None:
    place(alice, period, "company_check", days=stages.SILENT_DAYS)
    assert "muet" not in row_of(signed_in(bob), promotion)


def test_a_convention_to_read_is_the_teacher_s_move_and_not_the_head_s(
    signed_in: Browser, bob: User, head: User, alice: User, promotion: Promotion, period: Any
) -> None:
    place(alice, period, "teacher_review")
    page = signed_in(bob).get(board_of(promotion, vue="a-vous")).content.decode()
    assert "À relire" in rows_of(page)[ROW]
    page = signed_in(head).get(board_of(promotion, vue="a-vous")).content.decode()
    assert ROW not in rows_of(page)


def test_unsigned_convention_near_the_first_day_is_an_alert(
    signed_in: Browser, bob: User, alice: User, promotion: Promotion
) -> None:
    first = clock.today() + timedelta(days=12)
    period = InternshipPeriodFactory(promotion=promotion, starts_on=first, ends_on=first)
    place(alice, period, "sent", ends_on=first)
    assert "À signer sous 12 j" in row_of(signed_in(bob), promotion)


def test_attested_stage_is_said_attested(
    signed_in: Browser, bob: User, alice: User, promotion: Promotion, period: Any
) -> None:
    stage = place(alice, period, "signed")
    AttestationFactory(internship=stage, signed=True)
    row = row_of(signed_in(bob), promotion)
    assert "Attesté" in row
    assert "Optiloc" in row


def test_a_refused_convention_leaves_the_student_without_a_place(
    signed_in: Browser, bob: User, alice: User, promotion: Promotion, period: Any
) -> None:
    place(alice, period, "refused")
    page = signed_in(bob).get(board_of(promotion, vue="sans-stage")).content.decode()
    assert "Sans piste" in rows_of(page)[ROW]
