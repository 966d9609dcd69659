"""A convention and what surrounds it, for the tests of what the rules read."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from internships.models import Convention
from nrc_platform.people.models import Promotion
from tests.internships.acts import make_convention, terms_of
from tests.internships.factories import (
    AbsenceFactory,
    AttestationFactory,
    AvenantFactory,
    BreakFactory,
    ConventionMissionFactory,
    ProgressionStepFactory,
    SupportingPaperFactory,
    TermsFactory,
    VisitFactory,
)
from tests.people.factories import LegalRepresentativeFactory

_OWN = {"id", "created_at", "updated_at", "version", "avenant"}


def queries(run: Callable[[], Any]) -> int:
    """Return how many queries that takes."""
    with CaptureQueriesContext(connection) as seen:
        run()
    return len(seen)


def amend(row: Convention, applies_on: date, *, number: int = 1, **changes: Any) -> None:
    """Sign an avenant that changes those terms from that day on."""
    held = terms_of(row)
    kept = {
        each.name: getattr(held, each.name)
        for each in held._meta.concrete_fields
        if each.name not in _OWN
    }
    state = changes.pop("state", "signed")
    avenant = AvenantFactory(convention=row, number=number, applies_on=applies_on, **{state: True})
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
