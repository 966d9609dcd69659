"""Pages of the assessments: on the platform for two of them, through a link for the tutor."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from internships import access
from internships.facts.assessment import assessment_form
from internships.forms.assessments import AnswerSheet
from internships.selectors import assessments as selectors
from internships.services import assessments as services
from internships.states import AssessmentKind, AssessmentState
from internships.views.common import person, posted
from internships.views.follow_up import name_of, page_of, trail_of
from internships.views.life import attempt, stage_or_404
from nrc_platform.core.errors import DomainError, NotAllowed
from nrc_platform.signatures.models import AccessLink, LinkSession

KEPT = "Vos réponses sont enregistrées. Vous pouvez finir plus tard."
HANDED_IN = "Le bilan est remis."


@require_http_methods(["GET", "POST"])
def assessment(request: HttpRequest, internship_id: UUID, kind: str) -> HttpResponse:
    """Write an assessment, or read one that was handed in."""
    row = stage_or_404(request, internship_id)
    if kind not in AssessmentKind.values:
        raise Http404
    held = selectors.readable(request.user, row, kind)
    if held is not None and held.state == AssessmentState.SUBMITTED:
        context = {**selectors.as_read(held), "trail": trail_of(row), "title": name_of(row)}
        return render(request, "internships/assessment.html", context)
    if not access.can_write_assessment(request.user, row, kind):
        raise Http404
    form = assessment_form(kind)
    sheet = AnswerSheet(
        posted(request), form=form, row=held, competences=selectors.competences_of(row)
    )
    status = 200
    if request.method == "POST":
        status = attempt(sheet, lambda: _save(request, row, kind, sheet))
        if status == 302:
            messages.success(request, HANDED_IN if _hands_in(request) else KEPT)
            return redirect(page_of(row))
    context = {"form": form, "sheet": sheet, "back": page_of(row), "trail": trail_of(row)}
    return render(request, "internships/assessment_form.html", context, status=status)


def _hands_in(request: HttpRequest) -> bool:
    return request.POST.get("action") == "submit"


def _save(request: HttpRequest, row: Any, kind: str, sheet: AnswerSheet) -> object:
    return services.save_assessment(
        row, kind, actor=person(request), values=sheet.values(), submit=_hands_in(request)
    )


@require_POST
def ask_tutor(request: HttpRequest, internship_id: UUID) -> HttpResponse:
    """Send the tutor a link to the assessment."""
    row = stage_or_404(request, internship_id)
    try:
        asked = services.ask_tutor(row, actor=person(request))
        messages.success(request, f"Le lien du bilan part à {asked.author_name}.")
    except NotAllowed:
        raise
    except DomainError as refused:
        messages.error(request, refused.message)
    return redirect(page_of(row))


def tutor_assessment(request: HttpRequest, link: AccessLink, session: LinkSession) -> HttpResponse:
    """Ask the tutor, phone first; the link stays good until the assessment is handed in."""
    held = selectors.asked_of_tutor(link.subject_id)
    if held is None:
        raise Http404
    form = assessment_form(held.kind, held.form)
    competences = selectors.competences_of(held.internship)
    sheet = AnswerSheet(posted(request), form=form, row=held, competences=competences)
    saved, status = "", 200
    if request.method == "POST":
        submit = _hands_in(request)
        status = attempt(
            sheet,
            lambda: services.save_by_tutor(held, link=link, values=sheet.values(), submit=submit),
        )
        if status == 302 and submit:
            return render(request, "internships/assessment_thanks.html", {"held": held})
        saved = KEPT if status == 302 else ""
    context = {"form": form, "sheet": sheet, "held": held, "link": link, "saved": saved}
    shown = 200 if status == 302 else status
    return render(request, "internships/assessment_tutor.html", context, status=shown)
