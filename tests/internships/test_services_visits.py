"""Visits and contacts of the referent: planned, prepared, reported."""

from datetime import timedelta
from typing import Any

import pytest

from internships.models import Internship, Visit
from internships.services import visits
from nrc_platform.core import clock
from nrc_platform.core.errors import DomainError, Invalid, NotAllowed, Stale
from nrc_platform.people.models import Promotion, User
from tests.internships.factories import VisitFactory
from tests.internships.life import stage_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(alice: User, promotion: Promotion) -> Internship:
    """Alice's signed stage."""
    return stage_of(alice, promotion)


def plan(**more: Any) -> dict[str, Any]:
    """Return a visit in a week."""
    return {
        "kind": "visit",
        "planned_at": clock.now() + timedelta(days=7),
        "preparation": "Objectifs de la période",
        **more,
    }


def report(**more: Any) -> dict[str, Any]:
    """Return a call of today."""
    return {
        "kind": "phone",
        "held_on": clock.today(),
        "met": "Dora Delmas",
        "report": "Tout va bien.",
        **more,
    }


@pytest.mark.req(13, rule="internships.access.can_plan_visit")
def test_teacher_plans_prepares_moves_and_reports(stage: Internship, bob: User) -> None:
    row = visits.plan_visit(stage, actor=bob, values=plan())
    later = clock.now() + timedelta(days=8)
    row = visits.replan_visit(row, actor=bob, version=1, values=plan(planned_at=later))
    assert (row.planned_at, row.teacher) == (later, bob)
    row = visits.report_visit(row, actor=bob, version=2, values=report(kind="visit"))
    assert (row.kind, row.held_on, row.report) == ("visit", clock.today(), "Tout va bien.")
    with pytest.raises(DomainError, match="corrigez son compte rendu"):
        visits.replan_visit(row, actor=bob, version=3, values=plan())
    with pytest.raises(DomainError, match="son compte rendu reste"):
        visits.remove_visit(row, actor=bob)


def test_contact_nobody_planned_is_logged(stage: Internship, bob: User) -> None:
    row = visits.log_contact(stage, actor=bob, values=report())
    assert (row.planned_at, row.met) == (None, "Dora Delmas")


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"held_on": None}, "Indiquez le jour"),
        ({"held_on": clock.today() + timedelta(days=1)}, "ce jour est à venir"),
        ({"report": " "}, "Écrivez en une phrase"),
    ],
)
def test_report_without_its_day_or_its_words_gets_a_sentence(
    stage: Internship, bob: User, more: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Invalid, match=sentence):
        visits.log_contact(stage, actor=bob, values=report(**more))
    assert not Visit.objects.exists()


def test_visit_without_a_date_gets_a_sentence(stage: Internship, bob: User) -> None:
    with pytest.raises(Invalid, match="quand la visite est prévue"):
        visits.plan_visit(stage, actor=bob, values=plan(planned_at=None))


def test_second_tab_overwrites_nothing_and_a_visit_is_removed_once(
    stage: Internship, bob: User
) -> None:
    row = VisitFactory(internship=stage, teacher=bob)
    visits.replan_visit(row, actor=bob, version=1, values=plan(preparation="Bilan"))
    with pytest.raises(Stale):
        visits.replan_visit(row, actor=bob, version=1, values=plan(preparation="Autre"))
    visits.remove_visit(row, actor=bob)
    with pytest.raises(DomainError, match="déjà retirée"):
        visits.remove_visit(row, actor=bob)


@pytest.mark.parametrize("person", ["alice", "emil", "head", "charlie", "other_teacher"])
def test_others_plan_and_report_nothing(
    stage: Internship, person: str, request: pytest.FixtureRequest
) -> None:
    actor = request.getfixturevalue(person)
    with pytest.raises(NotAllowed):
        visits.plan_visit(stage, actor=actor, values=plan())
    with pytest.raises(NotAllowed):
        visits.log_contact(stage, actor=actor, values=report())
