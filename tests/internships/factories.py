"""Periods, conventions in every state, and what hangs on a stage, for the tests."""

from datetime import date, timedelta
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from internships.models import (
    Absence,
    Accident,
    Assessment,
    Attestation,
    Avenant,
    Break,
    Convention,
    ConventionMission,
    Dispensation,
    Internship,
    InternshipPeriod,
    LogAnswer,
    LogEntry,
    ProgressionStep,
    SchoolClauses,
    SearchEntry,
    SupportingPaper,
    Terms,
    Visit,
)
from internships.states import (
    AttestationState,
    AvenantKind,
    AvenantState,
    BreakKind,
    ConventionState,
    Gratification,
    PaperState,
)
from nrc_platform.core import clock
from nrc_platform.documents import services as documents
from tests.companies.factories import CompanyFactory, ContactFactory
from tests.people.factories import PromotionFactory, SchoolFactory, UserFactory

# Six weeks, Monday to Friday, in the second year of the class of 2025-2027.
MONDAY, FRIDAY = date(2027, 1, 4), date(2027, 2, 12)


def _now() -> object:
    return clock.now()


class InternshipPeriodFactory(DjangoModelFactory):
    """Six weeks in January."""

    class Meta:
        model = InternshipPeriod

    promotion = factory.SubFactory(PromotionFactory)
    label = factory.Sequence(lambda n: f"Période {n}")
    aim = "Conduire un entretien de vente et en rendre compte."
    starts_on = MONDAY
    ends_on = FRIDAY


class ProgressionStepFactory(DjangoModelFactory):
    """A step before the period."""

    class Meta:
        model = ProgressionStep

    promotion = factory.SubFactory(PromotionFactory)
    label = "Négociation-vente"
    content = "Découverte, argumentation, objections."
    starts_on = date(2026, 11, 2)
    ends_on = date(2026, 12, 18)


class ConventionFactory(DjangoModelFactory):
    """A draft without company; traits give it people or move it on."""

    class Meta:
        model = Convention

    class Params:
        complete = factory.Trait(
            company=factory.SubFactory(CompanyFactory, school=factory.SelfAttribute("..school")),
            signatory=factory.SubFactory(
                ContactFactory,
                signatory=True,
                company=factory.SelfAttribute("..company"),
                first_name="Denis",
                last_name="Tessier",
                function="Directeur d’agence",
            ),
            supervision="Un point par semaine avec la tutrice, deux visites du lycée.",
            social_protection="Régime des accidents du travail des étudiants.",
            health_office="CPAM de Maine-et-Loire",
            host_insurer="MAIF",
            host_policy="A-1234",
            leave_terms="Une absence se demande à la tutrice et au lycée.",
            termination_terms="La partie qui rompt prévient les autres par écrit.",
            validation_terms="Le lycée valide ou propose un report.",
            house_rules="Les règles d’hygiène et de sécurité s’appliquent.",
            attestation_terms="L’entreprise remet l’attestation le dernier jour.",
            gives_meals=True,
            gives_transport=True,
            gives_activities=False,
        )
        checked = factory.Trait(
            complete=True,
            checked_at=factory.LazyFunction(_now),
            checked_by_name="Dora Delmas",
            not_a_job=True,
            headcount=40,
            interns_present=1,
        )
        company_check = factory.Trait(complete=True, state=ConventionState.COMPANY_CHECK)
        teacher_review = factory.Trait(checked=True, state=ConventionState.TEACHER_REVIEW)
        returned = factory.Trait(
            checked=True, state=ConventionState.RETURNED, return_message="Le vendredi manque."
        )
        sent = factory.Trait(
            checked=True,
            state=ConventionState.READY_TO_SIGN,
            number=factory.Sequence(lambda n: f"CV-26-{n % 10000:04d}"),
            sent_at=factory.LazyFunction(_now),
        )
        partly_signed = factory.Trait(sent=True, state=ConventionState.PARTLY_SIGNED)
        signed = factory.Trait(
            sent=True, state=ConventionState.SIGNED, signed_at=factory.LazyFunction(_now)
        )
        closed = factory.Trait(signed=True, state=ConventionState.CLOSED)
        terminated = factory.Trait(
            signed=True,
            state=ConventionState.TERMINATED,
            ended_on=FRIDAY - timedelta(days=14),
            end_reason="L’entreprise ferme.",
        )
        refused = factory.Trait(
            complete=True, state=ConventionState.REFUSED, end_reason="Plus de place."
        )
        cancelled = factory.Trait(state=ConventionState.CANCELLED, end_reason="Autre place.")
        expired = factory.Trait(complete=True, state=ConventionState.EXPIRED)

    school = factory.SubFactory(SchoolFactory)
    state_since = factory.LazyFunction(_now)


