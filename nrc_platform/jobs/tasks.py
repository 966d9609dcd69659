"""The two doorbells: run this job, and ring again what nobody answered."""

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
