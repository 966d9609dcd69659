"""Pages where a student writes a fiche: begin, draft, autosave, conflict, hand in."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from curriculum.states import DeadlineKind
from exams import access, services
from exams.facts import conflict_rows, form_steps
from exams.forms import FicheForm, NewFicheForm
from exams.models import Fiche
from exams.rules import complete_rubrics
from exams.selectors import (
    deadline,
    e4_codes,
    fiche_check,
    remarks_by_rubric,
    with_content,
)
from nrc_platform.companies.access import visible_companies
from nrc_platform.core.access import require
from nrc_platform.core.dates import hour
from nrc_platform.core.errors import DomainError, Incomplete, Invalid, NotAllowed, Stale
from nrc_platform.core.forms import add_refusal
from nrc_platform.people.access import current_enrolment
from nrc_platform.people.models import User

SIDE_BY_SIDE = "Utilisez « Enregistrer le brouillon » pour les voir côte à côte."


def own_fiche(request: HttpRequest, fiche_id: UUID) -> Fiche:
    """Return the fiche among those the person knows of, its content loaded."""
    fiche: Fiche = get_object_or_404(
        access.visible_fiches(request.user).with_content(), pk=fiche_id
    )
    return fiche


def person(request: HttpRequest) -> User:
    """Return the signed-in person (every page here asks to sign in)."""
    user: User = request.user  # type: ignore[assignment]
    return user


def bound_form(request: HttpRequest, fiche: Fiche, data: QueryDict | None) -> FicheForm:
    """Return the form of the fiche, filled by what was sent or by what is kept."""
    codes = e4_codes()
    more = request.GET.get("acteur") == "1"
    return FicheForm(
        data,
        fiche=fiche,
        competences=codes.competences,
        savoirs=codes.savoirs,
        companies=visible_companies(request.user),
        remarks=remarks_by_rubric(request.user, fiche),
        more_actors=1 if more else 0,
    )


def sent_version(data: QueryDict) -> int:
    """Return the version the writer read; none at all counts as stale."""
    sent = data.get("version", "")
    return int(sent) if sent.isascii() and sent.isdigit() else 0


def show_form(
    request: HttpRequest, fiche: Fiche, form: FicheForm, *, status: int = 200, **more: object
) -> HttpResponse:
    """Answer the long form."""
    content = fiche_check(fiche).content
    complete = complete_rubrics(content)
    context = {
        "fiche": fiche,
        "form": form,
        "steps": form_steps(complete, form.remarks),
        "complete": len(complete),
        "due": deadline(fiche.promotion_id, DeadlineKind.E4_FICHES),
        "partly_saved": False,
        "missing": [],
        "missing_title": "",
        "can_submit": access.can_submit_fiche(request.user, fiche),
        **more,
    }
    return render(request, "exams/fiche_form.html", context, status=status)


@require_http_methods(["GET", "POST"])
def fiche_new(request: HttpRequest) -> HttpResponse:
    """Begin a fiche: a title and its nature, the rest is written in the draft."""
    enrolment = current_enrolment(request.user)
    require(enrolment is not None, "Les fiches E4 s’écrivent par les étudiants inscrits.")
    if enrolment is None:
        return redirect("exams:home")
    require(access.can_create_fiche(request.user, enrolment.promotion))
    form = NewFicheForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        fiche = services.create_fiche(
            actor=person(request),
            promotion=enrolment.promotion,
            title=form.cleaned_data["title"],
            values={"kind": form.cleaned_data["kind"]},
        )
        return redirect("exams:fiche_edit", fiche.pk)
    return render(request, "exams/fiche_new.html", {"form": form})


@require_http_methods(["GET", "POST"])
def fiche_edit(request: HttpRequest, fiche_id: UUID) -> HttpResponse:
    """Write in the fiche; the button « Enregistrer le brouillon » works without script."""
    fiche = own_fiche(request, fiche_id)
    if not access.can_edit_fiche(request.user, fiche):
        return redirect("exams:fiche", fiche.pk)
    if request.method == "GET":
        return show_form(request, fiche, bound_form(request, fiche, None))
    form = bound_form(request, fiche, request.POST)
    try:
        fiche = _save(request, fiche, form)
    except Stale as stale:
        return show_conflict(request, fiche.pk, form, stale)
    if form.wrong:
        return show_form(request, with_content(fiche), form, partly_saved=True)
    action = request.POST.get("action", "")
    target = reverse("exams:fiche_edit", args=[fiche.pk])
    if action == "add_actor":
        return redirect(f"{target}?acteur=1#r-actors")
    if action.startswith("handle:"):
        return _handle(request, fiche, action.removeprefix("handle:"))
    messages.success(request, f"Brouillon enregistré à {hour(fiche.updated_at)}.")
    return redirect(target)


def _handle(request: HttpRequest, fiche: Fiche, remark_id: str) -> HttpResponse:
    sent = access.visible_remarks(request.user).filter(fiche=fiche)
    remark = next((row for row in sent if str(row.pk) == remark_id), None)
    target = reverse("exams:fiche_edit", args=[fiche.pk])
    if remark is None:
        return redirect(target)
    services.handle_remark(remark, actor=person(request))
    return redirect(f"{target}#r-{remark.rubric}")


def _save(request: HttpRequest, fiche: Fiche, form: FicheForm) -> Fiche:
    """Keep what can be kept; what the service refuses joins the errors of the form."""
    values = form.values()
    try:
        return services.save_draft(
            fiche, actor=person(request), version=sent_version(request.POST), values=values
        )
    except Invalid as refused:
        add_refusal(form, refused)
        return fiche


def show_conflict(
    request: HttpRequest, fiche_id: UUID, form: FicheForm, stale: Stale
) -> HttpResponse:
    """Answer both texts side by side: what was typed here, what is kept now."""
    kept = own_fiche(request, fiche_id)
    sent = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in {"csrfmiddlewaretoken", "version", "action"}
        and not name.startswith("keep-")
    ]
    context = {
        "fiche": kept,
        "rows": conflict_rows(form.values(), kept),
        "sent": sent,
        "message": stale.message,
    }
    return render(request, "exams/conflict.html", context, status=409)


@require_POST
def fiche_resolve(request: HttpRequest, fiche_id: UUID) -> HttpResponse:
    """Keep, field by field, the text chosen on the page of a conflict."""
    fiche = own_fiche(request, fiche_id)
    form = bound_form(request, fiche, request.POST)
    values = {
        name: value
        for name, value in form.values().items()
        if request.POST.get(f"keep-{name}", "mine") == "mine"
    }
    try:
        services.save_draft(
            fiche, actor=person(request), version=sent_version(request.POST), values=values
        )
    except Stale as stale:
        return show_conflict(request, fiche.pk, form, stale)
    messages.success(request, "Vos choix sont enregistrés.")
    return redirect("exams:fiche_edit", fiche.pk)


@require_POST
def fiche_autosave(request: HttpRequest, fiche_id: UUID) -> HttpResponse:
    """Keep the draft while it is written: the new version, or 409 and a sentence."""
    fiche = own_fiche(request, fiche_id)
    form = bound_form(request, fiche, request.POST)
    try:
        fiche = _save(request, fiche, form)
    except Stale as stale:
        return JsonResponse({"sentence": f"{stale.message} {SIDE_BY_SIDE}"}, status=409)
    except NotAllowed:
        raise
    except DomainError as closed:
        return JsonResponse({"sentence": closed.message}, status=409)
    at = hour(fiche.updated_at)
    sentence = f"Brouillon enregistré à {at}"
    if form.wrong:
        what = "une réponse" if form.wrong == 1 else f"{form.wrong} réponses"
        sentence = f"{sentence}, sauf {what} à corriger"
    return JsonResponse({"version": fiche.version, "sentence": sentence})


def show_missing(request: HttpRequest, fiche: Fiche, incomplete: Incomplete) -> HttpResponse:
    """Answer the form with what is missing, at its head and beside each field."""
    form = bound_form(request, fiche, request.POST)
    form.mark_missing(incomplete.findings)
    return show_form(
        request, fiche, form, missing=incomplete.findings, missing_title=incomplete.message
    )


@require_POST
def fiche_submit(request: HttpRequest, fiche_id: UUID) -> HttpResponse:
    """Keep the draft, then hand it in; what is missing is listed with links to the fields."""
    fiche = own_fiche(request, fiche_id)
    form = bound_form(request, fiche, request.POST)
    try:
        fiche = _save(request, fiche, form)
        if not form.wrong:
            services.submit_fiche(fiche, actor=person(request), version=fiche.version)
    except Stale as stale:
        return show_conflict(request, fiche.pk, form, stale)
    except Incomplete as incomplete:
        return show_missing(request, with_content(fiche), incomplete)
    if form.wrong:
        return show_form(request, with_content(fiche), form, partly_saved=True)
    messages.success(
        request, "Fiche remise. L’équipe la lit et vous répond ici ; vous recevrez un courrier."
    )
    return redirect("exams:fiche", fiche.pk)


@require_POST
def fiche_place(request: HttpRequest, fiche_id: UUID) -> HttpResponse:
    """Give the fiche a place of the file, or take it out."""
    fiche = own_fiche(request, fiche_id)
    asked = request.POST.get("slot", "")
    slot = int(asked) if asked in {"1", "2", "3"} else None
    services.place_fiche(fiche, actor=person(request), slot=slot)
    where = f"à la place {slot}" if slot else "hors du dossier"
    messages.success(request, f"« {fiche.title} » est maintenant {where}.")
    return redirect("exams:dossier", fiche.student_id)
