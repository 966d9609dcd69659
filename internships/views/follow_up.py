"""The page of a stage under way, and how it went."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from internships import access
from internships.forms import follow_up as forms
from internships.models import Internship
from internships.selectors.follow_up import follow_up
from internships.services.outcomes import WRITERS, set_outcome
from internships.views.common import person, posted
from internships.views.life import form_page, stage_or_404
from nrc_platform.core.access import require
from nrc_platform.core.views import read_only


def page_of(row: Internship) -> str:
    """Return the address of the page of a stage."""
    return reverse("internships:stage", args=[row.pk])


def trail_of(row: Internship) -> list[tuple[str, str]]:
    """Return the way back from a page about a stage."""
    return [("Stages", reverse("internships:home")), (name_of(row), page_of(row))]


def name_of(row: Internship) -> str:
    """Return the name of a stage as pages say it."""
    company = row.convention.company
    return f"{row.student} chez {company.name}" if company else f"Stage de {row.student}"


@require_http_methods(["GET", "POST"])
def outcome(request: HttpRequest, internship_id: UUID) -> HttpResponse:
    """Say how a stage went."""
    row = stage_or_404(request, internship_id)
    require(access.can_set_outcome(request.user, row), WRITERS)
    known = {name: getattr(row, name) for name in ("outcome", "outcome_party", "outcome_note")}
    form = forms.OutcomeForm(posted(request), initial=known)
    return form_page(
        request,
        form,
        forms.OUTCOME,
        lambda: set_outcome(
            row,
            actor=person(request),
            outcome=form.cleaned_data["outcome"],
            party=form.cleaned_data["outcome_party"],
            note=form.cleaned_data["outcome_note"],
        ),
        back=page_of(row),
        crumbs=trail_of(row),
    )


@require_GET
@read_only
def stage(request: HttpRequest, internship_id: UUID) -> HttpResponse:
    """Show a stage: hours, absences, contacts, assessments, attestation."""
    row, user = stage_or_404(request, internship_id), request.user
    facts = follow_up(user, row)
    attestation = facts.attestation
    context = {
        "row": row,
        "facts": facts,
        "title": name_of(row),
        "mine": row.student_id == user.pk,
        "can_note": access.can_record_absence(user, row),
        "can_visit": access.can_plan_visit(user, row),
        "can_ask": access.can_ask_tutor(user, row),
        "can_attest": attestation is None and access.can_make_attestation(user, row),
        "can_cancel": attestation is not None and access.can_cancel_attestation(user, attestation),
        "can_set_outcome": access.can_set_outcome(user, row),
    }
    return render(request, "internships/follow_up.html", context)
