"""Documents, jobs and verifications in the REST API."""

from typing import Any, ClassVar

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from nrc_platform.core.api import Out, Viewset
from nrc_platform.core.errors import Invalid
from nrc_platform.documents import services
from nrc_platform.documents.access import visible_documents
from nrc_platform.documents.forms import FileForm, FingerprintForm, ReferenceForm
from nrc_platform.documents.models import Document
from nrc_platform.documents.verdicts import Code, Decision, decide, decide_reference
from nrc_platform.documents.views import as_attachment
from nrc_platform.jobs import services as jobs
from nrc_platform.jobs.access import can_retry_job, visible_jobs
from nrc_platform.jobs.models import Job

NOTHING_GIVEN = "Donnez une référence, une empreinte SHA-256 ou un fichier."


class DocumentOut(Out):
    """One issued version of a printed document."""

    kind = serializers.CharField()
    title = serializers.CharField()
    reference = serializers.CharField()
    version = serializers.IntegerField()
    state = serializers.ChoiceField(choices=["ready", "replaced"])
    filename = serializers.CharField()
    sha256 = serializers.CharField()
    size = serializers.IntegerField()
    page_count = serializers.IntegerField()
    school = serializers.UUIDField()
    student = serializers.UUIDField(allow_null=True)
    promotion = serializers.UUIDField(allow_null=True)
    source_kind = serializers.CharField()
    source_id = serializers.UUIDField()
    created_at = serializers.DateTimeField()
    replaced_at = serializers.DateTimeField(allow_null=True)

    def represent(self, row: Document) -> dict[str, Any]:
        """Return the plain dict of a document."""
        return {
            "id": row.pk,
            "kind": row.kind,
            "title": row.title,
            "reference": row.printed_reference,
            "version": row.version,
            "state": row.state,
            "filename": row.filename,
            "sha256": row.blob_id,
            "size": row.blob.size,
            "page_count": row.page_count,
            "school": row.school_id,
            "student": row.student_id,
            "promotion": row.promotion_id,
            "source_kind": row.source_kind,
            "source_id": row.source_id,
            "created_at": row.created_at,
            "replaced_at": row.replaced_at,
        }


class JobOut(Out):
    """A thing done later: where it stands, and what it made."""

    kind = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    state = serializers.ChoiceField(choices=["pending", "leased", "done", "dead"])
    done = serializers.IntegerField()
    total = serializers.IntegerField()
    attempts = serializers.IntegerField()
    last_error = serializers.CharField()
    result = serializers.DictField(child=serializers.CharField(), allow_null=True)
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)

    def represent(self, row: Job) -> dict[str, Any]:
        """Return the plain dict of a job."""
        return {
            "id": row.pk,
            "kind": row.kind,
            "label": row.label,
            "state": row.state,
            "done": row.done,
            "total": row.total,
            "attempts": row.attempts,
            "last_error": row.last_error,
            "result": row.result,
            "created_at": row.created_at,
            "finished_at": row.finished_at,
        }


class VerificationIn(serializers.Serializer[Any]):
    """What to check: one of the three."""

    reference = serializers.CharField(required=False)
    sha256 = serializers.CharField(required=False)
    file = serializers.FileField(required=False)


class VerificationOut(serializers.Serializer[Any]):
    """The answer: never a name."""

    state = serializers.ChoiceField(choices=["known", "replaced", "withdrawn", "unknown"])
    verdict = serializers.ChoiceField(choices=[str(each) for each in Code])
    reference = serializers.CharField(allow_null=True)
    sha256 = serializers.CharField(allow_null=True)
    version = serializers.IntegerField(allow_null=True)
    created_at = serializers.DateTimeField(allow_null=True)
    replaced_at = serializers.DateTimeField(allow_null=True)


class DocumentViewset(Viewset):
    """Printed documents one may open."""

    visible = visible_documents
    serializer_class = DocumentOut
    ordering_fields: ClassVar = ("created_at", "title")

    def get_queryset(self) -> Any:
        """Return the documents with the size of their bytes."""
        return super().get_queryset().select_related("blob")

    @extend_schema(
        responses={(200, "application/pdf"): OpenApiResponse(OpenApiTypes.BINARY, "Le PDF.")}
    )
    @action(detail=True, methods=["get"])
    def file(self, request: Request, pk: str | None = None) -> Any:
        """Download the bytes."""
        return as_attachment(self.get_object())


class JobViewset(Viewset):
    """Jobs one may see."""

    visible = visible_jobs
    serializer_class = JobOut
    ordering_fields: ClassVar = ("created_at",)
    checks: ClassVar = {"retry": can_retry_job}

    @extend_schema(request=None, responses=JobOut)
    @action(detail=True, methods=["post"])
    def retry(self, request: Request, pk: str | None = None) -> Response:
        """Have a failed job tried again."""
        return self.answer(jobs.retry_job(self.get_object(), actor=request.user))


class VerificationViewset(viewsets.GenericViewSet[Any]):
    """The check of a document by reference, fingerprint or file, as on the public page."""

    serializer_class = VerificationIn

    @extend_schema(request=VerificationIn, responses={200: VerificationOut})
    def create(self, request: Request) -> Response:
        """Say whether a document is known, replaced, withdrawn or unknown."""
        answer, decision = _verify(request)
        document = answer.document
        shape = {
            "state": answer.state,
            "verdict": str(decision.code),
            "reference": document.printed_reference if document else None,
            "sha256": document.blob_id if document else None,
            "version": document.version if document else None,
            "created_at": document.created_at if document else None,
            "replaced_at": document.replaced_at if document else None,
        }
        return Response(shape)


def _verify(request: Request) -> tuple[services.Answer, Decision]:
    data = request.data if isinstance(request.data, dict) else {}
    if "reference" in data:
        by_reference = ReferenceForm({"r": data["reference"]})
        if not by_reference.is_valid():
            raise Invalid({"reference": [str(each) for each in by_reference.errors["r"]]})
        answer = services.verify_reference(by_reference.cleaned_data["r"])
        return answer, decide_reference(answer)
    if "sha256" in data:
        by_sha256 = FingerprintForm({"sha256": data["sha256"]})
        if not by_sha256.is_valid():
            raise Invalid({"sha256": [str(each) for each in by_sha256.errors["sha256"]]})
        return _by_sha256(by_sha256.cleaned_data["sha256"])
    if "file" in data:
        by_file = FileForm({}, request.FILES)
        if not by_file.is_valid():
            raise Invalid({"file": [str(each) for each in by_file.errors["file"]]})
        return _by_sha256(by_file.fingerprint())
    raise Invalid({"non_field_errors": [NOTHING_GIVEN]})


def _by_sha256(sha256: str) -> tuple[services.Answer, Decision]:
    answer = services.verify_sha256(sha256)
    return answer, decide(answer)


ROUTES: list[tuple[str, Any, str]] = [
    ("documents", DocumentViewset, "documents"),
    ("jobs", JobViewset, "jobs"),
    ("verifications", VerificationViewset, "verifications"),
]
