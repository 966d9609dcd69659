"""Evidence of competences in the REST API: added, never changed."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, cast
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from curriculum.access import can_correct_evidence, visible_evidences, visible_learners
from curriculum.forms import EvidenceFilter
from curriculum.models import Competence, Evidence, EvidenceQuerySet
from curriculum.selectors import coverage_competences
from curriculum.selectors.stories import is_standing, note_of, with_words
from curriculum.services.evidence import add_evidence, correct_evidence
from curriculum.states import EvidenceRole
from nrc_platform.core.api import Out, Viewset
from nrc_platform.core.errors import Invalid
from nrc_platform.people.models import Enrolment, User

UNKNOWN = "Cet identifiant n’est pas dans ce qui vous est ouvert."


class StepOut(serializers.Serializer[Any]):
    """A level in the words of its scale: step 3 of 4."""

    value = serializers.IntegerField()
    of = serializers.IntegerField()
    label = serializers.CharField()  # type: ignore[assignment]


class EvidenceIn(serializers.Serializer[Any]):
    """One's own word: of oneself for a student, of a student of the class for a teacher."""

    student = serializers.UUIDField()
    promotion = serializers.UUIDField(required=False)
    competence = serializers.CharField()
    level = serializers.IntegerField(min_value=1, allow_null=True, required=False)
    on = serializers.DateField(required=False)
    note = serializers.CharField(max_length=2000, allow_blank=True, required=False)
    # One's own earlier word, of the same student and competence: this one corrects it.
    replaces = serializers.UUIDField(allow_null=True, required=False)


class EvidenceOut(Out):
    """An evidence; `standing` until another replaces it."""

    student = serializers.UUIDField()
    promotion = serializers.UUIDField()
    competence = serializers.CharField()
    level = StepOut(allow_null=True)
    by = serializers.UUIDField(allow_null=True)
    by_role = serializers.CharField()
    source_kind = serializers.CharField()
    source_id = serializers.UUIDField(allow_null=True)
    source_label = serializers.CharField()
    on = serializers.DateField()
    note = serializers.CharField()
    replaces = serializers.UUIDField(allow_null=True)
    withdrawn = serializers.BooleanField()
    standing = serializers.BooleanField()
    created_at = serializers.DateTimeField()

    def represent(self, row: Evidence) -> dict[str, Any]:
        """Return the plain dict of an evidence."""
        plain = ("by_role", "source_kind", "source_id", "source_label", "on", "withdrawn")
        return {
            "id": row.pk,
            "student": row.student_id,
            "promotion": row.promotion_id,
            "competence": row.competence.code,
            "level": _level(row),
            "by": row.by_id,
            **{name: getattr(row, name) for name in plain},
            "note": note_of(row),
            "replaces": row.replaces_id,
            "standing": is_standing(row),
            "created_at": row.created_at,
        }


def _level(row: Evidence) -> dict[str, Any] | None:
    if row.level is None:
        return None
    steps = row.scale.steps
    return {"value": row.level, "of": len(steps), "label": steps[row.level - 1]["label"]}


class EvidenceViewset(Viewset):
    """Evidence about oneself, or about the students of the classes one follows."""

    visible = visible_evidences
    serializer_class = EvidenceOut
    filterset_class = EvidenceFilter
    ordering: ClassVar[Sequence[str]] = ("-on", "-created_at", "id")
    ordering_fields: ClassVar[Sequence[str]] = ("on", "created_at")
    checks: ClassVar[Mapping[str, Any]] = {"correct": can_correct_evidence}

    def get_queryset(self) -> EvidenceQuerySet:
        """Return the evidence with its author, scale, note, and what replaced it."""
        return with_words(cast("EvidenceQuerySet", super().get_queryset()))

    @extend_schema(request=EvidenceIn, responses={201: EvidenceOut})
    def create(self, request: Request) -> Response:
        """Say where one stands, or where a student was seen."""
        asked = EvidenceIn(data=request.data)
        asked.is_valid(raise_exception=True)
        values = dict(asked.validated_data)
        me = cast("User", request.user)
        learner, competence = _learner(me, values), _competence(values["competence"])
        words: dict[str, Any] = {
            "actor": me,
            "level": values.get("level"),
            "on": values.get("on"),
            "note": values.get("note", ""),
        }
        if values.get("replaces"):
            before = self._replaced(values["replaces"], learner, competence)
            row = correct_evidence(before, **words)
        else:
            mine = learner.student_id == me.pk
            by_role = EvidenceRole.STUDENT if mine else EvidenceRole.TEACHER
            row = add_evidence(
                learner.student, learner.promotion, competence, by_role=by_role, **words
            )
        return self.answer(self.get_queryset().get(pk=row.pk), status=201)

    def _replaced(self, pk: UUID, learner: Enrolment, competence: Competence) -> Evidence:
        """Return the evidence to correct: of that student and competence."""
        row = self.get_queryset().filter(pk=pk, student=learner.student_id, competence=competence)
        found: Evidence | None = row.first()
        if found is None:
            raise Invalid({"replaces": [UNKNOWN]})
        return found


def _learner(user: User, values: Mapping[str, Any]) -> Enrolment:
    """Return the student in the class asked for, else in the latest that the caller follows."""
    rows = visible_learners(user).filter(student=values["student"])
    promotion: UUID | None = values.get("promotion")
    found = (rows.filter(promotion=promotion) if promotion else rows).first()
    if found is None:
        raise Invalid({"promotion" if promotion else "student": [UNKNOWN]})
    return found


def _competence(code: str) -> Competence:
    """Return a competence that an épreuve validates."""
    offered = coverage_competences()
    if code not in offered:
        raise Invalid(
            {"competence": [f"Choisissez une compétence d’une épreuve : {', '.join(offered)}."]}
        )
    return offered[code]


ROUTES: list[tuple[str, type[Viewset], str]] = [("evidence", EvidenceViewset, "evidence")]
