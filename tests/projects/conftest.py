"""Everybody who may meet a project, by role."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from nrc_platform.core import clock
from nrc_platform.people.models import Promotion, RoleGrant, User
from tests.people.factories import UserFactory
from tests.projects.roles import ROLES


@pytest.fixture
def people(request: pytest.FixtureRequest) -> dict[str, Any]:
    """Return every role by name; supervisor and follower teach another class of the school."""
    named = {
        name: request.getfixturevalue(name)
        for name in ROLES
        if name not in ("anonymous", "supervisor", "follower")
    }
    other = request.getfixturevalue("charlie_promotion")
    return {
        **named,
        "supervisor": _teacher(other),
        "follower": _teacher(other),
        "anonymous": AnonymousUser(),
    }


def _teacher(promotion: Promotion) -> User:
    person: User = UserFactory()
    RoleGrant.objects.create(
        user=person,
        school=promotion.school,
        promotion=promotion,
        role="teacher",
        starts_on=clock.today() - timedelta(days=9),
    )
    return person
