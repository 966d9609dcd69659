"""Readings of the indicators, never changed, and the budget."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from nrc_platform.core import clock
from nrc_platform.core.errors import DomainError, Invalid, NotAllowed
from nrc_platform.people.models import Promotion, User
from projects.models import BudgetLine, Indicator, Project, Reading
from projects.selectors.work import work_sheet
from projects.services import readings
from projects.services.parts import remove_indicator
from tests.projects.team import add_indicator, make_project
from tests.projects.work_factories import BudgetLineFactory, ReadingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(promotion: Promotion, bob: User, alice: User) -> Project:
    """Alice's project, running, supervised by Bob."""
    return make_project(promotion, bob, alice)


@pytest.fixture
def indicator(project: Project) -> Indicator:
    """From 2 to 12 clients."""
    return add_indicator(project)


def test_reading_keeps_the_unit_of_its_day(
    project: Project, indicator: Indicator, alice: User
) -> None:
    row = readings.record_reading(indicator, actor=alice, on=clock.today(), value=Decimal(5))
    Indicator.objects.filter(pk=indicator.pk).update(unit="rendez-vous")
    row.refresh_from_db()
    line = work_sheet(alice, project).indicators[0]
    assert row.unit == "clients"
    assert (line.readings, line.reached.value) == ((row,), None)


def test_day_to_come_is_no_reading(indicator: Indicator, alice: User) -> None:
    tomorrow = clock.today() + timedelta(days=1)
    with pytest.raises(Invalid, match="à venir"):
        readings.record_reading(indicator, actor=alice, on=tomorrow, value=Decimal(5))
    row = ReadingFactory(indicator=indicator)
    with pytest.raises(Invalid, match="à venir"):
        readings.correct_reading(row, actor=alice, on=tomorrow, value=Decimal(5))


def test_correction_is_a_new_row_and_the_wrong_one_stays_readable(
    project: Project, indicator: Indicator, alice: User, bob: User
) -> None:
    wrong = readings.record_reading(indicator, actor=alice, on=clock.today(), value=Decimal(50))
    right = readings.correct_reading(
        wrong, actor=bob, on=clock.today(), value=Decimal(5), note="Faute de frappe"
    )
    line = work_sheet(alice, project).indicators[0]
    assert (line.readings, line.corrected, line.reached.value) == ((right,), (wrong,), 5)
    with pytest.raises(Invalid, match="déjà corrigé"):
        readings.correct_reading(wrong, actor=bob, on=clock.today(), value=Decimal(6))
    assert list(Reading.objects.in_force()) == [right]


def test_indicator_once_read_stays(project: Project, indicator: Indicator, bob: User) -> None:
    ReadingFactory(indicator=indicator)
    with pytest.raises(DomainError, match="a des relevés"):
        remove_indicator(indicator, actor=bob)
    remove_indicator(add_indicator(project, label="Appels"), actor=bob)
    assert list(project.indicators.all()) == [indicator]


def test_database_refuses_to_change_or_delete_a_reading(indicator: Indicator) -> None:
    row = ReadingFactory(indicator=indicator)
    for act in (
        lambda: Reading.objects.filter(pk=row.pk).update(value=0),
        lambda: Reading.objects.filter(pk=row.pk).delete(),
    ):
        with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
            act()


@pytest.mark.parametrize("who", ["classmate", "charlie", "emil", "head"])
def test_readings_and_budget_are_kept_by_the_team_and_its_teachers(
    project: Project, indicator: Indicator, who: str, request: pytest.FixtureRequest
) -> None:
    other = request.getfixturevalue(who)
    line = BudgetLineFactory(project=project)
    for act in (
        lambda: readings.record_reading(
            indicator, actor=other, on=clock.today(), value=Decimal(1)
        ),
        lambda: readings.add_budget_line(project, actor=other, values={}),
        lambda: readings.edit_budget_line(line, actor=other, version=1, values={}),
        lambda: readings.remove_budget_line(line, actor=other),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_budget_tells_what_was_planned_what_it_came_to_and_the_return(
    project: Project, alice: User
) -> None:
    for label, kind, planned, actual in (
        ("Affiches", "cost", 200, 250),
        ("Ventes", "revenue", 1000, 750),
        ("Échantillons", "cost", 50, 0),
    ):
        readings.add_budget_line(
            project,
            actor=alice,
            values={
                "label": label,
                "kind": kind,
                "planned": Decimal(planned),
                "actual": Decimal(actual),
            },
        )
    budget = work_sheet(alice, project).budget
    assert (budget.result_planned, budget.result_actual) == (750, 500)
    assert (budget.return_planned, budget.return_actual) == (300, 200)


def test_budget_line_is_changed_then_removed(project: Project, alice: User) -> None:
    line = BudgetLineFactory(project=project)
    line = readings.edit_budget_line(line, actor=alice, version=1, values={"actual": Decimal(90)})
    assert (line.actual, line.version) == (90, 2)
    with pytest.raises(Invalid, match="déjà une ligne"):
        readings.add_budget_line(
            project, actor=alice, values={"label": line.label, "kind": "cost", "planned": 1}
        )
    readings.remove_budget_line(line, actor=alice)
    with pytest.raises(DomainError, match="déjà retirée"):
        readings.remove_budget_line(line, actor=alice)
    assert not BudgetLine.objects.exists()
