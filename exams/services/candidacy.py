"""Candidate numbers of an exam session."""

from django.core.exceptions import ValidationError

from exams import access
from exams.models import Candidacy
from nrc_platform.core.access import require
from nrc_platform.core.errors import Invalid
from nrc_platform.core.text import clean_text
from nrc_platform.journal import services as journal
from nrc_platform.journal.moves import service
from nrc_platform.people.models import Promotion, User


@service
def set_candidate_number(
    student: User, *, actor: User, promotion: Promotion, number: str
) -> Candidacy:
    """Record the number the académie gave to a student for the session of the promotion."""
    require(
        access.can_set_candidate_number(actor, promotion),
        "Les numéros de candidat se saisissent par l’équipe de la promotion ou le bureau.",
    )
    if not promotion.enrolments.filter(student=student).exists():
        raise Invalid({"number": ["Cette personne n’est pas inscrite dans la promotion."]})
    row = Candidacy.objects.filter(
        student=student, session_year=promotion.session_year
    ).first() or Candidacy(student=student, session_year=promotion.session_year)
    row.promotion, row.school = promotion, promotion.school
    row.number = clean_text(number).strip()
    try:
        row.full_clean()
    except ValidationError as error:
        raise Invalid({"number": error.messages}) from error
    row.save()
    journal.record("exams.candidacy.set", actor=actor, about=row, school_id=promotion.school_id)
    return row
