"""What was loaded, said in the facts the rules look at."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from curriculum.services.rules import set_rule
from internships.facts.check import convention_check, school_years, student_check
from internships.models import Convention
from internships.rules import ConventionCheck, PaperFacts, Span, StudentCheck
from internships.rules.hours import presence_hours
from internships.selectors.loading import load_convention, load_courses
from nrc_platform.companies.models import Company
from nrc_platform.people.models import Promotion, User
from tests.companies.factories import CompanyFactory
from tests.internships.acts import make_convention, name_codes, terms_of
from tests.internships.around import amend
from tests.internships.factories import (
    AttestationFactory,
    DispensationFactory,
    ProgressionStepFactory,
    SupportingPaperFactory,
    VisitFactory,
)
from tests.people.factories import LegalRepresentativeFactory

pytestmark = pytest.mark.django_db


def check_of(row: Convention) -> ConventionCheck:
    return convention_check(load_convention(row.pk))


def course_of(student: User, promotion: Promotion) -> StudentCheck:
    [course] = load_courses(promotion, [student])
    return student_check(course)


def test_the_convention_and_its_terms_are_copied_as_they_are(
    alice: User, bob: User, head: User, promotion: Promotion
) -> None:
    row = make_convention(alice, promotion, checked=True, referent=bob)
    check, terms = check_of(row), terms_of(row)
    assert (check.starts_on, check.ends_on) == (terms.starts_on, terms.ends_on)
    assert check.subject == terms.subject
    assert check.supervision == row.supervision
    assert check.gives_activities is False
    assert check.not_a_job is True
    assert str(check.signatory.name if check.signatory else "") == "Denis Tessier"
    assert check.referent is not None
    assert check.referent.name == str(bob)
    assert check.head is not None
    assert check.head.name == str(head)
    assert check.url.endswith(f"/conventions/{row.pk}/modifier/")
    assert check.page_url.endswith(f"/conventions/{row.pk}/")


def test_the_last_terms_agreed_are_checked_even_before_their_day(
    alice: User, promotion: Promotion
) -> None:
    row = make_convention(alice, promotion, signed=True)
    amend(row, date(2027, 2, 1), ends_on=date(2027, 3, 5))
    assert check_of(row).ends_on == date(2027, 3, 5)


def test_a_student_is_seen_with_class_papers_and_contacts(
    alice: User, promotion: Promotion
) -> None:
    ProgressionStepFactory.create_batch(3, promotion=promotion)
    LegalRepresentativeFactory(student=alice)
    SupportingPaperFactory(student=alice, promotion=promotion, accepted=True)
    row = make_convention(alice, promotion, signed=True)
    VisitFactory(internship=row.internships.get(), held=True)
    [trainee] = check_of(row).trainees
    assert trainee.born_on == alice.birth_date
    assert (trainee.representatives, trainee.contacts) == (1, 1)
    assert trainee.promotion == Span(promotion.starts_on, promotion.ends_on)
    assert trainee.insurance == PaperFacts("accepted", date(2027, 8, 31))
    assert trainee.period is not None
    assert trainee.period.steps == 3
    assert trainee.period.aim
    assert trainee.other_stages == ()


def test_other_stages_hold_what_happened_and_never_those_given_up(
    alice: User, promotion: Promotion
) -> None:
    row = make_convention(alice, promotion, signed=True)
    host = CompanyFactory(
        school=promotion.school, siret="73282932000074", naf_code="47.11F", naf_version="rev2"
    )
    ended = make_convention(alice, promotion, terminated=True, company=host)
    AttestationFactory(internship=ended.internships.get(), signed=True)
    make_convention(alice, promotion, cancelled=True)
    [trainee] = check_of(row).trainees
    [other] = trainee.other_stages
    assert (other.siren, other.sector) == ("732829320", "47")
    assert (other.covered, other.attested, other.live) == (True, True, True)
    assert presence_hours(other.schedule) == 4 * 35
    assert other.planned is not None
    assert presence_hours(other.planned) == 6 * 35


def test_a_merged_company_is_seen_as_the_one_that_stands_for_it(
    alice: User, promotion: Promotion
) -> None:
    survivor = CompanyFactory(school=promotion.school, legal_name="Survivante")
    merged = CompanyFactory(school=promotion.school, state="merged", merged_into=survivor)
    host = check_of(make_convention(alice, promotion, company=merged)).host
    assert host is not None
    assert host.name == "Survivante"


def test_the_host_is_seen_as_its_record_says(alice: User, promotion: Promotion) -> None:
    company: Company = CompanyFactory(
        school=promotion.school,
        sells_goods_or_services=None,
        sales_team="both",
        active_approach=True,
        serves_users=True,
    )
    row = make_convention(alice, promotion, checked=True, company=company)
    host = check_of(row).host
    assert host is not None
    assert host.sells_goods_or_services is None
    assert (host.sales_team, host.active_approach) == ("both", True)
    assert "professionnels utilisateurs" in host.clientele
    assert (host.headcount, host.interns_declared) == (40, 1)


def test_competences_and_functions_are_counted(alice: User, promotion: Promotion) -> None:
    row = make_convention(alice, promotion)
    assert (check_of(row).competences, check_of(row).functions) == (0, 0)
    name_codes(row)
    assert (check_of(row).competences, check_of(row).functions) == (1, 1)


def test_school_years_run_from_september_to_august(promotion: Promotion) -> None:
    promotion.starts_on, promotion.ends_on = date(2025, 9, 1), date(2027, 8, 31)
    assert school_years(promotion) == (
        Span(date(2025, 9, 1), date(2026, 8, 31)),
        Span(date(2026, 9, 1), date(2027, 8, 31)),
    )


def test_the_schools_own_value_of_the_first_day_is_read(
    alice: User, emil: User, promotion: Promotion, freeze: Callable[..., Any]
) -> None:
    freeze()
    row = make_convention(alice, promotion)
    asked: dict[str, Any] = {"value": 3, "source": "Conseil du 12 mars", "actor": emil}
    key = "stage.contacts"
    set_rule(promotion.school, key, starts_on=date(2027, 1, 1), **asked)
    figure = check_of(row).figures[key]
    assert (figure.value, figure.source) == (3, "Conseil du 12 mars")
    set_rule(promotion.school, key, starts_on=date(2027, 2, 1), **(asked | {"value": 5}))
    assert check_of(row).figures[key].value == 3


def test_a_course_holds_its_live_stages_and_its_dispensations(
    alice: User, promotion: Promotion
) -> None:
    make_convention(alice, promotion, signed=True, internship={"sector_reason": "personal"})
    make_convention(alice, promotion, refused=True)
    DispensationFactory(student=alice, promotion=promotion)
    check = course_of(alice, promotion)
    assert len(check.stages) == 1
    assert [each.weeks for each in check.dispensations] == [2]
    assert check.sector_reason == "personal"
    assert check.due is None
