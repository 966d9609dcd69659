"""A list asks the same number of queries for one row and for ten."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


class QueriesGrow(AssertionError):
    """A page asks more queries when it shows more rows."""


def count(client: Client, url: str) -> list[str]:
    """Return the queries of one GET, the answer being a 200."""
    with CaptureQueriesContext(connection) as seen:
        response = client.get(url)
    assert response.status_code == 200, f"{url} answered {response.status_code}"
    return [query["sql"] for query in seen.captured_queries]


def same_queries(client: Client, url: str, make_row: Callable[[], Any], *, rows: int = 10) -> int:
    """Compare the queries of the page at 1 row and at `rows` rows; return their number."""
    make_row()
    count(client, url)  # fills what a first visit fills: session, caches
    one = count(client, url)
    for _ in range(rows - 1):
        make_row()
    many = count(client, url)
    if len(one) != len(many):
        extra = "\n".join(sql[:300] for sql in many if sql not in one)
        raise QueriesGrow(
            f"{url}: {len(one)} queries for 1 row, {len(many)} for {rows}. New ones:\n{extra}"
        )
    return len(many)
