"""Pages where conventions are listed, begun and written."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from internships import access, services
from internships.facts.pages import conflict_rows
from internships.forms.convention import ConventionForm, Edited
from internships.forms.filters import ConventionFilter
from internships.forms.review import NewConventionForm
from internships.models import Convention
from internships.selectors import listing, pages
from internships.selectors.abilities import convention_abilities
from internships.views.common import (
    convention_or_404,
    page_of,
    person,
    posted,
    sent_version,
    title_of,
)
from nrc_platform.core.access import require
from nrc_platform.core.errors import Incomplete, Invalid, Stale
from nrc_platform.core.forms import add_refusal
from nrc_platform.core.views import paginate, read_only

NOBODY = "Une convention se commence par un étudiant inscrit, ou par qui suit sa classe."


@require_GET
@read_only
def convention_list(request: HttpRequest) -> HttpResponse:
    """List the conventions the person may see; the filters are in the address."""
    seen = access.visible_conventions(request.user)
    found = ConventionFilter(request.GET, queryset=seen)
    rows = found.qs if found.is_valid() else seen
    typed = request.GET.get("q", "").strip()
    page = paginate(request, rows.search(typed).with_people())
    followed = pages.followed_classes(request.user)
    asked = {name: request.GET.get(name, "") for name in ("state", "promotion", "period")}
    context = {
        "page": page,
        "rows": listing.list_rows(page.object_list, request.user),
        "views": listing.saved_views(seen, request.GET.dict()),
        "promotions": followed,
        "periods": pages.open_periods([row.pk for row in followed]),
        "chosen_class": asked["promotion"],
        "chosen_period": asked["period"],
        "state": asked["state"],
        "q": typed,
        "is_filtered": bool(typed or any(asked.values())),
        **listing.list_words(request.user, followed, page.paginator.count),
    }
    return render(request, "internships/convention_list.html", context)


@require_http_methods(["GET", "POST"])
def convention_new(request: HttpRequest) -> HttpResponse:
    """Begin a convention: for whom, when, where if it is known."""
    enrolments = pages.drafting_enrolments(request.user)
    require(bool(enrolments), NOBODY)
    form = _new_form(request, enrolments)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data.get("student") or enrolments[0]
        try:
            row = services.draft_convention(
                actor=person(request),
                student=chosen.student,
                promotion=chosen.promotion,
                period=form.cleaned_data["period"],
                company=form.cleaned_data["company"],
            )
            return redirect("internships:convention_edit", row.pk)
        except Invalid as refused:
            add_refusal(form, refused)
    return render(request, "internships/convention_new.html", {"form": form})


def _new_form(request: HttpRequest, enrolments: list[Any]) -> NewConventionForm:
    asked = {
        "student": request.GET.get("etudiant", ""),
        "period": request.GET.get("periode", ""),
        "company": request.GET.get("entreprise", ""),
    }
    return NewConventionForm(
        posted(request),
        enrolments=enrolments,
        periods=pages.open_periods(list({row.promotion_id for row in enrolments})),
        companies=list(pages.school_companies(enrolments[0].promotion.school)),
        alone=len(enrolments) == 1,
        asked=asked,
    )


def edit_form(row: Convention, data: Any) -> ConventionForm:
    """Return the form of the convention, filled by what was sent or by what is kept."""
    company = row.company
    return ConventionForm(
        data,
        convention=row,
        terms=pages.agreed_terms(row),
        breaks=[each for each in row.breaks.all() if each.avenant_id is None],
        internships=list(row.internships.all()),
        choices=pages.edit_choices(row.school, company),
    )


def show_form(
    request: HttpRequest, row: Convention, form: ConventionForm, **more: Any
) -> HttpResponse:
    """Answer the long form."""
    internships = list(row.internships.all())
    context = {
        "convention": row,
        "title": title_of(row),
        "period": internships[0].period if internships else None,
        "terms": form.terms,
        "form": form,
        "steps": form.steps(),
        "can": convention_abilities(request.user, row),
        "missing": [],
        "missing_title": "",
        **more,
    }
    return render(request, "internships/convention_form.html", context)


@require_http_methods(["GET", "POST"])
def convention_edit(request: HttpRequest, convention_id: UUID) -> HttpResponse:
    """Write in the convention; what is wrong is said, the rest is kept."""
    row = convention_or_404(request, convention_id)
    if request.method == "GET":
        if not access.can_edit_convention(request.user, row):
            return redirect(page_of(row))
        return show_form(request, row, edit_form(row, None))
    form = edit_form(row, request.POST)
    try:
        row = _save(request, row, form)
    except Stale as stale:
        return show_conflict(request, row.pk, form, stale)
    if form.wrong:
        return show_form(request, convention_or_404(request, convention_id), form)
    if request.POST.get("action") == "submit":
        return _hand_in(request, row)
    messages.success(request, "La convention est enregistrée.")
    return redirect("internships:convention_edit", row.pk)


def _save(request: HttpRequest, row: Convention, form: ConventionForm) -> Convention:
    """Keep what can be kept; what the service refuses joins the errors of the form."""
    try:
        return _write(request, row, form.edited())
    except Invalid as refused:
        form.add_refusal(refused)
        return row


def _write(request: HttpRequest, row: Convention, got: Edited) -> Convention:
    return services.edit_convention(
        row,
        actor=person(request),
        version=sent_version(request.POST),
        values=got.values,
        terms=got.terms,
        breaks=got.breaks,
        competences=got.competences,
        functions=got.functions,
        student_values=got.students,
    )


def _hand_in(request: HttpRequest, row: Convention) -> HttpResponse:
    """Submit what was just saved; what is missing is listed with links to the fields."""
    try:
        services.submit_convention(row, actor=person(request))
    except Incomplete as incomplete:
        fresh = convention_or_404(request, row.pk)
        form = edit_form(fresh, None)
        return show_form(
            request, fresh, form, missing=incomplete.findings, missing_title=incomplete.message
        )
    messages.success(request, "Convention remise.")
    return redirect(page_of(row))


def show_conflict(
    request: HttpRequest, convention_id: UUID, form: ConventionForm, stale: Stale
) -> HttpResponse:
    """Answer both versions side by side: what was typed here, what is kept now."""
    kept = convention_or_404(request, convention_id)
    sent = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in {"csrfmiddlewaretoken", "version", "action"}
        and not name.startswith("keep-")
    ]
    context = {
        "convention": kept,
        "title": title_of(kept),
        "rows": conflict_rows(form.flat(), edit_form(kept, None).kept()),
        "sent": sent,
        "message": stale.message,
    }
    return render(request, "internships/convention_conflict.html", context, status=409)


@require_POST
def convention_resolve(request: HttpRequest, convention_id: UUID) -> HttpResponse:
    """Keep, field by field, what was chosen on the page of a conflict."""
    row = convention_or_404(request, convention_id)
    form = edit_form(row, request.POST)
    theirs = {
        name.removeprefix("keep-")
        for name, value in request.POST.items()
        if name.startswith("keep-") and value == "theirs"
    }
    try:
        _write(request, row, form.chosen(theirs))
    except Stale as stale:
        return show_conflict(request, row.pk, form, stale)
    messages.success(request, "Vos choix sont enregistrés.")
    return redirect(reverse("internships:convention_edit", args=[row.pk]))
