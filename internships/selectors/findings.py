"""What the rules say of a convention, and of a student's whole course."""

from collections.abc import Sequence
from uuid import UUID

from internships import rules
from internships.facts.check import convention_check, student_check
from internships.facts.loaded import LoadedConvention
from internships.models import Avenant
from internships.selectors.loading import load_convention, load_courses
from internships.states import EDITABLE, WITHOUT_EFFECT, ConventionState
from nrc_platform.core.findings import Finding
from nrc_platform.people.models import Promotion, User

__all__ = [
    "avenant_findings",
    "class_findings",
    "convention_findings",
    "load_convention",
    "load_courses",
    "student_findings",
]
_BEFORE_SENDING = (*EDITABLE, ConventionState.COMPANY_CHECK, ConventionState.TEACHER_REVIEW)


def convention_findings(loaded: LoadedConvention) -> list[Finding]:
    """
    Return what the rules say of a convention, blocking first; no query once it is loaded.

    A convention without effect has nothing to mend; once it is sent, what would have kept it from
    being sent is behind: a clause is taken up again, or changed by an avenant.
    """
    state = loaded.row.state
    if state in WITHOUT_EFFECT:
        return []
    found = rules.convention_findings(convention_check(loaded))
    return [each for each in found if state in _BEFORE_SENDING or each.blocks != "send"]


def avenant_findings(avenant: Avenant) -> list[Finding]:
    """
    Return what a change would bring that keeps a stage from being signed or from starting.

    What the terms agreed already break is not its doing: it may be what mends them. 36 queries.
    """
    convention = avenant.convention_id
    before = rules.convention_findings(convention_check(load_convention(convention)))
    known = {each.rule for each in before if _stops(each)}
    after = load_convention(convention, coming=avenant)
    found = rules.convention_findings(convention_check(after))
    return [each for each in found if _stops(each) and each.rule not in known]


def _stops(finding: Finding) -> bool:
    return finding.severity == "blocking" and finding.blocks in ("send", "sign", "start")


def student_findings(student: User, promotion: Promotion) -> list[Finding]:
    """Return what the rules say of a student's stages as a whole, blocking first. 10 queries."""
    return class_findings(promotion, [student])[student.pk]


def class_findings(promotion: Promotion, students: Sequence[User]) -> dict[UUID, list[Finding]]:
    """Return the same for several students of a class. 10 queries, whatever their number."""
    return {
        course.student.pk: rules.student_findings(student_check(course))
        for course in load_courses(promotion, students)
    }
