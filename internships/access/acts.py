"""What one may do with what belongs to a stage."""

from internships.models import (
    Attestation,
    Avenant,
    Convention,
    Internship,
    LogEntry,
    SupportingPaper,
)
from internships.states import (
    COVERING,
    EDITABLE,
    SIGNING,
    UNSIGNED,
    AssessmentKind,
    AttestationState,
    AvenantState,
    ConventionState,
    PaperState,
)
from nrc_platform.people import access as people
from nrc_platform.people.access import Viewer, holds
from nrc_platform.people.models import Promotion, School, User
from nrc_platform.people.states import Role


def _supervises(user: Viewer, promotion: Promotion) -> bool:
    """Return whether the person teaches the class, or keeps the internship office; no query."""
    return people.teaches(user, promotion) or holds(user, promotion.school_id, Role.OFFICE)


def _follows(user: Viewer, convention: Convention) -> bool:
    """Return whether the person teaches a class of the convention, or keeps its office."""
    if holds(user, convention.school_id, Role.OFFICE):
        return True
    return any(people.teaches(user, row.promotion) for row in convention.internships.all())


def _takes_part(user: Viewer, convention: Convention) -> bool:
    return any(row.student_id == user.pk for row in convention.internships.all())


def can_edit_calendar(user: Viewer, promotion: Promotion) -> bool:
    """Return whether the person plans the periods of a class: its teachers, the office."""
    return _supervises(user, promotion)


def can_write_search(user: Viewer, student: User) -> bool:
    """Return whether the person writes the search diary: the student alone."""
    return student.pk == user.pk and Role.STUDENT in people.roles(user)


def can_give_paper(user: Viewer, student: User, promotion: Promotion) -> bool:
    """Return whether the person files a paper: the student, or the office for them."""
    return student.pk == user.pk or holds(user, promotion.school_id, Role.OFFICE)


def can_check_paper(user: Viewer, paper: SupportingPaper) -> bool:
    """Return whether the person says if a paper does: the office of the school."""
    return paper.state == PaperState.TO_CHECK and holds(user, paper.school_id, Role.OFFICE)


def can_draft_convention(user: Viewer, student: User, promotion: Promotion) -> bool:
    """Return whether the person begins a convention: the student, a teacher, the office."""
    return (student.pk == user.pk and Role.STUDENT in people.roles(user)) or _supervises(
        user, promotion
    )


def can_edit_convention(user: Viewer, convention: Convention) -> bool:
    """
    Return whether the person writes in the convention.

    - a draft or a returned one: the student, the teachers, the office;
    - under review: the teachers and the office, who mend a detail themselves.
    """
    if convention.state in EDITABLE:
        return _takes_part(user, convention) or _follows(user, convention)
    return convention.state == ConventionState.TEACHER_REVIEW and _follows(user, convention)


def can_submit_convention(user: Viewer, convention: Convention) -> bool:
    """Return whether the person hands it to the company: whoever may write in it."""
    return convention.state in EDITABLE and can_edit_convention(user, convention)


def can_check_for_company(user: Viewer, convention: Convention) -> bool:
    """Return whether the person answers for an unreachable company: the office, with a reason."""
    return convention.state == ConventionState.COMPANY_CHECK and holds(
        user, convention.school_id, Role.OFFICE
    )


def can_remind_company(user: Viewer, convention: Convention) -> bool:
    """Return whether the person sends the company a new link: whoever may have submitted it."""
    return convention.state == ConventionState.COMPANY_CHECK and (
        _takes_part(user, convention) or _follows(user, convention)
    )


def can_send_back_convention(user: Viewer, convention: Convention) -> bool:
    """Return whether the person asks for a correction: a teacher of the class, the office."""
    states = (ConventionState.COMPANY_CHECK, ConventionState.TEACHER_REVIEW)
    return convention.state in states and _follows(user, convention)


def can_send_convention(user: Viewer, convention: Convention) -> bool:
    """Return whether the person sends it to be signed: a teacher of the class, the office."""
    return convention.state == ConventionState.TEACHER_REVIEW and _follows(user, convention)


def can_record_paper(user: Viewer, convention: Convention) -> bool:
    """Return whether the person vouches for a signature on paper: a teacher, the office."""
    return _follows(user, convention)


def can_correct_contact(user: Viewer, convention: Convention) -> bool:
    """Return whether the person mends a signer's address: a teacher, the office."""
    return convention.state in SIGNING and _follows(user, convention)


def can_reopen_convention(user: Viewer, convention: Convention) -> bool:
    """Return whether the person takes a sent convention up again: a teacher, the office."""
    return convention.state in SIGNING and _follows(user, convention)


