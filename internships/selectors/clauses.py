"""Reads of the page of a school's clauses."""

from uuid import UUID

from internships import access
from internships.facts.pages import convention_title
from internships.models import Convention, SchoolClauses
from nrc_platform.people.access import Viewer, holds
from nrc_platform.people.models import School
from nrc_platform.people.states import Role


def clauses_school(user: Viewer, school_id: UUID) -> School | None:
    """Return the school whose clauses the person may read: its office, head, teachers. 1 query."""
    if not holds(user, school_id, Role.OFFICE, Role.HEAD, Role.TEACHER):
        return None
    return School.objects.filter(pk=school_id).first()


def clauses_versions(user: Viewer, school: School) -> list[SchoolClauses]:
    """Return the versions of the clauses the person may see, the last first. One query."""
    rows = access.visible_clauses(user).filter(school=school)
    return list(rows.select_related("author").order_by("-number"))


def clauses_case(user: Viewer, school: School) -> Convention | None:
    """Return a real convention on which clauses are tried: the last begun. Three queries."""
    rows = access.visible_conventions(user).filter(school=school, company__isnull=False)
    return rows.with_people().first()


def case_words(convention: Convention | None) -> str:
    """Return the name of that convention; empty without."""
    if convention is None:
        return ""
    return convention_title(convention, list(convention.internships.all()))
