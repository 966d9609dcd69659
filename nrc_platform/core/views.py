"""What page views share: read-only pages, paging, and refusals turned into answers."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse

P = ParamSpec("P")
M = TypeVar("M", bound=Model)

_WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "DROP", "ALTER")
# The session, and the cache that counts attempts, may be written by a page that only reads.
_ALLOWED_TABLES = ("django_session", "django_cache")


class ReadOnlyPageWrote(RuntimeError):
    """A page declared read-only tried to write."""


def _refuse_writes(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
) -> Any:
    if sql.lstrip().upper().startswith(_WRITES) and not any(
        table in sql for table in _ALLOWED_TABLES
    ):
        raise ReadOnlyPageWrote(sql.split(" ", 3)[:3])
    return execute(sql, params, many, context)


def read_only(view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """Make the database refuse any write while the view runs."""

    @wraps(view)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        with connection.execute_wrapper(_refuse_writes):
            return view(*args, **kwargs)

    return wrapped


def paginate(request: HttpRequest, rows: QuerySet[M], *, size: int = 50) -> Page[M]:
    """Return the page of rows that the address asks for; a wrong number gives the nearest page."""
    return Paginator(rows, size).get_page(request.GET.get("page"))
