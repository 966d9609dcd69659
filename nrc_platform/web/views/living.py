"""The living page of components, in demo mode."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from nrc_platform.core.views import read_only
from nrc_platform.web.showcase import showcase


@login_not_required
@read_only
def components(request: HttpRequest) -> HttpResponse:
    """Show every component in each of its states."""
    if not settings.DEMO:
        raise Http404
    return render(request, "web/components.html", showcase())
