"""Bases of the REST API: plain-dict answers, keyset lists, one error shape, versions."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, cast

import orjson
from django.core.exceptions import ValidationError as DjangoValidationError
from django.db.models import Model, QuerySet
from django.http import Http404
from drf_standardized_errors.handler import exception_handler as standard_handler
from rest_framework import exceptions, mixins, serializers, viewsets
from rest_framework.exceptions import APIException
from rest_framework.pagination import CursorPagination
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from nrc_platform.core.errors import DomainError, Invalid, NotAllowed, Stale

if TYPE_CHECKING:
    from drf_standardized_errors.types import ExceptionHandlerContext


class OrjsonRenderer(BaseRenderer):
    """Answer in JSON through orjson: half the cost of the standard encoder on a list."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        """Return the bytes of the answer."""
        if data is None:
            return b""
        return orjson.dumps(data, default=str, option=orjson.OPT_NON_STR_KEYS)


class Refused(APIException):
    """A refusal of the domain, in the one error shape."""

    def __init__(self, error: DomainError) -> None:
        self.status_code = error.status
        super().__init__(detail=error.message, code=error.code)


def _as_api_error(error: Exception) -> Exception:
    if isinstance(error, Invalid):
        return exceptions.ValidationError(error.errors)
    if isinstance(error, NotAllowed):
        return exceptions.PermissionDenied(error.message)
    if isinstance(error, DomainError):
        return Refused(error)
    if isinstance(error, DjangoValidationError):
        detail = error.message_dict if hasattr(error, "error_dict") else error.messages
        return exceptions.ValidationError(detail)
    if isinstance(error, Http404):
        return exceptions.NotFound("Cet objet n’existe pas, ou ne vous est pas ouvert.")
    return error


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """Turn refusals into the one error shape `{"type", "errors": [{code, detail, attr}]}`."""
    return standard_handler(_as_api_error(error), cast("ExceptionHandlerContext", context))


class KeyScopePermission(BasePermission):
    """Ask a signed-in caller; a key with the scope `read` may only read."""

    message = "Cette clé ne permet que la lecture. Demandez une clé d’écriture."

    def has_permission(self, request: Request, view: Any) -> bool:
        """Return whether the caller may use the method at all."""
        if not request.user or not request.user.is_authenticated:
            return False
        scope = getattr(request.auth, "scope", "write")
        return request.method in SAFE_METHODS or scope == "write"


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
        except exceptions.NotFound as error:
            raise exceptions.ValidationError({"cursor": [self.invalid_cursor_message]}) from error

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


class Out(serializers.Serializer[Any]):
    """An answer: fields are declared for the schema, `represent` builds the plain dict."""

    id = serializers.UUIDField()
    abilities = serializers.DictField(child=serializers.BooleanField())

    def represent(self, row: Any) -> dict[str, Any]:
        """Return the plain dict of one row, abilities apart."""
        raise NotImplementedError(f"{type(self).__name__} must say how a row is shown.")

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """Return the plain dict of one row with what the caller may do to it."""
        shape = self.represent(instance)
        view = self.context.get("view")
        shape["abilities"] = view.abilities(instance) if view is not None else {}
        return shape


class Viewset(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Any]):
    """
    A resource: reads start from `visible`, writes call the services of the pages.

    Subclasses set `visible` (a `visible_…` function), `serializer_class` (an `Out`), `ordering`,
    `ordering_fields`, `checks` (ability name to `can_…(user, row)`), maybe `filterset_class`.
    """

    visible: ClassVar[Callable[[Any], QuerySet[Any]]]
    ordering: ClassVar[Sequence[str]] = ("-created_at", "id")
    ordering_fields: ClassVar[Sequence[str]] = ("created_at",)
    checks: ClassVar[Mapping[str, Callable[[Any, Any], bool]]] = {}

    def get_queryset(self) -> QuerySet[Any]:
        """Return what the caller may see; subclasses add what the answer needs."""
        return type(self).visible(self.request.user)

    def abilities(self, row: Any) -> dict[str, bool]:
        """Return what the caller may do to the row now."""
        return {name: check(self.request.user, row) for name, check in self.checks.items()}

    def check_version(self, row: Any) -> None:
        """Raise `Stale` (412) when `If-Match` names another version than the row's."""
        asked = self.request.headers.get("If-Match")
        if asked is not None and asked.strip('" ') not in {str(row.version), "*"}:
            raise Stale(
                f"Cet objet a changé : il en est à la version {row.version}. "
                "Relisez-le avant de l’écrire."
            )

    def answer(self, row: Model, *, status: int = 200) -> Response:
        """Answer one row in the shape of the resource."""
        serializer = self.get_serializer(row)
        return Response(serializer.data, status=status)
