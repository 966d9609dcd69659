"""The doorbells: run this job, ring again what nobody answered, file the work of the day."""

import logging

from nrc_platform.celery import app
from nrc_platform.jobs import runner

logger = logging.getLogger(__name__)


@app.task(name="nrc_platform.jobs.tasks.run")
def run(job_id: str) -> None:
    """Run one job, if it is due and free."""
    runner.perform(job_id)


@app.task(name="nrc_platform.jobs.tasks.sweep")
def sweep() -> int:
    """Ring again every job that is due; the broker may have lost its bell."""
    due = runner.due_ids()
    for job_id in due:
        run.delay(str(job_id))
    if due:
        logger.info("sweep: %d jobs rung again", len(due))
    return len(due)


@app.task(name="nrc_platform.jobs.tasks.nightly")
def nightly() -> int:
    """File what runs once a day, and ring for it; asked again the same day, file nothing."""
    filed = runner.file_nightly()
    for job_id in filed:
        run.delay(str(job_id))
    return len(filed)
