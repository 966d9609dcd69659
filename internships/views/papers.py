"""Pages of the supporting papers: given by the student, checked by the office."""

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from internships import access
from internships.forms import papers as forms
from internships.models import SupportingPaper
from internships.selectors import life
from internships.services import papers as services
from internships.views.common import person
from internships.views.life import (
    attempt,
    confirm_page,
    form_page,
    private_file,
    student_or_404,
)
from nrc_platform.core.access import require
from nrc_platform.core.errors import NotAllowed
from nrc_platform.core.views import paginate, read_only
from nrc_platform.people.access import current_enrolment, roles
from nrc_platform.people.models import User
from nrc_platform.people.states import Role


@require_GET
@read_only
def queue(request: HttpRequest) -> HttpResponse:
    """List the papers that wait for the office; a student goes to their own."""
    if Role.STUDENT in roles(request.user):
        return redirect("internships:papers", person(request).pk)
    page = paginate(request, life.papers_to_check(request.user))
    context = {"page": page, "is_office": Role.OFFICE in roles(request.user)}
    return render(request, "internships/papers_queue.html", context)


@require_http_methods(["GET", "POST"])
def papers(request: HttpRequest, student_id: UUID) -> HttpResponse:
    """Show the papers of a student, and the form to give one."""
    student = student_or_404(request, student_id)
    enrolment = current_enrolment(student)
    can_give = enrolment is not None and access.can_give_paper(
        request.user, student, enrolment.promotion
    )
    form, status = None, 200
    if request.method == "POST" and not can_give:
        raise NotAllowed(services.NOT_YOURS)
    if can_give:
        form = forms.PaperForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form is not None:
        status = attempt(form, lambda: _give(request, student, form))
        if status == 302:
            messages.success(request, forms.GIVE.done)
            return redirect("internships:papers", student.pk)
    context = {
        "student": student,
        "mine": student == request.user,
        "form": form,
        "words": forms.GIVE,
        "papers": life.papers_of(request.user, student),
    }
    return render(request, "internships/papers.html", context, status=status)


def _give(request: HttpRequest, student: User, form: forms.PaperForm) -> SupportingPaper:
    enrolment = current_enrolment(student)
    if enrolment is None:
        raise NotAllowed(services.NOT_YOURS)
    cleaned = form.cleaned_data
    return services.give_paper(
        student,
        enrolment.promotion,
        actor=person(request),
        kind=cleaned["kind"],
        content=cleaned["file"].read(),
        filename=cleaned["file"].name,
        insurer=cleaned["insurer"],
        number=cleaned["number"],
        expires_on=cleaned["expires_on"],
    )


def _paper(request: HttpRequest, paper_id: UUID) -> SupportingPaper:
    rows = access.visible_papers(request.user).select_related("student", "promotion")
    row: SupportingPaper = get_object_or_404(rows, pk=paper_id)
    return row


@require_GET
def paper_file(request: HttpRequest, paper_id: UUID) -> FileResponse:
    """Give the bytes of a paper to those who may see it."""
    row = _paper(request, paper_id)
    return private_file(row.blob_id, row.filename)


@require_http_methods(["GET", "POST"])
def paper_check(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """Say whether a paper does."""
    row = _paper(request, paper_id)
    require(access.can_check_paper(request.user, row), services.REFUSAL)
    form = forms.CheckPaperForm(request.POST if request.method == "POST" else None)
    return form_page(
        request,
        form,
        forms.CHECK,
        lambda: _answer(row, person(request), form),
        back=reverse("internships:papers_queue"),
        crumbs=[("Stages", reverse("internships:home"))],
        about=[f"{row.student}", row.get_kind_display(), row.insurer],
        more={"file_url": reverse("internships:paper_file", args=[row.pk]), "file": row.filename},
    )


def _answer(row: SupportingPaper, actor: User, form: forms.CheckPaperForm) -> SupportingPaper:
    if form.cleaned_data["answer"] == "accept":
        return services.accept_paper(row, actor=actor)
    return services.refuse_paper(row, actor=actor, reason=form.cleaned_data["reason"])


@require_http_methods(["GET", "POST"])
def paper_withdraw(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """Confirm, then take back a paper nobody has looked at."""
    row = _paper(request, paper_id)
    if not access.can_give_paper(request.user, row.student, row.promotion):
        raise Http404
    return confirm_page(
        request,
        forms.WITHDRAW,
        lambda: services.withdraw_paper(row, actor=person(request)),
        back=reverse("internships:papers", args=[row.student_id]),
        crumbs=[("Stages", reverse("internships:home"))],
        about=[row.get_kind_display()],
    )
