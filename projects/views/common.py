"""What the pages of projects share: the project one may see, its address, the way back."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.urls import reverse

from nrc_platform.core.access import require
from projects.access import can_edit_project
from projects.models import Project
from projects.selectors.pages import project_of
from projects.selectors.parts import P, part_of
from projects.services.writing import NOT_YOURS

Allowed = Callable[[Any, Project], bool]
Trail = list[tuple[str, str]]


def project_or_404(request: HttpRequest, project_id: UUID) -> Project:
    """Return the project among those the person may see, its people loaded."""
    found = project_of(request.user, project_id)
    if found is None:
        raise Http404
    return found


def writable(
    request: HttpRequest, project_id: UUID, allowed: Allowed = can_edit_project
) -> Project:
    """Return a project the person may see and write; refuse who only reads it."""
    row = project_or_404(request, project_id)
    require(allowed(request.user, row), NOT_YOURS)
    return row


def part_or_404(
    request: HttpRequest, kind: type[P], key: UUID, allowed: Allowed = can_edit_project
) -> P:
    """Return a part of a project the person may see and write, its project loaded."""
    part = part_of(request.user, kind, key)
    if part is None:
        raise Http404
    require(allowed(request.user, part.project), NOT_YOURS)
    return part


def page_of(project: Project) -> str:
    """Return the address of the project's page."""
    return reverse("projects:project", args=[project.pk])


def trail_of(project: Project, *more: tuple[str, str]) -> Trail:
    """Return the way back from a page of the project."""
    return [("Projets", reverse("projects:home")), (project.title, page_of(project)), *more]
