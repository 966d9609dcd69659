"""Jobs and their progress: what the machine still does, did, or failed to do."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from nrc_platform.core.views import paginate, read_only
from nrc_platform.documents.selectors import openable
from nrc_platform.jobs import selectors, services
from nrc_platform.jobs.access import can_retry_job, visible_jobs


@read_only
def job_list(request: HttpRequest) -> HttpResponse:
    """List the jobs the person may see, newest first."""
    view = request.GET.get("vue", "")
    page = paginate(request, selectors.jobs_of_view(request.user, view))
    facts = selectors.job_facts(list(page.object_list), viewer_id=request.user.pk)
    counts = selectors.job_counts(request.user)
    views = [
        ("", "Tous", counts.everything),
        (selectors.UNDER_WAY, "En cours", counts.under_way),
        (selectors.FAILED, "En échec", counts.failed),
        (selectors.DONE, "Finis", counts.done),
    ]
    segments = [
        {"label": label, "count": count, "url": f"?vue={name}", "current": name == view}
        for name, label, count in views
    ]
    opened = openable(request.user, [fact.document_id for fact in facts])
    context = {"facts": facts, "page": page, "segments": segments, "openable": opened}
    return render(request, "web/jobs.html", context)


@never_cache
@read_only
def job(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one job; htmx asks again for its sheet alone while it is under way."""
    row = get_object_or_404(visible_jobs(request.user), pk=pk)
    fact = selectors.job_fact(row, viewer_id=request.user.pk)
    context = {
        "fact": fact,
        "document": fact.document_id in openable(request.user, [fact.document_id]),
        "can_retry": can_retry_job(request.user, row),
    }
    template = "web/_job.html" if "HX-Request" in request.headers else "web/job.html"
    return render(request, template, context)


@require_POST
def retry(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Have a failed job tried again."""
    row = get_object_or_404(visible_jobs(request.user), pk=pk)
    services.retry_job(row, actor=request.user)
    messages.success(request, "Le travail est relancé.")
    return redirect("web:job", pk=row.pk)
