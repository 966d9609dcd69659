"""What every page of the administration shares: the person who acts, a form and its way back."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from nrc_platform.core.errors import DomainError
from nrc_platform.core.forms import CrispyForm, add_refusal
from nrc_platform.people.access import managed_schools, visible_accounts, visible_promotions
from nrc_platform.people.models import Promotion, School, User


def actor(request: HttpRequest) -> User:
    """Return the signed-in person; the middleware lets nobody else through."""
    if not isinstance(request.user, User):
        raise Http404("nobody is signed in")
    return request.user


def posted(request: HttpRequest) -> QueryDict | None:
    """Return what was sent, empty or not; none while the page is only read."""
    return request.POST if request.method == "POST" else None


def managed_school(request: HttpRequest, school_id: UUID) -> School:
    """Return a school the person manages, or answer 404."""
    return get_object_or_404(managed_schools(request.user), pk=school_id)


def account_of(request: HttpRequest, person_id: UUID) -> User:
    """Return an account the person may open in the administration, or answer 404."""
    return get_object_or_404(visible_accounts(request.user), pk=person_id)


def managed_promotion(request: HttpRequest, promotion_id: UUID) -> Promotion:
    """Return a class of a school the person manages, or answer 404."""
    rows = visible_promotions(request.user).filter(school__in=managed_schools(request.user))
    return get_object_or_404(rows.select_related("school"), pk=promotion_id)


def school_trail(school: School) -> list[tuple[str, str]]:
    """Return the way back to a school."""
    return [
        ("Administration", reverse("people:home")),
        (school.name, reverse("people:school", args=[school.pk])),
    ]


@dataclass(frozen=True)
class FormPage:
    """What the page of a form says around it, and where it leads."""

    title: str
    submit: str
    done: str
    back: str
    trail: list[tuple[str, str]]
    subject: str = ""
    after: str = ""
    icon: str = "check2"
    danger: bool = False


def form_page(
    request: HttpRequest, form: CrispyForm, page: FormPage, act: Callable[[], object]
) -> HttpResponse:
    """Show the form; once it is valid, run the service and lead back with a message."""
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except DomainError as error:
            add_refusal(form, error)
        else:
            messages.success(request, page.done)
            return redirect(page.back)
    return render(request, "people/form.html", {"form": form, "page": page})
