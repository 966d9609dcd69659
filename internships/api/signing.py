"""Rounds of signatures and their signers in the REST API."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import Exists, OuterRef, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from internships import access
from internships.api.asked import caller, read
from internships.forms.filters import SignerFilter, SigningRequestFilter
from internships.services import signing
from nrc_platform.core.api import Out, Viewset
from nrc_platform.signatures.models import Signer, SigningRequest
from nrc_platform.signatures.selectors import ASKED
from nrc_platform.signatures.states import AWAITED, RequestState


class SigningRequestOut(Out):
    """A round: what was frozen, when, and how it ended."""

    version = serializers.IntegerField()
    kind = serializers.CharField()
    subject = serializers.UUIDField()
    round = serializers.IntegerField()
    state = serializers.CharField()
    title = serializers.CharField()
    template = serializers.CharField()
    facts_sha256 = serializers.CharField()
    document = serializers.UUIDField(allow_null=True)
    opened_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)
    closed_reason = serializers.CharField()

    def represent(self, row: SigningRequest) -> dict[str, Any]:
        """Return the plain dict of a round."""
        return {
            "id": row.pk,
            "version": row.version,
            "kind": row.kind,
            "subject": row.subject_id,
            "round": row.round,
            "state": row.state,
            "title": row.title,
            "template": row.template,
            "facts_sha256": row.facts_sha256,
            "document": row.document_id,
            "opened_at": row.opened_at,
            "closed_at": row.closed_at,
            "closed_reason": row.closed_reason,
        }


class SigningRequestViewset(Viewset):
    """Rounds of what the caller may see."""

    visible = access.visible_signing_requests
    serializer_class = SigningRequestOut
    filterset_class = SigningRequestFilter
    ordering: ClassVar[Sequence[str]] = ("-opened_at", "id")


class ReplaceIn(serializers.Serializer[Any]):
    """Who signs instead, in the same capacity, and why."""

    name = serializers.CharField(max_length=160)
    quality = serializers.CharField(allow_blank=True, default="", max_length=160)
    email = serializers.EmailField(allow_blank=True, default="")
    phone = serializers.CharField(allow_blank=True, default="", max_length=30)
    reason = serializers.CharField(allow_blank=True, default="")


class PaperIn(serializers.Serializer[Any]):
    """The scan of a signature on paper, and the day written on it."""

    scan = serializers.FileField()
    signed_on = serializers.DateField()


class SignerOut(Out):
    """A person of a round: capacity, state, how and when they signed; no address."""

    version = serializers.IntegerField()
    request = serializers.UUIDField()
    rank = serializers.IntegerField()
    capacities = serializers.ListField(child=serializers.CharField())
    name = serializers.CharField()
    quality = serializers.CharField()
    organisation = serializers.CharField()
    state = serializers.CharField()
    method = serializers.CharField()
    signed_at = serializers.DateTimeField(allow_null=True)
    signed_on = serializers.DateField(allow_null=True)
    recorded_by = serializers.UUIDField(allow_null=True)
    reason = serializers.CharField()

    def represent(self, row: Signer) -> dict[str, Any]:
        """Return the plain dict of a signer."""
        return {
            "id": row.pk,
            "version": row.version,
            "request": row.request_id,
            "rank": row.rank,
            "capacities": row.capacities,
            "name": row.name,
            "quality": row.quality,
            "organisation": row.organisation,
            "state": row.state,
            "method": row.method,
            "signed_at": row.signed_at,
            "signed_on": row.signed_on,
            "recorded_by": row.recorded_by_id,
            "reason": row.reason_given,
        }


class SignerViewset(Viewset):
    """Signers of the rounds the caller may see."""

    visible = access.visible_signers
    serializer_class = SignerOut
    filterset_class = SignerFilter
    ordering: ClassVar[Sequence[str]] = ("rank", "id")
    ordering_fields: ClassVar[Sequence[str]] = ("rank",)

    def get_queryset(self) -> QuerySet[Signer]:
        """Return the signers with their round, and whether the caller vouches for it."""
        mine = access.recordable_requests(self.request.user).filter(pk=OuterRef("request"))
        rows = super().get_queryset().select_related("request")
        return rows.annotate(vouched=Exists(mine))

    def abilities(self, row: Signer) -> dict[str, bool]:
        """Return what the caller may do for the signer now."""
        awaited = row.state in AWAITED and row.request.state == RequestState.OPEN
        may = awaited and row.vouched  # type: ignore[attr-defined]
        remind = may and row.state in ASKED and bool(row.email)
        return {"record_paper": may, "replace": may, "remind": remind}

    @extend_schema(request=None, responses=SignerOut)
    @action(detail=True, methods=["post"])
    def remind(self, request: Request, pk: str) -> Response:
        """Send the signer a reminder with a fresh link; once a day at most."""
        row = self.get_object()
        self.check_version(row)
        signing.remind_convention_signer(row, actor=caller(request))
        return self.answer(self.get_queryset().get(pk=row.pk))

    @extend_schema(request={"multipart/form-data": PaperIn}, responses=SignerOut)
    @action(detail=True, methods=["post"], url_path="record-paper", url_name="record-paper")
    def record_paper(self, request: Request, pk: str) -> Response:
        """Vouch for a signature on paper, its scan attached."""
        row = self.get_object()
        self.check_version(row)
        values = read(PaperIn, request)
        signed = signing.record_paper_signature(
            row,
            actor=caller(request),
            scan=values["scan"].read(),
            filename=values["scan"].name,
            signed_on=values["signed_on"],
        )
        return self.answer(self.get_queryset().get(pk=signed.pk))

    @extend_schema(request=ReplaceIn, responses={201: SignerOut})
    @action(detail=True, methods=["post"])
    def replace(self, request: Request, pk: str) -> Response:
        """Have somebody else sign in that capacity; the former row is kept."""
        row = self.get_object()
        self.check_version(row)
        values = read(ReplaceIn, request)
        made = signing.replace_convention_signer(row, actor=caller(request), **values)
        return self.answer(self.get_queryset().get(pk=made.pk), status=201)
