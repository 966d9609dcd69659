"""The calendar of a class: periods with their aim, steps, and what is refused."""

from datetime import date
from typing import Any

import pytest

from internships.models import InternshipPeriod, ProgressionStep
from internships.services import calendar
from nrc_platform.core.errors import DomainError, Invalid, NotAllowed, Stale
from nrc_platform.journal.selectors import history
from nrc_platform.people.models import Promotion, User
from tests.internships.factories import (
    InternshipFactory,
    InternshipPeriodFactory,
    ProgressionStepFactory,
    SearchEntryFactory,
)

pytestmark = pytest.mark.django_db
PERIOD: dict[str, Any] = {
    "label": "Deuxième stage",
    "aim": "Conduire un entretien de vente et en rendre compte.",
    "starts_on": date(2027, 1, 4),
    "ends_on": date(2027, 2, 12),
}
STEP: dict[str, Any] = {
    "label": "Négociation-vente",
    "content": "Objections.",
    "starts_on": date(2026, 11, 2),
    "ends_on": date(2026, 12, 18),
}


def test_teacher_plans_a_period_with_its_aim(promotion: Promotion, bob: User) -> None:
    row = calendar.add_period(promotion, actor=bob, values=PERIOD)
    assert (row.label, row.aim, row.promotion) == (PERIOD["label"], PERIOD["aim"], promotion)
    assert [fact.kind for fact in history(row)] == ["internships.internshipperiod.add"]


@pytest.mark.req(29, rule="internships.services.calendar.check_aim")
def test_period_without_an_aim_is_refused(promotion: Promotion, bob: User) -> None:
    with pytest.raises(Invalid, match="ne se juxtapose pas aux cours"):
        calendar.add_period(promotion, actor=bob, values={**PERIOD, "aim": "  "})
    assert not InternshipPeriod.objects.exists()


@pytest.mark.req(28, rule="internships.services.calendar.check_within_class")
@pytest.mark.parametrize("name", ["starts_on", "ends_on"])
def test_period_outside_the_time_of_the_class_is_refused_at_its_field(
    promotion: Promotion, bob: User, name: str
) -> None:
    wrong = {"starts_on": date(2024, 1, 4), "ends_on": date(2028, 2, 12)}[name]
    with pytest.raises(Invalid) as refusal:
        calendar.add_period(promotion, actor=bob, values={**PERIOD, name: wrong})
    assert list(refusal.value.errors) == [name]
    assert "du 01/09/2025 au 31/08/2027" in refusal.value.message


@pytest.mark.req(26, rule="internships.access.can_edit_calendar")
def test_remaining_weeks_may_be_split_in_short_periods(promotion: Promotion, bob: User) -> None:
    calendar.add_period(promotion, actor=bob, values=PERIOD)
    for number in range(1, 6):
        day = date(2026, number + 1, 2)
        short = {**PERIOD, "label": f"Journée {number}", "starts_on": day, "ends_on": day}
        calendar.add_period(promotion, actor=bob, values=short)
    assert promotion.internship_periods.count() == 6


@pytest.mark.req(27, rule="internships.access.can_edit_calendar")
def test_two_schools_split_their_weeks_each_in_its_own_way(
    promotion: Promotion, bob: User, other_promotion: Promotion, other_teacher: User
) -> None:
    calendar.add_period(promotion, actor=bob, values=PERIOD)
    whole = {**PERIOD, "starts_on": date(2026, 1, 5), "ends_on": date(2026, 6, 26)}
    calendar.add_period(other_promotion, actor=other_teacher, values=whole)
    with pytest.raises(NotAllowed):
        calendar.add_period(promotion, actor=other_teacher, values={**whole, "label": "Autre"})
    assert promotion.internship_periods.count() == 1