def can_refuse_convention(user: Viewer, convention: Convention) -> bool:
    """Return whether the person records a refusal: a teacher, the office."""
    states = (ConventionState.COMPANY_CHECK, ConventionState.TEACHER_REVIEW, *SIGNING)
    return convention.state in states and _follows(user, convention)


def can_cancel_convention(user: Viewer, convention: Convention) -> bool:
    """
    Return whether the person gives the convention up before the stage.

    - a teacher of the class, the office: until the stage begins;
    - the student: their own, while it is a draft or returned.
    """
    if convention.state in EDITABLE and _takes_part(user, convention):
        return True
    states = (*UNSIGNED, ConventionState.SIGNED)
    return convention.state in states and _follows(user, convention)


def can_terminate_convention(user: Viewer, convention: Convention) -> bool:
    """Return whether the person records the end of a stage under way: a teacher, the office."""
    return convention.state == ConventionState.SIGNED and _follows(user, convention)


def can_draft_avenant(user: Viewer, convention: Convention) -> bool:
    """Return whether the person writes an avenant: teachers and office, on a signed convention."""
    return convention.state == ConventionState.SIGNED and _follows(user, convention)


def can_edit_avenant(user: Viewer, avenant: Avenant) -> bool:
    """Return whether the person changes, sends or cancels an avenant: teachers and office."""
    open_states = (
        AvenantState.DRAFT,
        AvenantState.READY_TO_SIGN,
        AvenantState.PARTLY_SIGNED,
    )
    return avenant.state in open_states and _follows(user, avenant.convention)


def can_draft_for_class(user: Viewer, promotion: Promotion) -> bool:
    """Return whether the person begins conventions for a class: its teachers, the office."""
    return _supervises(user, promotion)


def can_edit_clauses(user: Viewer, school: School) -> bool:
    """Return whether the person writes the school's own clauses: its internship office."""
    return holds(user, school.pk, Role.OFFICE)


def can_write_log(user: Viewer, student: User) -> bool:
    """Return whether the person writes in the logbook: the student alone."""
    return student.pk == user.pk and Role.STUDENT in people.roles(user)


def can_answer_log(user: Viewer, entry: LogEntry) -> bool:
    """Return whether the person answers in the thread: a teacher of the class, the student."""
    return entry.student_id == user.pk or people.teaches(user, entry.promotion)


def can_record_absence(user: Viewer, internship: Internship) -> bool:
    """Return whether the person notes an absence: the student, a teacher, the office."""
    if internship.convention.state not in COVERING:
        return False
    return internship.student_id == user.pk or _supervises(user, internship.promotion)


def can_record_accident(user: Viewer, internship: Internship) -> bool:
    """Return whether the person notes an accident: as for an absence."""
    return can_record_absence(user, internship)


def can_plan_visit(user: Viewer, internship: Internship) -> bool:
    """Return whether the person plans and reports a visit: a teacher of the class."""
    return internship.convention.state in COVERING and people.teaches(user, internship.promotion)


def can_ask_tutor(user: Viewer, internship: Internship) -> bool:
    """Return whether the person asks the tutor for an assessment: a teacher, the office."""
    return internship.convention.state in COVERING and _supervises(user, internship.promotion)


def can_write_assessment(user: Viewer, internship: Internship, kind: str) -> bool:
    """
    Return whether the person writes that assessment on the platform.

    - the student's own opinion: the student; the referent's: a teacher of the class;
    - the tutor's: nobody but the tutor, through a link.
    """
    if internship.convention.state not in COVERING:
        return False
    if kind == AssessmentKind.STUDENT:
        return internship.student_id == user.pk
    return kind == AssessmentKind.TEACHER and people.teaches(user, internship.promotion)


def can_make_attestation(user: Viewer, internship: Internship) -> bool:
    """Return whether the person establishes the attestation: a teacher, the office."""
    return internship.convention.state in COVERING and _supervises(user, internship.promotion)


def can_cancel_attestation(user: Viewer, attestation: Attestation) -> bool:
    """Return whether the person takes an attestation back: a teacher, the office."""
    return attestation.state != AttestationState.CANCELLED and _supervises(
        user, attestation.internship.promotion
    )


def can_record_dispensation(user: Viewer, promotion: Promotion) -> bool:
    """Return whether the person records a decision that lowers the weeks: the office."""
    return holds(user, promotion.school_id, Role.OFFICE)


def can_set_outcome(user: Viewer, internship: Internship) -> bool:
    """Return whether the person says how a stage went: a teacher, the office, once begun."""
    return internship.convention.state in COVERING and _supervises(user, internship.promotion)
