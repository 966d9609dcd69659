"""What the machine does about documents by itself: it tries the seal."""

import logging

from nrc_platform.documents.seals.health import Alarm, test_seal
from nrc_platform.jobs.handlers import Finish, Run, handler

logger = logging.getLogger(__name__)


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
