"""The search of the top bar."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nrc_platform.core.views import read_only
from nrc_platform.web.search import SHORTEST
from nrc_platform.web.search import search as find


@read_only
def search(request: HttpRequest) -> HttpResponse:
    """Show the people, companies and codes that match, among what the person may see."""
    words = request.GET.get("q", "").strip()
    facts = {
        "words": words,
        "groups": find(request.user, words),
        "too_short": len(words) < SHORTEST,
    }
    return render(request, "web/search.html", facts)
