"""Schools, people, classes and roles for the tests."""

from datetime import date, timedelta

import factory
from allauth.account.models import EmailAddress
from factory.django import DjangoModelFactory

from nrc_platform.core import clock
from nrc_platform.core.text import fold
from nrc_platform.people.models import (
    Enrolment,
    LegalRepresentative,
    Promotion,
    RoleGrant,
    School,
    TeachingAssignment,
    User,
)
from nrc_platform.people.states import Kinship, Role, Subject, uai_letter


def _a_year_ago() -> date:
    return clock.today() - timedelta(days=365)


def _yesterday() -> date:
    return clock.today() - timedelta(days=1)


def _tomorrow() -> date:
    return clock.today() + timedelta(days=1)


class SchoolFactory(DjangoModelFactory):
    """A lycée with a true check letter in its UAI."""

    class Meta:
        model = School

    uai = factory.Sequence(lambda n: f"049{n:04d}{uai_letter(f'049{n:04d}')}")
    name = factory.Sequence(lambda n: f"Lycée n° {n}")
    city = "Angers"
    postal_code = "49000"


class UserFactory(DjangoModelFactory):
    """A person without any role; without a password they sign in with a code."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        no_email = factory.Trait(email=None)
        closed = factory.Trait(is_active=False)
        minor = factory.Trait(
            birth_date=factory.LazyFunction(lambda: clock.today() - timedelta(days=17 * 365))
        )
        sign_in = factory.Trait(
            address=factory.RelatedFactory(
                "tests.people.factories.EmailAddressFactory", factory_related_name="user"
            ),
            password=factory.django.Password("demo-nrc-2026-lycee"),
        )

    email = factory.Sequence(lambda n: f"personne{n}@ecole.example")
    first_name = "Camille"
    last_name = factory.Sequence(lambda n: f"Martin{n}")
    search_name = factory.LazyAttribute(lambda user: fold(f"{user.last_name} {user.first_name}"))
    password = factory.django.Password(None)


class EmailAddressFactory(DjangoModelFactory):
    """The address by which a person signs in, verified."""

    class Meta:
        model = EmailAddress

    user = factory.SubFactory(UserFactory)
    email = factory.LazyAttribute(lambda row: row.user.email)
    verified = True
    primary = True


class PromotionFactory(DjangoModelFactory):
    """The class of 2025-2027, or the one that begins at `starts_on`."""

    class Meta:
        model = Promotion

    class Params:
        first_year = factory.Trait(label="NRC1", starts_on=date(2026, 9, 1))

    school = factory.SubFactory(SchoolFactory)
    label = "NRC2"
    starts_on = date(2025, 9, 1)
    ends_on = factory.LazyAttribute(lambda row: date(row.starts_on.year + 2, 8, 31))
    code = factory.LazyAttribute(lambda row: f"{row.starts_on.year}-{row.starts_on.year + 2}")


class EnrolmentFactory(DjangoModelFactory):
    """A student in a promotion since a year; give the role by a grant beside it."""

    class Meta:
        model = Enrolment

    class Params:
        ended = factory.Trait(ends_on=factory.LazyFunction(_yesterday))
        future = factory.Trait(starts_on=factory.LazyFunction(_tomorrow))

    student = factory.SubFactory(UserFactory)
    promotion = factory.SubFactory(PromotionFactory)
    starts_on = factory.LazyFunction(_a_year_ago)


class RoleGrantFactory(DjangoModelFactory):
    """A role held since a year: teacher of the whole school unless a trait says otherwise."""

    class Meta:
        model = RoleGrant

    class Params:
        student = factory.Trait(role=Role.STUDENT)
        office = factory.Trait(role=Role.OFFICE)
        head = factory.Trait(role=Role.HEAD)
        juror = factory.Trait(role=Role.JUROR)
        admin = factory.Trait(role=Role.ADMIN, school=None)
        ended = factory.Trait(ends_on=factory.LazyFunction(_yesterday))
        future = factory.Trait(starts_on=factory.LazyFunction(_tomorrow))

    user = factory.SubFactory(UserFactory)
    school = factory.SubFactory(SchoolFactory)
    promotion = None
    role = Role.TEACHER
    starts_on = factory.LazyFunction(_a_year_ago)


class TeachingAssignmentFactory(DjangoModelFactory):
    """Who teaches project management to a promotion."""

    class Meta:
        model = TeachingAssignment

    teacher = factory.SubFactory(UserFactory)
    promotion = factory.SubFactory(PromotionFactory)
    subject = Subject.PROJECT_MANAGEMENT
    starts_on = factory.LazyFunction(_a_year_ago)


class LegalRepresentativeFactory(DjangoModelFactory):
    """The parent of a student."""

    class Meta:
        model = LegalRepresentative

    student = factory.SubFactory(UserFactory)
    kinship = Kinship.PARENT
    first_name = "Dominique"
    last_name = "Martin"
    email = factory.Sequence(lambda n: f"parent{n}@famille.example")
