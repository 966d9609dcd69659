"""Rule values and deadlines for the tests; the référentiel itself is loaded from its file."""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from curriculum.models import Deadline, RuleSet, RuleValue
from curriculum.states import DeadlineKind
from tests.people.factories import PromotionFactory


class RuleSetFactory(DjangoModelFactory):
    """General rules since 2020; give a school to bind them to it."""

    class Meta:
        model = RuleSet

    code = factory.Sequence(lambda n: f"regles-{n}")
    label = "Règles"
    source = "Circulaire de la session"
    starts_on = date(2020, 1, 1)


class RuleValueFactory(DjangoModelFactory):
    """One value of a set: the managerial fiche is asked."""

    class Meta:
        model = RuleValue

    rule_set = factory.SubFactory(RuleSetFactory)
    key = "e4.managerial_required"
    value = True


class DeadlineFactory(DjangoModelFactory):
    """The day the E4 file is due."""

    class Meta:
        model = Deadline

    promotion = factory.SubFactory(PromotionFactory)
    kind = DeadlineKind.E4_DEPOSIT
    at = datetime(2027, 3, 31, 10, 0, tzinfo=UTC)
