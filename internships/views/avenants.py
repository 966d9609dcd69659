"""Pages of avenants: choose what changes, write it, read it, have it signed, give it up."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from internships import access
from internships.facts.pages import Action
from internships.forms.avenant import AvenantForm, kind_lines
from internships.forms.review import (
    AVENANT_CANCEL,
    AVENANT_REFUSE,
    AVENANT_SEND,
    NoForm,
    ReasonForm,
    StepWords,
)
from internships.models import Avenant, Convention
from internships.selectors import amending, pages
from internships.services import avenants as services
from internships.states import AvenantKind, AvenantState
from internships.views.common import (
    attempt,
    avenant_or_404,
    convention_or_404,
    page_of,
    person,
    posted,
    sent_version,
    title_of,
)
from nrc_platform.core.errors import Stale
from nrc_platform.core.forms import CrispyForm
from nrc_platform.core.views import read_only
from nrc_platform.documents.views import as_attachment
from nrc_platform.people.models import User

STEP = "internships/convention_step.html"
Act = Callable[[Avenant, User, dict[str, Any]], object]
SIGNING = (AvenantState.READY_TO_SIGN, AvenantState.PARTLY_SIGNED)


def page(avenant: Avenant) -> str:
    """Return the address of the avenant's page."""
    return reverse("internships:avenant", args=[avenant.pk])


def _show_form(
    request: HttpRequest,
    row: Convention,
    form: AvenantForm,
    *,
    heading: str,
    back: str,
    status: int,
) -> HttpResponse:
    context = {"form": form, "title": title_of(row), "heading": heading, "back": back}
    return render(request, "internships/avenant_form.html", context, status=status)


@require_http_methods(["GET", "POST"])
def avenant_new(request: HttpRequest, convention_id: UUID) -> HttpResponse:
    """Choose what changes, then write it."""
    row = convention_or_404(request, convention_id)
    kind = request.GET.get("objet", "")
    asked = request.method == "POST" and kind in AvenantKind.values
    if not asked and not access.can_draft_avenant(request.user, row):
        raise Http404
    if kind not in AvenantKind.values:
        context = {"convention": row, "title": title_of(row), "kinds": kind_lines()}
        return render(request, "internships/avenant_new.html", context)
    form = AvenantForm(posted(request), kind=kind, **amending.form_facts(row))
    tried = attempt(
        form,
        lambda: services.draft_avenant(row, actor=person(request), kind=kind, **form.change()),
    )
    if tried.done:
        return redirect(page(tried.made))
    heading = f"Avenant\u00a0: {AvenantKind(kind).label}"
    return _show_form(request, row, form, heading=heading, back=page_of(row), status=tried.status)


@require_http_methods(["GET", "POST"])
def avenant_edit(request: HttpRequest, avenant_id: UUID) -> HttpResponse:
    """Change an avenant that was not sent."""
    row = avenant_or_404(request, avenant_id)
    may = access.can_edit_avenant(request.user, row) and row.state == AvenantState.DRAFT
    if not may and request.method == "GET":
        raise Http404
    facts = amending.form_facts(row.convention, row)
    form = AvenantForm(posted(request), kind=row.kind, **facts)
    tried = attempt(form, lambda: _edit(request, row, form))
    if tried.done:
        messages.success(request, "L’avenant est enregistré.")
        return redirect(page(row))
    heading = f"Modifier l’avenant\u00a0{row.number}"
    return _show_form(
        request, row.convention, form, heading=heading, back=page(row), status=tried.status
    )


def _edit(request: HttpRequest, row: Avenant, form: AvenantForm) -> Avenant:
    try:
        return services.edit_avenant(
            row, actor=person(request), version=sent_version(request.POST), **form.change()
        )
    except Stale:
        # What was typed stays, to be sent over the version just shown.
        form.start_from(avenant_or_404(request, row.pk).version)
        raise


