"""What the pages before and during a stage share: one form, one answer, one way back."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from internships.forms.life import PageWords, RowForm
from internships.models import Internship
from internships.selectors.follow_up import internship_of
from nrc_platform.core.errors import DomainError, NotAllowed, Stale
from nrc_platform.core.forms import add_refusal
from nrc_platform.core.rows import Versioned
from nrc_platform.core.views import once
from nrc_platform.documents import storage
from nrc_platform.people.access import visible_students
from nrc_platform.people.models import User

CONFLICT = 409
TYPES = {"pdf": "application/pdf", "jpg": "image/jpeg"}
Crumbs = Sequence[tuple[str, str]]


def stage_or_404(request: HttpRequest, internship_id: UUID) -> Internship:
    """Return the stage among those the person may see."""
    found = internship_of(request.user, internship_id)
    if found is None:
        raise Http404
    return found


def student_or_404(request: HttpRequest, student_id: UUID) -> User:
    """Return the student among those the person may see."""
    student: User = get_object_or_404(visible_students(request.user), pk=student_id)
    return student


def attempt(form: Any, act: Callable[[], object], row: Versioned | None = None) -> int:
    """Run a service; return 302 when it is done, else the status of the page to show again."""
    if not form.is_valid():
        return 200
    try:
        act()
    except NotAllowed:
        raise
    except Stale as stale:
        form.add_error(None, stale.message)
        if row is not None and isinstance(form, RowForm):
            form.start_from(row)
        return CONFLICT
    except DomainError as refused:
        add_refusal(form, refused)
        return 200
    return 302


def form_page(
    request: HttpRequest,
    form: Any,
    words: PageWords,
    act: Callable[[], object],
    *,
    back: str,
    crumbs: Crumbs,
    row: Versioned | None = None,
    about: Sequence[str] = (),
    more: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Show a form; when it is complete let the service act, or say why not."""
    if words.adds:
        act = once(request, act)
    status = attempt(form, act, row) if request.method == "POST" else 200
    if status == 302:
        messages.success(request, words.done)
        return redirect(back)
    context = {"form": form, "words": words, "back": back, "trail": crumbs, "about": about}
    context |= {"differences": getattr(form, "differences", []), **(more or {})}
    return render(request, "internships/follow_up_form.html", context, status=status)


def confirm_page(
    request: HttpRequest,
    words: PageWords,
    act: Callable[[], object],
    *,
    back: str,
    crumbs: Crumbs,
    about: Sequence[str] = (),
) -> HttpResponse:
    """Ask once more, then act; what became impossible meanwhile is said on the way back."""
    if request.method == "POST":
        try:
            act()
        except NotAllowed:
            raise
        except DomainError as refused:
            messages.error(request, refused.message)
            return redirect(back)
        messages.success(request, words.done)
        return redirect(back)
    context = {"words": words, "back": back, "trail": crumbs, "about": about}
    return render(request, "internships/follow_up_confirm.html", context)


def private_file(sha256: str, filename: str, *, inline: bool = False) -> FileResponse:
    """Answer the bytes of a file people gave: never cached, never run."""
    extension = filename.rpartition(".")[2]
    response = FileResponse(
        storage.open_file(sha256),
        as_attachment=not inline,
        filename=filename,
        content_type=TYPES.get(extension, "application/octet-stream"),
    )
    response["Cache-Control"] = "no-store, private"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
