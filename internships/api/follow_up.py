"""Visits, logbook and assessments in the REST API."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from curriculum.access import visible_competences
from internships import access
from internships.api.asked import caller, one_of, read, rows_by_code, seen_version
from internships.forms.filters import AssessmentFilter, LogEntryFilter, VisitFilter
from internships.models import Assessment, LogEntry, Visit
from internships.services import logbook, visits
from internships.states import VisitKind
from nrc_platform.core.api import Out, Viewset
from nrc_platform.core.errors import Invalid


class VisitIn(serializers.Serializer[Any]):
    """A visit to come, or the report of one: `held_on` makes it a report."""

    internship = serializers.UUIDField(required=False)
    kind = serializers.ChoiceField(VisitKind.choices, required=False)
    planned_at = serializers.DateTimeField(allow_null=True, required=False)
    preparation = serializers.CharField(allow_blank=True, required=False)
    held_on = serializers.DateField(required=False)
    met = serializers.CharField(allow_blank=True, required=False)
    report = serializers.CharField(allow_blank=True, required=False)


class VisitOut(Out):
    """A visit or a contact of the referent."""

    version = serializers.IntegerField()
    internship = serializers.UUIDField()
    teacher = serializers.UUIDField()
    kind = serializers.CharField()
    planned_at = serializers.DateTimeField(allow_null=True)
    preparation = serializers.CharField()
    held_on = serializers.DateField(allow_null=True)
    met = serializers.CharField()
    report = serializers.CharField()

    def represent(self, row: Visit) -> dict[str, Any]:
        """Return the plain dict of a visit."""
        return {
            "id": row.pk,
            "version": row.version,
            "internship": row.internship_id,
            "teacher": row.teacher_id,
            "kind": row.kind,
            "planned_at": row.planned_at,
            "preparation": row.preparation,
            "held_on": row.held_on,
            "met": row.met,
            "report": row.report,
        }


class VisitViewset(Viewset):
    """Visits of the stages the caller may see."""

    visible = access.visible_visits
    serializer_class = VisitOut
    filterset_class = VisitFilter

    def get_queryset(self) -> QuerySet[Visit]:
        """Return the visits with the stage they are asked about."""
        return (
            super()
            .get_queryset()
            .select_related("internship__convention", "internship__promotion")
        )

    def abilities(self, row: Visit) -> dict[str, bool]:
        """Return whether the caller may change the visit."""
        return {"edit": access.can_plan_visit(self.request.user, row.internship)}

    @extend_schema(request=VisitIn, responses={201: VisitOut})
    def create(self, request: Request) -> Response:
        """Plan a visit, or report a contact that nobody had planned."""
        values = read(VisitIn, request)
        missing = [name for name in ("internship", "kind") if name not in values]
        if missing:
            raise Invalid({name: ["Donnez cette valeur."] for name in missing})
        stage = one_of(access.visible_internships(request.user), values, "internship")
        write = visits.log_contact if "held_on" in values else visits.plan_visit
        return self.answer(write(stage, actor=caller(request), values=values), status=201)

    @extend_schema(request=VisitIn, responses=VisitOut)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Move or prepare a visit, or report it; send `If-Match` with the version you read."""
        row = self.get_object()
        self.check_version(row)
        values = read(VisitIn, request, partial=True)
        write = visits.report_visit if "held_on" in values else visits.replan_visit
        version = seen_version(request, row)
        return self.answer(write(row, actor=caller(request), version=version, values=values))


class LogEntryIn(serializers.Serializer[Any]):
    """A day of the logbook."""

    internship = serializers.UUIDField(allow_null=True, required=False)
    happened_on = serializers.DateField()
    hours = serializers.DecimalField(
        max_digits=4,
        decimal_places=2,
        required=False,
        allow_null=True,
        min_value=0,
        max_value=24,
    )
    text = serializers.CharField(max_length=4000)
    competences = serializers.ListField(child=serializers.CharField(), required=False)


class LogEntryOut(Out):
    """A day of the logbook, and the words under it."""

    version = serializers.IntegerField()
    student = serializers.UUIDField()
    internship = serializers.UUIDField(allow_null=True)
    happened_on = serializers.DateField()
    hours = serializers.DecimalField(max_digits=4, decimal_places=2, allow_null=True)
    text = serializers.CharField()
    competences = serializers.ListField(child=serializers.CharField())
    answers = serializers.ListField(child=serializers.DictField())
    created_at = serializers.DateTimeField()

    def represent(self, row: LogEntry) -> dict[str, Any]:
        """Return the plain dict of an entry."""
        return {
            "id": row.pk,
            "version": row.version,
            "student": row.student_id,
            "internship": row.internship_id,
            "happened_on": row.happened_on,
            "hours": str(row.hours) if row.hours is not None else None,
            "text": row.text,
            "competences": sorted(node.code for node in row.competences.all()),
            "answers": [
                {"author": each.author_id, "text": each.text, "at": each.created_at}
                for each in row.answers.all()
            ],
            "created_at": row.created_at,
        }


class LogEntryViewset(Viewset):
    """Logbooks: the caller's own, or those of the students they teach."""

    visible = access.visible_log_entries
    serializer_class = LogEntryOut
    filterset_class = LogEntryFilter
    ordering: ClassVar[Sequence[str]] = ("-happened_on", "-created_at", "id")
    checks: ClassVar[Mapping[str, Any]] = {"answer": access.can_answer_log}

    def get_queryset(self) -> QuerySet[LogEntry]:
        """Return the entries with their thread and codes."""
        rows = super().get_queryset().select_related("student", "promotion")
        return rows.prefetch_related("competences", "answers")

    @extend_schema(request=LogEntryIn, responses={201: LogEntryOut})
    def create(self, request: Request) -> Response:
        """Note a day in the caller's own logbook."""
        values = read(LogEntryIn, request)
        stage = None
        if values.get("internship") is not None:
            stage = one_of(access.visible_internships(request.user), values, "internship")
        tags = rows_by_code(values, "competences", visible_competences(request.user))
        row = logbook.add_log(
            caller(request),
            actor=caller(request),
            values=values,
            internship=stage,
            tags=tags or (),
        )
        return self.answer(self.get_queryset().get(pk=row.pk), status=201)


class AssessmentOut(Out):
    """An assessment of a stage; the student's opinion of the welcome never leaves the school."""

    version = serializers.IntegerField()
    internship = serializers.UUIDField()
    kind = serializers.CharField()
    state = serializers.CharField()
    form = serializers.IntegerField()
    answers = serializers.DictField()
    levels = serializers.DictField()
    outcome = serializers.CharField()
    outcome_party = serializers.CharField()
    author_name = serializers.CharField()
    submitted_at = serializers.DateTimeField(allow_null=True)

    def represent(self, row: Assessment) -> dict[str, Any]:
        """Return the plain dict of an assessment."""
        return {
            "id": row.pk,
            "version": row.version,
            "internship": row.internship_id,
            "kind": row.kind,
            "state": row.state,
            "form": row.form,
            "answers": row.answers,
            "levels": row.levels,
            "outcome": row.outcome,
            "outcome_party": row.outcome_party,
            "author_name": row.author_name,
            "submitted_at": row.submitted_at,
        }


class AssessmentViewset(Viewset):
    """Assessments the caller may read."""

    visible = access.visible_assessments
    serializer_class = AssessmentOut
    filterset_class = AssessmentFilter
