"""Tests that prove their rule, and tests that only say so; test_req_report.py runs them."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from nrc_platform.core.findings import RULES, Finding, rule, run_rules
from nrc_platform.people import access
from nrc_platform.people.models import Promotion, School, User
from nrc_platform.people.rules import check_uai
from tests.people.factories import PromotionFactory, SchoolFactory


class Sample:
    """What the sample rule is written for."""


@rule("sample.never", on=Sample)
def never(sample: Sample) -> list[Finding]:
    """Find something always."""
    return [Finding("sample.never", "info", "Rien à faire.", "essai", "student")]


@pytest.mark.req(1, rule="sample.never")
def test_a_finding_proved() -> None:
    assert run_rules("sample.", Sample())


@pytest.mark.req(2, rule="sample.never")
def test_a_finding_only_claimed() -> None:
    assert "sample.never" in RULES


@pytest.mark.req(3, rule="nrc_platform.people.access.can_manage_people")
@pytest.mark.parametrize("who", ["head", "bob"])
def test_a_question_proved(who: str, school: School, request: pytest.FixtureRequest) -> None:
    person = request.getfixturevalue(who)
    assert access.can_manage_people(person, school) is (who == "head")


@pytest.mark.req(4, rule="nrc_platform.people.access.can_manage_people")
def test_a_question_only_claimed(school: School) -> None:
    assert school.pk


@pytest.mark.req(5, rule="promotion_code_unique")
def test_a_unique_constraint_proved(promotion: Promotion) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        PromotionFactory(school=promotion.school)


@pytest.mark.req(5, rule="promotion_dates_ordered")
@pytest.mark.req(6, rule="promotion_dates_ordered")
def test_a_check_constraint_proved(promotion: Promotion) -> None:
    promotion.ends_on = promotion.starts_on
    with pytest.raises(ValidationError):
        promotion.validate_constraints()


@pytest.mark.req(7, rule="promotion_dates_ordered")
def test_a_check_constraint_of_the_table_proved(promotion: Promotion) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Promotion.objects.update(ends_on=promotion.starts_on)


@pytest.mark.req(8, rule="nrc_platform.people.access.visible_schools")
def test_a_scope_proved(bob: User, other_school: School) -> None:
    assert other_school not in access.visible_schools(bob)


@pytest.mark.req(9, rule="nrc_platform.people.rules.check_uai")
def test_a_check_proved(db: None) -> None:
    with pytest.raises(ValidationError):
        SchoolFactory.build(uai="0490000A").full_clean()
    assert check_uai


@pytest.mark.req(10, rule="sample.gone")
def test_an_unknown_rule() -> None:
    assert True


@pytest.mark.req(11)
def test_a_mark_alone() -> None:
    assert True


@pytest.mark.req(9999)
def test_a_number_from_nowhere() -> None:
    assert True
