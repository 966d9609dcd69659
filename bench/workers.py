"""A real Celery worker beside the bench, on the bench's own database and queue."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from nrc_platform.celery import app

START_SECONDS, STOP_SECONDS = 30, 10


def _ready() -> bool:
    return bool(app.control.ping(timeout=0.5))


def start(**environment: str) -> subprocess.Popen[bytes]:
    """Start a worker with its sweeper, in a process group of its own."""
    command = [
        sys.executable, "-m", "celery", "-A", "nrc_platform.celery", "worker", "--beat",
        "--concurrency", "2", "--loglevel", "CRITICAL",
    ]  # fmt: skip
    return subprocess.Popen(
        command,
        env={**os.environ, "NRC_VAR": str(settings.VAR_DIR), **environment},
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def stop(worker: subprocess.Popen[bytes]) -> None:
    """Stop the whole group, if it still runs."""
    if worker.poll() is None:
        os.killpg(worker.pid, signal.SIGKILL)
    worker.wait(timeout=STOP_SECONDS)


@contextmanager
def worker(**environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a worker for the time of the block; enter once it answers."""
    process = start(**environment)
    deadline = time.monotonic() + START_SECONDS
    try:
        while not _ready():
            if time.monotonic() > deadline or process.poll() is not None:
                raise RuntimeError("The worker did not start.")
        yield process
    finally:
        stop(process)
