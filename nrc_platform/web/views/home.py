"""Role homes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nrc_platform.core import clock
from nrc_platform.core.views import read_only
from nrc_platform.jobs.access import visible_jobs
from nrc_platform.jobs.states import JobState
from nrc_platform.web import homes

JOBS_SHOWN = 3
UNDER_WAY = (JobState.PENDING, JobState.LEASED)


@read_only
def home(request: HttpRequest) -> HttpResponse:
    """Show the to-do list of the signed-in person."""
    facts = homes.home_of(request.user, chosen=request.GET.get("classe", ""))
    mine = visible_jobs(request.user).filter(owner_id=request.user.pk)
    under_way = mine.filter(state__in=UNDER_WAY)[:JOBS_SHOWN]
    return render(
        request,
        "web/home.html",
        {
            "home": facts,
            "today": clock.today(),
            "jobs": list(under_way),
            "todo_count": facts.count,
        },
    )
