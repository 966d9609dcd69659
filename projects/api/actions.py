"""Actions of the plan in the REST API."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from internships.api.asked import caller, read, seen_version, swap_keys
from nrc_platform.core.api import Out
from projects import access
from projects.api.asked import PartViewset, figure, project_asked, require_given, several
from projects.api.shapes import ids
from projects.forms.filters import ActionFilter
from projects.models import Action, Constraint, Member, Project
from projects.services.actions import add_action, edit_action, move_action
from projects.states import ActionState

_FIGURES = ("quantity_planned", "quantity_done", "cost_planned", "cost_done")
_LINKS = ("project", "owners", "constraints")


def _number(**more: Any) -> serializers.DecimalField:
    return serializers.DecimalField(
        max_digits=12, decimal_places=2, allow_null=True, required=False, **more
    )


class ActionIn(serializers.Serializer[Any]):
    """What is written of an action; every field may come alone once it exists."""

    project = serializers.UUIDField(required=False)
    # DRF takes declared fields out of the class: this hides nothing of it.
    label = serializers.CharField(max_length=200, required=False)  # type: ignore[assignment]
    owners = ids()
    constraints = ids()
    indicator = serializers.UUIDField(allow_null=True, required=False)
    starts_on = serializers.DateField(required=False)
    ends_on = serializers.DateField(required=False)
    quantity_planned = _number()
    quantity_done = _number()
    quantity_unit = serializers.CharField(allow_blank=True, max_length=40, required=False)
    quality_planned = serializers.CharField(allow_blank=True, max_length=1000, required=False)
    quality_done = serializers.CharField(allow_blank=True, max_length=1000, required=False)
    cost_planned = _number(min_value=0)
    cost_done = _number(min_value=0)


class MoveIn(serializers.Serializer[Any]):
    """The column where the action goes, and the day it was finished."""

    to = serializers.ChoiceField(ActionState.choices)
    done_on = serializers.DateField(allow_null=True, default=None)


class ActionOut(Out):
    """An action: who, when, how much, how well, at what cost, planned and done."""

    version = serializers.IntegerField()
    project = serializers.UUIDField()
    label = serializers.CharField()  # type: ignore[assignment]
    state = serializers.CharField()
    owners = serializers.ListField(child=serializers.UUIDField())
    constraints = serializers.ListField(child=serializers.UUIDField())
    indicator = serializers.UUIDField(allow_null=True)
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    done_on = serializers.DateField(allow_null=True)
    quantity_planned = _number()
    quantity_done = _number()
    quantity_unit = serializers.CharField()
    quality_planned = serializers.CharField()
    quality_done = serializers.CharField()
    cost_planned = _number()
    cost_done = _number()
    created_at = serializers.DateTimeField()

    def represent(self, row: Action) -> dict[str, Any]:
        """Return the plain dict of an action."""
        return {
            "id": row.pk,
            "version": row.version,
            "project": row.project_id,
            "label": row.label,
            "state": row.state,
            "owners": [each.pk for each in row.owners.all()],
            "constraints": [each.pk for each in row.constraints.all()],
            "indicator": row.indicator_id,
            "starts_on": row.starts_on,
            "ends_on": row.ends_on,
            "done_on": row.done_on,
            "quantity_unit": row.quantity_unit,
            "quality_planned": row.quality_planned,
            "quality_done": row.quality_done,
            "created_at": row.created_at,
            **{name: figure(getattr(row, name)) for name in _FIGURES},
        }


class ActionViewset(PartViewset):
    """Plans of actions of the projects the caller may see."""

    visible = access.visible_actions
    serializer_class = ActionOut
    filterset_class = ActionFilter
    ordering: ClassVar[Sequence[str]] = ("starts_on", "created_at", "id")
    ordering_fields: ClassVar[Sequence[str]] = ("starts_on", "ends_on", "created_at")

    def abilities(self, row: Action) -> dict[str, bool]:
        """Return whether the caller may write and move the action."""
        allowed = access.can_write_work(self.request.user, row.project)
        return {"edit": allowed, "move": allowed}

    def get_queryset(self) -> QuerySet[Action]:
        """Return the actions with their owners and constraints."""
        return super().get_queryset().prefetch_related("owners", "constraints")

    def _links(self, values: dict[str, Any], project: Project) -> dict[str, Any]:
        swap_keys(values, {"indicator": project.indicators.all()})
        return {
            "owners": several(Member.objects.filter(project=project), values, "owners"),
            "constraints": several(
                Constraint.objects.filter(project=project), values, "constraints"
            ),
            "values": {name: value for name, value in values.items() if name not in _LINKS},
        }

    @extend_schema(request=ActionIn, responses={201: ActionOut})
    def create(self, request: Request) -> Response:
        """Add an action to the plan of a project."""
        values = read(ActionIn, request)
        require_given(values, "project", "label", "starts_on", "ends_on")
        project = project_asked(request, values)
        links = self._links(values, project)
        given = {name: rows for name, rows in links.items() if rows is not None}
        row = add_action(project, actor=caller(request), **given)
        return self.answer(self.again(row), status=201)

    @extend_schema(request=ActionIn, responses=ActionOut)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Keep what is given; send `If-Match` with the version you read."""
        row = self.get_object()
        self.check_version(row)
        links = self._links(read(ActionIn, request, partial=True), row.project)
        version = seen_version(request, row)
        edit_action(row, actor=caller(request), version=version, **links)
        return self.answer(self.again(row))

    @extend_schema(request=MoveIn, responses=ActionOut)
    @action(detail=True, methods=["post"])
    def move(self, request: Request, pk: str) -> Response:
        """Move the action to another column of the board."""
        row = self.get_object()
        self.check_version(row)
        move_action(row, actor=caller(request), **read(MoveIn, request))
        return self.answer(self.again(row))
