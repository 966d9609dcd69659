"""What page views share: read-only pages, paging, a form sent twice."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.core.cache import cache
from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse

P = ParamSpec("P")
M = TypeVar("M", bound=Model)
T = TypeVar("T")

_WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "DROP", "ALTER")
# The session, and the cache that counts attempts, may be written by a page that only reads.
_ALLOWED_TABLES = ("django_session", "django_cache")
# The hidden field that tells one showing of a form from the next, and how long it is remembered.
SHOWING = "envoi"
_REMEMBERED_SECONDS = 600


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


def once(request: HttpRequest, act: Callable[[], T]) -> Callable[[], T | None]:
    """
    Return the act of a form that adds a row, done once however often the button is pressed.

    - The same words sent again from the same showing of the form do nothing and give None.
    - Other words from there, the same words from a form shown anew: another row.
    """
    if not request.POST.get(SHOWING):
        return act
    key = f"once:{_print_of(request)}"

    def first_only() -> T | None:
        if not cache.add(key, True, _REMEMBERED_SECONDS):
            return None
        try:
            return act()
        except Exception:
            cache.delete(key)
            raise

    return first_only


def _print_of(request: HttpRequest) -> str:
    """Return the digest of who sends what where; the forgery token of a page is no part of it."""
    words = [
        (name, values)
        for name, values in sorted(request.POST.lists())
        if name != "csrfmiddlewaretoken"
    ]
    files = [
        (name, str(file), getattr(file, "size", 0))
        for name, held in sorted(request.FILES.lists())
        for file in held
    ]
    who = getattr(request.user, "pk", None)
    return hashlib.sha256(repr((who, request.path, words, files)).encode()).hexdigest()
