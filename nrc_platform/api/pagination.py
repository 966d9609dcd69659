"""Keyset lists: a cursor that survives insertions, and refusals that say what is possible."""

from base64 import b64decode
from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qs

from django.core.exceptions import ValidationError as DjangoValidationError
from django.db.models import QuerySet
from rest_framework import exceptions
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request


class KeysetPagination(CursorPagination):
    """Lists by cursor: `{"next", "previous", "results"}`, at most 200 rows a page, else 50."""

    page_size = 50
    max_page_size = 200
    page_size_query_param = "page_size"
    ordering = ("-created_at", "id")
    invalid_cursor_message = "Ce curseur n’est pas valable : reprenez la liste à son début."

    def paginate_queryset(
        self, queryset: Any, request: Request, view: Any = None
    ) -> list[Any] | None:
        """Return the rows of the page; a bad size, order or cursor is a 400 with a sentence."""
        try:
            return super().paginate_queryset(queryset, request, view)
        except (exceptions.NotFound, DjangoValidationError, ValueError) as error:
            raise exceptions.ValidationError({"cursor": [self.invalid_cursor_message]}) from error

    def decode_cursor(self, request: Request) -> Any:
        """Refuse what we did not write: the base class reads nonsense as the first page."""
        given = request.query_params.get(self.cursor_query_param)
        if given is not None:
            tokens = parse_qs(b64decode(given, validate=True).decode("ascii"))
            if not tokens or not set(tokens) <= {"o", "r", "p"}:
                raise exceptions.NotFound(self.invalid_cursor_message)
        return super().decode_cursor(request)

    def get_page_size(self, request: Request) -> int:
        """Return the asked size, or refuse what is not a whole number from 1 to 200."""
        asked = request.query_params.get(self.page_size_query_param)
        if asked is None:
            return self.page_size
        if not asked.isascii() or not asked.isdigit() or not 1 <= int(asked) <= self.max_page_size:
            raise exceptions.ValidationError(
                {"page_size": [f"Demandez de 1 à {self.max_page_size} lignes par page."]}
            )
        return int(asked)

    def get_ordering(
        self, request: Request, queryset: QuerySet[Any], view: Any
    ) -> tuple[str, ...]:
        """Return the asked order, closed by `id` so that ties are stable."""
        allowed: Sequence[str] = getattr(view, "ordering_fields", ())
        default: Sequence[str] = getattr(view, "ordering", self.ordering)
        asked = request.query_params.get("ordering")
        if not asked:
            chosen = list(default)
        else:
            chosen = [name.strip() for name in asked.split(",")]
            unknown = [name for name in chosen if name.lstrip("-") not in allowed]
            if unknown:
                known = ", ".join(sorted(allowed)) or "aucun"
                raise exceptions.ValidationError(
                    {"ordering": [f"Ordre inconnu : {', '.join(unknown)}. Possibles : {known}."]}
                )
        if not any(name.lstrip("-") == "id" for name in chosen):
            chosen.append("id")
        return tuple(chosen)
