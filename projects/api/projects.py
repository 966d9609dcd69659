"""Projects in the REST API: the same rules, rights and moves as the pages."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from django.db import transaction
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from curriculum.access import visible_competences, visible_savoirs
from internships.api.asked import (
    ReasonIn,
    caller,
    one_of,
    read,
    rows_by_code,
    seen_version,
    swap_keys,
)
from nrc_platform.companies.access import visible_companies, visible_contacts
from nrc_platform.core.api import Viewset
from nrc_platform.people.access import visible_teachers
from projects import access, services
from projects.api.asked import require_given, several
from projects.api.shapes import PEOPLE, ProjectCheckOut, ProjectIn, ProjectOut
from projects.forms.filters import ProjectSearch
from projects.models import Project
from projects.selectors.abilities import project_abilities
from projects.selectors.choices import classmates
from projects.selectors.findings import project_findings
from projects.selectors.loading import load_project


class ProjectViewset(Viewset):
    """Commercial projects: three partners, a measured objective, a period."""

    visible = access.visible_projects
    serializer_class = ProjectOut
    filterset_class = ProjectSearch
    ordering: ClassVar[Sequence[str]] = ("-created_at", "id")
    ordering_fields: ClassVar[Sequence[str]] = ("created_at", "updated_at", "title")

    def abilities(self, row: Project) -> dict[str, bool]:
        """Return what the caller may do to the project now."""
        return project_abilities(self.request.user, row)

    def get_queryset(self) -> QuerySet[Project]:
        """Return the projects, their people and codes loaded."""
        rows = access.visible_projects(self.request.user).with_people()
        return rows.prefetch_related("savoir_links__savoir", "competence_links__competence")

    def _values(self, request: Request) -> dict[str, Any]:
        """Return the given fields, identifiers and codes turned into rows."""
        values = read(ProjectIn, request, partial=True)
        user = request.user
        swap_keys(
            values,
            {
                "company": visible_companies(user),
                "sponsor": visible_contacts(user),
                "supervisor": visible_teachers(user),
            },
        )
        for name, rows in (
            ("savoirs", visible_savoirs(user)),
            ("competences", visible_competences(user)),
        ):
            if name in values:
                values[name] = rows_by_code(values, name, rows)
        if "follow_up" in values:
            values["follow_up"] = several(visible_teachers(user), values, "follow_up")
        return values

    def _answer(self, row: Project, *, status: int = 200) -> Response:
        return self.answer(self.get_queryset().get(pk=row.pk), status=status)

    def _write_people(self, row: Project, values: dict[str, Any], request: Request) -> None:
        """Write what has a service of its own, when it is given."""
        actor = caller(request)
        if values.get("supervisor") is not None:
            services.set_supervisor(row, actor=actor, supervisor=values["supervisor"])
        if "follow_up" in values:
            services.set_follow_up(row, actor=actor, teachers=values["follow_up"])
        if "savoirs" in values:
            services.set_savoirs(row, actor=actor, savoirs=values["savoirs"])
        if "competences" in values:
            services.set_competences(row, actor=actor, competences=values["competences"])

    @extend_schema(request=ProjectIn, responses={201: ProjectOut})
    @transaction.atomic
    def create(self, request: Request) -> Response:
        """Begin a project with its three partners; its seven phases come with it."""
        values = self._values(request)
        require_given(values, "title", "promotion", "company", "supervisor")
        classes = access.visible_project_classes(request.user).select_related("school")
        promotion = one_of(classes, values, "promotion")
        team = several(classmates(promotion), values, "students") or ()
        row = services.create_project(
            actor=caller(request),
            promotion=promotion,
            company=values["company"],
            supervisor=values["supervisor"],
            title=values["title"],
            students=team,
            values={
                name: value
                for name, value in values.items()
                if name not in (*PEOPLE, "title", "company")
            },
        )
        self._write_people(row, {**values, "supervisor": None}, request)
        return self._answer(row, status=201)

    @extend_schema(request=ProjectIn, responses=ProjectOut)
    @transaction.atomic
    def partial_update(self, request: Request, pk: str) -> Response:
        """Keep what is given; send `If-Match` with the version you read."""
        row = self.get_object()
        self.check_version(row)
        values = self._values(request)
        own = {name: value for name, value in values.items() if name not in PEOPLE}
        if own:
            version = seen_version(request, row)
            row = services.save_definition(row, actor=caller(request), version=version, values=own)
        self._write_people(row, values, request)
        return self._answer(row)

    def _move(self, request: Request, move: Callable[..., Project], **how: Any) -> Response:
        row = self.get_object()
        self.check_version(row)
        return self._answer(move(row, actor=caller(request), **how))

    @extend_schema(request=None, responses=ProjectOut)
    @action(detail=True, methods=["post"])
    def frame(self, request: Request, pk: str) -> Response:
        """Say that the project is defined; 409 lists what is missing."""
        return self._move(request, services.frame_project)

    @extend_schema(request=None, responses=ProjectOut)
    @action(detail=True, methods=["post"])
    def agree(self, request: Request, pk: str) -> Response:
        """Record the accord of the partners; the goals are frozen."""
        return self._move(request, services.agree_project)

    @extend_schema(request=None, responses=ProjectOut)
    @action(detail=True, methods=["post"])
    def start(self, request: Request, pk: str) -> Response:
        """Begin the project, its convention still signed."""
        return self._move(request, services.start_project)

    @extend_schema(request=None, responses=ProjectOut)
    @action(detail=True, methods=["post"])
    def review(self, request: Request, pk: str) -> Response:
        """Close the evaluation against the initial goals."""
        return self._move(request, services.review_project)

    @extend_schema(request=None, responses=ProjectOut)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, pk: str) -> Response:
        """Close the project, the lessons being drawn."""
        return self._move(request, services.close_project)

    @extend_schema(request=ReasonIn, responses=ProjectOut)
    @action(detail=True, methods=["post"])
    def abandon(self, request: Request, pk: str) -> Response:
        """Give the project up, with a reason."""
        return self._move(
            request, services.abandon_project, reason=read(ReasonIn, request)["reason"]
        )

    @extend_schema(responses=ProjectCheckOut)
    @action(detail=True)
    def check(self, request: Request, pk: str) -> Response:
        """Say what the rules ask of the project."""
        row = self.get_object()
        found = project_findings(load_project(row.pk))
        return Response({"findings": [each.as_dict() for each in found]})
