"""What the pages of competences share: the person, the learner, one form and its answer."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.forms import BaseForm
from django.http import Http404, HttpRequest, QueryDict
from django.urls import reverse

from curriculum.access import visible_learners
from nrc_platform.core.errors import DomainError, NotAllowed
from nrc_platform.core.forms import add_refusal
from nrc_platform.people.models import Enrolment, User


def person(request: HttpRequest) -> User:
    """Return the signed-in person; the middleware lets nobody else through."""
    if not isinstance(request.user, User):
        raise Http404("nobody is signed in")
    return request.user


def posted(request: HttpRequest) -> QueryDict | None:
    """Return what was sent, empty or not; none while the page is only read."""
    return request.POST if request.method == "POST" else None


def learner_or_404(request: HttpRequest, student_id: UUID) -> Enrolment:
    """Return the student in their latest class among those whose competences one reads."""
    found = visible_learners(request.user).filter(student=student_id).first()
    if found is None:
        raise Http404("nobody whose competences are open to the reader")
    return found


def attempt(form: BaseForm, act: Callable[[], Any]) -> bool:
    """Run a service when the form is complete; show a refusal on it, what was typed staying."""
    if not form.is_bound or not form.is_valid():
        return False
    try:
        act()
    except NotAllowed:
        raise
    except DomainError as refused:
        add_refusal(form, refused)
        return False
    return True


def page_of(student: User) -> str:
    """Return the address of a student's competences."""
    return reverse("curriculum:student_coverage", args=[student.pk])
