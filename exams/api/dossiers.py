"""E4 files and rule sets in the REST API."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from curriculum.models import RuleSet
from exams import access
from exams.facts import dossier_state
from exams.models import Candidacy, Fiche
from exams.rules import PLACES
from exams.selectors import dossier_facts
from nrc_platform.core.api import FindingShape, Out, Viewset
from nrc_platform.people.models import User


class CheckOut(serializers.Serializer[Any]):
    """The findings of a file."""

    state = serializers.CharField()
    findings = FindingShape(many=True)


class DossierOut(Out):
    """A student's E4 file, known by the student's identifier."""

    student = serializers.UUIDField()
    promotion = serializers.UUIDField(allow_null=True)
    session_year = serializers.IntegerField(allow_null=True)
    candidate_number = serializers.CharField()
    state = serializers.CharField()
    places = serializers.ListField(child=serializers.UUIDField(allow_null=True))

    def represent(self, row: User) -> dict[str, Any]:
        """Return the plain dict of a file."""
        promotion = _promotion_of(row)
        placed = {
            fiche.slot: fiche
            for fiche in row.fiches.all()
            if promotion is not None and fiche.promotion_id == promotion.pk
        }
        held = [placed.get(place) for place in PLACES]
        year = promotion.session_year if promotion else None
        numbers = {each.session_year: each.number for each in row.candidacies.all()}
        return {
            "id": row.pk,
            "student": row.pk,
            "promotion": promotion.pk if promotion else None,
            "session_year": year,
            "candidate_number": numbers.get(year, "") if year else "",
            "state": dossier_state(tuple(fiche.state for fiche in held if fiche)),
            "places": [fiche.pk if fiche else None for fiche in held],
        }


def _promotion_of(student: User) -> Any:
    rows = list(student.enrolments.all())
    return rows[0].promotion if rows else None


class DossierViewset(Viewset):
    """E4 files of the students the caller follows."""

    visible = access.visible_candidates
    serializer_class = DossierOut
    ordering: ClassVar[Sequence[str]] = ("last_name", "first_name", "id")
    ordering_fields: ClassVar[Sequence[str]] = ("last_name", "created_at")
    checks: ClassVar[Any] = {"check": lambda user, row: True}

    def get_queryset(self) -> QuerySet[User]:
        """Return the students with their class, their fiches and their numbers."""
        enrolments = access.visible_file_enrolments(self.request.user)
        return (
            super()
            .get_queryset()
            .prefetch_related(
                Prefetch("enrolments", enrolments),
                Prefetch("fiches", Fiche.objects.filter(slot__isnull=False)),
                Prefetch("candidacies", Candidacy.objects.all()),
            )
        )

    @extend_schema(request=None, responses=CheckOut)
    @action(detail=True, methods=["get", "post"], pagination_class=None, filter_backends=[])
    def check(self, request: Request, pk: str) -> Response:
        """Say in plain French what is missing in the file."""
        student = self.get_object()
        promotion = _promotion_of(student)
        if promotion is None:
            return Response({"state": "incomplete", "findings": []})
        facts = dossier_facts(student, promotion)
        found = [finding.as_dict() for finding in facts.findings]
        return Response({"state": facts.state, "findings": found})


class RuleValueShape(serializers.Serializer[Any]):
    """One value of a set."""

    key = serializers.CharField()
    value = serializers.JSONField()


class RuleSetOut(Out):
    """Dated rule values and their source."""

    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    source = serializers.CharField()  # type: ignore[assignment]
    school = serializers.UUIDField(allow_null=True)
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(allow_null=True)
    values = RuleValueShape(many=True)

    def represent(self, row: RuleSet) -> dict[str, Any]:
        """Return the plain dict of a set."""
        return {
            "id": row.pk,
            "code": row.code,
            "label": row.label,
            "source": row.source,
            "school": row.school_id,
            "starts_on": row.starts_on,
            "ends_on": row.ends_on,
            "values": [{"key": each.key, "value": each.value} for each in row.values.all()],
        }


class RuleSetViewset(Viewset):
    """Rule sets that hold everywhere or in the caller's schools."""

    visible = access.visible_rule_sets
    serializer_class = RuleSetOut
    ordering: ClassVar[Sequence[str]] = ("starts_on", "id")
    ordering_fields: ClassVar[Sequence[str]] = ("starts_on", "created_at")

    def get_queryset(self) -> QuerySet[RuleSet]:
        """Return the sets with their values."""
        return super().get_queryset().prefetch_related("values")
