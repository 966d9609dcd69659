"""What the machine ends at night: conventions that nobody finished."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings

from curriculum.services.rules import set_rule
from internships.jobs.expiry import expire_conventions as handler
from internships.models import Convention
from internships.services import draft_convention, expire_conventions, submit_convention
from internships.states import UNSIGNED, ConventionState
from nrc_platform.core import clock
from nrc_platform.jobs import tasks
from nrc_platform.jobs.handlers import find
from nrc_platform.jobs.models import Job
from nrc_platform.journal.models import Entry
from nrc_platform.notifications.models import Message
from nrc_platform.people.models import Promotion, User
from nrc_platform.signatures.models import AccessLink
from tests.internships.acts import make_convention
from tests.internships.factories import MONDAY

pytestmark = pytest.mark.django_db
DUE = MONDAY + timedelta(days=31)


def test_an_unsigned_convention_ends_a_month_after_its_planned_start(
    alice: User, bob: User, promotion: Promotion
) -> None:
    row = make_convention(alice, promotion, referent=bob)
    assert expire_conventions(DUE - timedelta(days=1)) == 0
    assert expire_conventions(DUE) == 1
    row.refresh_from_db()
    assert row.state == "expired"
    assert row.internships.get().settled_at is not None
    line = Entry.objects.get(kind="internships.convention.expire")
    assert (line.actor_id, line.school_id) == (None, promotion.school_id)


def test_its_student_and_its_referent_are_told_and_its_link_is_dead(
    alice: User, bob: User, promotion: Promotion
) -> None:
    submit_convention(make_convention(alice, promotion, referent=bob), actor=alice)
    expire_conventions(DUE)
    told = Message.objects.filter(template="emails/internships/expired")
    assert {mail.to_user for mail in told} == {alice, bob}
    assert not AccessLink.objects.get().is_live


def test_doing_it_again_finds_nothing(alice: User, promotion: Promotion) -> None:
    make_convention(alice, promotion)
    assert [expire_conventions(DUE), expire_conventions(DUE)] == [1, 0]


@pytest.mark.parametrize("state", list(ConventionState))
def test_only_what_is_not_signed_expires(
    alice: User, promotion: Promotion, state: ConventionState
) -> None:
    traits = {"ready_to_sign": "sent"}
    name = traits.get(state.value, state.value)
    more: dict[str, Any] = {} if state == ConventionState.DRAFT else {name: True}
    row = make_convention(alice, promotion, **more)
    expire_conventions(DUE)
    row.refresh_from_db()
    assert row.state == (ConventionState.EXPIRED if state in UNSIGNED else state)


def test_a_draft_without_dates_ends_with_its_class(alice: User, promotion: Promotion) -> None:
    row = draft_convention(actor=alice, student=alice, promotion=promotion)
    assert expire_conventions(promotion.ends_on) == 0
    assert expire_conventions(promotion.ends_on + timedelta(days=1)) == 1
    row.refresh_from_db()
    assert row.state == "expired"


def test_the_delay_is_a_dated_rule_of_the_school(
    alice: User,
    other_student: User,
    emil: User,
    promotion: Promotion,
    other_promotion: Promotion,
    freeze: Callable[..., Any],
) -> None:
    freeze()
    mine = make_convention(alice, promotion)
    make_convention(other_student, other_promotion)
    set_rule(
        promotion.school,
        "convention.expires_after_days",
        value=7,
        starts_on=clock.today(),
        source="Conseil d’administration",
        actor=emil,
    )
    assert expire_conventions(MONDAY + timedelta(days=8)) == 1
    assert Convention.objects.get(state="expired") == mine


def test_a_job_does_it_each_night(
    alice: User, promotion: Promotion, freeze: Callable[..., Any]
) -> None:
    make_convention(alice, promotion, terms={"starts_on": date(2026, 9, 7)})
    freeze()
    assert find("internships.expire_conventions") is handler
    assert "internships.expire_conventions" in settings.NIGHTLY_JOBS
    assert tasks.nightly() >= len(settings.NIGHTLY_JOBS)
    job = Job.objects.get(kind="internships.expire_conventions")
    assert job.key == "internships.expire_conventions:2026-11-24"
    tasks.run(str(job.pk))
    assert Convention.objects.get().state == "expired"
    job.refresh_from_db()
    assert (job.state, job.result) == ("done", {"expired": "1"})


def test_a_night_is_filed_once(freeze: Callable[..., Any]) -> None:
    freeze()
    tasks.nightly()
    assert tasks.nightly() == 0
    assert Job.objects.filter(kind="internships.expire_conventions").count() == 1
