"""Who sees which jobs, and who may retry one."""

import pytest
from django.contrib.auth.models import AnonymousUser

from nrc_platform.jobs.access import can_retry_job, visible_jobs
from nrc_platform.people.models import School, User
from tests.jobs.factories import JobFactory

# One's own, one of the school asked by Bob, one of the other school.
SEES = {
    "alice": {"own"},
    "classmate": {"own"},
    "bob": {"own", "school"},
    "charlie": {"own"},
    "juror": {"own"},
    "nobody": {"own"},
    "emil": {"own", "school"},
    "head": {"own", "school"},
    "admin": {"own", "school", "other"},
    "other_teacher": {"own"},
    "other_office": {"own", "other"},
    "other_head": {"own", "other"},
}
RETRIES = {
    "alice": {"own"},
    "classmate": {"own"},
    "bob": {"own", "school"},
    "charlie": {"own"},
    "juror": {"own"},
    "nobody": {"own"},
    "emil": {"own", "school"},
    "head": {"own"},
    "admin": {"own", "school", "other"},
    "other_teacher": {"own"},
    "other_office": {"own", "other"},
    "other_head": {"own"},
}


@pytest.mark.parametrize("name", sorted(SEES))
def test_each_person_sees_and_retries_their_share(
    name: str, request: pytest.FixtureRequest, bob: User, school: School, other_school: School
) -> None:
    user: User = request.getfixturevalue(name)
    rows = {
        "own": JobFactory(dead=True, owner_id=user.pk),
        "school": JobFactory(dead=True, owner_id=bob.pk, school_id=school.pk),
        "other": JobFactory(dead=True, school_id=other_school.pk),
    }
    seen = set(visible_jobs(user))
    assert {label for label, row in rows.items() if row in seen} == SEES[name]
    assert {label for label, row in rows.items() if can_retry_job(user, row)} == RETRIES[name]


def test_nobody_retries_what_has_not_failed(bob: User, admin: User) -> None:
    for state in ({}, {"leased": True}, {"done_well": True}):
        job = JobFactory(owner_id=bob.pk, **state)
        assert not can_retry_job(bob, job)
        assert not can_retry_job(admin, job)


def test_a_visitor_sees_none(db: None) -> None:
    job = JobFactory(dead=True)
    assert not visible_jobs(AnonymousUser()).exists()
    assert not can_retry_job(AnonymousUser(), job)
