"""Filters of the list of conventions, shared by the page and the REST API."""

from typing import Any

import django_filters
from django.db.models import QuerySet

from internships.models import (
    Assessment,
    Attestation,
    Avenant,
    Convention,
    Internship,
    LogEntry,
    Visit,
)
from internships.states import (
    SIGNING,
    AssessmentKind,
    AttestationState,
    AvenantState,
    ConventionKind,
    ConventionState,
)
from nrc_platform.signatures.models import Signer, SigningRequest
from nrc_platform.signatures.states import RequestState, SignerState


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


class InternshipFilter(django_filters.FilterSet):
    """Named filters of stages: student, class, period, convention, company."""

    student = django_filters.UUIDFilter(field_name="student_id")
    promotion = django_filters.UUIDFilter(field_name="promotion_id")
    period = django_filters.UUIDFilter(field_name="period_id")
    convention = django_filters.UUIDFilter(field_name="convention_id")
    company = django_filters.UUIDFilter(field_name="convention__company_id")

    class Meta:
        model = Internship
        fields = ("student", "promotion", "period", "convention", "company")


class AvenantFilter(django_filters.FilterSet):
    """Named filters of avenants: convention, state."""

    convention = django_filters.UUIDFilter(field_name="convention_id")
    state = django_filters.ChoiceFilter(choices=AvenantState.choices)

    class Meta:
        model = Avenant
        fields = ("convention", "state")


class AttestationFilter(django_filters.FilterSet):
    """Named filters of attestations: stage, student, state."""

    internship = django_filters.UUIDFilter(field_name="internship_id")
    student = django_filters.UUIDFilter(field_name="internship__student_id")
    state = django_filters.ChoiceFilter(choices=AttestationState.choices)

    class Meta:
        model = Attestation
        fields = ("internship", "student", "state")


class VisitFilter(django_filters.FilterSet):
    """Named filters of visits: stage, teacher."""

    internship = django_filters.UUIDFilter(field_name="internship_id")
    teacher = django_filters.UUIDFilter(field_name="teacher_id")

    class Meta:
        model = Visit
        fields = ("internship", "teacher")


class LogEntryFilter(django_filters.FilterSet):
    """Named filters of the logbook: student, stage, days."""

    student = django_filters.UUIDFilter(field_name="student_id")
    internship = django_filters.UUIDFilter(field_name="internship_id")
    after = django_filters.DateFilter(field_name="happened_on", lookup_expr="gte")
    before = django_filters.DateFilter(field_name="happened_on", lookup_expr="lte")

    class Meta:
        model = LogEntry
        fields = ("student", "internship", "after", "before")


class AssessmentFilter(django_filters.FilterSet):
    """Named filters of assessments: stage, kind."""

    internship = django_filters.UUIDFilter(field_name="internship_id")
    kind = django_filters.ChoiceFilter(choices=AssessmentKind.choices)

    class Meta:
        model = Assessment
        fields = ("internship", "kind")


class SigningRequestFilter(django_filters.FilterSet):
    """Named filters of rounds: kind, what is signed, state."""

    kind = django_filters.CharFilter()
    subject = django_filters.UUIDFilter(field_name="subject_id")
    state = django_filters.ChoiceFilter(choices=RequestState.choices)

    class Meta:
        model = SigningRequest
        fields = ("kind", "subject", "state")


class SignerFilter(django_filters.FilterSet):
    """Named filters of signers: what is signed, state."""

    subject = django_filters.UUIDFilter(field_name="request__subject_id")
    state = django_filters.ChoiceFilter(choices=SignerState.choices)

    class Meta:
        model = Signer
        fields = ("subject", "state")
