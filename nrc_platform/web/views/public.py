"""Pages anyone may read, and what monitoring asks."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from nrc_platform.core.views import read_only
from nrc_platform.web import health
from nrc_platform.web.vendor import vendored


@login_not_required
@read_only
def accessibility(request: HttpRequest) -> HttpResponse:
    """Show the accessibility declaration."""
    return render(request, "web/accessibility.html")


@login_not_required
@read_only
def privacy(request: HttpRequest) -> HttpResponse:
    """Say which personal data the platform keeps, why and for how long."""
    return render(request, "web/privacy.html")


@login_not_required
@read_only
def legal(request: HttpRequest) -> HttpResponse:
    """Say who publishes and hosts the site."""
    return render(request, "web/legal.html", {"vendored": vendored()})


@login_not_required
@read_only
def help_page(request: HttpRequest) -> HttpResponse:
    """Answer the usual questions."""
    return render(request, "web/help.html")


@login_not_required
def healthz(request: HttpRequest) -> JsonResponse:
    """Tell monitoring that the web process answers; no query."""
    return JsonResponse({"status": "ok"})


@login_not_required
@read_only
def readyz(request: HttpRequest) -> JsonResponse:
    """Tell monitoring whether the site can serve and print: 503 and the sentences otherwise."""
    found = health.checks()
    is_ready = set(found.values()) == {health.OK}
    answer = {"status": health.OK if is_ready else "unavailable", "checks": found}
    return JsonResponse(answer, status=200 if is_ready else 503)
