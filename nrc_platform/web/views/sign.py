"""The page where one signs, and the other ways out of it: by a link, or with an account."""

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from internships.services import signing
from internships.services.uploads import keep_drawing
from nrc_platform.core.errors import DomainError, Invalid, NotAllowed
from nrc_platform.core.forms import add_refusal
from nrc_platform.documents.views import as_attachment
from nrc_platform.signatures import selectors, services
from nrc_platform.signatures.facts import OnlineSignature, Origin
from nrc_platform.signatures.models import AccessLink, LinkSession, Signer
from nrc_platform.signatures.services.online import NOT_READY, NOT_YOUR_TURN
from nrc_platform.signatures.states import SignerState
from nrc_platform.web import signing as pages
from nrc_platform.web.sign_forms import ChangeForm, ColleagueForm, RefusalForm, SignForm
from nrc_platform.web.signing import Visit

DONE = 302
SIGN = "signer"
# Why a correction is asked for, in an address: the message is then begun.
NOT_ME = "personne"


def by_link(request: HttpRequest, link: AccessLink, session: LinkSession) -> HttpResponseBase:
    """Open what awaits the person of a link: one document, or a list under the same code."""
    rows = list(selectors.companions(session))
    visit = Visit(rows, session, link, named=len(rows) > 1)
    asked = request.POST.get("signer") or request.GET.get("doc", "")
    found = pages.chosen(rows, [asked]) if asked or len(rows) > 1 else rows
    if len(found) == 1:
        return one(request, visit, found[0])
    if asked or not rows:
        return nothing(request, visit)
    lines = [(pages.sheet_of(row), visit.address(row)) for row in rows]
    return answer(request, visit, "web/sign_several_links.html", {"lines": lines})


def one(request: HttpRequest, visit: Visit, signer: Signer) -> HttpResponseBase:
    """Show one document to the person who signs it, or do what they ask."""
    sent = request.method == "POST"
    if "fichier" in request.GET and not sent:
        return _file(request, visit, signer)
    if signer.state == SignerState.SIGNED:
        return redirect(visit.address(signer)) if sent else _done(request, visit, signer)
    if signer.state == SignerState.WAITING:
        return said(request, visit, "Ce n’est pas encore votre tour", NOT_YOUR_TURN)
    if signer.request.document is None:
        return said(request, visit, "Le document est en préparation", NOT_READY)
    if sent and request.POST.get("action") == SIGN:
        return _sign(request, visit, signer)
    step = request.POST.get("action", "") if sent else request.GET.get("etape", "")
    return STEPS.get(step, page)(request, visit, signer)


