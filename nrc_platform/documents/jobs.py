"""What the machine does by itself: it tries the seal, and has the journal's head stamped."""

import logging

from django.conf import settings

from nrc_platform.documents.seals import heads
from nrc_platform.documents.seals.health import Alarm, test_seal
from nrc_platform.jobs.handlers import Finish, Run, handler, tireless
from nrc_platform.jobs.models import Job

logger = logging.getLogger(__name__)

STAMP_HEAD = "documents.stamp_head"


@handler
def probe_seal(run: Run) -> Finish:
    """Make and check a seal, keep what was found, and log an alarm as an error."""
    health = test_seal()
    if health.alarm is not Alarm.NONE:
        logger.error("seal: %s, %s days left", health.alarm, health.days_left)
    result = {
        "ok": "true" if health.ok else "false",
        "alarm": health.alarm.value,
        "sentence": health.sentence,
        "days_left": "" if health.days_left is None else str(health.days_left),
    }
    return lambda: result


@tireless
@handler
def stamp_head(run: Run) -> Finish | None:
    """
    Have the head of the journal stamped, once a day; without an authority, say nothing.

    Of several days that wait for an authority to answer, only the last one still asks.
    """
    newest = Job.objects.filter(kind=STAMP_HEAD).latest("created_at")
    if not settings.TSA_URL or newest.pk != run.job_id:
        return None
    name = heads.stamp_today()
    return lambda: {"head": name}
