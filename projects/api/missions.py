"""Preparatory missions in the REST API."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from curriculum.access import visible_competences
from internships.api.asked import caller, one_of, read, rows_by_code, seen_version
from nrc_platform.companies.access import visible_companies
from nrc_platform.core.api import FindingShape, Out, Viewset
from nrc_platform.core.errors import Invalid
from projects import access, services
from projects.api.asked import figure, partners, several
from projects.api.shapes import ids
from projects.forms.filters import MissionFilter
from projects.models import Mission
from projects.selectors.abilities import mission_abilities
from projects.selectors.findings import mission_findings
from projects.states import MissionAim

_LINKS = ("projects", "students", "competences", "company")


class MissionIn(serializers.Serializer[Any]):
    """What is written of a mission; every field may come alone once it exists."""

    title = serializers.CharField(max_length=150, required=False)
    target = serializers.CharField(max_length=300, required=False)
    aim = serializers.ChoiceField(MissionAim.choices, required=False)
    aim_text = serializers.CharField(allow_blank=True, max_length=300, required=False)
    starts_on = serializers.DateField(required=False)
    ends_on = serializers.DateField(required=False)
    place = serializers.CharField(max_length=200, required=False)
    hours = serializers.DecimalField(max_digits=6, decimal_places=2, required=False, min_value=0)
    in_weekly_hours = serializers.BooleanField(required=False)
    information = serializers.CharField(allow_blank=True, max_length=2000, required=False)
    company = serializers.UUIDField(required=False)
    projects = ids()
    students = ids()
    competences = serializers.ListField(child=serializers.CharField(), required=False)


class MissionOut(Out):
    """A mission, what it prepares, and what the rules say of it."""

    version = serializers.IntegerField()
    title = serializers.CharField()
    target = serializers.CharField()
    aim = serializers.CharField()
    aim_text = serializers.CharField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    place = serializers.CharField()
    hours = serializers.DecimalField(max_digits=6, decimal_places=2)
    in_weekly_hours = serializers.BooleanField()
    information = serializers.CharField()
    company = serializers.UUIDField()
    projects = serializers.ListField(child=serializers.UUIDField())
    students = serializers.ListField(child=serializers.UUIDField())
    competences = serializers.ListField(child=serializers.CharField())
    convention = serializers.UUIDField(allow_null=True)
    findings = FindingShape(many=True)
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()

    def represent(self, row: Mission) -> dict[str, Any]:
        """Return the plain dict of a mission."""
        cover = row.convention_mission
        return {
            "id": row.pk,
            "version": row.version,
            "title": row.title,
            "target": row.target,
            "aim": row.aim,
            "aim_text": row.aim_text,
            "starts_on": row.starts_on,
            "ends_on": row.ends_on,
            "place": row.place,
            "hours": figure(row.hours),
            "in_weekly_hours": row.in_weekly_hours,
            "information": row.information,
            "company": row.company_id,
            "projects": [each.pk for each in row.projects.all()],
            "students": [each.pk for each in row.students.all()],
            "competences": sorted(each.code for each in row.competences.all()),
            "convention": cover.convention_id if cover else None,
            "findings": [each.as_dict() for each in mission_findings(row)],
            "created_at": row.created_at,
            "updated_at": row.updated_at,
        }


class MissionViewset(Viewset):
    """Missions that prepare projects."""

    visible = access.visible_missions
    serializer_class = MissionOut
    filterset_class = MissionFilter
    ordering: ClassVar[Sequence[str]] = ("-starts_on", "id")
    ordering_fields: ClassVar[Sequence[str]] = ("starts_on", "ends_on", "created_at")

    def abilities(self, row: Mission) -> dict[str, bool]:
        """Return what the caller may do to the mission now."""
        return mission_abilities(self.request.user, row)

    def get_queryset(self) -> QuerySet[Mission]:
        """Return the missions with all that they are linked to."""
        return access.visible_missions(self.request.user).with_links()

    def _links(self, request: Request, values: dict[str, Any]) -> dict[str, Any]:
        """Return the rows linked, None for a link that was not given."""
        user = request.user
        projects = several(access.visible_projects(user), values, "projects")
        return {
            "projects": projects,
            # The service keeps those of the teams.
            "students": several(partners(user), values, "students"),
            "competences": rows_by_code(values, "competences", visible_competences(user)),
        }

    @extend_schema(request=MissionIn, responses={201: MissionOut})
    def create(self, request: Request) -> Response:
        """Begin a mission that prepares one project, or several of the same company."""
        values = read(MissionIn, request)
        links = self._links(request, values)
        if not links["projects"]:
            raise Invalid({"projects": ["Donnez au moins le projet qu’elle prépare."]})
        first, *others = links["projects"]
        row = services.create_mission(
            first,
            actor=caller(request),
            values={name: value for name, value in values.items() if name not in _LINKS},
            students=links["students"],
            projects=others,
            competences=links["competences"] or (),
        )
        return self.answer(self.get_queryset().get(pk=row.pk), status=201)

    @extend_schema(request=MissionIn, responses=MissionOut)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Keep what is given; send `If-Match` with the version you read."""
        row = self.get_object()
        self.check_version(row)
        values = read(MissionIn, request, partial=True)
        links = self._links(request, values)
        if "company" in values:
            links["company"] = one_of(visible_companies(request.user), values, "company")
        row = services.edit_mission(
            row,
            actor=caller(request),
            version=seen_version(request, row),
            values={name: value for name, value in values.items() if name not in _LINKS},
            **links,
        )
        return self.answer(self.get_queryset().get(pk=row.pk))
