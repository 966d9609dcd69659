"""Phases in the REST API: the seven of each project, in order."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from internships.api.asked import caller, read, seen_version
from nrc_platform.core.api import Out
from projects import access, services
from projects.api.asked import PartViewset
from projects.forms.filters import PhaseFilter
from projects.models import Phase


class PhaseIn(serializers.Serializer[Any]):
    """When a phase runs, and what comes out of it."""

    starts_on = serializers.DateField(allow_null=True, required=False)
    ends_on = serializers.DateField(allow_null=True, required=False)
    output = serializers.CharField(allow_blank=True, max_length=2000, required=False)


class FinishIn(serializers.Serializer[Any]):
    """What came out; what was written before, when nothing is given."""

    output = serializers.CharField(allow_blank=True, max_length=2000, default="")


class PhaseOut(Out):
    """A phase of a project."""

    version = serializers.IntegerField()
    project = serializers.UUIDField()
    rank = serializers.IntegerField()
    code = serializers.CharField()
    # DRF takes declared fields out of the class: this hides nothing of it.
    label = serializers.CharField()  # type: ignore[assignment]
    state = serializers.CharField()
    starts_on = serializers.DateField(allow_null=True)
    ends_on = serializers.DateField(allow_null=True)
    output = serializers.CharField()

    def represent(self, row: Phase) -> dict[str, Any]:
        """Return the plain dict of a phase."""
        return {
            "id": row.pk,
            "version": row.version,
            "project": row.project_id,
            "rank": row.rank,
            "code": row.node.code,
            "label": row.node.label,
            "state": row.state,
            "starts_on": row.starts_on,
            "ends_on": row.ends_on,
            "output": row.output,
        }


class PhaseViewset(PartViewset):
    """Phases of the projects the caller may see; they come and go with their project."""

    visible = access.visible_phases
    serializer_class = PhaseOut
    filterset_class = PhaseFilter
    ordering: ClassVar[Sequence[str]] = ("-created_at", "id")
    ordering_fields: ClassVar[Sequence[str]] = ("rank", "created_at")

    def abilities(self, row: Phase) -> dict[str, bool]:
        """Return whether the caller may plan and move the phase."""
        return {"move": access.can_move_phase(self.request.user, row.project)}

    def get_queryset(self) -> QuerySet[Phase]:
        """Return the phases with their words."""
        return super().get_queryset().select_related("node")

    @extend_schema(request=PhaseIn, responses=PhaseOut)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Plan a phase; send `If-Match` with the version you read."""
        row = self.get_object()
        self.check_version(row)
        held = {name: getattr(row, name) for name in ("starts_on", "ends_on", "output")}
        version = seen_version(request, row)
        values = held | read(PhaseIn, request, partial=True)
        row = services.plan_phase(row, actor=caller(request), version=version, **values)
        return self.answer(self.again(row))

    @extend_schema(request=None, responses=PhaseOut)
    @action(detail=True, methods=["post"])
    def begin(self, request: Request, pk: str) -> Response:
        """Enter the phase, those before it being done."""
        row = self.get_object()
        self.check_version(row)
        return self.answer(self.again(services.begin_phase(row, actor=caller(request))))

    @extend_schema(request=FinishIn, responses=PhaseOut)
    @action(detail=True, methods=["post"])
    def finish(self, request: Request, pk: str) -> Response:
        """Leave the phase with what came out of it."""
        row = self.get_object()
        self.check_version(row)
        output = read(FinishIn, request)["output"]
        row = services.finish_phase(row, actor=caller(request), output=output)
        return self.answer(self.again(row))

    @extend_schema(request=None, responses=PhaseOut)
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, pk: str) -> Response:
        """Take the last phase done up again."""
        row = self.get_object()
        self.check_version(row)
        return self.answer(self.again(services.reopen_phase(row, actor=caller(request))))
