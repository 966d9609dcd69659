"""Indicators and their readings in the REST API."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, ClassVar

from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from internships.api.asked import caller, one_of, read, seen_version
from nrc_platform.core.api import Out
from projects import access, services
from projects.api.asked import PartViewset, figure, project_asked, require_given
from projects.forms.filters import IndicatorFilter
from projects.models import Indicator, Reading
from projects.rules.progress import Reached, Target
from projects.services.readings import correct_reading, record_reading
from projects.states import IndicatorKind


def _number(**more: Any) -> serializers.DecimalField:
    return serializers.DecimalField(max_digits=14, decimal_places=2, **more)


class IndicatorIn(serializers.Serializer[Any]):
    """What is counted, from what to what, by when."""

    project = serializers.UUIDField(required=False)
    # DRF takes declared fields out of the class: this hides nothing of it.
    label = serializers.CharField(max_length=200, required=False)  # type: ignore[assignment]
    kind = serializers.ChoiceField(IndicatorKind.choices, required=False)
    unit = serializers.CharField(allow_blank=True, max_length=30, required=False)
    baseline = _number(allow_null=True, required=False)
    target = _number(allow_null=True, required=False)
    due_on = serializers.DateField(allow_null=True, required=False)
    objective = serializers.BooleanField(required=False)


class ReadingIn(serializers.Serializer[Any]):
    """A value on a day; `corrects` names the wrong one it replaces."""

    on = serializers.DateField()
    value = _number()
    note = serializers.CharField(allow_blank=True, max_length=300, default="")
    corrects = serializers.UUIDField(allow_null=True, default=None)


class ReadingShape(serializers.Serializer[Any]):
    """A value read, in the unit of its day; a corrected one stays readable."""

    id = serializers.UUIDField()
    on = serializers.DateField()
    value = _number()
    unit = serializers.CharField()
    note = serializers.CharField()
    by = serializers.UUIDField()
    corrects = serializers.UUIDField(allow_null=True)


class IndicatorOut(Out):
    """An indicator, its readings, and how far it is."""

    version = serializers.IntegerField()
    project = serializers.UUIDField()
    label = serializers.CharField()  # type: ignore[assignment]
    kind = serializers.CharField()
    unit = serializers.CharField()
    baseline = _number(allow_null=True)
    target = _number(allow_null=True)
    due_on = serializers.DateField(allow_null=True)
    objective = serializers.BooleanField()
    value = _number(allow_null=True)
    read_on = serializers.DateField(allow_null=True)
    share = serializers.DecimalField(max_digits=8, decimal_places=1, allow_null=True)
    readings = ReadingShape(many=True)
    created_at = serializers.DateTimeField()

    def represent(self, row: Indicator) -> dict[str, Any]:
        """Return the plain dict of an indicator."""
        readings = list(row.readings.all())
        value, on = _last(row, readings)
        target = Target(row.label, row.unit, row.baseline, row.target, row.due_on)
        return {
            "id": row.pk,
            "version": row.version,
            "project": row.project_id,
            "label": row.label,
            "kind": row.kind,
            "unit": row.unit,
            "baseline": figure(row.baseline),
            "target": figure(row.target),
            "due_on": row.due_on,
            "objective": row.objective,
            "value": figure(value),
            "read_on": on,
            "share": figure(Reached(target, value, on).share),
            "readings": [_reading(each) for each in readings],
            "created_at": row.created_at,
        }


def _last(row: Indicator, readings: list[Reading]) -> tuple[Decimal | None, Any]:
    """Return the last value in force, in the unit the indicator has today."""
    wrong = {each.corrects_id for each in readings}
    kept = [each for each in readings if each.pk not in wrong and each.unit == row.unit]
    return (kept[-1].value, kept[-1].on) if kept else (None, None)


def _reading(row: Reading) -> dict[str, Any]:
    return {
        "id": row.pk,
        "on": row.on,
        "value": figure(row.value),
        "unit": row.unit,
        "note": row.note,
        "by": row.by_id,
        "corrects": row.corrects_id,
    }


class IndicatorViewset(PartViewset):
    """Indicators of the projects the caller may see."""

    visible = access.visible_indicators
    serializer_class = IndicatorOut
    filterset_class = IndicatorFilter
    ordering: ClassVar[Sequence[str]] = ("-created_at", "id")
    ordering_fields: ClassVar[Sequence[str]] = ("created_at", "label")

    def abilities(self, row: Indicator) -> dict[str, bool]:
        """Return whether the caller may change the indicator, and read it."""
        user = self.request.user
        return {
            "edit": access.can_edit_project(user, row.project),
            "record": access.can_record_reading(user, row.project),
        }

    def get_queryset(self) -> QuerySet[Indicator]:
        """Return the indicators with their readings, oldest first."""
        readings = Prefetch("readings", Reading.objects.order_by("on", "created_at", "pk"))
        return super().get_queryset().prefetch_related(readings)

    @extend_schema(request=IndicatorIn, responses={201: IndicatorOut})
    def create(self, request: Request) -> Response:
        """Add an indicator; an objective has a figure and a unit."""
        values = read(IndicatorIn, request)
        require_given(values, "project", "label", "kind")
        project = project_asked(request, values)
        del values["project"]
        row = services.save_indicator(project, actor=caller(request), values=values)
        return self.answer(self.again(row), status=201)

    @extend_schema(request=IndicatorIn, responses=IndicatorOut)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Keep what is given; send `If-Match` with the version you read."""
        row = self.get_object()
        self.check_version(row)
        values = read(IndicatorIn, request, partial=True)
        values.pop("project", None)
        services.save_indicator(
            row.project,
            actor=caller(request),
            values=values,
            indicator=row,
            version=seen_version(request, row),
        )
        return self.answer(self.again(row))

    @extend_schema(request=ReadingIn, responses={201: IndicatorOut})
    @action(detail=True, methods=["post"])
    def readings(self, request: Request, pk: str) -> Response:
        """Record a value, or correct one that was wrong."""
        row = self.get_object()
        values = read(ReadingIn, request)
        wrong = values.pop("corrects")
        if wrong is None:
            record_reading(row, actor=caller(request), **values)
        else:
            known = Reading.objects.filter(indicator=row).select_related("indicator__project")
            reading = one_of(known, {"corrects": wrong}, "corrects")
            correct_reading(reading, actor=caller(request), **values)
        return self.answer(self.again(row), status=201)
