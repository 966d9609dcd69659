"""Pages of the parts of a project: constraints, technologies, codes, objectives."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from internships.views.common import person, posted
from internships.views.life import confirm_page, form_page
from projects import services
from projects.forms import parts as forms
from projects.models import Constraint, Indicator, Member, Technology
from projects.rules import uncovered_fields
from projects.selectors import choices
from projects.views.common import part_or_404, trail_of, writable
from projects.views.steps import part_page


@require_http_methods(["GET", "POST"])
def constraints(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """Show the constraints, and add one."""
    row = writable(request, project_id)
    form = forms.ConstraintForm(posted(request))
    return part_page(
        request,
        row,
        "contraintes",
        form,
        forms.ADD_CONSTRAINT,
        lambda: services.add_constraint(row, actor=person(request), **form.cleaned_data),
        constraints=list(row.constraints.all()),
    )


@require_http_methods(["GET", "POST"])
def constraint_edit(request: HttpRequest, constraint_id: UUID) -> HttpResponse:
    """Word a constraint anew."""
    part = part_or_404(request, Constraint, constraint_id)
    form = forms.ConstraintForm(posted(request), row=part)
    back = reverse("projects:constraints", args=[part.project_id])
    return form_page(
        request,
        form,
        forms.EDIT_CONSTRAINT,
        lambda: services.edit_constraint(part, actor=person(request), values=form.cleaned_data),
        back=back,
        crumbs=trail_of(part.project, ("Contraintes", back)),
        more={"remove_url": reverse("projects:constraint_remove", args=[part.pk])},
    )


@require_http_methods(["GET", "POST"])
def constraint_remove(request: HttpRequest, constraint_id: UUID) -> HttpResponse:
    """Confirm, then take a constraint out."""
    part = part_or_404(request, Constraint, constraint_id)
    back = reverse("projects:constraints", args=[part.project_id])
    return confirm_page(
        request,
        forms.REMOVE_CONSTRAINT,
        lambda: services.remove_constraint(part, actor=person(request)),
        back=back,
        crumbs=trail_of(part.project, ("Contraintes", back)),
        about=[part.label],
    )


@require_http_methods(["GET", "POST"])
def technologies(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """Show the commercial technologies, and add one."""
    row = writable(request, project_id)
    form = forms.TechnologyForm(posted(request), savoirs=choices.commercial_tools())
    return part_page(
        request,
        row,
        "technologies",
        form,
        forms.ADD_TECHNOLOGY,
        lambda: services.add_technology(row, actor=person(request), **form.cleaned_data),
        technologies=list(row.technologies.select_related("savoir")),
    )


@require_http_methods(["GET", "POST"])
def technology_remove(request: HttpRequest, technology_id: UUID) -> HttpResponse:
    """Confirm, then take a technology out."""
    part = part_or_404(request, Technology, technology_id)
    back = reverse("projects:technologies", args=[part.project_id])
    return confirm_page(
        request,
        forms.REMOVE_TECHNOLOGY,
        lambda: services.remove_technology(part, actor=person(request)),
        back=back,
        crumbs=trail_of(part.project, ("Technologies", back)),
        about=[str(part), part.use],
    )


@require_http_methods(["GET", "POST"])
def savoirs(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """Tick the knowledge the project combines; say which fields are not covered."""
    row = writable(request, project_id)
    held = [link.savoir for link in row.savoir_links.select_related("savoir")]
    form = forms.CodesForm(
        posted(request), rows=choices.savoirs(row), held=held, label="Savoirs du projet", due=True
    )
    return part_page(
        request,
        row,
        "savoirs",
        form,
        forms.SAVOIRS,
        lambda: services.set_savoirs(
            row, actor=person(request), savoirs=form.cleaned_data["codes"]
        ),
        uncovered=uncovered_fields(tuple(each.code for each in held)),
        checked=bool(held),
    )


@require_http_methods(["GET", "POST"])
def competences(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """Tick the competences of the whole team."""
    row = writable(request, project_id)
    links = list(row.competence_links.select_related("competence"))
    form = forms.CodesForm(
        posted(request),
        rows=choices.competences(row),
        held=[link.competence for link in links if link.member_id is None],
        label="Compétences de toute l’équipe",
        due=True,
    )
    members = [
        (each, [link.competence.code for link in links if link.member_id == each.pk])
        for each in row.members.all()
    ]
    return part_page(
        request,
        row,
        "competences",
        form,
        forms.COMPETENCES,
        lambda: services.set_competences(
            row, actor=person(request), competences=form.cleaned_data["codes"]
        ),
        own_codes=members,
    )


@require_http_methods(["GET", "POST"])
def member_competences(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """Tick the competences of one member, beside those of the team."""
    member = part_or_404(request, Member, member_id)
    row = member.project
    links = member.competence_links.select_related("competence")
    form = forms.CodesForm(
        posted(request),
        rows=choices.competences(row),
        held=[link.competence for link in links],
        label="Compétences en plus de celles de l’équipe",
    )
    back = reverse("projects:competences", args=[row.pk])
    return form_page(
        request,
        form,
        forms.OF_MEMBER,
        lambda: services.set_competences(
            row, actor=person(request), competences=form.cleaned_data["codes"], member=member
        ),
        back=back,
        crumbs=trail_of(row, ("Compétences", back)),
        about=[str(member.student)],
    )


@require_http_methods(["GET", "POST"])
def objectives(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """Show the indicators, and add one."""
    row = writable(request, project_id)
    form = forms.IndicatorForm(posted(request))
    return part_page(
        request,
        row,
        "objectifs",
        form,
        forms.ADD_INDICATOR,
        lambda: services.save_indicator(row, actor=person(request), values=form.values()),
        indicators=list(row.indicators.all()),
    )


@require_http_methods(["GET", "POST"])
def objective_edit(request: HttpRequest, indicator_id: UUID) -> HttpResponse:
    """Write an indicator anew; what was frozen at the accord stays."""
    part = part_or_404(request, Indicator, indicator_id)
    form = forms.IndicatorForm(posted(request), row=part)
    back = reverse("projects:objectives", args=[part.project_id])
    return form_page(
        request,
        form,
        forms.EDIT_INDICATOR,
        lambda: services.save_indicator(
            part.project,
            actor=person(request),
            values=form.values(),
            indicator=part,
            version=form.version_seen(),
        ),
        back=back,
        crumbs=trail_of(part.project, ("Objectifs", back)),
        row=part,
        more={"remove_url": reverse("projects:objective_remove", args=[part.pk])},
    )


@require_http_methods(["GET", "POST"])
def objective_remove(request: HttpRequest, indicator_id: UUID) -> HttpResponse:
    """Confirm, then take an indicator out."""
    part = part_or_404(request, Indicator, indicator_id)
    back = reverse("projects:objectives", args=[part.project_id])
    return confirm_page(
        request,
        forms.REMOVE_INDICATOR,
        lambda: services.remove_indicator(part, actor=person(request)),
        back=back,
        crumbs=trail_of(part.project, ("Objectifs", back)),
        about=[part.label],
    )
