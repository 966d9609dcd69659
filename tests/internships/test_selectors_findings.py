"""What the rules say of a convention as it is stored, and of a student's course."""

from datetime import date
from decimal import Decimal

import pytest

from internships.facts.weeks import WeeksSummary
from internships.selectors.findings import (
    class_findings,
    convention_findings,
    load_convention,
    student_findings,
)
from internships.selectors.weeks import class_weeks, weeks_summary
from nrc_platform.people.models import Promotion, User
from tests.curriculum.factories import RuleSetFactory, RuleValueFactory
from tests.internships.acts import make_convention
from tests.internships.around import amend, queries
from tests.internships.factories import (
    AbsenceFactory,
    AttestationFactory,
    BreakFactory,
    DispensationFactory,
)
from tests.people.factories import UserFactory

pytestmark = pytest.mark.django_db
THREE_MORE = {"starts_on": date(2027, 3, 1), "ends_on": date(2027, 3, 19)}


def rules_of(row: object) -> set[str]:
    return {each.rule for each in convention_findings(load_convention(row))}  # type: ignore[arg-type]


def attested(student: User, promotion: Promotion, **given: object) -> object:
    row = make_convention(student, promotion, **({"signed": True} | given))
    AttestationFactory(internship=row.internships.get(), signed=True)
    return row


def test_a_draft_says_what_is_missing_and_leads_to_the_field(
    alice: User, promotion: Promotion
) -> None:
    row = make_convention(alice, promotion, complete=False)
    found = convention_findings(load_convention(row))
    seventh = next(each for each in found if each.rule == "convention.item_7")
    assert seventh.url == f"/conventions/{row.pk}/modifier/#id_supervision"
    assert (seventh.severity, seventh.blocks) == ("blocking", "send")


def test_what_kept_from_sending_is_behind_once_sent(alice: User, promotion: Promotion) -> None:
    terms = {"gratification": ""}
    draft = make_convention(alice, promotion, terms=terms)
    sent = make_convention(alice, promotion, sent=True, terms=terms)
    assert "convention.item_8" in rules_of(draft)
    found = convention_findings(load_convention(sent))
    assert found
    assert all(each.blocks != "send" for each in found)


def test_a_convention_given_up_has_nothing_to_mend(alice: User, promotion: Promotion) -> None:
    row = make_convention(alice, promotion, refused=True, terms={"gratification": ""})
    assert rules_of(row) == set()


def test_two_stages_at_once_are_seen_from_the_rows(alice: User, promotion: Promotion) -> None:
    make_convention(alice, promotion, signed=True)
    row = make_convention(alice, promotion)
    assert "convention.overlap" in rules_of(row)


def test_an_avenant_moves_a_stage_out_of_the_way(alice: User, promotion: Promotion) -> None:
    first = make_convention(alice, promotion, signed=True)
    row = make_convention(alice, promotion)
    amend(first, date(2027, 1, 4), **THREE_MORE)
    assert "convention.overlap" not in rules_of(row)


def test_weeks_count_once_signed_and_attested(alice: User, promotion: Promotion) -> None:
    attested(alice, promotion)
    make_convention(alice, promotion, signed=True, terms=THREE_MORE)
    make_convention(alice, promotion, refused=True, terms=THREE_MORE)
    summary = weeks_summary(alice, promotion)
    assert (summary.attested.whole, summary.run.weeks.whole) == (6, 6)
    assert summary.foreseen.whole == 9
    assert summary.hours == 210
    assert summary.has_run
    assert summary.is_complete


def test_an_absence_takes_days_off_the_counter(alice: User, promotion: Promotion) -> None:
    row = make_convention(alice, promotion, signed=True)
    internship = row.internships.get()
    AttestationFactory(internship=internship, signed=True)
    AbsenceFactory(internship=internship)
    summary = weeks_summary(alice, promotion)
    assert summary.attested.days == 29
    assert summary.hours == 203
    assert not summary.has_run


def test_a_rupture_and_an_interruption_leave_the_days_done(
    alice: User, promotion: Promotion
) -> None:
    row = make_convention(alice, promotion, terminated=True)
    AttestationFactory(internship=row.internships.get(), signed=True)
    BreakFactory(convention=row, kind="interruption")
    summary = weeks_summary(alice, promotion)
    # Two weeks, one interrupted, one more; the last two were never done.
    assert (summary.attested.whole, summary.run.weeks.whole) == (3, 2)
    assert summary.hours == 3 * 35


def test_dispensations_lower_the_weeks_the_school_fixed(alice: User, promotion: Promotion) -> None:
    rules = RuleSetFactory(school=promotion.school, starts_on=date(2026, 9, 1))
    RuleValueFactory(rule_set=rules, key="stage.total_weeks", value=12)
    attested(alice, promotion)
    assert weeks_summary(alice, promotion).missing.whole == 6
    DispensationFactory(student=alice, promotion=promotion, weeks=2)
    summary = weeks_summary(alice, promotion)
    assert (summary.required, summary.dispensed) == (12, 2)
    assert (summary.wanted.whole, summary.missing.whole) == (10, 4)
    assert not summary.is_complete
    DispensationFactory(
        student=alice, promotion=promotion, weeks=4, decision="2", lifts_consecutive=True
    )
    lifted: WeeksSummary = weeks_summary(alice, promotion)
    assert lifted.consecutive == 0
    assert lifted.is_complete


def test_a_student_without_stage_has_an_empty_counter(alice: User, promotion: Promotion) -> None:
    summary = weeks_summary(alice, promotion)
    assert (summary.attested.days, summary.hours) == (0, Decimal(0))
    assert not summary.has_run


def test_a_whole_class_is_judged_in_as_many_queries_as_one(
    alice: User, promotion: Promotion
) -> None:
    attested(alice, promotion)
    one = queries(lambda: student_findings(alice, promotion))
    students = [alice, *UserFactory.create_batch(4)]
    for student in students[1:]:
        make_convention(student, promotion, signed=True)
    assert queries(lambda: class_findings(promotion, students)) == one == 10
    assert queries(lambda: class_weeks(promotion, students)) == 10
    found = class_findings(promotion, students)
    rule = "stage.consecutive_weeks"
    assert rule not in {each.rule for each in found[alice.pk]}
    assert rule in {each.rule for each in found[students[1].pk]}
