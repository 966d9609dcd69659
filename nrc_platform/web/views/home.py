"""Role homes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def home(request: HttpRequest) -> HttpResponse:
    """Show the to-do list of the signed-in person."""
    return render(request, "web/home.html")
