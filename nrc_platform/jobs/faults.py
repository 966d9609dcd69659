"""Named points where a test may stop the worker for good; inert unless the settings name one."""

import os
import signal
from pathlib import Path

from django.conf import settings

AFTER_CLAIM = "after-claim"
AFTER_RENDER = "after-render"
AFTER_BLOB = "after-blob"
BEFORE_COMMIT = "before-commit"
AFTER_COMMIT = "after-commit"
POINTS = (AFTER_CLAIM, AFTER_RENDER, AFTER_BLOB, BEFORE_COMMIT, AFTER_COMMIT)


def reach(point: str) -> None:
    """
    Kill the whole worker (kill -9 of its process group) if the settings ask for it here.

    `JOB_FAULT_POINT` is « point:path of a marker »: the marker is written first, and a worker that
    finds it goes on, so that each test kills once.
    """
    wanted, _, marker = getattr(settings, "JOB_FAULT_POINT", "").partition(":")
    if wanted != point or not marker or Path(marker).exists():
        return
    Path(marker).touch()
    os.killpg(os.getpgrp(), signal.SIGKILL)