class InternshipFactory(DjangoModelFactory):
    """The one student of a convention, in a period of their class."""

    class Meta:
        model = Internship

    class Params:
        settled = factory.Trait(settled_at=factory.LazyFunction(_now))

    promotion = factory.SubFactory(PromotionFactory)
    student = factory.SubFactory(UserFactory, birth_date=date(2006, 3, 14))
    convention = factory.SubFactory(
        ConventionFactory, school=factory.SelfAttribute("..promotion.school")
    )
    period = factory.SubFactory(
        InternshipPeriodFactory, promotion=factory.SelfAttribute("..promotion")
    )
    address = "3 allée des Lilas, 49100 Angers"


class TermsFactory(DjangoModelFactory):
    """35 hours a week, Monday to Friday, for the six weeks."""

    class Meta:
        model = Terms

    class Params:
        staffed = factory.Trait(
            tutor=factory.SubFactory(
                ContactFactory, company=factory.SelfAttribute("..convention.company")
            ),
            referent=factory.SubFactory(UserFactory),
        )

    convention = factory.SubFactory(ConventionFactory, complete=True)
    starts_on = MONDAY
    ends_on = FRIDAY
    subject = "Relance des clients dormants"
    activities = "Prospection téléphonique ; devis ; suivi de 40 clients"
    monday_hours = tuesday_hours = wednesday_hours = thursday_hours = friday_hours = Decimal(7)
    timetable = "9 h à 12 h 30 et 13 h 30 à 17 h"
    gratification = Gratification.NONE


class AvenantFactory(DjangoModelFactory):
    """A change of dates being written."""

    class Meta:
        model = Avenant

    class Params:
        sent = factory.Trait(state=AvenantState.READY_TO_SIGN, sent_at=factory.LazyFunction(_now))
        partly_signed = factory.Trait(sent=True, state=AvenantState.PARTLY_SIGNED)
        signed = factory.Trait(
            sent=True, state=AvenantState.SIGNED, signed_at=factory.LazyFunction(_now)
        )
        refused = factory.Trait(state=AvenantState.REFUSED, end_reason="Pas d’accord.")
        cancelled = factory.Trait(state=AvenantState.CANCELLED, end_reason="Sans objet.")

    convention = factory.SubFactory(ConventionFactory, signed=True)
    number = factory.Sequence(lambda n: n % 30000 + 1)
    kind = AvenantKind.DATES
    reason = "L’entreprise déménage."
    applies_on = MONDAY


class BreakFactory(DjangoModelFactory):
    """A week the company is closed."""

    class Meta:
        model = Break

    convention = factory.SubFactory(ConventionFactory)
    kind = BreakKind.CLOSURE
    starts_on = date(2027, 1, 18)
    ends_on = date(2027, 1, 22)


class ConventionMissionFactory(DjangoModelFactory):
    """A mission before the project."""

    class Meta:
        model = ConventionMission

    convention = factory.SubFactory(ConventionFactory, kind="project")
    label = "Enquête auprès des clients"
    starts_on = date(2026, 11, 9)
    ends_on = date(2026, 11, 13)
    hours = Decimal(8)


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
