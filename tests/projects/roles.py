"""The roles that the tables of access name, and the project they are asked about."""

from collections.abc import Callable
from typing import Any

from nrc_platform.people.models import Promotion
from projects.models import Project
from tests.projects import factories as make
from tests.projects.acts import again, in_state

ROLES = (
    "alice",
    "classmate",
    "schoolmate",
    "bob",
    "charlie",
    "supervisor",
    "follower",
    "head",
    "emil",
    "juror",
    "admin",
    "nobody",
    "other_student",
    "other_teacher",
    "other_office",
    "other_head",
    "anonymous",
)


def project_of(people: dict[str, Any], promotion: Promotion, state: str) -> Project:
    """Return Alice's project in that state, supervised and followed from another class."""
    row = in_state(state, people["alice"], promotion=promotion, supervisor=people["supervisor"])
    make.FollowUpTeacherFactory(project=row, teacher=people["follower"])
    return again(row)


def compare(
    people: dict[str, Any], expected: set[str], ask: Callable[[Any], bool], question: str
) -> list[str]:
    """Return what differs from the table, in words."""
    return [
        f"{question}({role}) should be {role in expected}"
        for role, user in people.items()
        if bool(ask(user)) is not (role in expected)
    ]