def answer(
    request: HttpRequest, visit: Visit, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """Show a page of the visit, in the shell of its door."""
    shared = {"shell": visit.shell, "visit": visit, "link": visit.link}
    return render(request, template, shared | context, status=status)


def said(
    request: HttpRequest, visit: Visit, title: str, text: str, status: int = 200, **more: Any
) -> HttpResponse:
    """Show a page that says one thing."""
    context = {"title": title, "text": text, "school": visit.link and visit.link.school, **more}
    return answer(request, visit, "web/sign_said.html", context, status)


def nothing(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Say the same of what does not exist and of what is somebody else's."""
    text = "Cette page n’existe pas, ou ne vous est pas ouverte."
    return said(request, visit, "Il n’y a rien à signer ici", text, 404)


def origin_of(request: HttpRequest) -> Origin:
    """Return where the request comes from."""
    agent = request.headers.get("User-Agent", "")
    return Origin(ip=get_adapter().get_client_ip(request), user_agent=agent)


def attempt(form: BaseForm, act: Callable[[], object]) -> int:
    """Do what a form asks; return the status of the page, what was typed staying in it."""
    if not form.is_bound:
        return 200
    if not form.is_valid():
        return 400
    try:
        act()
    except DomainError as refusal:
        if isinstance(refusal, NotAllowed) or refusal.code == "code_too_old":
            raise
        add_refusal(form, refusal)
        return 400 if isinstance(refusal, Invalid) else 409
    return DONE


def _proof(request: HttpRequest, visit: Visit) -> dict[str, Any]:
    return {"session": visit.session, "origin": origin_of(request)}


def page(
    request: HttpRequest,
    visit: Visit,
    signer: Signer,
    form: BaseForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show the document, the sentence to accept, the name to write and the button."""
    if form is None and visit.session and signer.state == SignerState.INVITED:
        services.open_act(signer, **_proof(request, visit))
    sheet = pages.sheet_of(signer)
    context = {
        "sheet": sheet,
        "signer": signer,
        "form": form or SignForm(),
        "ticked": form is not None and bool(form["consent"].value()) and status != 409,
        "due": pages.due_words(signer),
        "size": pages.size_of(sheet.document),
        "pdf_url": visit.address(signer, fichier="presente"),
        "may_delegate": signing.may_delegate(signer),
        "urls": {name: visit.address(signer, etape=name) for name in STEPS},
    }
    return answer(request, visit, "web/sign.html", context, status)


def _sign(request: HttpRequest, visit: Visit, signer: Signer) -> HttpResponse:
    """Sign what was shown, and nothing else: its hash comes back with the form."""
    sheet, form = pages.sheet_of(signer), SignForm(request.POST)

    def act() -> object:
        read = form.cleaned_data
        given = OnlineSignature(
            document_sha256=read["document_sha256"],
            consent_sha256=read["consent_sha256"],
            typed_name=read["typed_name"],
            button=sheet.button,
            drawn=keep_drawing(read["drawn"]),
        )
        return signing.sign_online(signer, given=given, **_proof(request, visit))

    status = attempt(form, act)
    if status == DONE:
        return redirect(visit.address(signer))
    return page(request, visit, signer, form, status)


def _form_page(
    request: HttpRequest,
    visit: Visit,
    signer: Signer,
    form: BaseForm,
    words: dict[str, Any],
    status: int,
) -> HttpResponse:
    context = {"form": form, "sheet": pages.sheet_of(signer), "signer": signer, **words}
    context["back"] = visit.address(signer)
    return answer(request, visit, "web/sign_step.html", context, status)


def _change(request: HttpRequest, visit: Visit, signer: Signer) -> HttpResponse:
    """Send a remark to the school; one may still sign."""
    not_me = request.GET.get("motif") == NOT_ME
    initial = {"comment": pages.sheet_of(signer).not_me} if not_me else None
    form = ChangeForm(request.POST if request.method == "POST" else None, initial=initial)
    proof = _proof(request, visit)
    status = attempt(
        form, lambda: signing.ask_change(signer, **proof, comment=form.cleaned_data["comment"])
    )
    if status == DONE:
        text = (
            "Le lycée lit votre message. S’il corrige le document, vous recevez la nouvelle "
            "version\u00a0; sinon il vous répond, et vous pouvez encore signer celle-ci."
        )
        back = visit.address(signer)
        return said(request, visit, "Votre demande est transmise", text, back=back)
    return _form_page(request, visit, signer, form, CHANGE, status)


def _refuse(request: HttpRequest, visit: Visit, signer: Signer) -> HttpResponse:
    """Say no: the document stays without effect, for everybody."""
    form = RefusalForm(request.POST if request.method == "POST" else None)
    proof = _proof(request, visit)
    status = attempt(
        form, lambda: signing.decline_online(signer, **proof, reason=form.cleaned_data["reason"])
    )
    if status == DONE:
        text = "Le lycée en est informé, et le document reste sans effet."
        return said(request, visit, "Votre refus est transmis", text, link=None)
    return _form_page(request, visit, signer, form, REFUSE, status)


def _colleague(request: HttpRequest, visit: Visit, signer: Signer) -> HttpResponse:
    """Name who should sign instead; the school answers."""
    if not signing.may_delegate(signer):
        context: dict[str, Any] = {"sheet": pages.sheet_of(signer), "signer": signer}
        context["back"] = visit.address(signer)
        context["ask_url"] = visit.address(signer, etape="correction", motif=NOT_ME)
        return answer(request, visit, "web/sign_not_me.html", context)
    form = ColleagueForm(request.POST if request.method == "POST" else None)
    proof = _proof(request, visit)
    status = attempt(form, lambda: signing.propose_delegate(signer, **proof, **form.cleaned_data))
    if status == DONE:
        text = (
            f"Le lycée regarde si {form.cleaned_data['name']} peut signer à votre place, et lui "
            "écrit. Votre lien ne s’ouvre plus."
        )
        return said(request, visit, "Merci, le lycée va répondre", text, link=None)
    return _form_page(request, visit, signer, form, COLLEAGUE, status)


def _paper(request: HttpRequest, visit: Visit, signer: Signer) -> HttpResponse:
    """Say how one signs on paper."""
    sheet = pages.sheet_of(signer)
    context = {
        "sheet": sheet,
        "signer": signer,
        "size": pages.size_of(sheet.document),
        "pdf_url": visit.address(signer, fichier="presente"),
        "back": visit.address(signer),
    }
    return answer(request, visit, "web/sign_paper.html", context)


def _read(request: HttpRequest, visit: Visit, signer: Signer) -> HttpResponse:
    """Show the whole document alone."""
    sheet = pages.sheet_of(signer)
    context = {"sheet": sheet, "reading": sheet.reading, "back": visit.address(signer)}
    return answer(request, visit, "web/sign_reading.html", context)


def _done(request: HttpRequest, visit: Visit, signer: Signer) -> HttpResponse:
    """Say that it is signed, and what comes next."""
    complete = pages.is_complete(signer)
    left = [row for row in visit.to_sign if row.pk != signer.pk]
    document = signer.request.final if complete else signer.request.document
    context = {
        "sheet": pages.sheet_of(signer),
        "signer": signer,
        "complete": complete,
        "document": document,
        "steps": pages.next_steps(signer),
        "size": pages.size_of(document),
        "file_url": visit.address(signer, fichier="final" if complete else "presente"),
        "left": len(left),
        "next_url": visit.address(left[0]) if left else "",
    }
    return answer(request, visit, "web/sign_done.html", context)


def _file(request: HttpRequest, visit: Visit, signer: Signer) -> HttpResponseBase:
    """Send the document presented, or the sealed one once it is there."""
    asked = request.GET["fichier"]
    document = signer.request.document if asked == "presente" else None
    if asked == "final" and signer.state == SignerState.SIGNED and pages.is_complete(signer):
        document = signer.request.final
    return nothing(request, visit) if document is None else as_attachment(document)


Step = Callable[[HttpRequest, Visit, Signer], HttpResponse]
STEPS: dict[str, Step] = {
    "correction": _change,
    "refus": _refuse,
    "collegue": _colleague,
    "papier": _paper,
    "lecture": _read,
}
CHANGE = {
    "title": "Demander une correction",
    "text": "Le lycée lit votre message. Rien n’est signé\u00a0; votre lien reste bon.",
    "submit": "Envoyer ma demande",
    "icon": "send",
    "action": "correction",
}
REFUSE = {
    "title": "Refuser de signer\u00a0?",
    "text": "Le document reste sans effet pour tout le monde. Le lycée et les personnes "
    "concernées en sont informés. Cela ne se reprend pas.",
    "submit": "Refuser de signer",
    "icon": "x-circle",
    "action": "refus",
    "danger": True,
}
COLLEAGUE = {
    "title": "Ce n’est pas moi",
    "text": "Dites qui signe pour votre entreprise. Le lycée vérifie, puis écrit à cette "
    "personne. Votre propre lien ne s’ouvrira plus.",
    "submit": "Transmettre au lycée",
    "icon": "send",
    "action": "collegue",
}
