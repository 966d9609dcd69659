"""Gates of every page: idle sessions end, staff show a second factor, refusals are pages."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nrc_platform.core import clock
from nrc_platform.core.errors import DomainError, NotAllowed
from nrc_platform.people.access import is_staff

GetResponse = Callable[[HttpRequest], HttpResponse]
_RENEWED, _RENEW_EVERY = "renewed_at", 60
# Where staff without a second factor may still go: to set one up, to leave, or through a link,
# which opens with a code of its own and knows no account.
_OPEN_NAMES = ("account_logout", "account_reauthenticate", "link")


class SessionLengthMiddleware:
    """End a session left idle: half an hour for staff, two hours for students."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Renew the session's life, at most once a minute: a visit that reads need not write."""
        now = int(clock.now().timestamp())
        is_old = now - request.session.get(_RENEWED, 0) >= _RENEW_EVERY
        if request.user.is_authenticated and is_old:
            limit = (
                settings.SESSION_IDLE_STAFF
                if is_staff(request.user)
                else settings.SESSION_IDLE_STUDENT
            )
            request.session[_RENEWED] = now
            request.session.set_expiry(limit)
        return self.get_response(request)


class SecondFactorMiddleware:
    """Send staff without a second factor to the page where they set one up."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Stop a staff member who has no second factor, unless they are setting one up."""
        if not settings.SECOND_FACTOR_REQUIRED or not request.user.is_authenticated:
            return None
        name = request.resolver_match.url_name if request.resolver_match else ""
        if (name or "").startswith("mfa_") or name in _OPEN_NAMES:
            return None
        if not is_staff(request.user) or is_mfa_enabled(request.user):
            return None
        messages.warning(
            request,
            "Votre rôle ouvre des dossiers d’étudiants : ajoutez d’abord une seconde preuve "
            "de votre identité (application de codes ou clé d’accès).",
        )
        return redirect("mfa_index")


class DomainErrorMiddleware:
    """Turn a refusal that no view caught into a page with its sentence."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer 403 or 409 with the sentence of the refusal."""
        if not isinstance(error, DomainError) or request.path.startswith("/api/"):
            return None
        status = 403 if isinstance(error, NotAllowed) else 409
        template = "403.html" if status == 403 else "409.html"
        return render(request, template, {"message": error.message}, status=status)
