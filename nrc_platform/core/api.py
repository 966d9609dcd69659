"""Bases of the REST API: plain-dict answers, one error shape, versions."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, cast

from django.core.exceptions import ValidationError as DjangoValidationError
from django.db.models import Model, QuerySet
from django.http import Http404
from drf_standardized_errors.handler import exception_handler as standard_handler
from rest_framework import exceptions, mixins, serializers, viewsets
from rest_framework.exceptions import APIException
from rest_framework.response import Response

from nrc_platform.core.errors import DomainError, Invalid, NotAllowed, Stale

if TYPE_CHECKING:
    from drf_standardized_errors.types import ExceptionHandlerContext


SIGN_IN = "Présentez une clé : « Authorization: Bearer … », ou connectez-vous sur le site."
SLOW_DOWN = "Trop de requêtes à la suite : attendez une minute, puis reprenez."


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
    if isinstance(error, exceptions.NotAuthenticated):
        error.detail = exceptions.ErrorDetail(SIGN_IN, error.default_code)
    if isinstance(error, exceptions.Throttled):
        error.detail = exceptions.ErrorDetail(SLOW_DOWN, error.default_code)
    return error


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """Turn refusals into the one error shape `{"type", "errors": [{code, detail, attr}]}`."""
    return standard_handler(_as_api_error(error), cast("ExceptionHandlerContext", context))


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


class FindingShape(serializers.Serializer[Any]):
    """What a rule answers: see `core.findings.Finding`."""

    rule = serializers.CharField()
    severity = serializers.CharField()
    message = serializers.CharField()
    # DRF takes declared fields out of the class: this hides nothing of it.
    source = serializers.CharField()  # type: ignore[assignment]
    who = serializers.CharField()
    due = serializers.CharField(allow_null=True)
    blocks = serializers.CharField(allow_null=True)


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
