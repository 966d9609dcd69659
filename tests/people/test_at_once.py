"""Two people at once: one succeeds, the other reads a French sentence."""

from datetime import timedelta

import pytest

from nrc_platform.core import clock
from nrc_platform.people import services
from nrc_platform.people.models import RoleGrant, School, User
from nrc_platform.people.states import Role
from tests.people.factories import UserFactory
from tests.people.together import refusals, together

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_address_opens_one_account(school: School, emil: User, head: User) -> None:
    given = together(
        *[
            lambda actor=actor: services.create_account(  # type: ignore[misc]
                actor=actor,
                school=school,
                first_name="Léa",
                last_name="Roy",
                email="lea@ecole.example",
            )
            for actor in (emil, head)
        ]
    )
    assert refusals(given) == ["Cette adresse électronique a déjà un compte."]
    assert User.objects.filter(last_name="Roy").count() == 1


def test_one_class_is_opened_once(school: School, emil: User) -> None:
    given = together(
        *[
            lambda: services.create_promotion(school, actor=emil, code="2025-2027", label="NRC2")
            for _click in range(2)
        ]
    )
    assert refusals(given) == ["Cette promotion existe déjà dans l’établissement."]
    assert school.promotions.count() == 1


def test_one_role_is_given_once(school: School, emil: User, bob: User) -> None:
    given = together(
        *[
            lambda: services.grant_role(bob, Role.JUROR, actor=emil, school=school)
            for _click in range(2)
        ]
    )
    assert refusals(given) == ["Cette personne a déjà ce rôle à ces dates."]
    assert bob.grants.filter(role=Role.JUROR).count() == 1


def test_school_never_gets_two_heads(school: School, head: User, admin: User) -> None:
    on = clock.today() + timedelta(days=5)
    people = UserFactory.create_batch(2)
    given = together(
        *[
            lambda person=person: services.change_head(school, person, actor=admin, on=on)  # type: ignore[misc]
            for person in people
        ]
    )
    (sentence,) = refusals(given)
    assert "choisissez un jour plus tardif" in sentence
    assert RoleGrant.objects.on(on).filter(school=school, role=Role.HEAD).count() == 1
