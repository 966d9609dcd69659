"""Rules, deadlines and evidence for the tests; the référentiel itself is loaded from its file."""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from curriculum.models import (
    Deadline,
    Evidence,
    EvidenceNote,
    EvidenceScale,
    RuleSet,
    RuleValue,
)
from curriculum.rules.scale import DEFAULT_STEPS
from curriculum.states import DeadlineKind, EvidenceRole, SourceKind
from nrc_platform.core import clock
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


class EvidenceScaleFactory(DjangoModelFactory):
    """The general scale of four steps; give a school for its own."""

    class Meta:
        model = EvidenceScale
        django_get_or_create = ("school", "starts_on")

    school = None
    starts_on = date(2000, 1, 1)
    steps = factory.LazyFunction(lambda: [dict(step) for step in DEFAULT_STEPS])


class EvidenceFactory(DjangoModelFactory):
    """A teacher's observation at step 3; give the student, the class, the competence, `by`."""

    class Meta:
        model = Evidence

    class Params:
        own = factory.Trait(
            by_role=EvidenceRole.STUDENT,
            by=factory.SelfAttribute("student"),
            source_kind=SourceKind.SELF,
        )
        tutor = factory.Trait(
            by_role=EvidenceRole.TUTOR, by=None, source_kind=SourceKind.ASSESSMENT
        )

    scale = factory.SubFactory(EvidenceScaleFactory)
    level = 3
    by_role = EvidenceRole.TEACHER
    source_kind = SourceKind.OBSERVATION
    source_label = "Observation du professeur"
    on = factory.LazyFunction(clock.today)


class EvidenceNoteFactory(DjangoModelFactory):
    """What was written beside an evidence."""

    class Meta:
        model = EvidenceNote

    text = "A conduit l’entretien seul."
