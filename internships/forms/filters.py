"""Filters of the list of conventions, shared by the page and the REST API."""

from typing import Any

import django_filters
from django.db.models import QuerySet

from internships.models import Convention
from internships.states import SIGNING, ConventionKind, ConventionState


class ConventionFilter(django_filters.FilterSet):
    """Named filters: state, kind, class, period, student, company."""

    state = django_filters.ChoiceFilter(
        choices=ConventionState.choices, label="État", method="in_state"
    )
    kind = django_filters.ChoiceFilter(choices=ConventionKind.choices, label="Nature")
    promotion = django_filters.UUIDFilter(method="of_class", label="Promotion")
    period = django_filters.UUIDFilter(method="in_period", label="Période")
    student = django_filters.UUIDFilter(method="of_student", label="Étudiant")
    company = django_filters.UUIDFilter(field_name="company_id", label="Entreprise")

    class Meta:
        model = Convention
        fields = ("state", "kind", "promotion", "period", "student", "company")

    def in_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep a state; the two of signing are one word for people."""
        return rows.filter(state__in=SIGNING if value in SIGNING else [value])

    def of_class(self, rows: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        """Keep the conventions of a class."""
        return rows.filter(internships__promotion_id=value).distinct()

    def in_period(self, rows: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        """Keep the conventions of a period."""
        return rows.filter(internships__period_id=value).distinct()

    def of_student(self, rows: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        """Keep the conventions of a student."""
        return rows.filter(internships__student_id=value).distinct()
