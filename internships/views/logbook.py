"""Pages of the logbook: phone first, and the teacher's answer in the thread."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from internships import access
from internships.forms import logbook as forms
from internships.models import LogEntry
from internships.selectors import life
from internships.services import logbook as services
from internships.views.common import person, posted
from internships.views.life import (
    attempt,
    confirm_page,
    form_page,
    private_file,
    student_or_404,
)
from nrc_platform.core import clock
from nrc_platform.core.access import require
from nrc_platform.people.access import roles
from nrc_platform.people.models import User
from nrc_platform.people.states import Role


def _page(student: User) -> str:
    return reverse("internships:logbook", args=[student.pk])


def _trail(request: HttpRequest, student: User) -> list[tuple[str, str]]:
    label = "Mon carnet" if student.pk == person(request).pk else f"Carnet de {student}"
    return [("Stages", reverse("internships:home")), (label, _page(student))]


def _form(
    request: HttpRequest, student: User, initial: dict[str, Any], *, has_photo: bool = False
) -> forms.LogForm:
    stages = life.own_stages(student)
    return forms.LogForm(
        posted(request),
        request.FILES or None,
        stages=stages,
        competences=life.short_competences(next(iter(stages), None)),
        initial={"internship": next(iter(stages), None), **initial},
        has_photo=has_photo,
    )


@require_GET
def own_logbook(request: HttpRequest) -> HttpResponse:
    """Lead a student to their logbook; nobody else has one."""
    if Role.STUDENT not in roles(request.user):
        raise Http404
    return redirect(_page(person(request)))


def _reader(request: HttpRequest, student_id: UUID) -> User:
    """Return the student of a logbook the person reads: their own, or of a class they teach."""
    student = student_or_404(request, student_id)
    if not life.reads_logbook(request.user, student):
        raise Http404
    return student


@require_http_methods(["GET", "POST"])
def logbook(request: HttpRequest, student_id: UUID) -> HttpResponse:
    """Show the logbook by week, with the quick form for its student."""
    student = _reader(request, student_id)
    can_write = access.can_write_log(request.user, student)
    form, status = None, 200
    if request.method == "POST":
        require(can_write, services.REFUSAL)
    if can_write:
        form = _form(request, student, {"happened_on": clock.today()})
    if request.method == "POST" and form is not None:
        status = attempt(form, lambda: _add(request, student, form))
        if status == 302:
            messages.success(request, forms.ADD.done)
            return redirect(_page(student))
    context = {
        "student": student,
        "mine": can_write,
        "form": form,
        "words": forms.ADD,
        "weeks": life.log_weeks(request.user, student),
    }
    return render(request, "internships/logbook.html", context, status=status)


def _add(request: HttpRequest, student: User, form: forms.LogForm) -> LogEntry:
    return services.add_log(
        student,
        actor=person(request),
        values=form.values(),
        internship=form.cleaned_data["internship"],
        tags=form.cleaned_data["competences"],
        photo=form.photo_bytes(),
    )


def _entry(request: HttpRequest, entry_id: UUID) -> LogEntry:
    rows = access.visible_log_entries(request.user).select_related(
        "student", "promotion", "internship__convention__company"
    )
    row: LogEntry = get_object_or_404(rows, pk=entry_id)
    return row


@require_http_methods(["GET", "POST"])
def log_edit(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Correct a note."""
    row = _entry(request, entry_id)
    require(access.can_write_log(request.user, row.student), services.REFUSAL)
    initial = forms.LogForm.initial_of(row)
    initial |= {"internship": row.internship, "competences": list(row.competences.all())}
    form = _form(request, row.student, initial, has_photo=row.photo_id is not None)
    return form_page(
        request,
        form,
        forms.EDIT,
        lambda: services.edit_log(
            row,
            actor=person(request),
            version=form.version_seen(),
            values=form.values(),
            internship=form.cleaned_data["internship"],
            tags=form.cleaned_data["competences"],
            photo=form.photo_bytes(),
            drop_photo=bool(form.cleaned_data.get("drop_photo")),
        ),
        back=_page(row.student),
        crumbs=_trail(request, row.student),
        row=row,
        more={"remove_url": reverse("internships:log_remove", args=[row.pk]), "has_files": True},
    )


@require_http_methods(["GET", "POST"])
def log_remove(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Confirm, then take a note out of the logbook."""
    row = _entry(request, entry_id)
    require(access.can_write_log(request.user, row.student), services.REFUSAL)
    return confirm_page(
        request,
        forms.REMOVE,
        lambda: services.remove_log(row, actor=person(request)),
        back=_page(row.student),
        crumbs=_trail(request, row.student),
        about=[row.text[:200]],
    )


@require_http_methods(["GET", "POST"])
def log_answer(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Answer under a note."""
    row = _entry(request, entry_id)
    require(access.can_answer_log(request.user, row))
    form = forms.AnswerForm(posted(request))
    return form_page(
        request,
        form,
        forms.ANSWER,
        lambda: services.answer_log(row, actor=person(request), text=form.cleaned_data["text"]),
        back=f"{_page(row.student)}#note-{row.pk}",
        crumbs=_trail(request, row.student),
        more={"quote": row.text},
    )


@require_GET
def log_photo(request: HttpRequest, entry_id: UUID) -> FileResponse:
    """Show the photo of a note to those who may read it."""
    row = _entry(request, entry_id)
    if row.photo_id is None:
        raise Http404
    return private_file(row.photo_id, f"photo-{row.pk}.jpg", inline=True)
