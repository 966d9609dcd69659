"""Error pages: one sentence, one way home, a reference to quote."""

import logging
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.crypto import get_random_string

from nrc_platform.web.shell import Brand

logger = logging.getLogger(__name__)
# No letter that is read for another one.
_REFERENCE_SIGNS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"


def _reference(status: int, request: HttpRequest) -> str:
    """Return a reference to quote, kept in the log with the route (an address may name people)."""
    reference = f"{status}-{get_random_string(6, _REFERENCE_SIGNS)}"
    match = request.resolver_match
    route = match.route if match else "unknown"
    logger.warning("answered %s to %s, reference %s", status, route, reference)
    return reference


def _answer(request: HttpRequest, status: int) -> HttpResponse:
    facts = {"reference": _reference(status, request)}
    return render(request, f"{status}.html", facts, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400: the request cannot be read."""
    return _answer(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403: the person may not do this."""
    return _answer(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404: no such page, or not theirs."""
    return _answer(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500, or 503 when the database is what failed; neither asks it anything."""
    # Django calls this inside its `except`: the failure is still at hand.
    no_database = isinstance(sys.exception(), OperationalError | InterfaceError)
    status, template = (503, "503.html") if no_database else (500, "500.html")
    facts = {"reference": _reference(status, request), "brand": Brand(), "navigation": []}
    return HttpResponse(render_to_string(template, facts), status=status)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 when the form is too old, or came from another site."""
    facts = {"reference": _reference(403, request)}
    return render(request, "403_csrf.html", facts, status=403)
