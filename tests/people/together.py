"""Several people who act at the same moment, each in a thread of their own."""

import fcntl
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection

from nrc_platform.core.errors import DomainError

TURN = Path(tempfile.gettempdir()) / "nrc-tests-together.lock"
CONNECTED = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"


def together(*acts: Callable[[], Any]) -> list[Any]:
    """Start the acts at once; return what each gave, a refusal included."""
    gate, given = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        try:
            gate.wait(timeout=10)
            given[place] = act()
        except DomainError as refusal:
            given[place] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    with _one_crowd_at_a_time():
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=30)
    return given


@contextmanager
def _one_crowd_at_a_time() -> Iterator[None]:
    """
    Keep the test processes' crowds apart: a PostgreSQL server takes a hundred connections.

    A closed connection holds its place until the server has let it go, hence the wait.
    """
    if connection.vendor != "postgresql":
        yield
        return
    with TURN.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        before = _connected()
        yield
        deadline = time.monotonic() + 10
        while _connected() > before and time.monotonic() < deadline:
            time.sleep(0.01)


def _connected() -> int:
    with connection.cursor() as cursor:
        cursor.execute(CONNECTED)
        return int(cursor.fetchone()[0])


def refusals(given: list[Any]) -> list[str]:
    """Return the sentences of those who were refused."""
    return [each.message for each in given if isinstance(each, DomainError)]
