"""Shapes of a convention in the REST API: what is written, what is answered."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from internships.api.asked import ReasonIn
from internships.models import Convention, Terms
from internships.states import HOURS_FIELDS, ConventionKind, Gratification
from nrc_platform.core.api import FindingShape, Out

TERMS = (
    "starts_on",
    "ends_on",
    "department",
    "subject",
    "activities",
    *HOURS_FIELDS,
    "timetable",
    "night_presence",
    "holiday_presence",
    "presence_note",
    "project_weekly_hours",
    "gratification",
    "hourly_cents",
    "payment",
)
VALUES = (
    "course_title",
    "course_hours",
    "supervision",
    "social_protection",
    "health_office",
    "host_insurer",
    "host_policy",
    "leave_terms",
    "termination_terms",
    "validation_terms",
    "house_rules",
    "attestation_terms",
    "gives_meals",
    "gives_transport",
    "gives_activities",
    "advantages",
    "headcount",
    "interns_present",
    "branch_hourly_cents",
    "previous_starts_on",
    "previous_ends_on",
    "previous_cut_by_intern",
)
TERM_KEYS = ("site", "tutor", "referent")


def _text() -> serializers.CharField:
    return serializers.CharField(allow_blank=True, required=False)


def _hours() -> serializers.DecimalField:
    return serializers.DecimalField(
        max_digits=4, decimal_places=2, required=False, min_value=0, max_value=24
    )


class ConventionIn(serializers.Serializer[Any]):
    """What is written of a convention; every field may come alone."""

    student = serializers.UUIDField(required=False)
    students = serializers.ListField(child=serializers.UUIDField(), required=False)
    promotion = serializers.UUIDField(required=False)
    period = serializers.UUIDField(allow_null=True, required=False)
    kind = serializers.ChoiceField(ConventionKind.choices, required=False)
    company = serializers.UUIDField(allow_null=True, required=False)
    signatory = serializers.UUIDField(allow_null=True, required=False)
    site = serializers.UUIDField(allow_null=True, required=False)
    tutor = serializers.UUIDField(allow_null=True, required=False)
    referent = serializers.UUIDField(allow_null=True, required=False)
    starts_on = serializers.DateField(allow_null=True, required=False)
    ends_on = serializers.DateField(allow_null=True, required=False)
    department = _text()
    subject = _text()
    activities = _text()
    monday_hours = _hours()
    tuesday_hours = _hours()
    wednesday_hours = _hours()
    thursday_hours = _hours()
    friday_hours = _hours()
    saturday_hours = _hours()
    sunday_hours = _hours()
    timetable = _text()
    night_presence = serializers.BooleanField(required=False)
    holiday_presence = serializers.BooleanField(required=False)
    presence_note = _text()
    project_weekly_hours = _hours()
    gratification = serializers.ChoiceField(
        Gratification.choices, allow_blank=True, required=False
    )
    hourly_cents = serializers.IntegerField(allow_null=True, required=False, min_value=1)
    payment = _text()
    course_title = _text()
    course_hours = serializers.IntegerField(required=False, min_value=1, max_value=5000)
    supervision = _text()
    social_protection = _text()
    health_office = _text()
    host_insurer = _text()
    host_policy = _text()
    leave_terms = _text()
    termination_terms = _text()
    validation_terms = _text()
    house_rules = _text()
    attestation_terms = _text()
    gives_meals = serializers.BooleanField(allow_null=True, required=False)
    gives_transport = serializers.BooleanField(allow_null=True, required=False)
    gives_activities = serializers.BooleanField(allow_null=True, required=False)
    advantages = _text()
    headcount = serializers.IntegerField(allow_null=True, required=False, min_value=0)
    interns_present = serializers.IntegerField(allow_null=True, required=False, min_value=0)
    branch_hourly_cents = serializers.IntegerField(allow_null=True, required=False, min_value=0)
    previous_starts_on = serializers.DateField(allow_null=True, required=False)
    previous_ends_on = serializers.DateField(allow_null=True, required=False)
    previous_cut_by_intern = serializers.BooleanField(required=False)
    competences = serializers.ListField(child=serializers.CharField(), required=False)
    functions = serializers.ListField(child=serializers.CharField(), required=False)


class MessageIn(serializers.Serializer[Any]):
    """What the student reads first."""

    message = serializers.CharField(allow_blank=True, default="")


class TerminateIn(ReasonIn):
    """The last day of the stage, and why it ends."""

    ended_on = serializers.DateField()


class ConventionCheckOut(serializers.Serializer[Any]):
    """The findings of a convention, blocking first."""

    findings = FindingShape(many=True)


class ConventionOut(Out):
    """A convention with the last terms agreed; a list leaves what is written out."""

    version = serializers.IntegerField()
    kind = serializers.CharField()
    state = serializers.CharField()
    state_since = serializers.DateTimeField(allow_null=True)
    number = serializers.CharField()
    school = serializers.UUIDField()
    students = serializers.ListField(child=serializers.UUIDField())
    internships = serializers.ListField(child=serializers.UUIDField())
    promotion = serializers.UUIDField(allow_null=True)
    period = serializers.UUIDField(allow_null=True)
    company = serializers.UUIDField(allow_null=True)
    signatory = serializers.UUIDField(allow_null=True)
    site = serializers.UUIDField(allow_null=True)
    tutor = serializers.UUIDField(allow_null=True)
    referent = serializers.UUIDField(allow_null=True)
    starts_on = serializers.DateField(allow_null=True)
    ends_on = serializers.DateField(allow_null=True)
    ended_on = serializers.DateField(allow_null=True)
    end_reason = serializers.CharField()
    return_message = serializers.CharField()
    checked_at = serializers.DateTimeField(allow_null=True)
    sent_at = serializers.DateTimeField(allow_null=True)
    signed_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    written = ConventionIn(required=False)

    def represent(self, row: Convention) -> dict[str, Any]:
        """Return the plain dict of a convention."""
        stages = row.internships.all()
        first = stages[0] if stages else None
        terms = row.agreed[0]  # type: ignore[attr-defined]
        shape = {
            "id": row.pk,
            "version": row.version,
            "kind": row.kind,
            "state": row.state,
            "state_since": row.state_since,
            "number": row.number,
            "school": row.school_id,
            "students": [stage.student_id for stage in stages],
            "internships": [stage.pk for stage in stages],
            "promotion": first.promotion_id if first else None,
            "period": first.period_id if first else None,
            "company": row.company_id,
            "signatory": row.signatory_id,
            **{name: getattr(terms, f"{name}_id") for name in TERM_KEYS},
            "starts_on": terms.starts_on,
            "ends_on": terms.ends_on,
            "ended_on": row.ended_on,
            "end_reason": row.end_reason,
            "return_message": row.return_message,
            "checked_at": row.checked_at,
            "sent_at": row.sent_at,
            "signed_at": row.signed_at,
            "created_at": row.created_at,
            "updated_at": row.updated_at,
        }
        if self.context["view"].action != "list":
            shape["written"] = _written(row, terms)
        return shape


def _written(row: Convention, terms: Terms) -> dict[str, Any]:
    shape: dict[str, Any] = {name: getattr(terms, name) for name in TERMS}
    shape |= {name: getattr(row, name) for name in VALUES}
    for name in (*HOURS_FIELDS, "project_weekly_hours"):
        shape[name] = str(shape[name])
    shape["competences"] = sorted(node.code for node in row.competences.all())
    shape["functions"] = sorted(node.code for node in row.functions.all())
    return shape


def parted(values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Part the fields of the convention from those of its terms."""
    own = {name: values[name] for name in (*VALUES, "company", "signatory") if name in values}
    terms = {name: values[name] for name in (*TERMS, *TERM_KEYS) if name in values}
    return own, terms
