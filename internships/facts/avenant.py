"""What an avenant prints, frozen: the parties, what changes from what to what, from when."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from internships.facts import parts, words
from internships.facts.convention import ConventionFacts
from internships.facts.frozen import Frozen
from internships.models import Avenant, Break, Terms
from internships.states import HOURS_FIELDS, AvenantKind, Gratification
from nrc_platform.core import dates

SOURCE = "Code de l’éducation, article D124-4, dernier alinéa"
TEMPLATE = "avenant-2014@1"
NOTHING = "non renseigné"


@dataclass(frozen=True)
class ChangeFact:
    """One thing that changes: what it is called, what it was, what it becomes."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class AvenantFacts(Frozen):
    """An avenant as it is printed and signed by the parties of the convention."""

    avenant: str
    number: int
    kind: str
    kind_label: str
    convention_kind: str
    convention_number: str
    convention_signed_on: date | None
    round: int
    issued_on: date
    applies_on: date
    reason: str
    school: parts.SchoolFact
    host: parts.HostFact
    students: tuple[parts.StudentFact, ...]
    changes: tuple[ChangeFact, ...]
    signers: tuple[parts.SignerFact, ...]
    template: str = TEMPLATE
    source: str = SOURCE
    reference: str = ""

    @property
    def student_names(self) -> str:
        """Return « Zoé Dupré, Hugo Marin »."""
        return ", ".join(student.name for student in self.students)

    @property
    def is_termination(self) -> bool:
        """Return whether the avenant ends the stage."""
        return self.kind == AvenantKind.TERMINATION


def _day(value: date | None) -> str:
    return dates.day(value) if value else NOTHING


def _place(terms: Terms) -> str:
    site = terms.site
    return f"{site.label}, {site.address}, {site.postal_code} {site.city}" if site else "siège"


def _week(terms: Terms) -> str:
    held = [
        f"{dates.DAYS[at]} {words.hours(getattr(terms, name))}"
        for at, name in enumerate(HOURS_FIELDS)
        if getattr(terms, name)
    ]
    return f"{words.hours(terms.weekly_hours)} par semaine ({', '.join(held)})"


def _presence(terms: Terms) -> str:
    held = [
        name
        for name, on in (
            ("de nuit", terms.night_presence),
            ("un jour férié", terms.holiday_presence),
        )
        if on
    ]
    said = " et ".join(held) or "aucune"
    return f"{said} ({terms.presence_note})" if terms.presence_note else said


def _pay(terms: Terms) -> str:
    if terms.gratification == Gratification.RATE and terms.hourly_cents:
        return f"{words.euros(terms.hourly_cents)} par heure"
    choice = Gratification(terms.gratification)
    return choice.label


# What is compared, in the order in which it is printed.
READERS: tuple[tuple[str, Callable[[Terms], str]], ...] = (
    ("Premier jour", lambda terms: _day(terms.starts_on)),
    ("Dernier jour", lambda terms: _day(terms.ends_on)),
    ("Lieu", _place),
    ("Service", lambda terms: terms.department or NOTHING),
    ("Tuteur", lambda terms: str(terms.tutor) if terms.tutor else NOTHING),
    ("Enseignant référent", lambda terms: str(terms.referent) if terms.referent else NOTHING),
    ("Sujet", lambda terms: terms.subject or NOTHING),
    ("Activités confiées", lambda terms: terms.activities or NOTHING),
    ("Heures de présence", _week),
    ("Horaire", lambda terms: terms.timetable or NOTHING),
    ("Présence inhabituelle", _presence),
    ("Heures de projet", lambda terms: words.hours(terms.project_weekly_hours)),
    ("Gratification", _pay),
    ("Versement", lambda terms: terms.payment or NOTHING),
)


def _days(rows: Iterable[Break]) -> str:
    said = [
        f"{row.get_kind_display()} {words.between(row.starts_on, row.ends_on)}"
        + (f" ({row.reason})" if row.reason else "")
        for row in rows
    ]
    return "\n".join(said) or "aucun"


def terms_changes(before: Terms, after: Terms) -> tuple[ChangeFact, ...]:
    """Return what differs between two sets of terms, as it is printed."""
    compared = ((label, read(before), read(after)) for label, read in READERS)
    return tuple(ChangeFact(label, old, new) for label, old, new in compared if old != new)


def avenant_facts(
    avenant: Avenant,
    *,
    convention: ConventionFacts,
    before: Terms,
    after: Terms,
    signers: Sequence[parts.SignerFact],
    issued_on: date,
    head: str,
    signed_on: date | None,
    breaks_before: Sequence[Break] = (),
    breaks: Sequence[Break] = (),
    round_number: int = 1,
    reference: str = "",
) -> AvenantFacts:
    """
    Freeze an avenant beside the facts of the convention it changes.

    - `before` are the terms agreed until now, `after` the avenant's own;
    - `breaks_before` are the days without presence in force, `breaks` those the avenant adds.
    """
    changes = terms_changes(before, after)
    if breaks:
        added = ChangeFact(
            "Jours sans présence", _days(breaks_before), _days([*breaks_before, *breaks])
        )
        changes = (*changes, added)
    school = avenant.convention.school
    return AvenantFacts(
        avenant=str(avenant.pk),
        number=avenant.number,
        kind=avenant.kind,
        kind_label=AvenantKind(avenant.kind).label,
        convention_kind=convention.kind,
        convention_number=convention.number,
        convention_signed_on=signed_on,
        round=round_number,
        issued_on=issued_on,
        applies_on=avenant.applies_on,
        reason=avenant.reason,
        school=parts.school_fact(school, head=head),
        host=convention.host,
        students=convention.students,
        changes=changes,
        signers=tuple(signers),
        reference=reference,
    )
