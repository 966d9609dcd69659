"""A convention with its student and its terms, in any state, for the tests of what people do."""

from typing import Any

from internships.models import Convention, Terms
from nrc_platform.people.models import Promotion, User
from tests.internships.factories import (
    ConventionFactory,
    InternshipFactory,
    InternshipPeriodFactory,
    TermsFactory,
)

BLANK = {"values": {}, "terms": {}}


def make_convention(
    student: User, promotion: Promotion, *, referent: User | None = None, **traits: Any
) -> Convention:
    """Make a student's convention for a new period: complete, staffed, in the state asked."""
    terms = traits.pop("terms", {})
    internship = traits.pop("internship", {})
    convention: Convention = ConventionFactory(
        school=promotion.school, **({"complete": True} | traits)
    )
    InternshipFactory(
        convention=convention,
        student=student,
        promotion=promotion,
        **({"period": InternshipPeriodFactory(promotion=promotion)} | internship),
    )
    people: dict[str, Any] = {"staffed": convention.company is not None}
    if referent is not None:
        people["referent"] = referent
    TermsFactory(convention=convention, **(people | terms))
    return convention


def terms_of(convention: Convention) -> Terms:
    """Return the convention's own terms as they are stored."""
    return Terms.objects.get(convention=convention, avenant__isnull=True)
