"""What is read to print a convention, an avenant, a calendar."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from internships.facts.parts import GratificationFact
from internships.models import Internship, Terms
from internships.selectors.printed import (
    head_on,
    printed_avenant,
    printed_calendar,
    printed_convention,
    schedule_of,
    signer_facts,
    terms_in_order,
)
from internships.selectors.rates import CEILING
from nrc_platform.core.errors import DomainError
from nrc_platform.people.models import User
from nrc_platform.signatures.facts import SignerSpec
from tests.curriculum.factories import RuleSetFactory, RuleValueFactory
from tests.internships.factories import (
    AvenantFactory,
    BreakFactory,
    ConventionMissionFactory,
    InternshipFactory,
    SchoolClausesFactory,
    TermsFactory,
)
from tests.internships.printed import sample_convention
from tests.people.factories import RoleGrantFactory
from tests.signatures.factories import SigningRequestFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
SPECS = (
    SignerSpec("student", 1, "Zoé Dupré", email="zoe@lycee.example"),
    SignerSpec("host_signatory", 2, "Denis Tessier", "Gérant", "Hygial", "d@hygial.example"),
    SignerSpec("host_tutor", 2, "denis tessier", "", "", "D@hygial.example"),
    SignerSpec("school_head", 4, "Philippe Aubert"),
    SignerSpec("referent", 3, "Bob Besson"),
)


@pytest.fixture
def stage(promotion: Any, alice: User) -> Internship:
    """Alice's signed convention of six weeks."""
    row: Internship = InternshipFactory(
        convention__signed=True,
        convention__school=promotion.school,
        promotion=promotion,
        student=alice,
    )
    TermsFactory(convention=row.convention, staffed=True)
    return row


def moved(stage: Internship, applies_on: date, *, signed: bool = True, **terms: Any) -> Terms:
    """Make the terms of an avenant of the convention."""
    avenant = AvenantFactory(convention=stage.convention, signed=signed, applies_on=applies_on)
    base = stage.convention.terms.get(avenant=None)
    row: Terms = TermsFactory(
        convention=stage.convention,
        avenant=avenant,
        tutor=base.tutor,
        referent=base.referent,
        **terms,
    )
    return row


def test_convention_is_read_under_the_head_and_clauses_of_the_day(
    stage: Internship, head: User
) -> None:
    SchoolClausesFactory(school=stage.convention.school, number=1, body="Ancienne.")
    SchoolClausesFactory(school=stage.convention.school, number=2, body="Pour {etudiant}.")
    facts = printed_convention(
        stage.convention, on=TODAY, signers=SPECS, round_number=3, reference="7KQM-2FXD-9P"
    )
    assert facts.school.head == str(head)
    assert facts.clauses_version == 2
    assert str(stage.student) in facts.clauses
    assert facts.duration.hours == Decimal(210)
    assert (facts.duration.week_days, facts.duration.run_days) == (30, 30)
    assert facts.round == 3
    assert facts.reference == "7KQM-2FXD-9P"


def test_head_is_the_one_of_the_day(school: Any) -> None:
    former = RoleGrantFactory(
        school=school, head=True, starts_on=date(2020, 9, 1), ends_on=date(2026, 8, 31)
    )
    present = RoleGrantFactory(school=school, head=True, starts_on=date(2026, 9, 1))
    assert head_on(school, date(2026, 8, 31)) == str(former.user)
    assert head_on(school, date(2026, 9, 1)) == str(present.user)
    assert head_on(school, date(2019, 9, 1)) == ""


def test_one_person_in_two_capacities_signs_in_one_box_in_order_of_rank() -> None:
    boxes = signer_facts(SPECS)
    assert [box.name for box in boxes] == [
        "Zoé Dupré",
        "Denis Tessier",
        "Bob Besson",
        "Philippe Aubert",
    ]
    assert boxes[1].capacities == ("host_signatory", "host_tutor")
    assert boxes[1].quality == "Gérant"


def test_queries_are_as_many_for_one_student_and_for_three(stage: Internship) -> None:
    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as held:
            printed_convention(stage.convention, on=TODAY, signers=SPECS)
        return len(held)

    alone = count()
    for _ in range(2):
        InternshipFactory(convention=stage.convention, promotion=stage.promotion, period=None)
        BreakFactory(convention=stage.convention)
        ConventionMissionFactory(convention=stage.convention)
    assert count() == alone == 12


def test_terms_follow_one_another_from_the_day_each_applies(stage: Internship) -> None:
    moved(stage, date(2027, 1, 18), monday_hours=Decimal(0))
    moved(stage, date(2027, 2, 1), signed=False, monday_hours=Decimal(8))
    schedule = schedule_of(terms_in_order(stage.convention), [])
    assert [(each.starts_on, each.ends_on) for each in schedule.segments] == [
        (date(2027, 1, 4), date(2027, 1, 17)),
        (date(2027, 1, 18), date(2027, 2, 12)),
    ]
    facts = printed_calendar(stage.convention, on=TODAY)
    assert [row.hours for row in facts.weeks] == [35, 35, 28, 28, 28, 28]
    assert facts.hours == Decimal(182)


