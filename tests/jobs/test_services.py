"""Filing, running, failing and retrying jobs."""

import threading
from datetime import datetime, timedelta
from typing import Any

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.core.management import call_command
from django.db import OperationalError, connection, transaction
from django.test import TestCase

from nrc_platform.core import clock
from nrc_platform.core.errors import DomainError, NotAllowed
from nrc_platform.jobs import runner, services, tasks
from nrc_platform.jobs.handlers import Run, find
from nrc_platform.jobs.models import Job
from nrc_platform.jobs.states import JobState
from nrc_platform.journal.models import Entry
from nrc_platform.journal.selectors import check_chain
from nrc_platform.people.models import User
from tests.jobs.factories import JobFactory
from tests.jobs.probe import jobs as probe

pytestmark = pytest.mark.usefixtures("handlers")


def file(kind: str = "probe.note", key: str = "k", **ids: str) -> Job:
    return services.file(kind, key=key, label="Essai", **ids)


def test_a_job_runs_after_the_commit_and_never_before(db: None) -> None:
    with TestCase.captureOnCommitCallbacks(execute=True) as rung:
        job = file(word="bonjour")
        assert probe.calls == []
    assert len(rung) == 1
    job.refresh_from_db()
    assert (job.state, job.result, job.attempts) == (JobState.DONE, {"word": "bonjour"}, 1)
    assert (job.done, job.total) == (2, 2)
    assert probe.calls == ["bonjour"]


def test_filing_twice_gives_the_first_job_and_rings_once(db: None) -> None:
    with TestCase.captureOnCommitCallbacks() as rung:
        first = file(word="a")
        second = file(word="b")
    assert first == second
    assert second.payload == {"word": "a"}
    assert len(rung) == 1


def test_a_job_is_filed_in_the_transaction_of_its_cause(transactional_db: None) -> None:
    with pytest.raises(RuntimeError, match="in the transaction"):
        file(word="a")


def test_a_rolled_back_cause_leaves_no_job(transactional_db: None) -> None:
    @transaction.atomic
    def cause() -> None:
        file(word="a")
        raise DomainError("non")

    with pytest.raises(DomainError):
        cause()
    assert not Job.objects.exists()
    assert probe.calls == []


