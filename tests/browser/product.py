"""The product itself, started once on data of its own: what the browser tests look at."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
PASSWORD = "demo-nrc-2026-lycee"
START_SECONDS = 240


@dataclass(frozen=True)
class Product:
    """Where the running product answers, and where it writes."""

    root: str
    var: Path


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return int(line.getsockname()[1])


def _own_database(url: str) -> str:
    """Make an empty database beside the one named, and return its address."""
    parts = urlsplit(url)
    name = f"nrc_product_{os.getpid()}"
    line = psycopg2.connect(url)
    line.autocommit = True
    with line.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {name}")
    line.close()
    return urlunsplit(parts._replace(path=f"/{name}"))


def _drop_database(url: str, own: str) -> None:
    line = psycopg2.connect(url)
    line.autocommit = True
    with line.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {urlsplit(own).path[1:]} WITH (FORCE)")
    line.close()


def _environment(var: Path, port: int) -> dict[str, str]:
    keep = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("DJANGO_", "NRC_", "PYTEST_"))
    }
    keep |= {"NRC_VAR": str(var), "PORT": str(port), "DEMO_PASSWORD": PASSWORD}
    keep["DJANGO_SETTINGS_MODULE"] = "nrc_platform.settings"
    if "REDIS_URL" in keep:
        keep["REDIS_URL"] = keep["REDIS_URL"].rsplit("/", 1)[0] + "/8"
        keep["CACHE_URL"] = keep["REDIS_URL"].rsplit("/", 1)[0] + "/9"
    return keep


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _wait(url: str) -> None:
    limit = time.monotonic() + START_SECONDS
    while not _answers(url):
        if time.monotonic() > limit:
            raise TimeoutError(f"the product does not answer at {url}")
        time.sleep(0.2)


def _wait_for_jobs(var: Path) -> None:
    """Let the worker print the PDF of the demo; SQLite only, elsewhere the pages do without."""
    base = var / "nrc.sqlite3"
    limit = time.monotonic() + 60
    while base.exists() and time.monotonic() < limit:
        with sqlite3.connect(f"file:{base}?mode=ro", uri=True) as line:
            (left,) = line.execute(
                "SELECT count(*) FROM jobs_job WHERE state IN ('pending', 'running')"
            ).fetchone()
        if not left:
            return
        time.sleep(0.5)


@contextmanager
def running(var: Path) -> Iterator[Product]:
    """Seed the demo school, start web and worker, and stop both at the end."""
    port = free_port()
    environment = _environment(var, port)
    given = environment.get("DATABASE_URL", "")
    if given:
        environment["DATABASE_URL"] = _own_database(given)
    seed = [sys.executable, "manage.py", "prepare_demo"]
    done = subprocess.run(
        seed, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    log = (var / "product.log").open("wb")
    commands = (
        [
            *(str(BIN / "gunicorn"), "nrc_platform.wsgi", "--bind", f"127.0.0.1:{port}"),
            *("--workers", "1", "--threads", "4", "--worker-class", "gthread"),
            *("--log-level", "warning"),
        ],
        [
            *(str(BIN / "celery"), "-A", "nrc_platform.celery", "worker", "--pool", "solo"),
            *("--loglevel", "WARNING", "--without-gossip", "--without-mingle"),
        ],
    )
    started = [
        subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True
        )
        for command in commands
    ]
    try:
        _wait(f"http://127.0.0.1:{port}/healthz")
        _wait_for_jobs(var)
        yield Product(f"http://127.0.0.1:{port}", var)
    finally:
        for process in started:
            os.killpg(process.pid, signal.SIGTERM)
        for process in started:
            process.wait(timeout=20)
        log.close()
        if given:
            _drop_database(given, environment["DATABASE_URL"])
