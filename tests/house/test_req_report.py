"""The requirement report bites: a test that does not need its rule is found out."""

import pytest
from django.db import IntegrityError, transaction

from nrc_platform.core.findings import RULES
from nrc_platform.people.models import Promotion
from tests.house import proof
from tests.house.req_report import Report, measure, ranges
from tests.people.factories import PromotionFactory


@pytest.fixture(scope="module")
def report() -> Report:
    """What the sample tests prove."""
    return measure("tests/house/samples/proof_cases.py")


def test_a_test_that_needs_its_rule_proves_it(report: Report) -> None:
    assert report.proved == {1, 3, 5, 6, 7, 8, 9}


def test_a_test_that_does_not_need_its_rule_is_found_out(report: Report) -> None:
    names = {sentence.partition(" : ")[0].rpartition("::")[2] for sentence in report.false_claims}
    assert names == {
        "test_a_finding_only_claimed",
        "test_a_question_only_claimed",
        "test_an_unknown_rule",
    }


def test_a_mark_without_rule_is_no_proof(report: Report) -> None:
    assert 11 in report.marked
    assert 11 not in report.proved


def test_a_number_that_is_not_in_the_list_is_found_out(report: Report) -> None:
    assert report.strangers == [9999]


def test_the_whole_list_is_read(report: Report) -> None:
    assert set(report.strengths) == set(range(1, len(report.strengths) + 1))
    assert set(report.strengths.values()) == set("OPRDE")
    assert len(report.strengths) > 150


def test_every_rule_comes_back() -> None:
    before = dict(RULES)
    with proof.disabled("promotion_dates_ordered"):
        assert proof.constraint_named("promotion_dates_ordered") is None
    assert proof.constraint_named("promotion_dates_ordered") is not None
    assert before == RULES


@pytest.mark.django_db(transaction=True)
def test_a_constraint_comes_back_into_its_table() -> None:
    with proof.disabled("promotion_code_unique") as handle:
        handle.drop()
        first = PromotionFactory()
        PromotionFactory(school=first.school)
        Promotion.objects.all().delete()
    first = PromotionFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        PromotionFactory(school=first.school)


def test_a_rule_nobody_wrote_is_refused() -> None:
    with pytest.raises(proof.UnknownRule), proof.disabled("e4.does_not_exist"):
        pass


def test_numbers_are_written_shortly() -> None:
    assert ranges([4, 1, 2, 3, 7, 9, 10]) == "1–4, 7, 9–10"
    assert ranges([]) == "aucune"
