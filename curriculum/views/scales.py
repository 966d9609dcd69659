"""The page where a school writes its own scale of levels."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from curriculum.access import can_edit_rule
from curriculum.forms import ScaleForm
from curriculum.rules.scale import text_of
from curriculum.selectors import scale_on
from curriculum.services.scale import set_scale
from curriculum.views.frame import attempt, person, posted
from nrc_platform.core import clock
from nrc_platform.core.access import require
from nrc_platform.people.access import visible_schools


@require_http_methods(["GET", "POST"])
def scale_edit(request: HttpRequest, school_id: UUID) -> HttpResponse:
    """Give a school its own scale from a day on."""
    school = get_object_or_404(visible_schools(request.user), pk=school_id)
    require(can_edit_rule(request.user, school))
    row = scale_on(school.pk)
    initial = {"steps": text_of(row.steps), "starts_on": clock.today()}
    form = ScaleForm(posted(request), initial=initial)
    me = person(request)
    if attempt(
        form,
        lambda: set_scale(
            school, steps=form.chosen(), starts_on=form.cleaned_data["starts_on"], actor=me
        ),
    ):
        messages.success(request, f"L’échelle de {school.name} est enregistrée.")
        return redirect("curriculum:rules")
    context = {
        "form": form,
        "school": school,
        "steps": row.steps,
        "own": row.school_id is not None,
    }
    return render(request, "curriculum/scale_form.html", context)
