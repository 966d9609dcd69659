"""The search of the top bar."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nrc_platform.core.views import read_only


@read_only
def search(request: HttpRequest) -> HttpResponse:
    """Show the people, companies and codes that match, among what the person may see."""
    words = request.GET.get("q", "").strip()
    return render(request, "web/search.html", {"words": words})
