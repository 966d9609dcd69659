"""Named points where a test may stop the worker for good; inert unless the settings name one."""

import os
import signal
from pathlib import Path

from django.conf import settings

AFTER_CLAIM = "after-claim"
AFTER_RENDER = "after-render"
AFTER_STAMP = "after-stamp"
AFTER_SEAL = "after-seal"
AFTER_VALIDATION = "after-validation"
BEFORE_BLOB = "before-blob"
AFTER_BLOB = "after-blob"
BEFORE_COMMIT = "before-commit"
AFTER_COMMIT = "after-commit"
AFTER_MAIL = "after-mail"
# Those that printing alone goes through, and those on the way from a last signature to its mails.
POINTS = (AFTER_CLAIM, AFTER_RENDER, AFTER_BLOB, BEFORE_COMMIT, AFTER_COMMIT)
SEALING_POINTS = (
    AFTER_CLAIM,
    AFTER_RENDER,
    AFTER_STAMP,
    AFTER_SEAL,
    AFTER_VALIDATION,
    BEFORE_BLOB,
    AFTER_BLOB,
    BEFORE_COMMIT,
    AFTER_COMMIT,
    AFTER_MAIL,
)
CHILD = "child"


def reach(point: str) -> None:
    """
    Kill -9 the whole worker (its process group) if the settings ask for it here.

    `JOB_FAULT_POINT` is « point:path of a marker », or several of them with a space between: the
    marker is written first, and a worker that finds it goes on, so that each kills once. One that
    ends in « :child » kills the one process that works, and leaves the worker above it.
    """
    orders = getattr(settings, "JOB_FAULT_POINT", "")
    if not orders:
        return
    for order in orders.split():
        wanted, _, rest = order.partition(":")
        marker, _, victim = rest.partition(":")
        if wanted != point or not marker or Path(marker).exists():
            continue
        Path(marker).touch()
        if victim == CHILD:
            os.kill(os.getpid(), signal.SIGKILL)
        os.killpg(os.getpgrp(), signal.SIGKILL)
