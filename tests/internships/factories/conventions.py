"""Periods, conventions in every state, their terms and avenants."""

from datetime import date, timedelta
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from internships.models import (
    Avenant,
    Break,
    Convention,
    ConventionMission,
    Internship,
    InternshipPeriod,
    ProgressionStep,
    Terms,
)
from internships.states import AvenantKind, AvenantState, BreakKind, ConventionState, Gratification
from nrc_platform.core import clock
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
