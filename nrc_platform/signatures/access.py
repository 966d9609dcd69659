"""Who may touch a round; the app that owns what is signed asks its own questions first."""

from nrc_platform.people.access import Viewer, held_grants, holds
from nrc_platform.people.models import School
from nrc_platform.people.states import Role
from nrc_platform.signatures.models import SigningRequest


def can_open_request(user: Viewer, school: School) -> bool:
    """Return whether the person opens a round: teachers, office and head of the school."""
    return holds(user, school.pk, Role.TEACHER, Role.OFFICE, Role.HEAD)


def can_run_request(user: Viewer, request: SigningRequest) -> bool:
    """
    Return whether the person vouches for papers, mends addresses, ends the round.

    - teachers, office and head of the school; never a student, a juror, the platform admin.
    """
    return holds(user, request.school_id, Role.TEACHER, Role.OFFICE, Role.HEAD)


def can_issue_link(user: Viewer, school: School) -> bool:
    """Return whether the person has a link sent: any role in the school, juror apart."""
    return any(
        grant.school_id == school.pk and grant.role != Role.JUROR for grant in held_grants(user)
    )
