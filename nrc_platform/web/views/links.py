"""The public address of a link: a door that says nothing, a code by e-mail, then one act."""

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import redirect, render
from django.utils.decorators import decorator_from_middleware
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from nrc_platform.core.errors import DomainError
from nrc_platform.core.views import read_only
from nrc_platform.signatures import services
from nrc_platform.signatures.facts import mask_address
from nrc_platform.signatures.models import AccessLink, LinkSession
from nrc_platform.web.link_forms import LinkCodeForm
from nrc_platform.web.links import KeptFields, cookie_name, draw_nonce, nonce_name
from nrc_platform.web.views.acts import ACTS

HEADERS = {
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
COOKIE: dict[str, Any] = {"httponly": True, "samesite": "Lax", "path": "/"}
NO_COOKIE = (
    "Votre navigateur n’a pas gardé le repère de cette page. Acceptez les cookies le temps de la "
    "visite, puis demandez un code."
)
OVER = (
    "Votre visite a pris fin, après une demi-heure sans action ou deux heures en tout. Demandez "
    "un nouveau code\u00a0: ce que vous avez saisi est gardé."
)
# The code was given too long ago for what is asked.
TOO_OLD = "code_too_old"
# A wait in seconds, by the code of the refusal.
WAITS = {"too_soon": 60, "too_many": 3600}


class LinkCsrf(CsrfViewMiddleware):
    """
    Django's check, for pages that send no referrer.

    A page under « no-referrer » posts with « Origin: null », which Django refuses. Whoever could
    forge such a post would already know the secret address; the token is still asked for.
    """

    def _origin_verified(self, request: HttpRequest) -> bool:
        if request.META.get("HTTP_ORIGIN") == "null":
            return True
        return bool(super()._origin_verified(request))  # type: ignore[misc]


@login_not_required
@never_cache
@csrf_exempt
@decorator_from_middleware(LinkCsrf)
def link(request: HttpRequest, token: str) -> HttpResponseBase:
    """
    Show the same door to everybody; open the act to who gave the code.

    A GET or HEAD writes nothing, whatever the token: scanners of mail open links.
    """
    answer = _post(request, token) if request.method == "POST" else _read(request, token)
    for name, value in HEADERS.items():
        answer.headers[name] = value
    return answer


def _read(request: HttpRequest, token: str) -> HttpResponseBase:
    cookie = request.COOKIES.get(cookie_name(token), "")
    if request.method == "GET" and cookie:
        found = services.find_link(token)
        session = services.live_session(found, cookie) if found else None
        if found and session:
            return _act(request, found, session)
    return _door(request)


@read_only
def _door(request: HttpRequest) -> HttpResponse:
    """Show the button, and nothing that depends on the token."""
    return render(request, "web/link_door.html")


def _post(request: HttpRequest, token: str) -> HttpResponseBase:
    if request.POST.get("action") == "renew":
        return _renew(request, token)
    found = services.find_link(token)
    if found is None:
        return render(request, "web/link_gone.html", status=404)
    step = STEPS.get(request.POST.get("action", ""))
    if step is not None:
        return step(request, token, found)
    session = services.live_session(found, request.COOKIES.get(cookie_name(token), ""))
    if session is not None:
        return _act(request, found, session)
    return ask_again(request, found.email, OVER)


def ask_again(request: HttpRequest, email: str, message: str = "") -> HttpResponse:
    """Ask for a code before going on; what was typed is carried on."""
    kept = KeptFields.of_act(request.POST)
    return address_page(request, email, kept, message=message, status=403 if message else 200)


def _renew(request: HttpRequest, token: str) -> HttpResponse:
    """Say the same of every token; the dead one of a person still awaited sends another."""
    services.renew_link(token)
    return render(request, "web/link_renewed.html")


def _act(request: HttpRequest, found: AccessLink, session: LinkSession) -> HttpResponseBase:
    act = ACTS.get(found.purpose)
    if act is None:
        return render(request, "web/link_no_act.html", {"link": found}, status=404)
    try:
        return act(request, found, session)
    except DomainError as refusal:
        if refusal.code != TOO_OLD:
            raise
        return ask_again(request, found.email, refusal.message)


def _continue(request: HttpRequest, token: str, found: AccessLink) -> HttpResponse:
    """Say to which address the code would go; nothing is spent."""
    return address_page(request, found.email, KeptFields.carried(request.POST))


def _send(request: HttpRequest, token: str, found: AccessLink) -> HttpResponse:
    """Send a code, and ask for it."""
    kept = KeptFields.carried(request.POST)
    nonce = request.COOKIES.get(nonce_name(), "")
    if not nonce:
        return address_page(request, found.email, kept, message=NO_COOKIE, status=400)
    ip = get_adapter().get_client_ip(request)
    try:
        services.request_code(found, nonce=nonce, ip=ip)
    except DomainError as refusal:
        form = LinkCodeForm()
        answer = _code_page(request, found, kept, form, message=refusal.message, status=429)
        answer.headers["Retry-After"] = str(WAITS.get(refusal.code, 3600))
        return answer
    return _code_page(request, found, kept, LinkCodeForm())


def _verify(request: HttpRequest, token: str, found: AccessLink) -> HttpResponse:
    """Try the code; the right one opens the act at the same address."""
    kept = KeptFields.carried(request.POST)
    form = LinkCodeForm(request.POST)
    if form.is_valid():
        nonce = request.COOKIES.get(nonce_name(), "")
        given = services.verify_code(found, nonce=nonce, code=form.cleaned_data["code"])
        if given.session is not None:
            own = None if found.purpose == services.ACCOUNT else found
            context = {"kept": kept.restored, "link": own}
            # « ./ » and never the path: no answer repeats the token.
            back = f"./?{request.GET.urlencode()}" if request.GET else "./"
            answer = render(request, "web/link_kept.html", context) if kept else redirect(back)
            answer.set_cookie(
                cookie_name(token), given.cookie, secure=settings.SESSION_COOKIE_SECURE, **COOKIE
            )
            return answer
        form.add_error("code", given.message)
    return _code_page(request, found, kept, form, status=400)


def _leave(request: HttpRequest, token: str, found: AccessLink) -> HttpResponse:
    """End the visit, on a shared computer above all."""
    name = cookie_name(token)
    session = services.live_session(found, request.COOKIES.get(name, ""))
    if session is not None:
        services.end_session(session)
    answer = render(request, "web/link_left.html")
    answer.delete_cookie(name, path="/", samesite="Lax")
    return answer


def address_page(
    request: HttpRequest,
    email: str,
    kept: KeptFields,
    *,
    message: str = "",
    status: int = 200,
) -> HttpResponse:
    """Say to which address the code would go."""
    context = {"sent_to": mask_address(email), "kept": kept.carried_on, "message": message}
    answer = render(request, "web/link_address.html", context, status=status)
    return with_nonce(request, answer)


def with_nonce(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """Give the browser what its code will be tied to, once."""
    if not request.COOKIES.get(nonce_name()):
        answer.set_cookie(
            nonce_name(), draw_nonce(), secure=settings.SESSION_COOKIE_SECURE, **COOKIE
        )
    return answer


def _code_page(
    request: HttpRequest,
    found: AccessLink,
    kept: KeptFields,
    form: LinkCodeForm,
    *,
    message: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "sent_to": mask_address(found.email),
        "kept": kept.carried_on,
        "form": form,
        "message": message,
    }
    return render(request, "web/link_code.html", context, status=status)


Step = Callable[[HttpRequest, str, AccessLink], HttpResponse]
STEPS: dict[str, Step] = {
    "continue": _continue,
    "code": _send,
    "verify": _verify,
    "leave": _leave,
}
