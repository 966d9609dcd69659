"""The page of the sponsor's opinion, through a link without account."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from internships.views.common import posted
from internships.views.life import attempt
from nrc_platform.signatures.models import AccessLink, LinkSession
from projects.facts.opinion import form_of
from projects.forms.opinion import OpinionSheet
from projects.selectors.opinions import asked_of_sponsor
from projects.services.opinions import give_by_sponsor


def sponsor_opinion(request: HttpRequest, link: AccessLink, session: LinkSession) -> HttpResponse:
    """Ask the professional, phone first; the link stays good until the opinion is given."""
    held = asked_of_sponsor(link.subject_id)
    if held is None:
        raise Http404
    form = form_of(held)
    sheet = OpinionSheet(posted(request), form=form)
    status = 200
    if request.method == "POST":
        status = attempt(
            sheet, lambda: give_by_sponsor(held, link=link, values=sheet.cleaned_data)
        )
        if status == 302:
            return render(request, "projects/opinion_thanks.html", {"held": held})
    context = {"form": form, "sheet": sheet, "held": held, "link": link}
    return render(request, "projects/opinion_form.html", context, status=status)
