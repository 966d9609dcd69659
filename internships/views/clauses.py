"""The editor of the school's own clauses: each edit a version, seen before it is kept."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from internships import access
from internships.facts.clauses import VARIABLES, clauses_html
from internships.forms.clauses import ClausesForm
from internships.selectors import clauses as read
from internships.services import clauses as service
from internships.services import printing
from internships.views.common import person, posted
from nrc_platform.core.errors import DomainError, Invalid, Stale
from nrc_platform.core.forms import add_refusal
from nrc_platform.people.models import School


def _school(request: HttpRequest, school_id: UUID) -> School:
    found = read.clauses_school(request.user, school_id)
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
def clauses(request: HttpRequest, school_id: UUID) -> HttpResponse:
    """Read the clauses, see them as printed, keep a new version."""
    school = _school(request, school_id)
    versions = read.clauses_versions(request.user, school)
    latest = versions[0] if versions else None
    number = latest.number if latest else 0
    kept = {"number": number, "body": latest.body if latest else ""}
    form, status, preview = ClausesForm(posted(request), initial=kept), 200, ""
    if request.method == "POST" and form.is_valid():
        try:
            if request.POST.get("action") == "preview":
                preview = _preview(request, school, form)
            else:
                _keep(request, school, form)
                return redirect("internships:clauses", school.pk)
        except Stale as stale:
            form.add_error(None, stale.message)
            form.start_from(number)
            status = 409
        except Invalid as refused:
            add_refusal(form, refused)
    context = _context(request, school, versions, form, preview)
    return render(request, "internships/clauses.html", context, status=status)


def _keep(request: HttpRequest, school: School, form: ClausesForm) -> None:
    row = service.save_clauses(
        school,
        actor=person(request),
        body=form.cleaned_data["body"],
        number=form.cleaned_data["number"] or 0,
    )
    messages.success(request, f"Les clauses sont enregistrées, version {row.number}.")


def _preview(request: HttpRequest, school: School, form: ClausesForm) -> str:
    return service.preview_html(
        school,
        actor=person(request),
        body=form.cleaned_data["body"],
        convention=read.clauses_case(request.user, school),
    )


def _context(
    request: HttpRequest, school: School, versions: list[Any], form: ClausesForm, preview: str
) -> dict[str, Any]:
    latest = versions[0] if versions else None
    case = read.clauses_case(request.user, school)
    shown = preview or (clauses_html(latest.body, service.preview_values(case)) if latest else "")
    return {
        "school": school,
        "versions": versions,
        "latest": latest,
        "form": form,
        "can_edit": access.can_edit_clauses(request.user, school),
        "preview": shown,
        "previewed": bool(preview),
        "case": read.case_words(case),
        "variables": [(f"{{{name}}}", meaning) for name, meaning in VARIABLES.items()],
    }


@require_POST
def clauses_pdf(request: HttpRequest, school_id: UUID) -> HttpResponse:
    """Ask for the last version printed on a real convention; its job shows the progress."""
    school = _school(request, school_id)
    versions, case = (
        read.clauses_versions(request.user, school),
        read.clauses_case(request.user, school),
    )
    if not versions or case is None:
        raise DomainError(
            "L’aperçu PDF demande une version enregistrée et une convention où l’essayer."
        )
    job = printing.ask_clauses_preview(versions[0], case, actor=person(request))
    return redirect("web:job", job.pk)
