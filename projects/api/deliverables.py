"""Deliverables in the REST API: what is due, what was handed in, what was remarked."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from internships.api.asked import caller, read, seen_version
from nrc_platform.core.api import Out
from nrc_platform.core.errors import DomainError
from projects import access
from projects.api.asked import PartViewset, project_asked, require_given
from projects.forms.filters import DeliverableFilter
from projects.models import Deliverable, DeliverableVersion
from projects.services import deliverables

NOTHING = "Rien n’est encore déposé\u00a0: une remarque porte sur une version."


class DeliverableIn(serializers.Serializer[Any]):
    """What will be handed in, and when."""

    project = serializers.UUIDField(required=False)
    title = serializers.CharField(max_length=160, required=False)
    due_on = serializers.DateField(allow_null=True, required=False)


class HandInIn(serializers.Serializer[Any]):
    """A file, known by its content: PDF, JPEG or PNG."""

    file = serializers.FileField()
    note = serializers.CharField(allow_blank=True, max_length=300, default="")


class RemarkIn(serializers.Serializer[Any]):
    """What is said of the last version."""

    text = serializers.CharField(max_length=2000)


class RemarkShape(serializers.Serializer[Any]):
    """A remark on a version."""

    id = serializers.UUIDField()
    author = serializers.UUIDField()
    text = serializers.CharField()
    handled_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()


class VersionShape(serializers.Serializer[Any]):
    """A version handed in."""

    id = serializers.UUIDField()
    number = serializers.IntegerField()
    extension = serializers.CharField()
    by = serializers.UUIDField()
    note = serializers.CharField()
    created_at = serializers.DateTimeField()
    remarks = RemarkShape(many=True)


class DeliverableOut(Out):
    """A deliverable with its versions, the first one first."""

    version = serializers.IntegerField()
    project = serializers.UUIDField()
    title = serializers.CharField()
    due_on = serializers.DateField(allow_null=True)
    versions = VersionShape(many=True)
    created_at = serializers.DateTimeField()

    def represent(self, row: Deliverable) -> dict[str, Any]:
        """Return the plain dict of a deliverable."""
        return {
            "id": row.pk,
            "version": row.version,
            "project": row.project_id,
            "title": row.title,
            "due_on": row.due_on,
            "versions": [_version(each) for each in row.versions.all()],
            "created_at": row.created_at,
        }


def _version(row: DeliverableVersion) -> dict[str, Any]:
    return {
        "id": row.pk,
        "number": row.number,
        "extension": row.extension,
        "by": row.by_id,
        "note": row.note,
        "created_at": row.created_at,
        "remarks": [
            {
                "id": each.pk,
                "author": each.author_id,
                "text": each.text,
                "handled_at": each.handled_at,
                "created_at": each.created_at,
            }
            for each in row.remarks.all()
        ],
    }


class DeliverableViewset(PartViewset):
    """Deliverables of the projects the caller may see."""

    visible = access.visible_deliverables
    serializer_class = DeliverableOut
    filterset_class = DeliverableFilter
    ordering: ClassVar[Sequence[str]] = ("-created_at", "id")
    ordering_fields: ClassVar[Sequence[str]] = ("created_at", "title")

    def abilities(self, row: Deliverable) -> dict[str, bool]:
        """Return whether the caller may plan, hand in and remark."""
        user = self.request.user
        return {
            "edit": access.can_write_work(user, row.project),
            "hand_in": access.can_hand_in(user, row.project),
            "remark": access.can_remark(user, row.project),
        }

    def get_queryset(self) -> QuerySet[Deliverable]:
        """Return the deliverables with their versions and remarks."""
        versions = DeliverableVersion.objects.order_by("number").prefetch_related("remarks")
        return super().get_queryset().prefetch_related(Prefetch("versions", versions))

    @extend_schema(request=DeliverableIn, responses={201: DeliverableOut})
    def create(self, request: Request) -> Response:
        """Say what the team will hand in."""
        values = read(DeliverableIn, request)
        require_given(values, "project", "title")
        project = project_asked(request, values)
        row = deliverables.add_deliverable(project, actor=caller(request), values=values)
        return self.answer(self.again(row), status=201)

    @extend_schema(request=DeliverableIn, responses=DeliverableOut)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Rename a deliverable or move its day; send `If-Match` with the version you read."""
        row = self.get_object()
        self.check_version(row)
        deliverables.edit_deliverable(
            row,
            actor=caller(request),
            version=seen_version(request, row),
            values=read(DeliverableIn, request, partial=True),
        )
        return self.answer(self.again(row))

    @extend_schema(request={"multipart/form-data": HandInIn}, responses={201: DeliverableOut})
    @action(detail=True, methods=["post"], url_path="hand-in", url_name="hand-in")
    def hand_in(self, request: Request, pk: str) -> Response:
        """Hand in a new version."""
        row = self.get_object()
        values = read(HandInIn, request)
        deliverables.hand_in(
            row, actor=caller(request), content=values["file"].read(), note=values["note"]
        )
        return self.answer(self.again(row), status=201)

    @extend_schema(request=RemarkIn, responses={201: DeliverableOut})
    @action(detail=True, methods=["post"])
    def remark(self, request: Request, pk: str) -> Response:
        """Remark on the last version handed in."""
        row = self.get_object()
        versions = list(row.versions.all())
        if not versions:
            raise DomainError(NOTHING, code="nothing_handed_in")
        versions[-1].deliverable = row
        text = read(RemarkIn, request)["text"]
        deliverables.remark_on(versions[-1], actor=caller(request), text=text)
        return self.answer(self.again(row), status=201)
