"""What hangs on a stage: search, papers, logbook, visits, assessments, attestation."""

from datetime import date
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from internships.models import (
    Absence,
    Accident,
    Assessment,
    Attestation,
    Dispensation,
    LogAnswer,
    LogEntry,
    SchoolClauses,
    SearchEntry,
    SupportingPaper,
    Visit,
)
from internships.states import AttestationState, PaperState
from nrc_platform.core import clock
from nrc_platform.documents import services as documents
from tests.internships.factories.conventions import (
    FRIDAY,
    MONDAY,
    InternshipFactory,
    InternshipPeriodFactory,
)
from tests.people.factories import PromotionFactory, SchoolFactory, UserFactory


def _now() -> object:
    return clock.now()


class SearchEntryFactory(DjangoModelFactory):
    """A company that has not answered."""

    class Meta:
        model = SearchEntry

    student = factory.SubFactory(UserFactory)
    period = factory.SubFactory(InternshipPeriodFactory)
    company_name = "Néoprint"
    contacted_on = date(2026, 11, 10)
    means = "email"


class SupportingPaperFactory(DjangoModelFactory):
    """An insurance certificate the office has not looked at."""

    class Meta:
        model = SupportingPaper

    class Params:
        accepted = factory.Trait(
            state=PaperState.ACCEPTED,
            checked_at=factory.LazyFunction(_now),
            checked_by=factory.SubFactory(UserFactory),
        )
        refused = factory.Trait(
            state=PaperState.REFUSED,
            checked_at=factory.LazyFunction(_now),
            checked_by=factory.SubFactory(UserFactory),
            refusal_reason="Illisible.",
        )

    student = factory.SubFactory(UserFactory)
    promotion = factory.SubFactory(PromotionFactory)
    kind = "liability"
    blob = factory.LazyFunction(lambda: documents.put(b"%PDF-1.7 assurance"))
    filename = "assurance.pdf"
    insurer = "MAIF"
    expires_on = date(2027, 8, 31)


class SchoolClausesFactory(DjangoModelFactory):
    """A first version of the school's clauses."""

    class Meta:
        model = SchoolClauses

    school = factory.SubFactory(SchoolFactory)
    number = factory.Sequence(lambda n: n + 1)
    body = "Le lycée est prévenu de toute absence."
    author = factory.SubFactory(UserFactory)


class LogEntryFactory(DjangoModelFactory):
    """A day of the logbook."""

    class Meta:
        model = LogEntry

    promotion = factory.SubFactory(PromotionFactory)
    student = factory.SubFactory(UserFactory)
    happened_on = date(2026, 11, 20)
    hours = Decimal(7)
    text = "Douze appels, deux rendez-vous."


class LogAnswerFactory(DjangoModelFactory):
    """A word of the teacher."""

    class Meta:
        model = LogAnswer

    entry = factory.SubFactory(LogEntryFactory)
    author = factory.SubFactory(UserFactory)
    text = "Comment avez-vous préparé les appels ?"


class AbsenceFactory(DjangoModelFactory):
    """One day of illness."""

    class Meta:
        model = Absence

    internship = factory.SubFactory(InternshipFactory)
    starts_on = MONDAY
    ends_on = MONDAY
    reason = "illness"


class AccidentFactory(DjangoModelFactory):
    """A fall known the same day."""

    class Meta:
        model = Accident

    internship = factory.SubFactory(InternshipFactory)
    happened_at = factory.LazyFunction(_now)
    known_at = factory.LazyFunction(_now)
    place = "Entrepôt"
    circumstances = "Chute d’un marchepied."


class VisitFactory(DjangoModelFactory):
    """A visit to come."""

    class Meta:
        model = Visit

    class Params:
        held = factory.Trait(held_on=MONDAY, report="Tout va bien.")

    internship = factory.SubFactory(InternshipFactory)
    teacher = factory.SubFactory(UserFactory)
    kind = "visit"
    planned_at = factory.LazyFunction(_now)


class AssessmentFactory(DjangoModelFactory):
    """The tutor's, being written."""

    class Meta:
        model = Assessment

    class Params:
        submitted = factory.Trait(
            state="submitted", submitted_at=factory.LazyFunction(_now), outcome="completed"
        )

    internship = factory.SubFactory(InternshipFactory)
    kind = "tutor"


class AttestationFactory(DjangoModelFactory):
    """210 hours, nothing paid, not signed yet."""

    class Meta:
        model = Attestation

    class Params:
        signed = factory.Trait(state=AttestationState.SIGNED, signed_on=FRIDAY)
        cancelled = factory.Trait(
            state=AttestationState.CANCELLED, cancel_reason="Heures fausses."
        )

    internship = factory.SubFactory(InternshipFactory)
    hours = Decimal(210)
    made_at = factory.LazyFunction(_now)


class DispensationFactory(DjangoModelFactory):
    """Two weeks granted by the recteur."""

    class Meta:
        model = Dispensation

    student = factory.SubFactory(UserFactory)
    promotion = factory.SubFactory(PromotionFactory)
    kind = "recteur"
    weeks = 2
    lifts_consecutive = False
    decision = "2026-114"
    decided_on = date(2026, 10, 5)
    blob = factory.LazyFunction(lambda: documents.put(b"%PDF-1.7 decision"))
    filename = "decision.pdf"