def test_moved_dates_leave_no_day_of_the_first_ones(stage: Internship) -> None:
    moved(stage, date(2027, 1, 4), starts_on=date(2027, 1, 11), ends_on=date(2027, 2, 19))
    facts = printed_calendar(stage.convention, on=TODAY)
    assert (facts.starts_on, facts.ends_on) == (date(2027, 1, 11), date(2027, 2, 19))
    assert len(facts.weeks) == 6
    assert facts.hours == Decimal(210)
    assert facts.avenant > 0


def test_calendar_names_holidays_and_breaks(stage: Internship) -> None:
    BreakFactory(convention=stage.convention)
    BreakFactory(
        convention=stage.convention,
        avenant=AvenantFactory(convention=stage.convention),
        starts_on=date(2027, 2, 1),
        ends_on=date(2027, 2, 5),
    )
    facts = printed_calendar(stage.convention, on=TODAY)
    assert facts.hours == Decimal(175)
    assert facts.weeks[2].days[0].word == "fermeture de l’entreprise"
    assert facts.weeks[4].hours == Decimal(35)


def test_calendar_without_dates_is_refused(stage: Internship) -> None:
    stage.convention.terms.update(ends_on=None)
    with pytest.raises(DomainError, match="deux dates"):
        printed_calendar(stage.convention, on=TODAY)


def test_avenant_says_what_changes_from_the_terms_before_it(stage: Internship, head: User) -> None:
    SigningRequestFactory(
        school=stage.convention.school,
        kind="internships.convention",
        subject_id=stage.convention.pk,
        facts=sample_convention().as_dict(),
        complete=True,
    )
    stage.convention.signed_at = datetime(2026, 12, 1, 9, tzinfo=UTC)
    stage.convention.save()
    moved(stage, date(2027, 1, 11), subject="Fidélisation")
    after = moved(
        stage,
        date(2027, 2, 1),
        signed=False,
        ends_on=date(2027, 2, 19),
        subject="Fidélisation",
        gratification="rate",
        hourly_cents=500,
    )
    assert after.avenant is not None
    BreakFactory(convention=stage.convention, avenant=after.avenant)
    facts = printed_avenant(
        after.avenant, on=TODAY, signers=SPECS, round_number=1, reference="7KQM-2FXD-9P"
    )
    assert {change.label: change.after for change in facts.changes} == {
        "Dernier jour": "vendredi 19\u00a0février 2027",
        "Gratification": "5,00\u00a0€ par heure",
        "Jours sans présence": "fermeture de l’entreprise du lundi 18\u00a0janvier au vendredi "
        "22\u00a0janvier 2027",
    }
    assert facts.school.head == str(head)
    assert facts.convention_number == "CV-27-0142"
    assert facts.convention_signed_on == date(2026, 12, 1)
    assert facts.student_names == "Zoé Dupré"


def ceiling(year: int, cents: int) -> None:
    rules = RuleSetFactory(
        school=None, starts_on=date(year, 1, 1), ends_on=date(year, 12, 31), code=f"plafond-{year}"
    )
    RuleValueFactory(rule_set=rules, key=CEILING, value=cents)


def paid(stage: Internship, **terms: Any) -> GratificationFact:
    stage.convention.terms.update(starts_on=date(2026, 11, 30), ends_on=date(2027, 1, 29), **terms)
    return printed_convention(stage.convention, on=TODAY, signers=SPECS).gratification


def test_legal_minimum_is_paid_at_the_ceiling_of_each_month(stage: Internship) -> None:
    ceiling(2026, 3000)
    facts = paid(stage, gratification="minimum")
    assert [(each.month, each.hours, each.rate_cents) for each in facts.months] == [
        ("2026-11", Decimal(7), 450),
        ("2026-12", Decimal(154), 450),
        ("2027-01", Decimal(140), None),
    ]
    assert facts.months[1].amount_cents == 69300
    assert facts.total_cents is None
    ceiling(2027, 3100)
    facts = paid(stage, gratification="minimum")
    assert facts.months[2].rate_cents == 465
    assert facts.total_cents == 3150 + 69300 + 65100


def test_agreed_rate_is_printed_and_nothing_when_nothing_is_paid(stage: Internship) -> None:
    facts = paid(stage, gratification="rate", hourly_cents=500)
    assert facts.total_cents == 301 * 500
    assert [each.rate_cents for each in facts.months] == [500, 500, 500]
    assert paid(stage, gratification="none", hourly_cents=None).months == ()
    assert paid(stage, gratification="none").threshold_hours == Decimal(308)
