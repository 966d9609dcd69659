"""Keeping a simulation in a project: by whom, what is kept, and that it never changes."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from nrc_platform.core.errors import DomainError, Invalid, NotAllowed
from nrc_platform.jobs.models import Job
from nrc_platform.journal.models import Entry
from nrc_platform.people.models import Promotion, User
from projects.access import can_save_simulation, visible_simulations
from projects.models import Project, Simulation
from projects.services.simulations import print_simulation, save_simulation
from tests.projects.saved import example, kept
from tests.projects.team import make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(promotion: Promotion, bob: User, alice: User) -> Project:
    """Alice's project, supervised by Bob, running."""
    return make_project(promotion, bob, alice)


def test_student_keeps_inputs_author_and_moment_and_nothing_else(
    project: Project, alice: User
) -> None:
    row = save_simulation(
        project, actor=alice, tool="margin", inputs=example("margin"), comment="Devis Optiloc"
    )
    assert row.inputs == {
        "purchase": "100", "known": "sale_price", "value": "130", "vat_percent": "20",
    }  # fmt: skip
    assert (row.made_by, row.comment) == (alice, "Devis Optiloc")
    assert Entry.objects.filter(kind="projects.simulation.save", object_id=row.pk).count() == 1


@pytest.mark.parametrize("state", ["idea", "framed", "agreed", "running", "reviewed"])
def test_team_and_teacher_keep_simulations_while_the_project_is_open(
    promotion: Promotion, bob: User, alice: User, state: str
) -> None:
    row = make_project(promotion, bob, alice, state=state)
    assert can_save_simulation(alice, row)
    assert can_save_simulation(bob, row)


@pytest.mark.parametrize("state", ["closed", "abandoned"])
def test_nothing_is_added_to_a_project_that_is_over(
    promotion: Promotion, bob: User, alice: User, state: str
) -> None:
    row = make_project(promotion, bob, alice, state=state)
    with pytest.raises(NotAllowed):
        save_simulation(row, actor=alice, tool="margin", inputs=example("margin"))


def test_others_neither_add_nor_see(
    project: Project, alice: User, classmate: User, charlie: User
) -> None:
    row = kept(project, alice)
    for person in (classmate, charlie):
        assert not can_save_simulation(person, project)
        assert not visible_simulations(person).exists()
        with pytest.raises(NotAllowed):
            save_simulation(project, actor=person, tool="margin", inputs=example("margin"))
        with pytest.raises(NotAllowed):
            print_simulation(row, actor=person)


def test_absurd_inputs_are_refused_before_anything_is_kept(project: Project, alice: User) -> None:
    absurd = replace(example("break_even"), turnover=Decimal(0))
    with pytest.raises(Invalid):
        save_simulation(project, actor=alice, tool="break_even", inputs=absurd)
    assert not Simulation.objects.exists()


def test_inputs_of_another_tool_or_an_unknown_one_are_refused(
    project: Project, alice: User
) -> None:
    for tool in ("loan", "horoscope"):
        with pytest.raises(DomainError, match="cet outil"):
            save_simulation(project, actor=alice, tool=tool, inputs=example("margin"))


def test_comment_longer_than_its_field_is_refused(project: Project, alice: User) -> None:
    with pytest.raises(Invalid) as raised:
        save_simulation(
            project, actor=alice, tool="margin", inputs=example("margin"), comment="a" * 1001
        )
    assert "comment" in raised.value.errors


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE projects_simulation SET comment = 'autre'",
        "DELETE FROM projects_simulation",
    ],
)
def test_database_refuses_to_change_or_delete(
    project: Project, alice: User, statement: str
) -> None:
    kept(project, alice)
    with (
        pytest.raises(IntegrityError, match="never changes"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_printing_asked_twice_is_one_job(project: Project, alice: User, bob: User) -> None:
    row = kept(project, alice)
    first, second = print_simulation(row, actor=alice), print_simulation(row, actor=bob)
    assert first.pk == second.pk
    assert Job.objects.filter(kind="projects.render_simulation").count() == 1
