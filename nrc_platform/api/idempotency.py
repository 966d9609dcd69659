"""A POST sent twice with the same `Idempotency-Key` acts once and answers the same."""

import hashlib
from collections.abc import Callable
from typing import Any, cast

import orjson
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.http import QueryDict
from django.http.response import HttpResponseBase
from rest_framework.request import Request
from rest_framework.response import Response

from nrc_platform.api.models import IdempotencyRecord
from nrc_platform.core.api import Viewset
from nrc_platform.core.errors import DomainError, Invalid
from nrc_platform.people.models import User

HEADER = "Idempotency-Key"
MAX_LENGTH = 200
Handler = Callable[..., HttpResponseBase]


class KeyReused(DomainError):
    """The key came back with another request."""

    code = "idempotency_key_reused"


def _plain(value: Any) -> Any:
    if isinstance(value, UploadedFile):
        digest = hashlib.sha256()
        for chunk in value.chunks():
            digest.update(chunk)
        value.seek(0)
        return [value.name, digest.hexdigest()]
    return str(value)


def fingerprint(request: Request) -> str:
    """Return the digest of what is asked: address and fields, the files by their bytes."""
    data = request.data
    if isinstance(data, QueryDict):
        data = {name: [_plain(item) for item in data.getlist(name)] for name in data}
    asked = [request.method, request.path, data]
    canonical = orjson.dumps(asked, default=str, option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(canonical).hexdigest()


def _caller(request: Request) -> User:
    return cast("User", request.user)


def _kept_answer(request: Request, key: str, digest: str) -> Response | None:
    record = IdempotencyRecord.objects.filter(user=_caller(request), key=key).first()
    if record is None:
        return None
    if record.fingerprint != digest:
        raise KeyReused(
            "Cette clé de requête a déjà servi pour une autre demande : prenez-en une nouvelle."
        )
    return Response(orjson.loads(bytes(record.answer) or b"null"), status=record.status)


def answer_once(
    handler: Handler, request: Request, key: str, *args: Any, **kwargs: Any
) -> HttpResponseBase:
    """
    Run the handler and keep its answer in the same transaction, or repeat the kept answer.

    - a refusal is not kept: the row goes with the transaction, and the caller may mend and retry.
    """
    digest = fingerprint(request)
    if kept := _kept_answer(request, key, digest):
        return kept
    try:
        with transaction.atomic():
            record = IdempotencyRecord.objects.create(
                user=_caller(request), key=key, fingerprint=digest
            )
            response = handler(request, *args, **kwargs)
            if isinstance(response, Response):
                record.status = response.status_code
                record.answer = orjson.dumps(response.data, default=str)
                record.save(update_fields=["status", "answer"])
            return response
    except IntegrityError:
        # Two at once: the other request has just finished; ours repeats its answer.
        if kept := _kept_answer(request, key, digest):
            return kept
        raise


class OnceMixin:
    """Hook `Idempotency-Key` between the permission checks and the handler of a POST."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Check the caller, then let a POST with a key run once."""
        super().initial(request, *args, **kwargs)  # type: ignore[misc]
        key = request.headers.get(HEADER, "").strip()
        if request.method != "POST" or not key:
            return
        if len(key) > MAX_LENGTH:
            raise Invalid({HEADER: [f"Une clé de requête compte {MAX_LENGTH} signes au plus."]})
        handler: Handler = self.post  # type: ignore[has-type]
        self.post = lambda *a, **kw: answer_once(handler, a[0], key, *a[1:], **kw)


def idempotent(viewset: type[Viewset]) -> type[Viewset]:
    """Return the viewset with `Idempotency-Key` understood."""
    return type(viewset.__name__, (OnceMixin, viewset), {"__doc__": viewset.__doc__})
