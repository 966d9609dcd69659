"""Reading what programs send: fields checked, identifiers turned into rows the caller sees."""

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from django.db.models import Model, QuerySet
from rest_framework import serializers
from rest_framework.request import Request

from nrc_platform.core.errors import Invalid
from nrc_platform.people.models import User

M = TypeVar("M", bound=Model)
UNKNOWN = "Cet identifiant n’est pas dans ce qui vous est ouvert."


class ReasonIn(serializers.Serializer[Any]):
    """Why: the people concerned read it."""

    reason = serializers.CharField(allow_blank=True, default="")


def caller(request: Request) -> User:
    """Return the account behind the request."""
    return cast("User", request.user)


def read(shape: type[serializers.Serializer[Any]], request: Request, **how: Any) -> dict[str, Any]:
    """Return the checked fields that were given."""
    asked = shape(data=request.data, **how)
    asked.is_valid(raise_exception=True)
    return dict(asked.validated_data)


def seen_version(request: Request, row: Any) -> int:
    """Return the version that `If-Match` names, the row's own when any will do."""
    asked = request.headers.get("If-Match", "*").strip('" ')
    if asked == "*":
        return int(row.version)
    if not asked.isascii() or not asked.isdigit():
        raise Invalid({"If-Match": ["Donnez la version de l’objet, un nombre entier."]})
    return int(asked)


def one_of(rows: QuerySet[M], values: Mapping[str, Any], name: str) -> M:
    """Return the row of an identifier that must be given."""
    found = rows.filter(pk=values[name]).first()
    if found is None:
        raise Invalid({name: [UNKNOWN]})
    return found


def swap_keys(values: dict[str, Any], sources: Mapping[str, QuerySet[Any]]) -> None:
    """Turn the identifiers that were given into rows, in place; an empty one stays empty."""
    for name, rows in sources.items():
        if values.get(name) is not None:
            values[name] = one_of(rows, values, name)


def rows_by_code(values: Mapping[str, Any], name: str, rows: QuerySet[Any]) -> list[Any] | None:
    """Return the nodes of the codes given, None when the field was not."""
    if name not in values:
        return None
    found = {row.code: row for row in rows.filter(code__in=values[name])}
    unknown = [code for code in values[name] if code not in found]
    if unknown:
        raise Invalid({name: [f"Inconnu au référentiel\u00a0: {', '.join(unknown)}."]})
    return [found[code] for code in values[name]]
