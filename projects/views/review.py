"""Pages of the review: evaluation, observations, lessons, and asking the sponsor."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_POST

from internships.views.common import person, posted
from internships.views.life import form_page
from nrc_platform.core import clock
from nrc_platform.core.access import require
from projects import access, services
from projects.forms import review as forms
from projects.models import Member
from projects.selectors.results import members_of
from projects.services import observations, opinions
from projects.views.work import back_to, page_of, project_or_404, trail_of

SECTION = "results"


def _member(request: HttpRequest, member_id: UUID) -> Member:
    row: Member = get_object_or_404(members_of(request.user), pk=member_id)
    row.project = project_or_404(request, row.project_id)
    return row


@require_http_methods(["GET", "POST"])
def evaluation(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """Write what the project reached of its initial goals."""
    project = project_or_404(request, project_id)
    require(access.can_write_evaluation(request.user, project))
    form = forms.EvaluationForm(posted(request), initial=forms.EvaluationForm.initial_of(project))
    return form_page(
        request,
        form,
        forms.EVALUATION,
        lambda: services.write_evaluation(
            project, actor=person(request), version=form.version_seen(), **form.values()
        ),
        back=page_of(project, SECTION),
        crumbs=trail_of(project, SECTION),
        row=project,
    )


@require_http_methods(["GET", "POST"])
def observation_new(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """Write what one saw of a member."""
    row = _member(request, member_id)
    require(access.can_observe(request.user, row), observations.REFUSAL)
    form = forms.ObservationForm(posted(request), initial={"on": clock.today()})
    return form_page(
        request,
        form,
        forms.OBSERVE,
        lambda: observations.observe(row, actor=person(request), values=form.cleaned_data),
        back=page_of(row.project, SECTION),
        crumbs=trail_of(row.project, SECTION),
        about=[str(row.student), row.role],
    )


@require_http_methods(["GET", "POST"])
def lessons(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """Write what one learnt from the project."""
    row = _member(request, member_id)
    require(access.can_write_lessons(request.user, row))
    form = forms.LessonsForm(posted(request), initial={"lessons": row.lessons})
    return form_page(
        request,
        form,
        forms.LESSONS,
        lambda: services.write_lessons(row, actor=person(request), **form.cleaned_data),
        back=page_of(row.project, SECTION),
        crumbs=trail_of(row.project, SECTION),
    )


@require_POST
def opinion_ask(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """Send the professional of the company a link to the opinion."""
    project = project_or_404(request, project_id)
    require(access.can_ask_sponsor(request.user, project), opinions.REFUSAL)
    return back_to(
        request,
        f"{page_of(project, SECTION)}#avis",
        lambda: opinions.ask_sponsor(project, actor=person(request)),
        f"Le lien de l’avis part à {project.sponsor}.",
    )
