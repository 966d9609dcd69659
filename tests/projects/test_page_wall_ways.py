"""The ways to the wall: the home of a teacher, the class board."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from nrc_platform.people.models import Promotion, User
from tests.harness.client import HouseClient
from tests.people.fixtures import make_student, make_teacher
from tests.projects.team import make_project
from tests.web.words import plain, todo_of

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], HouseClient]


def test_home_counts_one_s_own_projects_that_wait_and_leads_to_them(
    promotion: Promotion, bob: User, alice: User, signed_in: SignIn
) -> None:
    make_project(promotion, make_teacher(promotion), alice, title="Du collègue")
    make_project(promotion, bob, alice, title="Vélo pro")
    page = signed_in(bob).get("/").content.decode()
    (line,) = [line for line in todo_of(page) if "projet" in line]
    assert f"1 projet de {promotion.label} demande votre attention" in line
    assert "Vélo pro" in line
    assert "Du collègue" not in line
    assert f"{reverse('projects:wall', args=[promotion.pk])}?vue=a-vous" in page


def test_home_says_nothing_of_projects_when_none_waits(
    promotion: Promotion, bob: User, alice: User, signed_in: SignIn
) -> None:
    make_project(promotion, bob, alice, state="reviewed")
    assert "votre attention" not in signed_in(bob).get("/").content.decode()


def test_home_costs_the_same_for_one_project_and_for_ten(
    promotion: Promotion,
    bob: User,
    signed_in: SignIn,
    assert_same_queries: Callable[..., int],
) -> None:
    def make_row() -> None:
        make_project(promotion, bob, make_student(promotion))

    assert_same_queries("/", make_row, client=signed_in(bob))


def test_class_board_leads_to_the_wall(
    promotion: Promotion, bob: User, alice: User, signed_in: SignIn
) -> None:
    page = signed_in(bob).get(reverse("web:promotion_board", args=[promotion.code]))
    assert reverse("projects:wall", args=[promotion.pk]) in page.content.decode()
    assert "Mur des projets" in plain(page.content.decode())
