"""Pages of the dispensations of weeks: recorded by the office with their decision."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from internships import access
from internships.forms import attestations as forms
from internships.models import Dispensation
from internships.services import dispensations as services
from internships.views.common import person
from internships.views.life import form_page, private_file, student_or_404
from nrc_platform.core.access import require
from nrc_platform.core.views import read_only
from nrc_platform.people.access import current_enrolment
from nrc_platform.people.models import Promotion, User


@require_GET
@read_only
def dispensations(request: HttpRequest, student_id: UUID) -> HttpResponse:
    """List the dispensations of a student."""
    student = student_or_404(request, student_id)
    enrolment = current_enrolment(student)
    rows = access.visible_dispensations(request.user).filter(student=student)
    context = {
        "student": student,
        "rows": list(rows.select_related("promotion").order_by("-decided_on", "id")),
        "can_record": enrolment is not None
        and access.can_record_dispensation(request.user, enrolment.promotion),
    }
    return render(request, "internships/dispensation.html", context)


@require_http_methods(["GET", "POST"])
def dispensation_new(request: HttpRequest, student_id: UUID) -> HttpResponse:
    """Record a decision, with its file."""
    student = student_or_404(request, student_id)
    enrolment = current_enrolment(student)
    if enrolment is None:
        raise Http404
    promotion = enrolment.promotion
    require(access.can_record_dispensation(request.user, promotion), services.OFFICE)
    form = forms.DispensationForm(request.POST or None, request.FILES or None)
    back = reverse("internships:dispensations", args=[student.pk])
    return form_page(
        request,
        form,
        forms.DISPENSE,
        lambda: _record(form, student, promotion, person(request)),
        back=back,
        crumbs=[("Stages", reverse("internships:home")), (f"Dispenses de {student}", back)],
    )


def _record(
    form: forms.DispensationForm, student: User, promotion: Promotion, actor: User
) -> Dispensation:
    values = dict(form.cleaned_data)
    sent = values.pop("file")
    return services.record_dispensation(
        student, promotion, actor=actor, content=sent.read(), filename=sent.name, **values
    )


@require_GET
def dispensation_file(request: HttpRequest, dispensation_id: UUID) -> FileResponse:
    """Give the decision to those who may see it."""
    row = get_object_or_404(access.visible_dispensations(request.user), pk=dispensation_id)
    return private_file(row.blob_id, row.filename)
