"""What is read of a convention before the rules look at it: how much, and in how many queries."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from internships.models import Convention
from internships.selectors.findings import convention_findings
from internships.selectors.loading import load_convention
from nrc_platform.people.models import Promotion, User
from tests.internships.acts import make_convention, terms_of
from tests.internships.factories import (
    AbsenceFactory,
    AttestationFactory,
    AvenantFactory,
    BreakFactory,
    ConventionMissionFactory,
    InternshipFactory,
    ProgressionStepFactory,
    SupportingPaperFactory,
    TermsFactory,
    VisitFactory,
)
from tests.people.factories import LegalRepresentativeFactory, UserFactory

pytestmark = pytest.mark.django_db


def queries(run: Callable[[], Any]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        run()
    return len(seen)


def amend(row: Convention, applies_on: date, *, number: int = 1, **changes: Any) -> None:
    """Sign an avenant that changes those terms from that day on."""
    held = terms_of(row)
    kept = {
        each.name: getattr(held, each.name)
        for each in held._meta.concrete_fields
        if each.name not in {"id", "created_at", "updated_at", "version", "avenant"}
    }
    avenant = AvenantFactory(convention=row, number=number, applies_on=applies_on, signed=True)
    TermsFactory(**(kept | {"avenant": avenant} | changes))


def fill(row: Convention, promotion: Promotion) -> None:
    """Put several of everything around a convention."""
    for internship in list(row.internships.all()):
        student = internship.student
        for _ in range(2):
            LegalRepresentativeFactory(student=student)
            SupportingPaperFactory(student=student, promotion=promotion)
            VisitFactory(internship=internship, held=True)
            AbsenceFactory(internship=internship)
            other = make_convention(student, promotion, signed=True, company=row.company)
            AttestationFactory(internship=other.internships.get(), signed=True)
            BreakFactory(convention=other)
    ProgressionStepFactory.create_batch(2, promotion=promotion)
    BreakFactory.create_batch(2, convention=row)
    ConventionMissionFactory.create_batch(2, convention=row)


def test_a_convention_is_read_in_as_many_queries_whatever_surrounds_it(
    alice: User, bob: User, head: User, promotion: Promotion
) -> None:
    row = make_convention(alice, promotion, signed=True, referent=bob)
    make_convention(UserFactory(), promotion, signed=True, company=row.company, referent=bob)
    few = queries(lambda: load_convention(row.pk))
    fill(row, promotion)
    for _ in range(3):
        InternshipFactory(convention=row, promotion=promotion, period=None)
        make_convention(UserFactory(), promotion, signed=True, company=row.company, referent=bob)
    many = queries(lambda: load_convention(row))
    assert few <= many <= 19
    loaded = load_convention(row)
    assert queries(lambda: convention_findings(loaded)) == 0
