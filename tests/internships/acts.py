"""A convention with its student and its terms, in any state, for the tests of what people do."""

from typing import Any

from curriculum.models import Activite, Competence, Fonction, Referentiel
from internships.models import Convention, Terms
from internships.states import ConventionState
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
    if convention.state == ConventionState.TEACHER_REVIEW:
        name_codes(convention)
    return convention


def name_codes(convention: Convention) -> None:
    """Give the convention a competence and an activity of a diploma: it can then be sent."""
    diploma, _ = Referentiel.objects.get_or_create(
        code="STAGE", defaults={"label": "BTS", "source": "Référentiel", "first_session": 2005}
    )
    own = {"referentiel": diploma, "rank": 1}
    named, _ = Competence.objects.get_or_create(
        code="C1", **own, defaults={"label": "Vendre", "level": 1}
    )
    function, _ = Fonction.objects.get_or_create(code="F1", **own, defaults={"label": "Vente"})
    activity, _ = Activite.objects.get_or_create(
        code="A1", **own, defaults={"label": "Négocier", "fonction": function}
    )
    convention.competences.add(named)
    convention.functions.add(activity)


def terms_of(convention: Convention) -> Terms:
    """Return the convention's own terms as they are stored."""
    return Terms.objects.get(convention=convention, avenant__isnull=True)
