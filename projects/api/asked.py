"""What the resources of projects share: parts of a project, several rows, figures as text."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeVar

from django.db.models import Model, Prefetch, Q, QuerySet
from rest_framework.request import Request

from internships.api.asked import UNKNOWN
from nrc_platform.core.api import Viewset
from nrc_platform.core.errors import Invalid
from nrc_platform.people.access import Viewer, visible_teachers
from nrc_platform.people.models import User
from projects.access import visible_projects
from projects.models import Member, Project

M = TypeVar("M", bound=Model)


def several(
    rows: QuerySet[M] | Sequence[M], values: Mapping[str, Any], name: str
) -> list[M] | None:
    """Return the rows of the identifiers given, in their order; None when the field was not."""
    if name not in values:
        return None
    known = rows.filter(pk__in=values[name]) if isinstance(rows, QuerySet) else rows
    found = {row.pk: row for row in known}
    if any(key not in found for key in values[name]):
        raise Invalid({name: [UNKNOWN]})
    return [found[key] for key in values[name]]


def require_given(values: Mapping[str, Any], *names: str) -> None:
    """Refuse what lacks a value that nothing replaces."""
    missing = [name for name in names if values.get(name) in (None, "")]
    if missing:
        raise Invalid({name: ["Donnez cette valeur."] for name in missing})


def partners(user: Viewer) -> QuerySet[User]:
    """Return the students and teachers one may name in a project: no name leaks to others."""
    teams = Member.objects.filter(project__in=visible_projects(user)).order_by()
    teachers = visible_teachers(user).order_by()
    return User.objects.filter(
        Q(pk__in=teams.values("student_id")) | Q(pk__in=teachers.values("pk"))
    )


def project_asked(request: Request, values: Mapping[str, Any]) -> Project:
    """Return the project that a new row is about, its people loaded."""
    require_given(values, "project")
    found = visible_projects(request.user).with_people().filter(pk=values["project"]).first()
    if found is None:
        raise Invalid({"project": [UNKNOWN]})
    return found


def figure(value: Decimal | None) -> str | None:
    """Return a figure as its decimal text."""
    return None if value is None else str(value)


class PartViewset(Viewset):
    """A resource whose rows belong to a project: its people are loaded once for all."""

    def get_queryset(self) -> QuerySet[Any]:
        """Return the rows, each with the project that says what may be done."""
        people = Prefetch("project", Project.objects.with_people())
        return super().get_queryset().prefetch_related(people)

    def again(self, row: Any) -> Any:
        """Return the row as it is kept now, with what the answer needs."""
        return self.get_queryset().get(pk=row.pk)
