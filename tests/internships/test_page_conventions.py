"""The list of conventions: filters in the address, one line each, a fixed cost."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from internships.models import Convention
from nrc_platform.people.models import Promotion, User
from tests.harness.client import HouseClient
from tests.internships.acts import make_convention
from tests.people.fixtures import make_student

pytestmark = pytest.mark.django_db
LIST = "internships:conventions"


@pytest.fixture
def make(promotion: Promotion) -> Callable[..., Convention]:
    """Return what makes the convention of a student of the class, with its dates."""

    def build(student: User | None = None, **traits: Any) -> Convention:
        return make_convention(student or make_student(promotion), promotion, **traits)

    return build


@pytest.fixture
def teacher(bob: User, signed_in: Callable[[User], HouseClient]) -> HouseClient:
    """Bob's browser."""
    return signed_in(bob)


def _page(client: HouseClient, query: str = "") -> str:
    answer = client.get(f"{reverse(LIST)}{query}")
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_teacher_lists_conventions_with_filters_in_the_address(
    teacher: HouseClient, make: Callable[..., Convention], alice: User
) -> None:
    mine = make(alice, teacher_review=True)
    make(sent=True)
    page = _page(teacher)
    assert "2\u00a0conventions" in page
    assert "À relire" in page
    page = _page(teacher, "?state=teacher_review")
    assert "Alice Aubry" in page
    assert "1\u00a0convention<" in page
    assert mine.company is not None
    assert "Alice Aubry" in _page(teacher, f"?q=aubry+{mine.company.legal_name.split()[0]}")
    assert "Aucune convention ne correspond" in _page(teacher, "?q=zzz")
    assert "2\u00a0conventions" in _page(teacher, "?promotion=nonsense")


def test_a_state_outside_the_saved_views_shows_as_a_view(
    teacher: HouseClient, make: Callable[..., Convention]
) -> None:
    make(company_check=True)
    assert "Chez l’entreprise" in _page(teacher, "?state=company_check")
    assert "Aucune convention" in _page(teacher, "?state=signed")


def test_both_states_of_signing_are_one_view(
    teacher: HouseClient, make: Callable[..., Convention]
) -> None:
    make(sent=True)
    make(partly_signed=True)
    assert "2\u00a0conventions" in _page(teacher, "?state=ready_to_sign")
    assert "2\u00a0conventions" in _page(teacher, "?state=partly_signed")


def test_student_lists_their_own(
    make: Callable[..., Convention], alice: User, signed_in: Callable[[User], HouseClient]
) -> None:
    make(alice)
    make()
    page = _page(signed_in(alice))
    assert "1\u00a0convention<" in page
    assert "les vôtres" in page


def test_nobody_else_sees_a_line(
    make: Callable[..., Convention], juror: User, signed_in: Callable[[User], HouseClient]
) -> None:
    make()
    assert "Aucune convention ne vous est ouverte" in _page(signed_in(juror))


def test_list_costs_the_same_queries_for_one_convention_or_ten(
    teacher: HouseClient,
    make: Callable[..., Convention],
    assert_same_queries: Callable[..., int],
) -> None:
    assert_same_queries(reverse(LIST), lambda: make(sent=True), client=teacher)
