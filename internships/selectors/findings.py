"""What the rules say of a convention, and of a student's whole course."""

from collections.abc import Sequence
from uuid import UUID

from internships import rules
from internships.facts.check import convention_check, student_check
from internships.facts.loaded import LoadedConvention
from internships.selectors.loading import load_convention, load_courses
from nrc_platform.core.findings import Finding
from nrc_platform.people.models import Promotion, User

__all__ = [
    "class_findings",
    "convention_findings",
    "load_convention",
    "load_courses",
    "student_findings",
]


def convention_findings(loaded: LoadedConvention) -> list[Finding]:
    """Return what the rules say of a convention, blocking first; no query once it is loaded."""
    return rules.convention_findings(convention_check(loaded))


def student_findings(student: User, promotion: Promotion) -> list[Finding]:
    """Return what the rules say of a student's stages as a whole, blocking first. 10 queries."""
    return class_findings(promotion, [student])[student.pk]


def class_findings(promotion: Promotion, students: Sequence[User]) -> dict[UUID, list[Finding]]:
    """Return the same for several students of a class. 10 queries, whatever their number."""
    return {
        course.student.pk: rules.student_findings(student_check(course))
        for course in load_courses(promotion, students)
    }
