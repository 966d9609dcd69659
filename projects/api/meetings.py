"""Meetings of the follow-up in the REST API: asked for, planned, reported."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from internships.api.asked import UNKNOWN, caller, read, seen_version
from nrc_platform.companies.access import visible_contacts
from nrc_platform.core.api import Out
from nrc_platform.core.errors import Invalid
from projects import access
from projects.api.asked import PartViewset, partners, project_asked, several
from projects.api.shapes import ids
from projects.forms.filters import MeetingFilter
from projects.models import Meeting, Mission, Project
from projects.services import meetings
from projects.states import Asker, Domain, MeetingForm, Theme

_LINKS = ("project", "mission", "attended", "professionals")


def _text(most: int) -> serializers.CharField:
    return serializers.CharField(allow_blank=True, max_length=most, required=False)


class MeetingIn(serializers.Serializer[Any]):
    """A meeting: `held_on` makes it a report, `planned_at` a plan, neither a demand."""

    project = serializers.UUIDField(required=False)
    mission = serializers.UUIDField(required=False)
    form = serializers.ChoiceField(MeetingForm.choices, required=False)
    asker = serializers.ChoiceField(Asker.choices, allow_blank=True, required=False)
    purpose = _text(300)
    planned_at = serializers.DateTimeField(allow_null=True, required=False)
    held_on = serializers.DateField(required=False)
    place = _text(160)
    themes = serializers.ListField(child=serializers.ChoiceField(Theme.choices), required=False)
    other_theme = _text(160)
    domains = serializers.ListField(child=serializers.ChoiceField(Domain.choices), required=False)
    other_domain = _text(160)
    attended = ids()
    professionals = ids()
    decisions = _text(4000)
    next_steps = _text(4000)


class MeetingOut(Out):
    """A meeting of one of the four forms."""

    version = serializers.IntegerField()
    project = serializers.UUIDField(allow_null=True)
    mission = serializers.UUIDField(allow_null=True)
    form = serializers.CharField()
    asker = serializers.CharField()
    asked_by = serializers.UUIDField(allow_null=True)
    asked_at = serializers.DateTimeField(allow_null=True)
    purpose = serializers.CharField()
    planned_at = serializers.DateTimeField(allow_null=True)
    held_on = serializers.DateField(allow_null=True)
    held_by = serializers.UUIDField(allow_null=True)
    place = serializers.CharField()
    themes = serializers.ListField(child=serializers.CharField())
    other_theme = serializers.CharField()
    domains = serializers.ListField(child=serializers.CharField())
    other_domain = serializers.CharField()
    attended = serializers.ListField(child=serializers.UUIDField())
    professionals = serializers.ListField(child=serializers.UUIDField())
    decisions = serializers.CharField()
    next_steps = serializers.CharField()
    created_at = serializers.DateTimeField()

    def represent(self, row: Meeting) -> dict[str, Any]:
        """Return the plain dict of a meeting."""
        return {
            "id": row.pk,
            "version": row.version,
            "project": row.project_id,
            "mission": row.mission_id,
            "form": row.form,
            "asker": row.asker,
            "asked_by": row.asked_by_id,
            "asked_at": row.asked_at,
            "purpose": row.purpose,
            "planned_at": row.planned_at,
            "held_on": row.held_on,
            "held_by": row.held_by_id,
            "place": row.place,
            "themes": row.themes,
            "other_theme": row.other_theme,
            "domains": row.domains,
            "other_domain": row.other_domain,
            "attended": sorted(each.pk for each in row.attended.all()),
            "professionals": sorted(each.pk for each in row.professionals.all()),
            "decisions": row.decisions,
            "next_steps": row.next_steps,
            "created_at": row.created_at,
        }


class MeetingViewset(PartViewset):
    """Meetings of the projects and missions the caller may see."""

    visible = access.visible_meetings
    serializer_class = MeetingOut
    filterset_class = MeetingFilter
    ordering: ClassVar[Sequence[str]] = ("-created_at", "id")

    def abilities(self, row: Meeting) -> dict[str, bool]:
        """Return whether the caller may plan and report the meeting."""
        subject = meetings.subject_of(row)
        return {"edit": access.can_plan_meeting(self.request.user, subject)}

    def get_queryset(self) -> QuerySet[Meeting]:
        """Return the meetings with who came, and the mission they are about."""
        missions = Prefetch("mission", Mission.objects.with_links())
        return super().get_queryset().prefetch_related("attended", "professionals", missions)

    def _subject(self, request: Request, values: dict[str, Any]) -> Project | Mission:
        """Return the project or the mission that a new meeting is about."""
        if "mission" not in values:
            return project_asked(request, values)
        missions = access.visible_missions(request.user).with_links()
        found = missions.filter(pk=values["mission"]).first()
        if found is None:
            raise Invalid({"mission": [UNKNOWN]})
        return found

    def _presence(self, values: dict[str, Any]) -> dict[str, Any]:
        """Return who came, among those the caller may name."""
        user = self.request.user
        return {
            "attended": several(partners(user), values, "attended"),
            "professionals": several(visible_contacts(user), values, "professionals"),
        }

    @extend_schema(request=MeetingIn, responses={201: MeetingOut})
    def create(self, request: Request) -> Response:
        """Plan a meeting, report one that nobody had planned, or ask for one."""
        values = read(MeetingIn, request)
        subject, actor = self._subject(request, values), caller(request)
        own = {name: value for name, value in values.items() if name not in _LINKS}
        if "held_on" in values:
            present = {k: rows or () for k, rows in self._presence(values).items()}
            row = meetings.log_meeting(subject, actor=actor, values=own, **present)
        elif values.get("planned_at") is not None:
            row = meetings.plan_meeting(subject, actor=actor, values=own)
        else:
            row = meetings.ask_meeting(
                subject,
                actor=actor,
                asker=own.get("asker") or Asker.STUDENT,
                purpose=own.get("purpose", ""),
            )
        return self.answer(self.again(row), status=201)

    @extend_schema(request=MeetingIn, responses=MeetingOut)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Move or prepare a meeting, or report it; send `If-Match` with the version you read."""
        row = self.get_object()
        self.check_version(row)
        values = read(MeetingIn, request, partial=True)
        own = {name: value for name, value in values.items() if name not in _LINKS}
        how: dict[str, Any] = {
            "actor": caller(request),
            "version": seen_version(request, row),
            "values": own,
        }
        if "held_on" in values:
            meetings.report_meeting(row, **how, **self._presence(values))
        else:
            meetings.replan_meeting(row, **how)
        return self.answer(self.again(row))
