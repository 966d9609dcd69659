"""What an attestation counts: the hours done, and what the law or the host pays for them."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from internships.models import Attestation, Convention, Internship
from internships.selectors.attested import attested_figures
from internships.selectors.rates import CEILING
from internships.services import attestations
from nrc_platform.core.errors import DomainError
from nrc_platform.people.models import Promotion, User
from tests.curriculum.factories import RuleSetFactory, RuleValueFactory
from tests.internships.acts import make_convention
from tests.internships.factories import (
    FRIDAY,
    MONDAY,
    AbsenceFactory,
    AvenantFactory,
    BreakFactory,
    ConventionMissionFactory,
    TermsFactory,
)
from tests.internships.signed import ATTESTATION, round_of

pytestmark = pytest.mark.django_db
PAID = {"gratification": "rate", "hourly_cents": 450}
# Nine weeks of 35 hours, all in 2027, without a public holiday.
NINE = {"starts_on": MONDAY, "ends_on": date(2027, 3, 5)}


def ceiling(year: int, cents: int) -> None:
    """Publish the hourly ceiling of a year."""
    rules = RuleSetFactory(
        school=None, starts_on=date(year, 1, 1), ends_on=date(year, 12, 31), code=f"plafond-{year}"
    )
    RuleValueFactory(rule_set=rules, key=CEILING, value=cents)


@pytest.fixture
def on(freeze: Callable[..., Any]) -> Callable[[date], Any]:
    """Stop the clock on the morning of a day."""
    return lambda day: freeze(datetime(day.year, day.month, day.day, 9, tzinfo=UTC))


def paid(student: User, promotion: Promotion, teacher: User, **terms: Any) -> Convention:
    """Make a signed convention under those terms, without its round."""
    return make_convention(student, promotion, signed=True, referent=teacher, terms=terms)


def make(row: Convention, actor: User) -> Attestation:
    """Establish the attestation of the one student of a convention."""
    return attestations.make_attestation(row.internships.get(), actor=actor)


def test_nine_weeks_paid(
    alice: User, bob: User, head: User, promotion: Promotion, on: Callable[..., Any]
) -> None:
    ceiling(2027, 3000)
    row = paid(alice, promotion, bob, **NINE, **PAID)
    on(NINE["ends_on"])
    made = make(row, bob)
    assert (made.hours, made.paid_cents) == (315, 141_750)
    facts = round_of(made, ATTESTATION).facts
    assert [(m["month"], Decimal(m["hours"]), m["amount_cents"]) for m in facts["months"]] == [
        ("2027-01", 140, 63_000),
        ("2027-02", 140, 63_000),
        ("2027-03", 35, 15_750),
    ]


def test_due_by_law_from_the_first_hour_whatever_was_agreed(
    alice: User, bob: User, promotion: Promotion, on: Callable[..., Any]
) -> None:
    ceiling(2027, 3000)
    row = paid(alice, promotion, bob, **NINE, gratification="none")
    on(NINE["ends_on"])
    assert make(row, bob).paid_cents == 141_750


def test_two_stages_in_one_host_in_one_school_year_are_added(
    alice: User, bob: User, promotion: Promotion, on: Callable[..., Any]
) -> None:
    ceiling(2027, 3000)
    first = paid(alice, promotion, bob)
    second = make_convention(
        alice,
        promotion,
        signed=True,
        referent=bob,
        company=first.company,
        terms={"starts_on": date(2027, 3, 1), "ends_on": date(2027, 3, 26)},
    )
    on(date(2027, 3, 26))
    made = make(second, bob)
    assert (made.hours, made.paid_cents) == (140, 63_000)


def test_while_a_ceiling_is_not_published_no_sum_is_guessed(
    alice: User, bob: User, promotion: Promotion, on: Callable[..., Any]
) -> None:
    row = paid(alice, promotion, bob, gratification="minimum")
    on(FRIDAY)
    with pytest.raises(DomainError, match="pas encore publié pour janvier 2027, février 2027"):
        make(row, bob)


def test_absences_and_days_without_presence_are_no_hours(
    alice: User, bob: User, promotion: Promotion, on: Callable[..., Any]
) -> None:
    row = paid(alice, promotion, bob, **PAID)
    stage = row.internships.get()
    AbsenceFactory(internship=stage, starts_on=MONDAY, ends_on=MONDAY)
    half = MONDAY + timedelta(days=1)
    AbsenceFactory(internship=stage, starts_on=half, ends_on=half, hours=Decimal("3.5"))
    BreakFactory(convention=row)
    on(FRIDAY)
    made = make(row, bob)
    assert made.hours == 210 - 35 - Decimal("10.5")
    assert made.paid_cents == int(made.hours * 450)
    facts = round_of(made, ATTESTATION).facts
    assert Decimal(facts["absence_hours"]) == Decimal("10.5")


def test_an_avenant_that_changes_the_pay_counts_from_its_day(
    alice: User, bob: User, promotion: Promotion, on: Callable[..., Any]
) -> None:
    row = paid(alice, promotion, bob, **PAID)
    change = AvenantFactory(
        convention=row, number=1, kind="gratification", signed=True, applies_on=date(2027, 1, 18)
    )
    TermsFactory(convention=row, avenant=change, gratification="rate", hourly_cents=600)
    on(FRIDAY)
    assert make(row, bob).paid_cents == 70 * 450 + 140 * 600


def test_missions_of_the_convention_are_hours_too(
    alice: User, bob: User, promotion: Promotion, on: Callable[..., Any]
) -> None:
    row = paid(alice, promotion, bob, **PAID)
    ConventionMissionFactory(convention=row, hours=Decimal(8))
    on(FRIDAY)
    made = make(row, bob)
    assert (made.hours, made.paid_cents) == (218, 218 * 450)


def test_leave_is_neither_done_nor_paid_but_counts_for_the_threshold(
    alice: User, bob: User, promotion: Promotion, on: Callable[..., Any]
) -> None:
    ceiling(2027, 3000)
    row = paid(alice, promotion, bob, **NINE, gratification="none")
    AbsenceFactory(
        internship=row.internships.get(), starts_on=MONDAY, ends_on=MONDAY, reason="parenthood"
    )
    on(NINE["ends_on"])
    made = make(row, bob)
    assert (made.hours, made.paid_cents) == (308, 308 * 450)


def test_its_queries_do_not_grow_with_what_it_reads(
    alice: User, bob: User, promotion: Promotion
) -> None:
    stage = Internship.objects.select_related("convention__school", "convention__company").get(
        convention=paid(alice, promotion, bob, **PAID)
    )

    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            attested_figures(stage)
        return len(seen)

    few = count()
    for day in range(5):
        on_day = MONDAY + timedelta(days=day)
        AbsenceFactory(internship=stage, starts_on=on_day, ends_on=on_day)
        BreakFactory(convention=stage.convention)
        ConventionMissionFactory(convention=stage.convention)
    # Terms, missions, breaks, absences, two figures, other stages, and the ceiling of 2027 and of
    # the missions' year.
    assert (few, count()) == (8, 9)
