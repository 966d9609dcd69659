"""What awaits the signature of a signed-in person: one by one, or several under one code."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from internships.services import signing
from internships.views.common import person
from nrc_platform.core.errors import DomainError, Invalid, NotAllowed
from nrc_platform.core.forms import add_refusal
from nrc_platform.signatures import selectors, services
from nrc_platform.signatures.facts import OnlineSignature
from nrc_platform.signatures.models import LinkSession, Signer
from nrc_platform.signatures.states import SignerState
from nrc_platform.web import signing as pages
from nrc_platform.web.links import cookie_name
from nrc_platform.web.sign_forms import SeveralForm
from nrc_platform.web.signing import Sheet, Visit
from nrc_platform.web.views import links
from nrc_platform.web.views.sign import SIGN, answer, one, origin_of

# What one reads without a code: the account is enough.
READ_FREELY = ("", "lecture", "papier")
MOST = 50
Act = Callable[[LinkSession | None], HttpResponseBase]
Result = tuple[Sheet, str]


@never_cache
@require_http_methods(["GET", "POST"])
def to_sign(request: HttpRequest) -> HttpResponseBase:
    """List what awaits one's signature; sign what was ticked."""
    ticked = _ticked(request)
    if ticked:
        return _through(request, lambda session: _several(request, Visit(ticked, session)))
    if request.method == "POST":
        return redirect("web:signatures")
    lines = [pages.sheet_of(row) for row in selectors.asked_signers(request.user)]
    return answer(request, Visit([]), "web/sign_list.html", {"lines": lines})


@never_cache
@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, signer_id: UUID) -> HttpResponseBase:
    """Show one document to the account that signs it."""
    found = selectors.account_signers(request.user, [signer_id])
    if not found:
        raise Http404
    return _through(request, lambda session: _one(request, found[0], session))


def _one(request: HttpRequest, signer: Signer, session: LinkSession | None) -> HttpResponseBase:
    """Show one document; what else awaits the person is only counted once it is signed."""
    signed = signer.state == SignerState.SIGNED
    rows = list(selectors.asked_signers(request.user)) if signed else [signer]
    return one(request, Visit(rows, session), signer)


def _through(request: HttpRequest, act: Act) -> HttpResponseBase:
    """Ask for the code of this account before anything but reading; the account came first."""
    user = person(request)
    if request.method == "POST" and request.POST.get("action") in ("continue", "code", "verify"):
        link = services.account_link(user)
        return links.STEPS[request.POST["action"]](request, str(link.pk), link)
    found = services.find_account_link(user)
    cookie = request.COOKIES.get(cookie_name(str(found.pk)), "") if found else ""
    session = services.live_session(found, cookie) if found and cookie else None
    free = request.method == "GET" and request.GET.get("etape", "") in READ_FREELY
    if session is None and not free:
        return links.ask_again(request, user.email or "")
    try:
        shown = act(session)
    except DomainError as refusal:
        if refusal.code != links.TOO_OLD:
            raise
        return links.ask_again(request, user.email or "", refusal.message)
    if session is None and isinstance(shown, HttpResponse):
        links.with_nonce(request, shown)
    return shown


def _ticked(request: HttpRequest) -> list[Signer]:
    """Return the documents of the address that are this person's, and theirs to sign."""
    found = selectors.account_signers(request.user, _ids(request.GET.getlist("d")[:MOST]))
    sent = request.method == "POST"
    kept = (*selectors.ASKED, SignerState.SIGNED) if sent else selectors.ASKED
    return [row for row in found if row.state in kept]


def _ids(asked: Sequence[str]) -> list[UUID]:
    found = []
    for text in asked:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def _several(request: HttpRequest, visit: Visit) -> HttpResponse:
    sheets = [pages.sheet_of(row) for row in visit.rows]
    form, status = SeveralForm(), 200
    if request.method == "POST" and request.POST.get("action") == SIGN:
        form = SeveralForm(request.POST)
        status = 400
        if form.is_valid():
            refusals = [_sign_one(request, visit, sheet, form) for sheet in sheets]
            if not all(isinstance(each, Invalid) for each in refusals):
                return _results(request, visit, sheets, refusals)
            add_refusal(form, refusals[0] or Invalid({}))
    many = len(sheets)
    context = {
        "lines": sheets,
        "form": form,
        "ticked": bool(form["consent"].value()),
        "consents": [sheet.consent.text for sheet in sheets],
        "button": f"Signer {many}\u00a0document{'s' if many > 1 else ''}",
    }
    return answer(request, visit, "web/sign_several.html", context, status)


def _sign_one(
    request: HttpRequest, visit: Visit, sheet: Sheet, form: SeveralForm
) -> DomainError | None:
    """Sign one document of several, in its own transaction; return its refusal."""
    key, signer = str(sheet.signer.pk), sheet.signer
    given = OnlineSignature(
        document_sha256=request.POST.get(f"document-{key}", ""),
        consent_sha256=request.POST.get(f"consent-{key}", ""),
        typed_name=form.cleaned_data["typed_name"],
        button=sheet.button,
    )
    proof: dict[str, Any] = {"session": visit.session, "origin": origin_of(request)}
    try:
        signing.sign_online(signer, given=given, **proof)
    except DomainError as refusal:
        if isinstance(refusal, NotAllowed) or refusal.code == links.TOO_OLD:
            raise
        return refusal
    return None


def _results(
    request: HttpRequest,
    visit: Visit,
    sheets: Sequence[Sheet],
    refusals: Sequence[DomainError | None],
) -> HttpResponse:
    """Say line by line what was signed, and why the rest was not."""
    said = [each.message if each else "" for each in refusals]
    context = {
        "lines": list(zip(sheets, said, strict=True)),
        "done": said.count(""),
        "refused": len(said) - said.count(""),
    }
    status = 200 if "" in said else 409
    return answer(request, visit, "web/sign_results.html", context, status)
