"""Reads of the assessments: one shown in words, the one a link opens."""

from typing import Any
from uuid import UUID

from curriculum.models import Competence
from internships import access
from internships.facts.assessment import answers_in_words, form_of, levels_in_words
from internships.models import Assessment, Internship
from internships.states import AssessmentKind
from nrc_platform.people.access import Viewer


def readable(user: Viewer, row: Internship, kind: str) -> Assessment | None:
    """Return the assessment of that kind among those the person may read. One query."""
    rows = access.visible_assessments(user).filter(internship=row, kind=kind)
    found: Assessment | None = rows.select_related("internship__convention").first()
    return found


def asked_of_tutor(assessment_id: UUID) -> Assessment | None:
    """Return the assessment that a tutor's link opens: never another kind. One query."""
    return (
        Assessment.objects.filter(pk=assessment_id, kind=AssessmentKind.TUTOR)
        .select_related(
            "internship__student",
            "internship__promotion__school",
            "internship__period",
            "internship__convention__company",
        )
        .first()
    )


def competences_of(row: Internship) -> list[Competence]:
    """Return the competences that the convention names, in order. One query."""
    return list(row.convention.competences.order_by("rank", "id"))


def as_read(held: Assessment) -> dict[str, Any]:
    """Return an assessment in words. One query."""
    labels = {each.code: each.label for each in competences_of(held.internship)}
    return {
        "held": held,
        "form": form_of(held),
        "answers": answers_in_words(held),
        "levels": levels_in_words(held, labels),
    }