@require_GET
@read_only
def avenant(request: HttpRequest, avenant_id: UUID) -> HttpResponse:
    """Show an avenant: what changes, who signs, its documents."""
    row = avenant_or_404(request, avenant_id)
    rounds = pages.rounds(pages.AVENANT, row.pk)
    held = rounds[0] if rounds else None
    may = access.can_edit_avenant(request.user, row)
    records = row.state in SIGNING and access.can_record_paper(request.user, row.convention)
    address = reverse("internships:avenant_file", args=[row.pk])
    waits = held is not None and held.closed_at is None
    context = {
        "avenant": row,
        "convention": row.convention,
        "title": title_of(row.convention),
        "heading": f"Avenant\u00a0{row.number}\u00a0: {row.get_kind_display()}",
        "changes": amending.changes(row),
        "actions": _actions(row) if may else [],
        "papers": pages.paper_lines(pages.AVENANT, row.pk, address, awaited=waits),
        **pages.round_facts(held, reader=person(request), records=records, corrects=records),
    }
    return render(request, "internships/avenant.html", context)


def _actions(row: Avenant) -> list[Action]:
    def to(name: str) -> str:
        return reverse(f"internships:{name}", args=[row.pk])

    if row.state == AvenantState.DRAFT:
        return [
            Action("Envoyer aux signataires", to("avenant_send"), "send", first=True),
            Action("Modifier", to("avenant_edit"), "pencil"),
            Action("Annuler l’avenant", to("avenant_cancel"), "x-circle"),
        ]
    return [
        Action("Enregistrer un refus", to("avenant_refuse"), "x-circle"),
        Action("Annuler l’avenant", to("avenant_cancel"), "slash-circle"),
    ]


@require_GET
def avenant_file(request: HttpRequest, avenant_id: UUID) -> HttpResponseBase:
    """Give the printed avenant to whoever may see it."""
    row = avenant_or_404(request, avenant_id)
    document = pages.current_document(pages.AVENANT, row.pk)
    if document is None:
        raise Http404
    return as_attachment(document)


def _step(
    request: HttpRequest, row: Avenant, words: StepWords, form: CrispyForm, act: Act
) -> HttpResponse:
    """Ask, confirm, then let the service do it or say why not."""
    if not form.is_valid() and not access.can_edit_avenant(request.user, row):
        raise Http404
    tried = attempt(form, lambda: act(row, person(request), form.cleaned_data))
    if tried.done:
        messages.success(request, words.done)
        return redirect(page(row))
    title = f"Avenant\u00a0{row.number}, {title_of(row.convention)}"
    context = {"form": form, "words": words, "missing": tried.missing, "title": title}
    return render(request, STEP, context | {"back": page(row)}, status=tried.status)


@require_http_methods(["GET", "POST"])
def avenant_send(request: HttpRequest, avenant_id: UUID) -> HttpResponse:
    """Freeze the avenant and open its round."""
    row, form = avenant_or_404(request, avenant_id), NoForm(posted(request))
    return _step(
        request,
        row,
        AVENANT_SEND,
        form,
        lambda held, actor, _: services.send_avenant(held, actor=actor),
    )


@require_http_methods(["GET", "POST"])
def avenant_cancel(request: HttpRequest, avenant_id: UUID) -> HttpResponse:
    """Give the change up."""
    row, form = avenant_or_404(request, avenant_id), ReasonForm(posted(request))
    return _step(
        request,
        row,
        AVENANT_CANCEL,
        form,
        lambda held, actor, read: services.cancel_avenant(
            held, actor=actor, reason=read["reason"]
        ),
    )


@require_http_methods(["GET", "POST"])
def avenant_refuse(request: HttpRequest, avenant_id: UUID) -> HttpResponse:
    """Record that a party said no: the convention stays as it was."""
    row, form = avenant_or_404(request, avenant_id), ReasonForm(posted(request))
    return _step(
        request,
        row,
        AVENANT_REFUSE,
        form,
        lambda held, actor, read: services.refuse_avenant(
            held, actor=actor, reason=read["reason"]
        ),
    )
