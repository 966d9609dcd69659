"""The public check of a printed document: by reference, by fingerprint, or by its file."""

from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from nrc_platform.core.views import read_only
from nrc_platform.documents import services as documents
from nrc_platform.documents.forms import FileForm, FingerprintForm, ReferenceForm
from nrc_platform.web.shell import Brand


@dataclass(frozen=True)
class Check:
    """The three forms as they stand, and the answer to the one that was filled."""

    reference: ReferenceForm
    fingerprint: FingerprintForm
    file: FileForm
    answer: documents.Answer | None = None
    by_file: bool = False


def _check(request: HttpRequest) -> Check:
    reference = ReferenceForm(request.GET if "r" in request.GET else None)
    fingerprint = FingerprintForm(request.GET if "sha256" in request.GET else None)
    posted = request.method == "POST"
    file = FileForm(request.POST, request.FILES) if posted else FileForm()
    check = Check(reference, fingerprint, file)
    if posted:
        if file.is_valid():
            answer = documents.verify_sha256(file.fingerprint())
            return replace(check, answer=answer, by_file=True)
    elif reference.is_bound and reference.is_valid():
        return replace(check, answer=documents.verify_reference(reference.cleaned_data["r"]))
    elif fingerprint.is_bound and fingerprint.is_valid():
        answer = documents.verify_sha256(fingerprint.cleaned_data["sha256"])
        return replace(check, answer=answer, by_file=True)
    return check


@login_not_required
@never_cache
@read_only
def verification(request: HttpRequest) -> HttpResponse:
    """Say whether a document is known, replaced, withdrawn or unknown; never whose it is."""
    check = _check(request)
    # A page shown to people outside: always light, never the reader's own bar.
    context: dict[str, Any] = {"check": check, "answer": check.answer, "navigation": []}
    context["brand"] = Brand(demo=settings.DEMO, theme="light")
    wrong = any(form.is_bound and form.errors for form in _forms(check))
    return render(request, "web/verification.html", context, status=400 if wrong else 200)


def _forms(check: Check) -> tuple[ReferenceForm, FingerprintForm, FileForm]:
    return check.reference, check.fingerprint, check.file
