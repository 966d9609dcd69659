"""Pages of signatures on paper: record one, read it, mend an address, name somebody else."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from internships import access
from internships.facts.pages import capacities_words
from internships.forms.review import StepWords
from internships.forms.signing import AddressForm, DelegateForm, PaperForm, ReplaceForm
from internships.selectors import pages
from internships.selectors.pages import Signed
from internships.services import signing
from internships.views.common import attempt, person, title_of
from nrc_platform.core.errors import DomainError, NotAllowed
from nrc_platform.core.forms import CrispyForm
from nrc_platform.documents import storage
from nrc_platform.signatures.models import Delegation

PAPER = StepWords(
    "Enregistrer une signature sur papier",
    "",
    "Votre nom, la date et la page restent avec la signature. La dernière signature conclut.",
    "Enregistrer la signature",
    "La signature est enregistrée.",
)
ADDRESS = StepWords(
    "Corriger l’adresse d’un signataire",
    "",
    "Les signatures déjà données restent. L’annuaire de l’entreprise se corrige à part.",
    "Enregistrer l’adresse",
    "L’adresse est corrigée.",
)
REPLACE = StepWords(
    "Remplacer un signataire",
    "",
    "La nouvelle personne signe au même titre. L’ancien nom reste lisible, barré du tour.",
    "Remplacer le signataire",
    "Le signataire est remplacé.",
)

ACCEPTED = "C’est accepté\u00a0: la personne proposée est invitée à signer."
REFUSED = "C’est refusé\u00a0: la personne nommée reçoit un nouveau lien et votre motif."


def _signed(request: HttpRequest, signer_id: UUID) -> Signed:
    found = pages.signed_of(request.user, signer_id)
    if found is None:
        raise Http404
    return found


def _answer(
    request: HttpRequest,
    held: Signed,
    form: CrispyForm,
    words: StepWords,
    act: Callable[[dict[str, Any]], object],
) -> HttpResponse:
    """Do what the form asks and go back, or show it again with what is wrong."""
    tried = attempt(form, lambda: act(form.cleaned_data))
    if tried.done:
        messages.success(request, words.done)
        return redirect(held.url)
    context = {
        "signer": held.signer,
        "capacity": capacities_words(held.signer.capacities),
        "form": form,
        "words": words,
        "title": title_of(held.convention),
        "back": held.url,
    }
    template = "internships/convention_signer_form.html"
    return render(request, template, context, status=tried.status)


@require_http_methods(["GET", "POST"])
def signer_paper(request: HttpRequest, signer_id: UUID) -> HttpResponse:
    """Vouch for a signature on paper, with the signed page."""
    held = _signed(request, signer_id)
    sent = request.method == "POST"
    form = PaperForm(request.POST if sent else None, request.FILES if sent else None)
    if not form.is_valid() and not access.can_record_paper(request.user, held.convention):
        raise Http404

    def record(read: dict[str, Any]) -> object:
        scan = read["file"]
        return signing.record_paper_signature(
            held.signer,
            actor=person(request),
            scan=scan.read(),
            filename=scan.name,
            signed_on=read["signed_on"],
        )

    return _answer(request, held, form, PAPER, record)


@require_GET
def signer_scan(request: HttpRequest, signer_id: UUID) -> HttpResponseBase:
    """Give the signed page to whoever may see the convention."""
    held = _signed(request, signer_id)
    if held.signer.scan_id is None:
        raise Http404
    answer = FileResponse(
        storage.open_file(held.signer.scan_id),
        filename=held.signer.scan_name,
        as_attachment=True,
    )
    answer["Cache-Control"] = "no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@require_http_methods(["GET", "POST"])
def signer_address(request: HttpRequest, signer_id: UUID) -> HttpResponse:
    """Mend where a signer is reached; no signature is touched."""
    held = _signed(request, signer_id)
    kept = {"email": held.signer.email, "phone": held.signer.phone}
    form = AddressForm(request.POST if request.method == "POST" else None, initial=kept)
    if not form.is_valid() and not access.can_correct_contact(request.user, held.convention):
        raise Http404
    return _answer(
        request,
        held,
        form,
        ADDRESS,
        lambda read: signing.correct_signer_address(held.signer, actor=person(request), **read),
    )


@require_http_methods(["GET", "POST"])
def signer_replace(request: HttpRequest, signer_id: UUID) -> HttpResponse:
    """Name somebody else who signs in the same capacity."""
    held = _signed(request, signer_id)
    form = ReplaceForm(request.POST if request.method == "POST" else None)
    if not form.is_valid() and not access.can_correct_contact(request.user, held.convention):
        raise Http404
    return _answer(
        request,
        held,
        form,
        REPLACE,
        lambda read: signing.replace_convention_signer(held.signer, actor=person(request), **read),
    )


@require_http_methods(["GET", "POST"])
def delegate_decide(request: HttpRequest, delegation_id: UUID) -> HttpResponse:
    """Accept or refuse the colleague whom somebody of the company proposes to sign instead."""
    proposal = pages.delegation_of(request.user, delegation_id)
    held = _signed(request, proposal.signer_id) if proposal else None
    if proposal is None or held is None:
        raise Http404
    accepts = request.POST.get("action") == "accept"
    form = DelegateForm(request.POST if request.method == "POST" else None, accepts=accepts)
    if request.method == "GET" and not access.can_correct_contact(request.user, held.convention):
        raise Http404
    tried = attempt(form, lambda: _decide(request, proposal, form, accepts=accepts))
    if tried.done:
        messages.success(request, ACCEPTED if accepts else REFUSED)
        return redirect(held.url)
    context = {"proposal": proposal, "signer": held.signer, "form": form, "back": held.url}
    context["title"] = title_of(held.convention)
    template = "internships/delegate_decide.html"
    return render(request, template, context, status=tried.status)


def _decide(
    request: HttpRequest, proposal: Delegation, form: DelegateForm, *, accepts: bool
) -> object:
    if accepts:
        return signing.approve_delegate(proposal, actor=person(request))
    why = form.cleaned_data["reason"]
    return signing.refuse_delegate(proposal, actor=person(request), reason=why)


@require_POST
def signer_remind(request: HttpRequest, signer_id: UUID) -> HttpResponse:
    """Send a reminder to a signer, or say from when it is possible."""
    held = _signed(request, signer_id)
    try:
        signing.remind_convention_signer(held.signer, actor=person(request))
    except NotAllowed:
        raise
    except DomainError as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, f"Le rappel à {held.signer.name} est envoyé.")
    return redirect(held.url)
