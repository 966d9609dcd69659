"""What the attestation of a stage prints, frozen (D124-9): effective duration, sum paid."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from internships.facts import parts
from internships.facts.frozen import Frozen
from internships.models import Attestation, Break, Terms

SOURCE = "Code de l’éducation, article D124-9"
TEMPLATE = "attestation-2014@1"


@dataclass(frozen=True)
class AttestationFacts(Frozen):
    """An attestation as the host signs it."""

    attestation: str
    convention_number: str
    round: int
    issued_on: date
    course_title: str
    school: parts.SchoolFact
    host: parts.HostFact
    student: parts.StudentFact
    tutor: parts.PersonFact
    subject: str
    starts_on: date
    ends_on: date
    breaks: tuple[parts.BreakFact, ...]
    absence_hours: Decimal
    duration: parts.DurationFact
    months: tuple[parts.MonthFact, ...]
    paid_cents: int
    signers: tuple[parts.SignerFact, ...]
    ended_early: bool = False
    template: str = TEMPLATE
    source: str = SOURCE
    reference: str = ""


def attestation_facts(
    attestation: Attestation,
    *,
    terms: Terms,
    ends_on: date,
    duration: parts.DurationFact,
    issued_on: date,
    head: str,
    signers: Sequence[parts.SignerFact],
    breaks: Sequence[Break] = (),
    absence_hours: Decimal = Decimal(0),
    months: Sequence[parts.MonthFact] = (),
    round_number: int = 1,
    reference: str = "",
) -> AttestationFacts:
    """
    Freeze the attestation of a stage whose convention, student and company are loaded.

    - `terms` are the last agreed; `ends_on` is the real last day, earlier after a rupture;
    - the hours are those done, absences subtracted: `duration` says them in days and weeks.
    """
    row = attestation.internship
    convention = row.convention
    if terms.starts_on is None:
        raise ValueError("An attested stage has dates.")
    return AttestationFacts(
        attestation=str(attestation.pk),
        convention_number=convention.number,
        round=round_number,
        issued_on=issued_on,
        course_title=convention.course_title,
        school=parts.school_fact(convention.school, head=head),
        host=parts.host_fact(convention.company, convention.signatory, terms),
        student=parts.student_fact(row, terms.starts_on),
        tutor=parts.contact_fact(terms.tutor),
        subject=terms.subject,
        starts_on=terms.starts_on,
        ends_on=ends_on,
        breaks=tuple(parts.break_fact(each) for each in breaks if each.starts_on <= ends_on),
        absence_hours=absence_hours,
        duration=duration,
        months=tuple(months),
        paid_cents=attestation.paid_cents,
        signers=tuple(signers),
        ended_early=convention.ended_on is not None,
        reference=reference,
    )
