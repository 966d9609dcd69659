"""The demo mailbox: every mail of the demo, links and codes included. Demo mode only."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from nrc_platform.core.views import read_only
from nrc_platform.notifications import mailbox


def _demo_only() -> None:
    if not settings.DEMO:
        raise Http404


@login_not_required
@never_cache
@read_only
def demo_mails(request: HttpRequest) -> HttpResponse:
    """List the newest mails; without signing in, since the sign-in codes arrive here."""
    _demo_only()
    context = {"mails": mailbox.latest_mails(), "latest": mailbox.LATEST}
    return render(request, "web/mailbox.html", context)


@login_not_required
@never_cache
@read_only
def demo_mail(request: HttpRequest, name: str) -> HttpResponse:
    """Show one mail as its addressee reads it."""
    _demo_only()
    mail = mailbox.find_mail(name)
    if mail is None:
        raise Http404
    return render(request, "web/mailbox_mail.html", {"mail": mail})
