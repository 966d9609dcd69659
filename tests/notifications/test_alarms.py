"""Alarms: what waits too long or failed is told once by step, to those who can mend it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from nrc_platform.core import clock
from nrc_platform.jobs import runner
from nrc_platform.jobs.models import Job
from nrc_platform.notifications.models import Alarm, Message
from nrc_platform.people.models import School, User
from tests.jobs.factories import JobFactory
from tests.people.fixtures import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("handlers")]
SEAL = "probe.seal"


@pytest.fixture
def handlers() -> Any:
    """Install the app whose jobs the tests file."""
    from django.test.utils import modify_settings

    with modify_settings(INSTALLED_APPS={"append": "tests.jobs.probe"}):
        yield


@pytest.fixture
def watched(freeze: Callable[..., Any], school: School) -> Any:
    """The clock stopped, an admin and an office; call it to move on and watch."""
    travel = freeze()
    make_person(None, "admin", email="ada@plateforme.example")

    def watch(minutes: int = 0) -> list[str]:
        travel.shift(timedelta(minutes=minutes))
        before = set(Message.objects.values_list("pk", flat=True))
        runner.perform(JobFactory(kind="notifications.raise_alarms", payload={}).pk)
        rows = Message.objects.exclude(pk__in=before)
        return sorted(rows.values_list("to_email", flat=True))

    return watch


def _seal(school: School, **fields: Any) -> Job:
    label = "Scellement\u00a0: Convention CV-27-0001"
    made: Job = JobFactory(kind=SEAL, label=label, school_id=school.pk, **fields)
    return made


def test_a_seal_that_waits_is_told_at_15_minutes_an_hour_then_every_hour(
    watched: Any, school: School, emil: User, caplog: pytest.LogCaptureFixture
) -> None:
    job = _seal(school, last_error="L’horodatage ne répond pas.")
    told = {}
    for minute in range(0, 200, 5):
        if found := watched(5 if minute else 0):
            told[minute] = found
    both = ["ada@plateforme.example", emil.email]
    assert told == {15: both, 60: both, 120: both, 180: both}
    steps = set(Alarm.objects.filter(job_id=job.pk).values_list("step", flat=True))
    assert steps == {"late:15min", "late:1h", "late:2h", "late:3h"}
    assert sum("alarm:" in record.message for record in caplog.records) == 4
    text = Message.objects.first().body_text  # type: ignore[union-attr]
    assert "Scellement\u00a0: Convention CV-27-0001" in text
    assert "Attend depuis le mardi 24\u00a0novembre 2026, 12\u00a0h\u00a000" in text
    assert "L’horodatage ne répond pas." in text
    assert "Vérifiez l’horodatage" in text


def test_what_is_done_in_time_or_may_be_given_up_raises_nothing(
    watched: Any, school: School
) -> None:
    done = _seal(school)
    JobFactory(school_id=school.pk)
    Job.objects.filter(pk=done.pk).update(state="done", finished_at=clock.now())
    assert watched(90) == []
    assert not Alarm.objects.exists()


def test_a_watch_that_slept_tells_the_last_step_only(watched: Any, school: School) -> None:
    job = _seal(school)
    assert watched(150) == ["ada@plateforme.example"]
    assert Alarm.objects.get().step == "late:2h"
    assert watched() == []
    assert Alarm.objects.get().job_id == job.pk


def test_a_dead_job_is_told_once_to_the_office_of_its_school_alone(
    watched: Any, school: School, emil: User, other_office: User
) -> None:
    JobFactory(dead=True, school_id=school.pk)
    JobFactory(dead=True)
    assert watched() == ["ada@plateforme.example", emil.email]
    assert watched(10) == []
    by_person = dict(Message.objects.values_list("to_email", "subject"))
    assert by_person["ada@plateforme.example"] == "À débloquer : 2 travaux"
    assert by_person[str(emil.email)].startswith("À débloquer : Fiche E4")
    mail = Message.objects.get(to_email=emil.email).body_text
    assert "En échec depuis le" in mail
    assert "L’annexe est illisible" in mail
    assert "Réessayer" in mail


def test_an_alarm_that_cannot_be_delivered_raises_no_other_by_mail(
    watched: Any, school: School
) -> None:
    JobFactory(dead=True)
    watched()
    deliveries = Job.objects.filter(kind="notifications.deliver")
    dead = {"state": "dead", "finished_at": clock.now(), "last_error": "Muet."}
    assert deliveries.update(**dead) == 1
    assert watched(10) == []
    assert watched(10) == []
    assert Message.objects.count() == 1


def test_a_mail_that_came_back_is_no_alarm(watched: Any, school: School) -> None:
    message = Message.objects.create(
        template="emails/signatures/invited",
        to_email="x@hygial.example",
        state="bounced",
        bounced_at=clock.now(),
        bounce_reason="adresse inconnue (5.1.1)",
    )
    JobFactory(dead=True, kind="notifications.deliver", payload={"message": str(message.pk)})
    assert watched() == []
