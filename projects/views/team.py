"""Pages of the people of a project: members, supervision, the stages that carry it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from internships.views.common import person, posted
from internships.views.life import confirm_page, form_page
from projects import access, services
from projects.forms import team as forms
from projects.models import Member, Project, ProjectInternship
from projects.selectors import choices
from projects.selectors.pages import eligible_supervisors
from projects.views.common import page_of, part_or_404, trail_of, writable
from projects.views.steps import part_page


def _team_url(row: Project) -> str:
    return reverse("projects:team", args=[row.pk])


@require_http_methods(["GET", "POST"])
def team(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """Show the team, and take a student of the class in."""
    row = writable(request, project_id)
    held = {member.student_id for member in row.members.all()}
    mates = [each for each in choices.classmates(row.promotion) if each.pk not in held]
    form = forms.NewMemberForm(posted(request), students=mates)
    return part_page(
        request,
        row,
        "equipe",
        form,
        forms.ADD,
        lambda: services.add_member(row, actor=person(request), **form.cleaned_data),
        members=list(row.members.all()),
        can_supervise=access.can_set_supervisor(request.user, row),
    )


def _member(request: HttpRequest, member_id: UUID) -> Member:
    return part_or_404(request, Member, member_id)


@require_http_methods(["GET", "POST"])
def member_edit(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """Write the part of a student in the project."""
    member = _member(request, member_id)
    form = forms.MemberForm(posted(request), row=member)
    return form_page(
        request,
        form,
        forms.EDIT,
        lambda: services.edit_member(member, actor=person(request), values=form.cleaned_data),
        back=_team_url(member.project),
        crumbs=trail_of(member.project, ("Équipe", _team_url(member.project))),
        about=[str(member.student)],
        more={"remove_url": reverse("projects:member_remove", args=[member.pk])},
    )


@require_http_methods(["GET", "POST"])
def member_remove(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """Confirm, then let a student leave the team."""
    member = _member(request, member_id)
    return confirm_page(
        request,
        forms.REMOVE,
        lambda: services.remove_member(member, actor=person(request)),
        back=_team_url(member.project),
        crumbs=trail_of(member.project, ("Équipe", _team_url(member.project))),
        about=[str(member.student)],
    )


@require_http_methods(["GET", "POST"])
def supervision(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """Name the supervisor and the follow-up team."""
    row = writable(request, project_id, access.can_set_supervisor)
    form = forms.SupervisionForm(
        posted(request),
        row=row,
        eligible=eligible_supervisors(row.promotion),
        colleagues=choices.colleagues(row),
    )
    return form_page(
        request,
        form,
        forms.SUPERVISION,
        lambda: services.set_supervision(row, actor=person(request), **form.cleaned_data),
        back=page_of(row),
        crumbs=trail_of(row),
    )


@require_http_methods(["GET", "POST"])
def internships(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """Say which stages of the team carry the project."""
    row = writable(request, project_id, access.can_link_internship)
    form = forms.LinkForm(posted(request), rows=choices.linkable_internships(request.user, row))
    return form_page(
        request,
        form,
        forms.LINK,
        lambda: services.link_internship(
            row, actor=person(request), internship=form.cleaned_data["internship"]
        ),
        back=page_of(row),
        crumbs=trail_of(row),
    )


@require_http_methods(["GET", "POST"])
def internship_unlink(request: HttpRequest, link_id: UUID) -> HttpResponse:
    """Confirm, then say that a stage carries nothing of the project."""
    link = part_or_404(request, ProjectInternship, link_id, access.can_link_internship)
    return confirm_page(
        request,
        forms.UNLINK,
        lambda: services.unlink_internship(link, actor=person(request)),
        back=page_of(link.project),
        crumbs=trail_of(link.project),
        about=[forms.stage_words(link.internship)],
    )
