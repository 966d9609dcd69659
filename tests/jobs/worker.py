"""A real Celery worker on the test database: started, watched, killed."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
LEASE_SECONDS, SWEEP_SECONDS = 2, 1
PATIENCE = 60.0


def database_url() -> str:
    """Return the address of the database the tests are in."""
    found = connection.settings_dict
    name = str(found["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    user = quote(found["USER"] or "")
    password = f":{quote(found['PASSWORD'])}" if found["PASSWORD"] else ""
    at = f"{user}{password}@" if user else ""
    host, port = found["HOST"] or "", found["PORT"] or ""
    if host.startswith("/"):
        return f"postgres://{at}/{name}?host={quote(host, safe='')}"
    return f"postgres://{at}{host}{f':{port}' if port else ''}/{name}"


def environment(var: Path, **more: str) -> dict[str, str]:
    """Return the environment of the worker: our database and folders, its own queue."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.jobs.settings",
        "DATABASE_URL": database_url(),
        "NRC_TEST_VAR": str(var),
        "NRC_TEST_DOCUMENTS": str(settings.DOCUMENTS_DIR),
        "NRC_TEST_KEYS": str(settings.SEAL_DEMO["folder"]),
        "JOB_LEASE_SECONDS": str(LEASE_SECONDS),
        "JOB_SWEEP_SECONDS": str(SWEEP_SECONDS),
        "PYTHONPATH": str(ROOT),
        **more,
    }


@contextmanager
def running(var: Path, *, beat: bool = True, **more: str) -> Iterator[subprocess.Popen[bytes]]:
    """Start a worker in a process group of its own; nothing of it is left behind."""
    for name in ("messages", "control", "processed"):
        (var / "queue" / name).mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "celery", "-A", "nrc_platform.celery", "worker"]
    command += [
        "--concurrency",
        "1",
        "--loglevel",
        "ERROR",
        "--without-gossip",
        "--without-mingle",
    ]
    if beat:
        command.append("--beat")
    with (var / "worker.log").open("ab") as log:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment(var, **more),
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kill -9 the worker and every child of it."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, 9)
    process.wait()


def wait_until(holds: Callable[[], bool], what: str, *, log: Path) -> None:
    """Wait until it holds, or fail with the end of the worker's log."""
    end = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > end:
            tail = log.read_text(errors="replace")[-3000:] if log.exists() else ""
            raise AssertionError(f"Waited {PATIENCE:.0f} s for: {what}\n{tail}")
        time.sleep(0.05)


def ring(var: Path, job_ids: list[str]) -> None:
    """Ring the worker's bell from another process of the product, as a web process does."""
    code = (
        "import sys, django; django.setup()\n"
        "from nrc_platform.jobs.tasks import run\n"
        "for each in sys.argv[1:]: run.delay(each)\n"
    )
    command = [sys.executable, "-W", "ignore", "-c", code, *job_ids]
    subprocess.run(command, cwd=ROOT, env=environment(var), check=True, timeout=PATIENCE)
