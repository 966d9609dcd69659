"""One run of one job: claim it, do the work, commit its effect and its end together."""

import logging
import uuid
from datetime import timedelta
from random import SystemRandom

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import OperationalError, transaction
from django.db.models import Case, F, IntegerField, When

from nrc_platform.core import clock
from nrc_platform.core.errors import DomainError
from nrc_platform.jobs import faults
from nrc_platform.jobs.errors import LeaseLost
from nrc_platform.jobs.handlers import Finish, Run, find, is_owed, lease_end
from nrc_platform.jobs.models import Job
from nrc_platform.jobs.states import JobState
from nrc_platform.journal.moves import service

logger = logging.getLogger(__name__)

MAX_CRASHES = 3
MAX_ATTEMPTS = 8
FIRST_DELAY_SECONDS = 5
LONGEST_DELAY_SECONDS = 3600
_chance = SystemRandom()

CRASHED = (
    "Ce travail a fait tomber trois fois le programme qui l’exécute. "
    "Vérifiez ce qu’il traite, puis réessayez."
)
UNKNOWN = "Une erreur imprévue est survenue. Réessayez ; si elle revient, prévenez l’assistance."
DATABASE = (
    "La base de données n’a pas répondu, ou n’a plus de place : rien n’est perdu, rien n’est à "
    "moitié écrit. Libérez de la place ; le travail reprendra seul."
)
TOO_LONG = (
    "Ce travail a dépassé la minute qui lui est accordée. "
    "Raccourcissez les textes, puis réessayez."
)


def claim(job_id: uuid.UUID | str) -> Job | None:
    """
    Take the job for as long as a lease, or nothing when another worker holds or finished it.

    One conditional UPDATE: of two workers, the database lets one through.
    """
    token = uuid.uuid4()
    taken = (
        Job.objects.due()
        .filter(pk=job_id)
        .update(
            crashes=Case(
                When(state=JobState.LEASED, then=F("crashes") + 1),
                default=F("crashes"),
                output_field=IntegerField(),
            ),
            state=JobState.LEASED,
            lease_token=token,
            lease_until=lease_end(),
            attempts=F("attempts") + 1,
        )
    )
    return Job.objects.get(pk=job_id) if taken else None


def perform(job_id: uuid.UUID | str) -> None:
    """Run the job if it is due and free; whatever happens, its row says it in French."""
    job = claim(job_id)
    if job is None:
        return
    run = Run(job)
    if job.crashes >= MAX_CRASHES:
        _put_back(run, job, CRASHED, last=True)
        return
    faults.reach(faults.AFTER_CLAIM)
    _work(run, job)


def _work(run: Run, job: Job) -> None:
    try:
        finish = find(job.kind)(run, **job.payload)
        _complete(run, finish)
    except LeaseLost:
        logger.warning("job %s: lease lost, this run is dropped", job.pk)
    except DomainError as error:
        _refuse(run, job, error)
    except SoftTimeLimitExceeded:
        logger.exception("job %s: too long", job.pk)
        _put_back(run, job, TOO_LONG)
    except OperationalError:
        logger.exception("job %s: the database failed", job.pk)
        _put_back(run, job, DATABASE)
    except Exception:
        # A defect of ours: the trace goes to the log, a sentence to the row.
        logger.exception("job %s: failed", job.pk)
        _put_back(run, job, UNKNOWN)
    else:
        faults.reach(faults.AFTER_COMMIT)


@service
def _complete(run: Run, finish: Finish | None) -> None:
    held = run.held().select_for_update().first()
    if held is None:
        raise LeaseLost(str(run.job_id))
    result = finish() if finish is not None else None
    run.held().update(
        state=JobState.DONE,
        result=result,
        last_error="",
        lease_until=None,
        lease_token=None,
        finished_at=clock.now(),
        done=F("total"),
    )
    faults.reach(faults.BEFORE_COMMIT)


def _refuse(run: Run, job: Job, error: DomainError) -> None:
    logger.warning("job %s: refused (%s)", job.pk, error.code)
    if getattr(error, "retry", False):
        _put_back(run, job, error.message)
    else:
        _put_back(run, job, error.message, last=True)


def _put_back(run: Run, job: Job, sentence: str, *, last: bool = False) -> None:
    """
    Wait before the next try: exponential, with full jitter so that retries spread out.

    A job that may be given up is, after its last try; one that is owed waits an hour at most.
    """
    is_last = last or job.attempts >= MAX_ATTEMPTS
    if is_last and not is_owed(job.kind):
        _bury(run, sentence)
        return
    if is_last:
        logger.error("job %s: owed, and still not done after %d tries", job.pk, job.attempts)
    doublings = MAX_ATTEMPTS + 2 if is_last else job.attempts
    ceiling = min(LONGEST_DELAY_SECONDS, FIRST_DELAY_SECONDS * 2**doublings)
    run.held().update(
        state=JobState.PENDING,
        crashes=0 if last else F("crashes"),
        run_at=clock.now() + timedelta(seconds=_chance.uniform(0, ceiling)),
        last_error=sentence[:500],
        lease_until=None,
        lease_token=None,
    )


def _bury(run: Run, sentence: str) -> None:
    logger.error("job %s: given up", run.job_id)
    run.held().update(
        state=JobState.DEAD,
        last_error=sentence[:500],
        lease_until=None,
        lease_token=None,
        finished_at=clock.now(),
    )


def due_ids(limit: int = 500) -> list[uuid.UUID]:
    """Return the jobs to ring again, oldest first: due, or leased by a worker that went silent."""
    with transaction.atomic():
        rows = Job.objects.due().order_by("run_at", "id")
        return list(rows.values_list("pk", flat=True)[:limit])


def file_nightly() -> list[uuid.UUID]:
    """File the work of today (`NIGHTLY_JOBS`) that is not filed yet; return it, to be rung."""
    day = clock.today().isoformat()
    filed = []
    for kind, label in settings.NIGHTLY_JOBS.items():
        with transaction.atomic():
            job, created = Job.objects.get_or_create(
                key=f"{kind}:{day}", defaults={"kind": kind, "label": label}
            )
        if created:
            filed.append(job.pk)
    return filed
