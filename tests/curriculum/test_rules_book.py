"""The dated rules of a school, read once for many days."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from curriculum.selectors.rules import rule_book, rule_fact
from nrc_platform.people.models import School
from tests.curriculum.factories import RuleSetFactory, RuleValueFactory

pytestmark = pytest.mark.django_db
CEILING = "gratification.hourly_ceiling_cents"


def test_one_query_answers_for_every_rule_and_day(
    school: School, django_assert_num_queries: Callable[..., Any]
) -> None:
    for year, cents in ((2026, 3000), (2027, 3100)):
        days = {"starts_on": date(year, 1, 1), "ends_on": date(year, 12, 31)}
        rules = RuleSetFactory(school=None, code=f"p-{year}", **days)
        RuleValueFactory(rule_set=rules, key=CEILING, value=cents)
    own = RuleSetFactory(school=school, starts_on=date(2026, 9, 1))
    RuleValueFactory(rule_set=own, key="stage.contacts", value=4)
    with django_assert_num_queries(1):
        book = rule_book(school)
        found = [book.fact(CEILING, date(year, 6, 1)).value for year in (2026, 2027, 2028)]
        contacts = book.fact("stage.contacts", date(2026, 10, 1)).value
    assert found == [3000, 3100, 0]
    assert contacts == 4
    assert rule_fact("stage.contacts", school=school, on=date(2026, 8, 1)).value == 2


def test_a_book_of_some_rules_holds_no_other(school: School, other_school: School) -> None:
    for place, key in ((school, "stage.contacts"), (school, CEILING), (other_school, CEILING)):
        rules = RuleSetFactory(school=place, starts_on=date(2026, 9, 1))
        RuleValueFactory(rule_set=rules, key=key, value=7)
    book = rule_book(school, CEILING)
    assert set(book.values) == {CEILING}
    assert [value.rule_set.school for value in book.values[CEILING]] == [school]
