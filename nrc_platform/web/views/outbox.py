"""The outbox of a school: which mails left, which came back, and what reminders bring about."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from internships.selectors import outbox as mails
from nrc_platform.core.views import paginate, read_only
from nrc_platform.signatures.selectors import reminder_effect

VIEWS = (
    ("", "Tous"),
    (mails.WAITING, "En attente"),
    (mails.SENT, "Envoyés"),
    (mails.LOST, "Non remis"),
)


@read_only
def outbox(request: HttpRequest) -> HttpResponse:
    """List the mails the person may see, newest first, and the effect of reminders."""
    if not mails.reads_outbox(request.user):
        raise Http404
    view = request.GET.get("vue", "")
    page = paginate(request, mails.mails_of_view(request.user, view))
    counts = mails.mail_counts(request.user)
    segments = [
        {"label": label, "count": counts[name], "url": f"?vue={name}", "current": name == view}
        for name, label in VIEWS
    ]
    context = {
        "lines": mails.outbox_lines(list(page.object_list)),
        "page": page,
        "segments": segments,
        "effect": reminder_effect(mails.visible_reminded(request.user)),
    }
    return render(request, "web/outbox.html", context)
