"""The public check of a printed document: by reference, by fingerprint, or by its file."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from nrc_platform.core.views import read_only
from nrc_platform.documents.access import can_download_document
from nrc_platform.documents.forms import FileForm, FingerprintForm, NamesForm, ReferenceForm
from nrc_platform.signatures import services as signatures
from nrc_platform.signatures.facts import NameFact
from nrc_platform.signatures.selectors import names_of
from nrc_platform.web import checks
from nrc_platform.web.checks import Found, TooManyChecks
from nrc_platform.web.shell import Brand

SENT = "Si cette adresse est celle d’une des parties, un lien vient d’y partir."


@dataclass(frozen=True)
class Check:
    """The three forms as they stand, and the answer to the one that was filled."""

    reference: ReferenceForm
    fingerprint: FingerprintForm
    file: FileForm
    found: Found | None = None
    refusal: str = ""

    @property
    def status(self) -> int:
        """Return 400 for a form wrongly filled, 429 beyond a limit."""
        if self.refusal:
            return TooManyChecks.status
        forms = (self.reference, self.fingerprint, self.file)
        return 400 if any(form.is_bound and form.errors for form in forms) else 200


def _check(request: HttpRequest) -> Check:
    reference = ReferenceForm(request.GET if "r" in request.GET else None)
    fingerprint = FingerprintForm(request.GET if "sha256" in request.GET else None)
    posted = request.method == "POST"
    file = FileForm(request.POST, request.FILES) if posted else FileForm()
    check = Check(reference, fingerprint, file)
    if posted and file.is_valid():
        return _limited(check, lambda: checks.upload(file.content(), _origin(request)))
    if not posted and reference.is_bound and reference.is_valid():
        return replace(check, found=checks.by_reference(reference.cleaned_data["r"]))
    if not posted and fingerprint.is_bound and fingerprint.is_valid():
        return replace(check, found=checks.by_sha256(fingerprint.cleaned_data["sha256"]))
    return check


def _origin(request: HttpRequest) -> str:
    return str(get_adapter().get_client_ip(request))


def _limited(check: Check, ask: Callable[[], Found]) -> Check:
    try:
        return replace(check, found=ask())
    except TooManyChecks as refusal:
        return replace(check, refusal=refusal.message)


def _names(request: HttpRequest, found: Found | None) -> list[NameFact]:
    """Return who signed, for the staff or student who may open the document itself."""
    document = found.answer.document if found else None
    if document is None or not can_download_document(request.user, document):
        return []
    return names_of(document)


@login_not_required
@never_cache
@read_only
def verification(request: HttpRequest) -> HttpResponse:
    """Say what a file or a reference is worth; to the public, never whose it is."""
    check = _check(request)
    context = _page() | {"check": check, "found": check.found}
    context["names"] = _names(request, check.found)
    answer = render(request, "web/verification.html", context, status=check.status)
    if check.refusal:
        answer.headers["Retry-After"] = "60"
    return answer


@login_not_required
@never_cache
def verification_names(request: HttpRequest) -> HttpResponse:
    """Send a party the link of their sealed copy; the answer never says whether one left."""
    asked = request.GET.get("r", "")
    form = NamesForm(request.POST or None, initial={"reference": asked})
    context, status = _page() | {"form": form}, 200
    if request.method == "POST" and form.is_valid():
        try:
            checks.count_request("names", _origin(request))
            signatures.send_copy_link(form.cleaned_data["reference"], form.cleaned_data["email"])
            context["sent"] = SENT
        except TooManyChecks as refusal:
            context["refusal"], status = refusal.message, refusal.status
    elif form.is_bound:
        status = 400
    return render(request, "web/verification_names.html", context, status=status)


def _page() -> dict[str, Any]:
    # A page shown to people outside: always light, never the reader's own bar.
    return {"brand": Brand(demo=settings.DEMO, theme="light"), "navigation": []}
