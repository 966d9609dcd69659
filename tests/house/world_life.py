"""What hangs on the stage of `own`, for the access matrix: one row of each kind."""

from datetime import date
from types import SimpleNamespace

from nrc_platform.documents import services as documents
from nrc_platform.people.models import Promotion, User
from tests.internships.factories import (
    AbsenceFactory,
    AccidentFactory,
    AssessmentFactory,
    AttestationFactory,
    DispensationFactory,
    InternshipPeriodFactory,
    LogEntryFactory,
    ProgressionStepFactory,
    SearchEntryFactory,
    SupportingPaperFactory,
    VisitFactory,
)
from tests.internships.life import stage_of


def make_life(people: dict[str, User], promotion: Promotion, things: SimpleNamespace) -> None:
    """Make the calendar of the class, the search of `own`, and their signed stage."""
    own, teacher = people["own"], people["teacher"]
    whose = {"student": own, "promotion": promotion}
    things.life_period = InternshipPeriodFactory(promotion=promotion, label="Premier stage")
    things.life_step = ProgressionStepFactory(promotion=promotion)
    things.life_stage = stage_of(own, promotion, period=things.life_period)
    # Nothing is about this one: it may go.
    things.life_free_period = InternshipPeriodFactory(promotion=promotion, label="Troisième stage")
    things.life_entry = SearchEntryFactory(student=own, period=things.life_period)
    things.life_paper = SupportingPaperFactory(**whose)
    things.life_log = LogEntryFactory(
        **whose, internship=things.life_stage, photo=documents.put(b"photo")
    )
    about = {"internship": things.life_stage}
    things.life_absence = AbsenceFactory(**about)
    things.life_accident = AccidentFactory(**about)
    things.life_visit = VisitFactory(**about, teacher=teacher)
    things.life_opinion = AssessmentFactory(
        **about, kind="student", author=own, submitted=True, outcome=""
    )
    # An attested stage: its absences no longer change.
    over = stage_of(own, promotion, starts_on=date(2026, 9, 7), ends_on=date(2026, 10, 16))
    things.life_over, things.life_attestation = over, AttestationFactory(internship=over)
    things.life_dispensation = DispensationFactory(**whose)
