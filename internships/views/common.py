"""What the pages of conventions share: the person, the row they may see, the way back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.forms import BaseForm
from django.http import Http404, HttpRequest, QueryDict
from django.urls import reverse

from internships.facts.pages import convention_title
from internships.models import Avenant, Convention
from internships.selectors import pages
from nrc_platform.core.errors import DomainError, Incomplete, Invalid, NotAllowed
from nrc_platform.core.findings import Finding
from nrc_platform.core.forms import add_refusal
from nrc_platform.people.models import User


def person(request: HttpRequest) -> User:
    """Return the signed-in person (every page here asks to sign in)."""
    user: User = request.user  # type: ignore[assignment]
    return user


def posted(request: HttpRequest) -> QueryDict | None:
    """Return what was sent, empty or not; none while the page is only read."""
    return request.POST if request.method == "POST" else None


def convention_or_404(request: HttpRequest, convention_id: UUID) -> Convention:
    """Return the convention among those the person may see."""
    found = pages.convention_of(request.user, convention_id)
    if found is None:
        raise Http404
    return found


def avenant_or_404(request: HttpRequest, avenant_id: UUID) -> Avenant:
    """Return the avenant among those the person may see."""
    found = pages.avenant_of(request.user, avenant_id)
    if found is None:
        raise Http404
    return found


def title_of(convention: Convention) -> str:
    """Return the name of the convention as pages say it."""
    return convention_title(convention, list(convention.internships.all()))


def page_of(convention: Convention) -> str:
    """Return the address of the convention's page."""
    return reverse("internships:convention", args=[convention.pk])


def sent_version(data: Any) -> int:
    """Return the version the writer read; none at all counts as stale."""
    sent = data.get("version", "")
    return int(sent) if sent.isascii() and sent.isdigit() else 0


@dataclass(frozen=True)
class Attempt:
    """Whether a service did what a form asked, else the status of the page to show again."""

    done: bool = False
    status: int = 200
    missing: Sequence[Finding] = ()
    made: Any = None


def attempt(form: BaseForm, act: Callable[[], Any]) -> Attempt:
    """Run a service when the form is complete; show a refusal on it, what was typed staying."""
    if not form.is_bound or not form.is_valid():
        return Attempt()
    try:
        return Attempt(done=True, made=act())
    except NotAllowed:
        raise
    except Incomplete as incomplete:
        form.add_error(None, incomplete.message)
        return Attempt(missing=incomplete.findings)
    except Invalid as refused:
        add_refusal(form, refused)
        return Attempt()
    except DomainError as refused:
        add_refusal(form, refused)
        return Attempt(status=409)
