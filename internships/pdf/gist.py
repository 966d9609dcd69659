"""What one should know of an act before reading it whole: a few rows, as on the drawing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from internships.facts import words
from internships.facts.attestation import AttestationFacts
from internships.facts.avenant import AvenantFacts
from internships.facts.convention import ConventionFacts
from internships.facts.parts import GratificationFact, HostFact, StudentFact
from internships.pdf import sentences
from internships.states import Gratification
from nrc_platform.core import dates


@dataclass(frozen=True)
class GistRow:
    """A row of the summary: what it is called, what it says first, what it adds in small."""

    label: str
    strong: str
    small: str = ""


def _students(students: Sequence[StudentFact], course: str = "") -> GistRow:
    years = dict.fromkeys(sentences.course_year(each) for each in students)
    return GistRow(
        "Étudiants" if len(students) > 1 else "Étudiant",
        sentences.listed([each.name for each in students]),
        ", ".join(part for part in (course, *years) if part),
    )


def _host(host: HostFact) -> GistRow:
    return GistRow("Entreprise", host.name or words.MISSING, host.place or host.address)


def _period(facts: ConventionFacts) -> GistRow:
    duration, weekly = facts.duration, facts.week.total
    told = [
        words.weeks(duration.week_days) if duration.week_days else "",
        f"{words.hours(weekly)} par semaine" if weekly else "",
        words.hours(duration.hours) if duration.hours else "",
    ]
    return GistRow(
        "Période",
        words.between(facts.starts_on, facts.ends_on),
        ", ".join(part for part in told if part),
    )


def _pay(pay: GratificationFact) -> GistRow:
    total = (
        f"soit {words.euros(pay.total_cents)} pour la durée prévue"
        if pay.total_cents is not None
        else ""
    )
    if pay.choice == Gratification.NONE:
        limit = words.hours(pay.threshold_hours)
        return GistRow("Gratification", "Aucune", f"obligatoire au-delà de {limit} seulement")
    if pay.choice == Gratification.RATE and pay.hourly_cents:
        return GistRow("Gratification", f"{words.euros(pay.hourly_cents)} par heure", total)
    if pay.choice == Gratification.MINIMUM:
        return GistRow("Gratification", "Le minimum légal", total or "pour chaque heure")
    return GistRow("Gratification", words.MISSING)


def convention_gist(facts: ConventionFacts) -> Iterator[GistRow]:
    """Yield who, where, when, with whom, for how much."""
    yield _students(facts.students, facts.course_title)
    yield _host(facts.host)
    yield _period(facts)
    if facts.is_project:
        weekly = words.hours(facts.project_weekly_hours)
        yield GistRow("Heures de projet", f"{weekly} par semaine")
    yield GistRow("Tuteur", facts.tutor.name or words.MISSING, facts.tutor.function)
    yield _pay(facts.gratification)


def avenant_gist(facts: AvenantFacts) -> Iterator[GistRow]:
    """Yield who and where, what changes from what to what, from when and why."""
    yield _students(facts.students)
    yield _host(facts.host)
    if facts.is_termination or not facts.changes:
        yield GistRow("Objet", facts.kind_label[:1].upper() + facts.kind_label[1:])
    for change in facts.changes:
        yield GistRow(change.label, change.after, f"jusque-là\u00a0: {change.before}")
    yield GistRow("Prend effet", dates.day(facts.applies_on))
    yield GistRow("Motif", facts.reason)


def attestation_gist(facts: AttestationFacts) -> Iterator[GistRow]:
    """Yield who did what where, for how long, and what was paid."""
    yield _students([facts.student], facts.course_title)
    yield _host(facts.host)
    yield GistRow("Stage", words.between(facts.starts_on, facts.ends_on), facts.subject)
    yield GistRow(
        "Durée effective",
        words.hours(facts.duration.hours),
        sentences.duration(facts.duration).removeprefix("soit "),
    )
    paid = words.euros(facts.paid_cents) if facts.paid_cents else "Aucune"
    yield GistRow("Gratification versée", paid, "au total" if facts.paid_cents else "")
