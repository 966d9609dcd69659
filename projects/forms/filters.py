"""Filters of the REST API: by project, state, person, days."""

from typing import Any

import django_filters
from django.db.models import QuerySet

from projects.models import (
    Action,
    Deliverable,
    Indicator,
    Meeting,
    Member,
    Mission,
    Phase,
    Project,
)
from projects.states import ActionState, IndicatorKind, MeetingForm, PhaseState, ProjectState


class ProjectSearch(django_filters.FilterSet):
    """Named filters of projects: words, state, class, company, supervisor, student."""

    search = django_filters.CharFilter(method="by_words", label="Titre, entreprise ou étudiant")
    state = django_filters.ChoiceFilter(choices=ProjectState.choices)
    promotion = django_filters.UUIDFilter(field_name="promotion_id")
    company = django_filters.UUIDFilter(field_name="company_id")
    supervisor = django_filters.UUIDFilter(field_name="supervisor_id")
    student = django_filters.UUIDFilter(method="of_student")

    class Meta:
        model = Project
        fields = ("search", "state", "promotion", "company", "supervisor", "student")

    def by_words(self, rows: Any, name: str, value: str) -> Any:
        """Keep those whose title, company or team hold every word."""
        return rows.search(value)

    def of_student(self, rows: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        """Keep those a student is or was in the team of."""
        own = Member.objects.filter(student_id=value).order_by().values("project_id")
        return rows.filter(pk__in=own)


class MissionFilter(django_filters.FilterSet):
    """Named filters of missions: project, company, student."""

    project = django_filters.UUIDFilter(method="of_project")
    company = django_filters.UUIDFilter(field_name="company_id")
    student = django_filters.UUIDFilter(method="of_student")

    class Meta:
        model = Mission
        fields = ("project", "company", "student")

    def of_project(self, rows: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        """Keep those that prepare a project."""
        links = Mission.projects.through.objects.filter(project_id=value)
        return rows.filter(pk__in=links.order_by().values("mission_id"))

    def of_student(self, rows: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        """Keep those a student carries out."""
        links = Mission.students.through.objects.filter(user_id=value)
        return rows.filter(pk__in=links.order_by().values("mission_id"))


class PhaseFilter(django_filters.FilterSet):
    """Named filters of phases: project, state."""

    project = django_filters.UUIDFilter(field_name="project_id")
    state = django_filters.ChoiceFilter(choices=PhaseState.choices)

    class Meta:
        model = Phase
        fields = ("project", "state")


class ActionFilter(django_filters.FilterSet):
    """Named filters of actions: project, state, student who does it, days."""

    project = django_filters.UUIDFilter(field_name="project_id")
    state = django_filters.ChoiceFilter(choices=ActionState.choices)
    student = django_filters.UUIDFilter(method="of_student")
    after = django_filters.DateFilter(field_name="ends_on", lookup_expr="gte")
    before = django_filters.DateFilter(field_name="starts_on", lookup_expr="lte")

    class Meta:
        model = Action
        fields = ("project", "state", "student", "after", "before")

    def of_student(self, rows: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        """Keep those a student has to do."""
        links = Action.owners.through.objects.filter(member__student_id=value)
        return rows.filter(pk__in=links.order_by().values("action_id"))


class IndicatorFilter(django_filters.FilterSet):
    """Named filters of indicators: project, nature, objectives."""

    project = django_filters.UUIDFilter(field_name="project_id")
    kind = django_filters.ChoiceFilter(choices=IndicatorKind.choices)
    objective = django_filters.BooleanFilter()

    class Meta:
        model = Indicator
        fields = ("project", "kind", "objective")


class MeetingFilter(django_filters.FilterSet):
    """Named filters of meetings: project, mission, form, held or not, days."""

    project = django_filters.UUIDFilter(field_name="project_id")
    mission = django_filters.UUIDFilter(field_name="mission_id")
    form = django_filters.ChoiceFilter(choices=MeetingForm.choices)
    held = django_filters.BooleanFilter(field_name="held_on", lookup_expr="isnull", exclude=True)
    after = django_filters.DateFilter(field_name="held_on", lookup_expr="gte")
    before = django_filters.DateFilter(field_name="held_on", lookup_expr="lte")

    class Meta:
        model = Meeting
        fields = ("project", "mission", "form", "held", "after", "before")


class DeliverableFilter(django_filters.FilterSet):
    """Named filters of deliverables: project, day."""

    project = django_filters.UUIDFilter(field_name="project_id")
    before = django_filters.DateFilter(field_name="due_on", lookup_expr="lte")

    class Meta:
        model = Deliverable
        fields = ("project", "before")