def test_a_broker_that_is_down_undoes_nothing(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(tasks.run, "delay", fail)
    with transaction.atomic():
        job = file(word="a")
    monkeypatch.undo()
    assert tasks.sweep() == 1
    job.refresh_from_db()
    assert job.state == JobState.DONE


def test_effect_and_end_are_committed_together(db: None) -> None:
    job = JobFactory(kind="probe.break_at_the_end", payload={})
    runner.perform(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.PENDING
    assert not Entry.objects.exists()
    runner.perform(JobFactory().pk)
    assert Entry.objects.get().kind == "probe.note"
    assert check_chain().breaks == []


def test_a_refusal_of_the_domain_ends_the_job_with_its_sentence(db: None) -> None:
    job = JobFactory(kind="probe.refuse", payload={})
    runner.perform(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.DEAD, 1)
    assert job.last_error == "La fiche n’est pas visée. Demandez le visa."


def test_a_defect_is_retried_later_and_shows_no_personal_data(
    db: None, caplog: pytest.LogCaptureFixture
) -> None:
    job = JobFactory(kind="probe.break_down", payload={})
    runner.perform(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.PENDING
    assert job.last_error == runner.UNKNOWN
    assert "canari" not in job.last_error


def test_retries_spread_out_then_stop(db: None, freeze: Any) -> None:
    job = JobFactory(kind="probe.wait", payload={})
    delays = []
    for _ in range(runner.MAX_ATTEMPTS):
        runner.perform(job.pk)
        job.refresh_from_db()
        delays.append((job.run_at - clock.now()).total_seconds())
        Job.objects.filter(pk=job.pk).update(run_at=clock.now())
    assert job.state == JobState.DEAD
    assert job.last_error == "Le serveur de courrier n’a pas répondu."
    assert probe.calls == ["wait"] * runner.MAX_ATTEMPTS
    for attempt, delay in enumerate(delays[:-1], start=1):
        assert -1 <= delay <= min(3600, 5 * 2**attempt)


def test_a_full_database_leaves_nothing_half_written(db: None) -> None:
    def full(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.startswith('INSERT INTO "journal_entry"'):
            raise OperationalError("database or disk is full")
        return execute(sql, *rest)

    job = JobFactory()
    with connection.execute_wrapper(full):
        runner.perform(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result) == (JobState.PENDING, None)
    assert "n’a plus de place" in job.last_error
    assert not Entry.objects.exists()
    Job.objects.update(run_at=clock.now())
    runner.perform(job.pk)
    job.refresh_from_db()
    assert (job.state, job.last_error) == (JobState.DONE, "")


def test_a_job_that_lasts_too_long_says_so(db: None) -> None:
    def too_long(run: Run) -> None:
        raise SoftTimeLimitExceeded

    probe.during.append(too_long)
    job = JobFactory()
    runner.perform(job.pk)
    job.refresh_from_db()
    assert "a dépassé la minute" in job.last_error


def test_nobody_runs_a_job_before_its_hour_or_while_it_is_held(db: None) -> None:
    later = JobFactory(run_at=clock.now() + timedelta(minutes=5))
    held, finished, dead = (
        JobFactory(leased=True),
        JobFactory(done_well=True),
        JobFactory(dead=True),
    )
    for job in (later, held, finished, dead):
        runner.perform(job.pk)
        assert runner.claim(job.pk) is None
    assert probe.calls == []
    assert tasks.sweep() == 0


def test_a_lease_that_ran_out_is_taken_over(db: None) -> None:
    job = JobFactory(silent=True)
    assert tasks.sweep() == 1
    job.refresh_from_db()
    assert (job.state, job.crashes, job.attempts) == (JobState.DONE, 1, 2)


def test_a_poison_job_dies_after_three_crashes(db: None) -> None:
    job = JobFactory()
    for crashes in range(3):
        claimed = runner.claim(job.pk)
        assert claimed is not None
        assert claimed.crashes == crashes
        # The worker falls: nothing is written, the lease runs out.
        Job.objects.filter(pk=job.pk).update(lease_until=clock.now() - timedelta(seconds=1))
    tasks.sweep()
    job.refresh_from_db()
    assert (job.state, job.crashes) == (JobState.DEAD, 3)
    assert "trois fois" in job.last_error
    assert probe.calls == []


def test_a_worker_that_lost_its_lease_keeps_nothing(db: None) -> None:
    job = JobFactory()

    def overtaken(run: Run) -> None:
        probe.during.clear()
        Job.objects.filter(pk=job.pk).update(lease_until=clock.now() - timedelta(seconds=1))
        runner.perform(job.pk)

    probe.during.append(overtaken)
    runner.perform(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.DONE
    assert probe.calls == ["a", "a"]
    assert Entry.objects.filter(kind="probe.note").count() == 1


def test_progress_keeps_the_lease(db: None, freeze: Any) -> None:
    freeze()
    seen: list[tuple[int, int, datetime | None]] = []

    def look(run: Run) -> None:
        row = run.held().get()
        seen.append((row.done, row.total, row.lease_until))

    probe.during.append(look)
    runner.perform(JobFactory().pk)
    assert seen == [(1, 2, clock.now() + timedelta(seconds=120))]


def test_of_many_workers_one_claims_the_job(transactional_db: None) -> None:
    job = JobFactory()
    gate = threading.Barrier(8)

    def work() -> None:
        try:
            gate.wait()
            runner.perform(job.pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert probe.calls == ["a"]
    assert Entry.objects.count() == 1


def test_only_marked_functions_are_handlers() -> None:
    assert find("probe.note") is probe.note
    for kind in ("probe.unmarked", "probe.absent", "elsewhere.note"):
        with pytest.raises(LookupError):
            find(kind)


def test_a_failed_job_is_retried_by_its_owner(bob: User) -> None:
    job = JobFactory(dead=True, owner_id=bob.pk)
    with TestCase.captureOnCommitCallbacks(execute=True):
        services.retry_job(job, actor=bob)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.crashes) == (JobState.DONE, 1, 0)
    assert Entry.objects.filter(kind="jobs.job.retry", actor_id=bob.pk).exists()


def test_a_stranger_does_not_retry_it(bob: User, charlie: User) -> None:
    job = JobFactory(dead=True, owner_id=bob.pk)
    with pytest.raises(NotAllowed):
        services.retry_job(job, actor=charlie)
    job.refresh_from_db()
    assert job.state == JobState.DEAD


def test_a_job_that_works_again_is_not_retried(bob: User) -> None:
    with pytest.raises(DomainError, match="n’est plus en échec"):
        services.retry_job(JobFactory(owner_id=bob.pk), actor=bob)


def test_the_command_sweeps_too(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    JobFactory()
    call_command("sweep")
    assert "1 travail relancé" in capsys.readouterr().out
    assert Job.objects.get().state == JobState.DONE
