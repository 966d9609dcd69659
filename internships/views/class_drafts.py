"""The grid that begins the conventions of a class: one line per student."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from internships import access, services
from internships.facts.words import counted
from internships.forms.class_grid import GridRowForm, tutor_words
from internships.models import Convention, InternshipPeriod
from internships.selectors import pages
from internships.services import ClassRow, printing
from internships.states import HOURS_FIELDS
from internships.views.common import person, posted
from nrc_platform.core.access import require
from nrc_platform.core.errors import Invalid
from nrc_platform.people import access as people
from nrc_platform.people.models import User

WORKING_DAYS = HOURS_FIELDS[:5]
NOT_YOURS = "Les conventions d’une classe se commencent par qui suit cette classe."


@dataclass
class GridLine:
    """A student of the class: what is begun, or the form that begins it."""

    student: User
    convention: Convention | None
    form: GridRowForm | None

    @property
    def sentences(self) -> str:
        """Return what is to be corrected on the line."""
        errors = self.form.errors if self.form and self.form.is_bound else {}
        return " ".join(str(each) for found in errors.values() for each in found)

    @property
    def anchor(self) -> str:
        """Return the first field to correct, or the line."""
        named = [name for name in (self.form.errors if self.form else {}) if name != "__all__"]
        return f"id_r-{self.student.pk}-{named[0]}" if named else f"l-{self.student.pk}"


@require_http_methods(["GET", "POST"])
def class_grid(request: HttpRequest, period_id: UUID) -> HttpResponse:
    """Begin a convention for each ticked line; what is wrong stays on its line."""
    rows = access.visible_periods(request.user).select_related("promotion__school")
    period = get_object_or_404(rows, pk=period_id)
    require(access.can_draft_for_class(request.user, period.promotion), NOT_YOURS)
    offered = pages.grid_choices(period)
    lines = _lines(request, period, offered)
    if request.method == "POST" and _begin(request, period, lines):
        return redirect("internships:class_grid", period.pk)
    refused = [line for line in lines if line.sentences]
    context = {
        "period": period,
        "periods": pages.open_periods([period.promotion_id]),
        "students": lines,
        "refused": refused,
        "companies": offered.companies,
        "tutors": [tutor_words(row) for row in offered.contacts],
        "begun": any(line.convention for line in lines),
    }
    return render(request, "internships/class_grid.html", context)


def _lines(request: HttpRequest, period: InternshipPeriod, offered: Any) -> list[GridLine]:
    begun = pages.grid_internships(period)
    offers = {
        "company": offered.companies,
        "tutor": offered.contacts,
        "referent": offered.referents,
        "me": request.user if people.teaches(request.user, period.promotion) else None,
    }
    lines = []
    for student in pages.class_students(period):
        held = begun.get(student.pk)
        taken = held is not None and not pages.is_over(held)
        form = None
        if not taken:
            form = GridRowForm(posted(request), student=student, period=period, offers=offers)
        lines.append(GridLine(student, held.convention if held else None, form))
    return lines


def _begin(request: HttpRequest, period: InternshipPeriod, lines: list[GridLine]) -> bool:
    """Begin what can be; return whether every ticked line is now a draft."""
    ticked = {line.student.pk: line for line in lines if line.form and line.form.wants}
    good = [line for line in ticked.values() if line.form and line.form.is_valid()]
    results = services.draft_for_class(
        period, actor=person(request), rows=[_row(line) for line in good]
    )
    made = [each for each in results if each.convention is not None]
    for each in results:
        line = ticked[each.student.pk]
        line.convention = each.convention or line.convention
        if each.convention is not None:
            line.form = None
        elif line.form is not None:
            line.form.add_refusal(Invalid(each.errors))
    if made:
        messages.success(
            request, f"{counted(len(made), 'convention commencée', 'conventions commencées')}."
        )
    elif not ticked:
        messages.info(request, "Cochez les étudiants pour qui commencer une convention.")
    return len(made) == len(ticked)


def _row(line: GridLine) -> ClassRow:
    read = line.form.cleaned_data if line.form else {}
    values = {name: read[name] for name in ("tutor", "referent", "starts_on", "ends_on")}
    values |= dict.fromkeys(WORKING_DAYS, read["hours"])
    kept = {name: value for name, value in values.items() if value not in (None, "")}
    return ClassRow(line.student, company=read["company"], values=kept)


@require_POST
def class_pack(request: HttpRequest, period_id: UUID) -> HttpResponse:
    """Ask for the PDFs of the class in one file; its job shows the progress."""
    rows = access.visible_periods(request.user).select_related("promotion__school")
    period = get_object_or_404(rows, pk=period_id)
    job = printing.ask_class_pack(period, actor=person(request))
    return redirect("web:job", job.pk)