def test_two_periods_never_share_a_day(promotion: Promotion, bob: User) -> None:
    first = calendar.add_period(promotion, actor=bob, values=PERIOD)
    second = {**PERIOD, "label": "Suite", "starts_on": date(2027, 2, 12)}
    with pytest.raises(Invalid, match="chevauchent «\u00a0Deuxième stage\u00a0»"):
        calendar.add_period(promotion, actor=bob, values={**second, "ends_on": date(2027, 3, 12)})
    moved = {**PERIOD, "ends_on": date(2027, 2, 19)}
    row = calendar.edit_period(first, actor=bob, version=1, values=moved)
    assert (row.ends_on, row.version) == (date(2027, 2, 19), 2)


def test_reversed_dates_and_a_name_taken_get_a_sentence(promotion: Promotion, bob: User) -> None:
    reversed_dates = {**PERIOD, "starts_on": PERIOD["ends_on"], "ends_on": PERIOD["starts_on"]}
    with pytest.raises(Invalid, match="ne peut pas finir avant son début"):
        calendar.add_period(promotion, actor=bob, values=reversed_dates)
    calendar.add_period(promotion, actor=bob, values=PERIOD)
    later = {**PERIOD, "starts_on": date(2027, 4, 5), "ends_on": date(2027, 4, 9)}
    with pytest.raises(Invalid, match="déjà une période de ce nom"):
        calendar.add_period(promotion, actor=bob, values=later)


def test_second_tab_overwrites_nothing(promotion: Promotion, bob: User, emil: User) -> None:
    row = calendar.add_period(promotion, actor=bob, values=PERIOD)
    calendar.edit_period(row, actor=emil, version=1, values={**PERIOD, "label": "Stage 2"})
    with pytest.raises(Stale):
        calendar.edit_period(row, actor=bob, version=1, values={**PERIOD, "label": "Stage B"})
    row.refresh_from_db()
    assert row.label == "Stage 2"


@pytest.mark.parametrize("used_by", [InternshipFactory, SearchEntryFactory])
def test_period_in_use_is_not_removed(promotion: Promotion, bob: User, used_by: Any) -> None:
    row = InternshipPeriodFactory(promotion=promotion)
    used_by(period=row)
    with pytest.raises(DomainError, match="Changez plutôt ses dates"):
        calendar.remove_period(row, actor=bob)
    assert InternshipPeriod.objects.filter(pk=row.pk).exists()


def test_unused_period_and_step_are_removed_once(promotion: Promotion, emil: User) -> None:
    row = InternshipPeriodFactory(promotion=promotion)
    step = ProgressionStepFactory(promotion=promotion)
    calendar.remove_period(row, actor=emil)
    calendar.remove_step(step, actor=emil)
    assert not InternshipPeriod.objects.exists()
    with pytest.raises(DomainError, match="déjà retirée"):
        calendar.remove_step(step, actor=emil)


@pytest.mark.req(28, rule="progression_step_dates_ordered")
def test_step_of_the_progression_has_days_in_order(promotion: Promotion, bob: User) -> None:
    with pytest.raises(Invalid, match="L’étape ne peut pas finir avant son début"):
        calendar.add_step(promotion, actor=bob, values={**STEP, "ends_on": date(2026, 10, 1)})
    row = calendar.add_step(promotion, actor=bob, values=STEP)
    changed = calendar.edit_step(row, actor=bob, version=1, values={**STEP, "content": "Vente."})
    assert (changed.content, changed.version) == ("Vente.", 2)
    assert ProgressionStep.objects.count() == 1


@pytest.mark.req(28, rule="internships.access.can_edit_calendar")
@pytest.mark.parametrize("person", ["alice", "head", "charlie", "other_teacher", "juror", "admin"])
def test_others_plan_nothing(
    promotion: Promotion, person: str, request: pytest.FixtureRequest
) -> None:
    actor = request.getfixturevalue(person)
    with pytest.raises(NotAllowed):
        calendar.add_period(promotion, actor=actor, values=PERIOD)
    with pytest.raises(NotAllowed):
        calendar.add_step(promotion, actor=actor, values=STEP)
    assert not promotion.internship_periods.exists()
