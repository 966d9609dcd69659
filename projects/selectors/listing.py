"""The list of projects: its rows, its order, its saved views."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, IntegerField, Prefetch, Q, Value, When
from django.urls import reverse

from nrc_platform.people.access import Viewer
from projects.facts.sheet import ProjectLine, project_line
from projects.models import FollowUpTeacher, Member, Phase
from projects.models.project import ProjectQuerySet
from projects.states import OPEN


def own(rows: ProjectQuerySet, user: Viewer) -> ProjectQuerySet:
    """Keep those one is in the team of, supervises or follows."""
    team = Member.objects.filter(student=user.pk).order_by().values("project_id")
    followed = FollowUpTeacher.objects.filter(teacher=user.pk).order_by().values("project_id")
    return rows.filter(Q(pk__in=team) | Q(supervisor=user.pk) | Q(pk__in=followed))


def ordered(rows: ProjectQuerySet) -> ProjectQuerySet:
    """Put the open first, the newest before, as they are paged."""
    last = Case(When(state__in=OPEN, then=Value(0)), default=Value(1), output_field=IntegerField())
    phases = Prefetch("phases", Phase.objects.select_related("node"))
    loaded = rows.with_people().prefetch_related(phases, "missions")
    return loaded.order_by(last, "-created_at", "id")


def lines(rows: Iterable[Any]) -> list[ProjectLine]:
    """Return the rows of a page as the list shows them; no query once they are loaded."""
    return [project_line(row) for row in rows]


def saved_views(
    seen: ProjectQuerySet, user: Viewer, *, mine: bool, asked: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Return the two views of the list, with their counts. Two queries."""
    kept = {name: value for name, value in asked.items() if name not in ("vue", "page") and value}
    page = reverse("projects:home")

    def address(**more: str) -> str:
        query = urlencode({**kept, **more})
        return f"{page}?{query}" if query else page

    return [
        {"label": "Tous", "count": seen.count(), "url": address(), "current": not mine},
        {
            "label": "Les miens",
            "count": own(seen, user).count(),
            "url": address(vue="miens"),
            "current": mine,
        },
    ]
