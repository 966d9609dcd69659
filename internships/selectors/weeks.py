"""Reads of the counter of weeks, for one student or for a class."""

from collections.abc import Sequence
from uuid import UUID

from internships.facts.weeks import WeeksSummary, weeks_of_course
from internships.selectors.loading import load_courses
from nrc_platform.people.models import Promotion, User


def weeks_summary(student: User, promotion: Promotion) -> WeeksSummary:
    """Return the weeks of a student in their class. Ten queries."""
    return class_weeks(promotion, [student])[student.pk]


def class_weeks(promotion: Promotion, students: Sequence[User]) -> dict[UUID, WeeksSummary]:
    """Return the weeks of several students of a class. Ten queries, whatever their number."""
    courses = load_courses(promotion, students)
    return {course.student.pk: weeks_of_course(course) for course in courses}
