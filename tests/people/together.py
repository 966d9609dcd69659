"""Several people who act at the same moment, each in a thread of their own."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import connection

from nrc_platform.core.errors import DomainError


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
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return given


def refusals(given: list[Any]) -> list[str]:
    """Return the sentences of those who were refused."""
    return [each.message for each in given if isinstance(each, DomainError)]
