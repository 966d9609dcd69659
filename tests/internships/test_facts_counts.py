"""Signatures, and the conventions that run beside one: tutor, referent, host."""

from datetime import date, timedelta
from typing import Any

import pytest

from internships.facts.check import convention_check
from internships.models import Convention
from internships.rules import ConventionCheck
from internships.selectors.loading import load_convention
from nrc_platform.people.models import Promotion, User
from tests.companies.factories import CompanyFactory, ContactFactory
from tests.internships.acts import make_convention
from tests.internships.factories import FRIDAY, MONDAY, InternshipFactory
from tests.people.factories import UserFactory
from tests.signatures.factories import SignerFactory, SigningRequestFactory

pytestmark = pytest.mark.django_db
SIRET, OTHER_SITE = "73282932000074", "73282932000082"


def check_of(row: Convention) -> ConventionCheck:
    return convention_check(load_convention(row))


def beside(promotion: Promotion, state: str = "signed", **given: Any) -> Convention:
    """Make the convention of somebody else, at the same dates unless said otherwise."""
    return make_convention(UserFactory(), promotion, **({state: True} | given))


def test_who_has_still_to_sign_is_named_while_the_round_is_open(
    alice: User, promotion: Promotion
) -> None:
    row = make_convention(alice, promotion, partly_signed=True)
    held = SigningRequestFactory(kind="internships.convention", subject_id=row.pk)
    SignerFactory(request=held, on_paper=True)
    SignerFactory(request=held, name="Dora Delmas", rank=2)
    SignerFactory(request=held, replaced=True, rank=2)
    check = check_of(row)
    assert check.missing_signatures == ("Dora Delmas",)
    assert check.signed_on is None


def test_the_day_of_signature_is_the_last_one_written_on_paper(
    alice: User, promotion: Promotion
) -> None:
    row = make_convention(alice, promotion, signed=True)
    about = {"kind": "internships.convention", "subject_id": row.pk}
    old = SigningRequestFactory(void=True, **about)
    SignerFactory(request=old, on_paper=True, signed_on=date(2026, 12, 1))
    held = SigningRequestFactory(complete=True, round=2, **about)
    SignerFactory(request=held, on_paper=True, signed_on=date(2026, 11, 12))
    SignerFactory(request=held, on_paper=True, signed_on=date(2026, 11, 3), rank=2)
    check = check_of(row)
    assert check.signed_on == date(2026, 11, 12)
    assert check.missing_signatures == ()


def test_a_convention_that_is_not_sent_waits_for_no_signature(
    alice: User, promotion: Promotion
) -> None:
    check = check_of(make_convention(alice, promotion, teacher_review=True))
    assert (check.signed_on, check.missing_signatures) == (None, ())


def test_the_tutors_conventions_running_on_the_first_day_are_counted(
    alice: User, promotion: Promotion
) -> None:
    company = CompanyFactory(school=promotion.school)
    tutor = ContactFactory(company=company)
    held: dict[str, Any] = {"tutor": tutor}
    row = make_convention(alice, promotion, company=company, terms=held)
    beside(promotion, terms=held)
    beside(promotion, "sent", terms=held)
    # Another tutor of the same company; a draft, one given up, one broken off, one to come.
    beside(promotion, company=company)
    beside(promotion, "complete", terms=held)
    beside(promotion, "refused", terms=held)
    broken = beside(promotion, "terminated", terms=held | {"starts_on": date(2026, 12, 1)})
    Convention.objects.filter(pk=broken.pk).update(ended_on=MONDAY - timedelta(days=3))
    beside(promotion, terms=held | {"starts_on": MONDAY + timedelta(days=7)})
    assert check_of(row).tutor_conventions == 2


def test_the_referents_students_are_counted_on_the_fullest_day(
    alice: User, bob: User, promotion: Promotion
) -> None:
    row = make_convention(alice, promotion, referent=bob)
    # One until the second week, two from the third: never three at once with the first.
    beside(promotion, referent=bob, terms={"ends_on": MONDAY + timedelta(days=11)})
    late = {"starts_on": MONDAY + timedelta(days=14)}
    team = beside(promotion, referent=bob, kind="project", terms=late)
    InternshipFactory(convention=team, promotion=promotion, period=None)
    after = {"starts_on": FRIDAY + timedelta(days=3), "ends_on": FRIDAY + timedelta(days=20)}
    beside(promotion, referent=bob, terms=after)
    beside(promotion, "cancelled", referent=bob)
    assert check_of(row).referent_interns == 3


def test_the_hosts_interns_are_counted_by_civil_week_and_siren(
    alice: User, promotion: Promotion, other_promotion: Promotion
) -> None:
    company = CompanyFactory(school=promotion.school, siret=SIRET)
    elsewhere = CompanyFactory(school=promotion.school, siret=OTHER_SITE)
    stranger = CompanyFactory(school=other_promotion.school, siret=SIRET)
    row = make_convention(alice, promotion, company=company)
    # From a Wednesday to a Tuesday: two civil weeks, in another place of the same legal person.
    wednesday = MONDAY + timedelta(days=9)
    dates = {"starts_on": wednesday, "ends_on": wednesday + timedelta(days=6)}
    beside(promotion, company=elsewhere, terms=dates)
    beside(promotion, company=company, terms={"ends_on": MONDAY + timedelta(days=11)})
    # Not counted: a draft, and the interns of a school that sees nothing of this one.
    beside(promotion, "complete", company=company)
    beside(other_promotion, company=stranger)
    host = check_of(row).host
    assert host is not None
    assert host.interns_by_week == {
        MONDAY: 1,
        MONDAY + timedelta(days=7): 2,
        MONDAY + timedelta(days=14): 1,
    }


def test_without_siret_the_record_itself_is_the_host(alice: User, promotion: Promotion) -> None:
    company = CompanyFactory(school=promotion.school, siret="", no_siret_reason="À l’étranger")
    merged = CompanyFactory(school=promotion.school, state="merged", merged_into=company)
    nameless = CompanyFactory(school=promotion.school, siret="", no_siret_reason="Association")
    row = make_convention(alice, promotion, company=company)
    beside(promotion, company=merged)
    beside(promotion, company=nameless)
    host = check_of(row).host
    assert host is not None
    assert set(host.interns_by_week.values()) == {1}


def test_without_dates_nothing_beside_is_counted(
    alice: User, bob: User, promotion: Promotion
) -> None:
    empty = {"starts_on": None, "ends_on": None}
    row = make_convention(alice, promotion, referent=bob, terms=empty)
    beside(promotion, referent=bob)
    check = check_of(row)
    assert (check.tutor_conventions, check.referent_interns) == (0, 0)
    assert check.host is not None
    assert check.host.interns_by_week == {}
