"""Work that must end is never given up, whatever befalls it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from celery.exceptions import SoftTimeLimitExceeded

from nrc_platform.core import clock
from nrc_platform.core.errors import DomainError
from nrc_platform.jobs import runner
from nrc_platform.jobs.handlers import Run, is_tireless
from nrc_platform.jobs.models import Job
from nrc_platform.jobs.states import JobState
from tests.jobs.factories import JobFactory
from tests.jobs.probe import jobs as probe

pytestmark = [pytest.mark.usefixtures("handlers"), pytest.mark.django_db]
HOUR = timedelta(hours=1)


def fail_with(error: Exception) -> Callable[[Run], None]:
    def fail(run: Run) -> None:
        raise error

    return fail


def work(job: Job) -> Job:
    """Run the job now, whenever it was put off to; return it."""
    Job.objects.filter(pk=job.pk).update(run_at=clock.now())
    runner.perform(job.pk)
    job.refresh_from_db()
    return job


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        (ZeroDivisionError("canari"), "Une erreur imprévue"),
        (SoftTimeLimitExceeded(), "dépassé la minute"),
        (DomainError("Le certificat a expiré. Renouvelez-le."), "Le certificat a expiré"),
    ],
    ids=["defect", "too long", "refusal"],
)
def test_a_seal_is_tried_again_within_the_hour_after_twenty_failures(
    error: Exception, cause: str, freeze: Any
) -> None:
    freeze()
    job = JobFactory(kind="probe.seal")
    probe.during.append(fail_with(error))
    for _ in range(20):
        work(job)
        assert (job.state, job.finished_at) == (JobState.PENDING, None)
        assert cause in job.last_error
        assert clock.now() <= job.run_at <= clock.now() + HOUR
    probe.during.clear()
    assert work(job).state == JobState.DONE
    assert (job.attempts, job.last_error) == (21, "")
    assert len(probe.calls) == 21


def test_a_seal_that_kills_its_worker_waits_then_tries_three_times_again(freeze: Any) -> None:
    freeze()
    job = JobFactory(kind="probe.seal")
    for _ in range(3):
        assert runner.claim(job.pk) is not None
        # The worker falls: nothing is written, the lease runs out.
        Job.objects.filter(pk=job.pk).update(lease_until=clock.now() - timedelta(seconds=1))
    runner.perform(job.pk)
    job.refresh_from_db()
    assert (job.state, job.crashes) == (JobState.PENDING, 0)
    assert "trois fois" in job.last_error
    assert probe.calls == []
    assert work(job).state == JobState.DONE


def test_any_other_job_is_still_given_up(freeze: Any) -> None:
    freeze()
    job = JobFactory()
    probe.during.append(fail_with(ZeroDivisionError()))
    for _ in range(runner.MAX_ATTEMPTS):
        work(job)
    assert job.state == JobState.DEAD


def test_code_that_does_not_load_gives_nothing_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(name: str) -> None:
        raise ModuleNotFoundError(name)

    assert is_tireless("probe.seal")
    assert not is_tireless("probe.note")
    assert not is_tireless("nowhere.note")
    monkeypatch.setattr("nrc_platform.jobs.handlers.import_module", broken)
    assert is_tireless("probe.note")


def test_what_presents_or_seals_a_round_is_never_given_up() -> None:
    source = {
        "documents": ("render_convention", "render_avenant", "render_attestation"),
        "sealing": ("seal_convention", "seal_avenant", "seal_attestation"),
    }
    import internships.jobs as package

    for module, names in source.items():
        with open(f"{package.__path__[0]}/{module}.py", encoding="utf-8") as file:
            text = file.read()
        for name in names:
            assert f"@tireless\n@handler\ndef {name}(" in text


def _filed() -> set[str]:
    runner.file_nightly()
    return set(Job.objects.values_list("key", flat=True))


def test_work_is_filed_once_a_day_in_the_morning_and_every_ten_minutes(freeze: Any) -> None:
    from datetime import datetime

    travel = freeze(datetime.fromisoformat("2026-11-24T06:55:00+00:00"))
    early = _filed()
    assert early == {
        "internships.expire_conventions:2026-11-24",
        "notifications.raise_alarms:2026-11-24T07:50+0100",
        "documents.probe_seal:2026-11-24T07:50+0100",
    }
    travel.shift(timedelta(minutes=4))
    assert _filed() == early
    travel.shift(timedelta(minutes=1))
    assert _filed() - early == {
        "internships.remind_signers:2026-11-24",
        "notifications.raise_alarms:2026-11-24T08:00+0100",
        "documents.probe_seal:2026-11-24T08:00+0100",
    }
    Job.objects.update(state=JobState.DONE, finished_at=clock.now())
    travel.shift(timedelta(days=1, hours=5))
    kept = _filed()
    assert "internships.remind_signers:2026-11-25" not in kept
    assert [key for key in kept if "raise_alarms" in key] == [
        "notifications.raise_alarms:2026-11-25T13:00+0100"
    ]
