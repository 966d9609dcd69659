"""The page of a convention: who has it in hand, who signs, what is checked, what happened."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from internships.facts.pages import Action, ending, essentials, sources
from internships.models import Convention
from internships.selectors import pages, story
from internships.selectors.abilities import convention_abilities
from internships.selectors.checked import checks
from internships.selectors.findings import load_convention
from internships.states import ConventionKind
from internships.views.common import convention_or_404, person, title_of
from nrc_platform.core.views import read_only
from nrc_platform.documents.views import as_attachment

# Ability, words, address name, icon: what may stand in the baton, the first being the main one.
_MAIN = (
    ("send", "Envoyer aux signataires", "convention_send", "send"),
    ("submit", "Compléter la convention", "convention_edit", "pencil"),
    ("check", "Répondre pour l’entreprise", "convention_check", "building"),
    ("remind", "Relancer l’entreprise", "convention_remind", "arrow-clockwise"),
)
_SECOND = (
    ("submit", "Remettre la convention", "convention_submit", "send"),
    ("send_back", "Renvoyer pour correction", "convention_send_back", "arrow-return-left"),
)
_OTHERS = (
    ("edit", "Modifier la convention", "convention_edit", "pencil"),
    ("missions", "Écrire les missions", "convention_missions", "bounding-box"),
    ("check", "Répondre pour l’entreprise", "convention_check", "building"),
    ("remind", "Relancer l’entreprise", "convention_remind", "arrow-clockwise"),
    ("send_back", "Renvoyer pour correction", "convention_send_back", "arrow-return-left"),
    ("reopen", "Reprendre la convention", "convention_reopen", "arrow-counterclockwise"),
    ("terminate", "Enregistrer une rupture", "convention_terminate", "slash-circle"),
    ("refuse", "Enregistrer un refus", "convention_refuse", "x-circle"),
    ("cancel", "Annuler la convention", "convention_cancel", "x-circle"),
)


def _actions(row: Convention, can: dict[str, bool], lines: Any, *, most: int) -> list[Action]:
    found = [
        Action(label, reverse(f"internships:{name}", args=[row.pk]), icon)
        for ability, label, name, icon in lines
        if can[ability]
    ]
    return found[:most]


def _acts(row: Convention, can: dict[str, bool]) -> dict[str, list[Action]]:
    can = {**can, "missions": can["edit"] and row.kind == ConventionKind.PROJECT}
    first = _actions(row, can, _MAIN, most=1)
    if first:
        first += _actions(row, can, _SECOND, most=1)
    shown = {each.url for each in first}
    rest = _actions(row, can, _OTHERS, most=len(_OTHERS))
    return {
        "baton_actions": first,
        "other_actions": [each for each in rest if each.url not in shown],
    }


@require_GET
@read_only
def convention(request: HttpRequest, convention_id: UUID) -> HttpResponse:
    """Show a convention."""
    row = convention_or_404(request, convention_id)
    can = convention_abilities(request.user, row)
    rounds = pages.rounds(pages.CONVENTION, row.pk)
    held = rounds[0] if rounds else None
    loaded = load_convention(row)
    terms = loaded.effective
    context = {
        "convention": row,
        "title": title_of(row),
        "terms": terms,
        "ending": ending(row),
        "can": can,
        "baton": story.baton(row, terms, held, can),
        "history": story.timeline(row, rounds),
        "essentials": essentials(row, terms, sources(loaded.terms), loaded.missions),
        "avenants": list(row.avenants.all()),
        **_acts(row, can),
        **checks(loaded),
        **_circuit(request, row, held, can),
    }
    return render(request, "internships/convention.html", context)


def _circuit(
    request: HttpRequest, row: Convention, held: Any, can: dict[str, bool]
) -> dict[str, Any]:
    """Return the signers of the last round, and the documents printed of it."""
    address = reverse("internships:convention_file", args=[row.pk])
    waits = held is not None and held.closed_at is None
    papers = pages.paper_lines(pages.CONVENTION, row.pk, address, awaited=waits)
    ready = any(line.url for line in papers)
    return {
        "papers": papers,
        "head_actions": [Action("PDF", address, "download")] if ready else [],
        **pages.round_facts(
            held,
            reader=person(request),
            records=can["record_paper"],
            corrects=can["correct_contact"],
        ),
    }


@require_GET
def convention_file(request: HttpRequest, convention_id: UUID) -> HttpResponseBase:
    """Give the printed convention to whoever may see it."""
    row = convention_or_404(request, convention_id)
    document = pages.current_document(pages.CONVENTION, row.pk)
    if document is None:
        raise Http404
    return as_attachment(document)
