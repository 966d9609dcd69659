"""Avenants and attestations in the REST API."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from internships import access
from internships.api.asked import ReasonIn, caller, one_of, read, swap_keys
from internships.api.shapes import TERM_KEYS, TERMS, ConventionIn
from internships.forms.filters import AttestationFilter, AvenantFilter
from internships.models import Attestation, Avenant, Convention
from internships.services import attestations, avenants
from internships.states import HOURS_FIELDS, AvenantKind, BreakKind
from nrc_platform.companies.access import visible_contacts, visible_sites
from nrc_platform.core.api import Out, Viewset
from nrc_platform.people.access import visible_teachers


class BreakIn(serializers.Serializer[Any]):
    """Days without presence."""

    kind = serializers.ChoiceField(BreakKind.choices)
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    reason = serializers.CharField(allow_blank=True, default="")


class AvenantIn(serializers.Serializer[Any]):
    """A typed change of a signed convention."""

    convention = serializers.UUIDField()
    kind = serializers.ChoiceField(AvenantKind.choices)
    reason = serializers.CharField(allow_blank=True, default="")
    applies_on = serializers.DateField()
    changes = ConventionIn(required=False, partial=True)
    breaks = BreakIn(many=True, required=False)


class AvenantOut(Out):
    """An avenant with the whole terms it puts in force."""

    version = serializers.IntegerField()
    convention = serializers.UUIDField()
    number = serializers.IntegerField()
    kind = serializers.CharField()
    state = serializers.CharField()
    reason = serializers.CharField()
    applies_on = serializers.DateField()
    sent_at = serializers.DateTimeField(allow_null=True)
    signed_at = serializers.DateTimeField(allow_null=True)
    end_reason = serializers.CharField()
    terms = serializers.DictField()
    created_at = serializers.DateTimeField()

    def represent(self, row: Avenant) -> dict[str, Any]:
        """Return the plain dict of an avenant."""
        terms: dict[str, Any] = {name: getattr(row.terms, name) for name in TERMS}
        for name in (*HOURS_FIELDS, "project_weekly_hours"):
            terms[name] = str(terms[name])
        terms |= {name: getattr(row.terms, f"{name}_id") for name in TERM_KEYS}
        return {
            "id": row.pk,
            "version": row.version,
            "convention": row.convention_id,
            "number": row.number,
            "kind": row.kind,
            "state": row.state,
            "reason": row.reason,
            "applies_on": row.applies_on,
            "sent_at": row.sent_at,
            "signed_at": row.signed_at,
            "end_reason": row.end_reason,
            "terms": terms,
            "created_at": row.created_at,
        }


class AvenantViewset(Viewset):
    """Avenants of the conventions the caller may see."""

    visible = access.visible_avenants
    serializer_class = AvenantOut
    filterset_class = AvenantFilter
    checks: ClassVar[Mapping[str, Any]] = {"edit": access.can_edit_avenant}

    def get_queryset(self) -> QuerySet[Avenant]:
        """Return the avenants, their terms and the people of their convention loaded."""
        conventions = Convention.objects.with_people()
        rows = super().get_queryset().select_related("terms")
        return rows.prefetch_related(Prefetch("convention", conventions))

    def _answer(self, row: Avenant, *, status: int = 200) -> Response:
        return self.answer(self.get_queryset().get(pk=row.pk), status=status)

    def _moved(self) -> Avenant:
        row: Avenant = self.get_object()
        self.check_version(row)
        return row

    @extend_schema(request=AvenantIn, responses={201: AvenantOut})
    def create(self, request: Request) -> Response:
        """Write an avenant: it changes nothing until its parties have signed."""
        values = read(AvenantIn, request)
        changes = dict(values.get("changes", {}))
        user = request.user
        swap_keys(
            changes,
            {
                "tutor": visible_contacts(user),
                "site": visible_sites(user),
                "referent": visible_teachers(user),
            },
        )
        row = avenants.draft_avenant(
            one_of(access.visible_conventions(user), values, "convention"),
            actor=caller(request),
            kind=values["kind"],
            reason=values["reason"],
            applies_on=values["applies_on"],
            changes=changes,
            breaks=values.get("breaks"),
        )
        return self._answer(row, status=201)

    @extend_schema(request=None, responses=AvenantOut)
    @action(detail=True, methods=["post"])
    def send(self, request: Request, pk: str) -> Response:
        """Freeze the change and have it signed by the parties of the convention."""
        return self._answer(avenants.send_avenant(self._moved(), actor=caller(request)))

    @extend_schema(request=ReasonIn, responses=AvenantOut)
    @action(detail=True, methods=["post"])
    def refuse(self, request: Request, pk: str) -> Response:
        """Record that a party says no: the convention stays as it was."""
        row, asked = self._moved(), read(ReasonIn, request)
        return self._answer(avenants.refuse_avenant(row, actor=caller(request), **asked))

    @extend_schema(request=ReasonIn, responses=AvenantOut)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str) -> Response:
        """Give the change up."""
        row, asked = self._moved(), read(ReasonIn, request)
        return self._answer(avenants.cancel_avenant(row, actor=caller(request), **asked))


class AttestationIn(serializers.Serializer[Any]):
    """The stage to attest."""

    internship = serializers.UUIDField()


class AttestationOut(Out):
    """An attestation: effective hours, gratification paid in cents."""

    version = serializers.IntegerField()
    internship = serializers.UUIDField()
    state = serializers.CharField()
    hours = serializers.DecimalField(max_digits=7, decimal_places=2)
    paid_cents = serializers.IntegerField()
    made_at = serializers.DateTimeField()
    signed_on = serializers.DateField(allow_null=True)
    cancel_reason = serializers.CharField()

    def represent(self, row: Attestation) -> dict[str, Any]:
        """Return the plain dict of an attestation."""
        return {
            "id": row.pk,
            "version": row.version,
            "internship": row.internship_id,
            "state": row.state,
            "hours": str(row.hours),
            "paid_cents": row.paid_cents,
            "made_at": row.made_at,
            "signed_on": row.signed_on,
            "cancel_reason": row.cancel_reason,
        }


class AttestationViewset(Viewset):
    """Attestations of the stages the caller may see."""

    visible = access.visible_attestations
    serializer_class = AttestationOut
    filterset_class = AttestationFilter
    checks: ClassVar[Mapping[str, Any]] = {"cancel": access.can_cancel_attestation}

    def get_queryset(self) -> QuerySet[Attestation]:
        """Return the attestations with the class they are asked about."""
        return super().get_queryset().select_related("internship__promotion")

    @extend_schema(request=AttestationIn, responses={201: AttestationOut})
    def create(self, request: Request) -> Response:
        """Establish the attestation of a stage that is over."""
        values = read(AttestationIn, request)
        stages = access.visible_internships(request.user)
        row = attestations.make_attestation(
            one_of(stages, values, "internship"), actor=caller(request)
        )
        return self.answer(row, status=201)

    @extend_schema(request=ReasonIn, responses=AttestationOut)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str) -> Response:
        """Take a wrong attestation back."""
        row = self.get_object()
        self.check_version(row)
        asked = read(ReasonIn, request)
        return self.answer(attestations.cancel_attestation(row, actor=caller(request), **asked))
