"""Stages in the REST API: one student's part in a convention, as it is true today."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import Prefetch, QuerySet
from rest_framework import serializers

from internships import access
from internships.forms.filters import InternshipFilter
from internships.models import Internship, Terms
from nrc_platform.core import clock
from nrc_platform.core.api import Out, Viewset


class InternshipOut(Out):
    """A stage; dates, tutor and referent are those true today after all signed avenants."""

    version = serializers.IntegerField()
    student = serializers.UUIDField()
    promotion = serializers.UUIDField()
    period = serializers.UUIDField(allow_null=True)
    convention = serializers.UUIDField()
    kind = serializers.CharField()
    state = serializers.CharField()
    company = serializers.UUIDField(allow_null=True)
    starts_on = serializers.DateField(allow_null=True)
    ends_on = serializers.DateField(allow_null=True)
    tutor = serializers.UUIDField(allow_null=True)
    referent = serializers.UUIDField(allow_null=True)
    weekly_hours = serializers.DecimalField(max_digits=6, decimal_places=2)
    outcome = serializers.CharField()
    outcome_party = serializers.CharField()
    settled_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()

    def represent(self, row: Internship) -> dict[str, Any]:
        """Return the plain dict of a stage."""
        convention = row.convention
        terms = convention.effective[0]  # type: ignore[attr-defined]
        return {
            "id": row.pk,
            "version": row.version,
            "student": row.student_id,
            "promotion": row.promotion_id,
            "period": row.period_id,
            "convention": convention.pk,
            "kind": convention.kind,
            "state": convention.state,
            "company": convention.company_id,
            "starts_on": terms.starts_on,
            "ends_on": convention.ended_on or terms.ends_on,
            "tutor": terms.tutor_id,
            "referent": terms.referent_id,
            "weekly_hours": str(terms.weekly_hours),
            "outcome": row.outcome,
            "outcome_party": row.outcome_party,
            "settled_at": row.settled_at,
            "created_at": row.created_at,
        }


class InternshipViewset(Viewset):
    """Stages of the students the caller follows, or the caller's own."""

    visible = access.visible_internships
    serializer_class = InternshipOut
    filterset_class = InternshipFilter
    ordering: ClassVar[Sequence[str]] = ("-created_at", "id")
    checks: ClassVar[dict[str, Any]] = {
        "record_absence": access.can_record_absence,
        "plan_visit": access.can_plan_visit,
        "ask_tutor": access.can_ask_tutor,
        "make_attestation": access.can_make_attestation,
        "set_outcome": access.can_set_outcome,
    }

    def get_queryset(self) -> QuerySet[Internship]:
        """Return the stages with their convention and the terms true today."""
        today = Terms.objects.effective(clock.today())
        return (
            super()
            .get_queryset()
            .select_related("convention", "promotion")
            .prefetch_related(Prefetch("convention__terms", today, to_attr="effective"))
        )
