"""Conventions in the REST API: the same rules, rights and moves as the pages."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from curriculum.access import visible_activites, visible_competences
from internships import access, services
from internships.api.asked import (
    ReasonIn,
    caller,
    one_of,
    read,
    rows_by_code,
    seen_version,
    swap_keys,
)
from internships.api.shapes import (
    ConventionCheckOut,
    ConventionIn,
    ConventionOut,
    MessageIn,
    TerminateIn,
    parted,
)
from internships.forms.filters import ConventionFilter
from internships.models import Convention, Terms
from internships.selectors.abilities import convention_abilities
from internships.selectors.findings import convention_findings, load_convention
from internships.states import ConventionKind
from nrc_platform.companies.access import visible_companies, visible_contacts, visible_sites
from nrc_platform.core.api import Viewset
from nrc_platform.core.errors import Invalid
from nrc_platform.people.access import visible_promotions, visible_students, visible_teachers


class ConventionViewset(Viewset):
    """Conventions of stages and projects."""

    visible = access.visible_conventions
    serializer_class = ConventionOut
    filterset_class = ConventionFilter
    ordering: ClassVar[Sequence[str]] = ("-created_at", "id")
    ordering_fields: ClassVar[Sequence[str]] = ("created_at", "updated_at")

    def abilities(self, row: Convention) -> dict[str, bool]:
        """Return what the caller may do to the convention now."""
        return convention_abilities(self.request.user, row)

    def get_queryset(self) -> QuerySet[Convention]:
        """Return the conventions, their people and terms loaded."""
        rows = access.visible_conventions(self.request.user).with_people()
        rows = rows.prefetch_related(Prefetch("terms", Terms.objects.agreed(), to_attr="agreed"))
        if self.action == "list":
            return rows
        return rows.prefetch_related("competences", "functions")

    def _values(self, request: Request) -> dict[str, Any]:
        values = read(ConventionIn, request, partial=True)
        user = request.user
        swap_keys(
            values,
            {
                "company": visible_companies(user),
                "signatory": visible_contacts(user),
                "tutor": visible_contacts(user),
                "site": visible_sites(user),
                "referent": visible_teachers(user),
                "period": access.visible_periods(user),
            },
        )
        return values

    def _answer(self, row: Convention, *, status: int = 200) -> Response:
        return self.answer(self.get_queryset().get(pk=row.pk), status=status)

    def _moved(self, request: Request) -> Convention:
        row: Convention = self.get_object()
        self.check_version(row)
        return row

    @extend_schema(request=ConventionIn, responses={201: ConventionOut})
    def create(self, request: Request) -> Response:
        """Begin a convention for a student of a class."""
        values = self._values(request)
        missing = [name for name in ("student", "promotion") if name not in values]
        if missing:
            raise Invalid({name: ["Donnez cet identifiant."] for name in missing})
        students = visible_students(request.user)
        team = [
            one_of(students, {"students": pk}, "students") for pk in values.get("students", [])
        ]
        own, terms = parted(values)
        row = services.draft_convention(
            actor=caller(request),
            student=one_of(students, values, "student"),
            promotion=one_of(visible_promotions(request.user), values, "promotion"),
            period=values.get("period"),
            kind=values.get("kind", ConventionKind.INTERNSHIP),
            students=team or None,
            company=own.pop("company", None),
            values={**own, **terms},
        )
        return self._answer(row, status=201)

    @extend_schema(request=ConventionIn, responses=ConventionOut)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Write what is given; send `If-Match` with the version you read."""
        row = self._moved(request)
        values = self._values(request)
        own, terms = parted(values)
        row = services.edit_convention(
            row,
            actor=caller(request),
            version=seen_version(request, row),
            values=own,
            terms=terms,
            competences=rows_by_code(values, "competences", visible_competences(request.user)),
            functions=rows_by_code(values, "functions", visible_activites(request.user)),
        )
        return self._answer(row)

    @extend_schema(request=None, responses=ConventionOut)
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, pk: str) -> Response:
        """Hand it to the company, or to the teacher when the company has already checked."""
        row = services.submit_convention(self._moved(request), actor=caller(request))
        return self._answer(row)

    @extend_schema(request=MessageIn, responses=ConventionOut)
    @action(detail=True, methods=["post"], url_path="return", url_name="return")
    def send_back(self, request: Request, pk: str) -> Response:
        """Give it back to the student, with what is to be corrected."""
        row = self._moved(request)
        asked = read(MessageIn, request)
        row = services.send_back_convention(row, actor=caller(request), **asked)
        return self._answer(row)

    @extend_schema(request=None, responses=ConventionOut)
    @action(detail=True, methods=["post"])
    def send(self, request: Request, pk: str) -> Response:
        """Freeze it and have it signed; 409 lists what is missing."""
        row = services.send_convention(self._moved(request), actor=caller(request))
        return self._answer(row)

    @extend_schema(request=ReasonIn, responses=ConventionOut)
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, pk: str) -> Response:
        """Take a sent convention up again: the round is void and kept."""
        row = self._moved(request)
        asked = read(ReasonIn, request)
        row = services.reopen_convention(row, actor=caller(request), **asked)
        return self._answer(row)

    @extend_schema(request=ReasonIn, responses=ConventionOut)
    @action(detail=True, methods=["post"])
    def refuse(self, request: Request, pk: str) -> Response:
        """Record that a party says no."""
        row = self._moved(request)
        asked = read(ReasonIn, request)
        row = services.refuse_convention(row, actor=caller(request), **asked)
        return self._answer(row)

    @extend_schema(request=ReasonIn, responses=ConventionOut)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str) -> Response:
        """Give it up before the stage begins."""
        row = self._moved(request)
        asked = read(ReasonIn, request)
        row = services.cancel_convention(row, actor=caller(request), **asked)
        return self._answer(row)

    @extend_schema(request=TerminateIn, responses=ConventionOut)
    @action(detail=True, methods=["post"])
    def terminate(self, request: Request, pk: str) -> Response:
        """End a stage under way, on a day and for a reason."""
        row = self._moved(request)
        asked = read(TerminateIn, request)
        row = services.terminate_convention(row, actor=caller(request), **asked)
        return self._answer(row)

    @extend_schema(request=None, responses=ConventionOut)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, pk: str) -> Response:
        """Close it once every stage is attested."""
        row = services.close_convention(self._moved(request), actor=caller(request))
        return self._answer(row)

    @extend_schema(request=None, responses=ConventionCheckOut)
    @action(detail=True, methods=["get"])
    def check(self, request: Request, pk: str) -> Response:
        """Return what the rules say of the convention, blocking first."""
        loaded = load_convention(self.get_object())
        found = [finding.as_dict() for finding in convention_findings(loaded)]
        return Response({"findings": found})
