"""Shapes of a project in the REST API: what is written, what is answered."""

from typing import Any

from rest_framework import serializers

from nrc_platform.companies.models import CLIENTELE
from nrc_platform.core.api import FindingShape, Out
from projects.api.asked import figure
from projects.models import Member, Project
from projects.states import Offer

TEXTS = (
    "need",
    "environment",
    "opportunities",
    "theme",
    "solution",
    "clientele",
    "negotiation_scope",
    "resources",
    "integration",
    "student_purpose",
    "commissioner_purpose",
    "turnover_impact",
    "complements",
    "transfer",
    "modalities_weekly",
    "modalities_stage",
)
HOURS = ("weekly_hours", "stage_hours", "personal_hours")
# What has a service of its own beside the definition.
PEOPLE = ("promotion", "students", "supervisor", "follow_up", "savoirs", "competences")


def _text() -> serializers.CharField:
    return serializers.CharField(allow_blank=True, required=False)


def _hours() -> serializers.DecimalField:
    return serializers.DecimalField(max_digits=6, decimal_places=2, required=False, min_value=0)


def _codes() -> serializers.ListField:
    return serializers.ListField(child=serializers.CharField(), required=False)


def ids() -> serializers.ListField:
    """Return a field of several identifiers."""
    return serializers.ListField(child=serializers.UUIDField(), required=False)


class ProjectIn(serializers.Serializer[Any]):
    """What is written of a project; every field may come alone."""

    title = serializers.CharField(max_length=150, required=False)
    promotion = serializers.UUIDField(required=False)
    company = serializers.UUIDField(required=False)
    sponsor = serializers.UUIDField(allow_null=True, required=False)
    supervisor = serializers.UUIDField(required=False)
    students = ids()
    follow_up = ids()
    need = _text()
    environment = _text()
    opportunities = _text()
    theme = _text()
    solution = _text()
    offer = serializers.ChoiceField(Offer.choices, allow_blank=True, required=False)
    clienteles = serializers.ListField(
        child=serializers.ChoiceField(list(CLIENTELE)), required=False
    )
    clientele = _text()
    negotiation_scope = _text()
    resources = _text()
    integration = _text()
    student_purpose = _text()
    commissioner_purpose = _text()
    turnover_impact = _text()
    complements = _text()
    transfer = _text()
    starts_on = serializers.DateField(allow_null=True, required=False)
    ends_on = serializers.DateField(allow_null=True, required=False)
    in_weekly_hours = serializers.BooleanField(required=False)
    weekly_hours = _hours()
    stage_hours = _hours()
    personal_hours = _hours()
    modalities_weekly = _text()
    modalities_stage = _text()
    savoirs = _codes()
    competences = _codes()


class MemberShape(serializers.Serializer[Any]):
    """A student of the team."""

    id = serializers.UUIDField()
    student = serializers.UUIDField()
    role = serializers.CharField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(allow_null=True)
    organises = serializers.BooleanField()
    lessons = serializers.CharField()


class ProjectOut(Out):
    """A project: its three partners, its definition, how far it is."""

    version = serializers.IntegerField()
    state = serializers.CharField()
    state_since = serializers.DateTimeField()
    title = serializers.CharField()
    promotion = serializers.UUIDField()
    company = serializers.UUIDField()
    sponsor = serializers.UUIDField(allow_null=True)
    supervisor = serializers.UUIDField()
    follow_up = serializers.ListField(child=serializers.UUIDField())
    members = MemberShape(many=True)
    convention = serializers.UUIDField(allow_null=True)
    starts_on = serializers.DateField(allow_null=True)
    ends_on = serializers.DateField(allow_null=True)
    written = ProjectIn()
    savoirs = serializers.ListField(child=serializers.CharField())
    competences = serializers.ListField(child=serializers.CharField())
    evaluation = serializers.CharField()
    abandoned_reason = serializers.CharField()
    agreed_at = serializers.DateTimeField(allow_null=True)
    started_at = serializers.DateTimeField(allow_null=True)
    reviewed_at = serializers.DateTimeField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()

    def represent(self, row: Project) -> dict[str, Any]:
        """Return the plain dict of a project."""
        return {
            "id": row.pk,
            "version": row.version,
            "state": row.state,
            "state_since": row.state_since,
            "title": row.title,
            "promotion": row.promotion_id,
            "company": row.company_id,
            "sponsor": row.sponsor_id,
            "supervisor": row.supervisor_id,
            "follow_up": [each.teacher_id for each in row.follow_up.all()],
            "members": [_member(each) for each in row.members.all()],
            "convention": row.convention_id,
            "starts_on": row.starts_on,
            "ends_on": row.ends_on,
            "written": _written(row),
            "savoirs": sorted(each.savoir.code for each in row.savoir_links.all()),
            "competences": sorted({each.competence.code for each in row.competence_links.all()}),
            "evaluation": row.evaluation,
            "abandoned_reason": row.abandoned_reason,
            "agreed_at": row.agreed_at,
            "started_at": row.started_at,
            "reviewed_at": row.reviewed_at,
            "closed_at": row.closed_at,
            "created_at": row.created_at,
            "updated_at": row.updated_at,
        }


def _written(row: Project) -> dict[str, Any]:
    shape: dict[str, Any] = {name: getattr(row, name) for name in TEXTS}
    shape |= {name: figure(getattr(row, name)) for name in HOURS}
    return shape | {
        "offer": row.offer,
        "clienteles": row.clienteles,
        "in_weekly_hours": row.in_weekly_hours,
    }


def _member(row: Member) -> dict[str, Any]:
    return {
        "id": row.pk,
        "student": row.student_id,
        "role": row.role,
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
        "organises": row.organises,
        "lessons": row.lessons,
    }


class ProjectCheckOut(serializers.Serializer[Any]):
    """What the rules ask of a project, blocking first."""

    findings = FindingShape(many=True)
