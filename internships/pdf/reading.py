"""The whole of a frozen act as a phone shows it: the words of the PDF, from the same rows."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from internships.facts import words
from internships.facts.attestation import AttestationFacts
from internships.facts.avenant import AvenantFacts
from internships.facts.convention import ConventionFacts
from internships.facts.parts import GratificationFact, PersonFact, SignerFact, StudentFact
from internships.facts.template import Article
from internships.pdf import attestation, avenant, convention, gist, sentences
from internships.pdf.acts import ACTS, ATTESTATION, AVENANT, CONVENTION
from internships.pdf.sheet import Item

TEMPLATE = "internships/reading.html"
SUMMARY_TEMPLATE = "internships/reading_summary.html"
Group = tuple[Item, ...]
# What each box of the PDF holds for a hand to complete.
BOX = (
    "Sur le PDF, chaque case porte «\u00a0Fait à ……………………………, le ……………………\u00a0» et "
    "«\u00a0Signature\u00a0», à remplir pour qui signe sur papier."
)
_HEADING = re.compile(r"<(/?)h([1-6])>")
# Sections are h3: what a clause calls a heading comes under them, one level at a time.
_UNDER, _DEEPEST = 4, 6


@dataclass(frozen=True)
class Table:
    """Rows to compare, the first cell of each its name; `figures`: from where cells are sums."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] = ()
    figures: int = 99


@dataclass(frozen=True)
class Section:
    """A titled part: groups of named rows, then a table, each side of them a sentence."""

    heading: str
    groups: tuple[Group, ...] = ()
    lead: str = ""
    table: Table | None = None
    note: str = ""


@dataclass(frozen=True)
class Reading:
    """Everything that is printed of an act, its summary first."""

    # « la convention de stage de Zoé Dupré »
    title: str
    # « convention de stage CV-27-0142, version 2 », and what stands before it: « la » or « l’ ».
    what: str
    the: str
    # « j’accepte de la signer », « de le signer ».
    pronoun: str
    heading: str
    source: str
    summary: tuple[gist.GistRow, ...]
    sections: tuple[Section, ...]
    closing: str
    lead: str = ""
    articles: tuple[Article, ...] = ()
    clauses: SafeString = field(default_factory=SafeString)
    signing: Section | None = None


def _group(*items: Item) -> Group:
    """Return the rows that say something: an address or a phone may be unknown."""
    return tuple(item for item in items if item.text or item.strong)


def _person(label: str, person: PersonFact) -> Item:
    function = f", {person.function}" if person.function else ""
    reach = "".join(f"\n{each}" for each in (person.email, person.phone) if each)
    return Item(label, f"{function}{reach}", person.name)


def _school(facts: ConventionFacts) -> Group:
    school = facts.school
    head = f"{school.head}, {school.head_title}" if school.head else words.MISSING
    return _group(
        Item("Nom", "", school.name),
        Item("Adresse", school.address),
        Item("Téléphone", school.phone),
        Item("Courriel", school.email),
        Item("Représenté par", head),
    )


def _host(facts: ConventionFacts) -> Group:
    host = facts.host
    head = ", ".join(part for part in (host.head, host.head_title) if part)
    return _group(
        Item("Nom", f"\nSIRET {host.siret}" if host.siret else "", host.name or words.MISSING),
        Item("Adresse", host.address),
        Item("Téléphone", host.phone),
        Item("Courriel", host.email),
        Item("Représenté par", head or words.MISSING),
        Item("Lieu du stage", sentences.place(host)),
    )


def _student(facts: ConventionFacts, student: StudentFact) -> Group:
    year = sentences.course_year(student)
    born = words.full_day(student.born_on) if student.born_on else ""
    return _group(
        Item("Nom", "", student.name),
        Item("Naissance", born),
        Item("Adresse", student.address),
        Item("Téléphone", student.phone),
        Item("Courriel", student.email),
        Item(
            "Formation",
            f"{facts.course_title}, {year}\n{words.hours(facts.course_hours)} par an",
        ),
    )


def _months(title: str, facts: GratificationFact, total: str) -> Iterator[Section]:
    """Yield the monthly schedule; nothing when there is none."""
    if facts.months:
        table = Table(
            title,
            ("Mois", "Heures", "Par heure", "Montant"),
            tuple(sentences.month_rows(facts)),
            ("Total", sentences.total_hours(facts), "", total),
            figures=1,
        )
        yield Section(title, table=table)


def _signing(signers: tuple[SignerFact, ...], intro: str) -> Section | None:
    """Return who signs and in what capacity; None while nobody is named."""
    if not signers:
        return None
    rows = tuple(
        Item(each.label, f", {each.quality}" if each.quality else "", each.name)
        for each in signers
    )
    return Section("Signatures", (rows,), lead=intro, note=BOX)


def _missions(facts: ConventionFacts) -> Iterator[Section]:
    """Yield the missions of a project; nothing for a stage."""
    if facts.missions:
        heading = "Missions couvertes par la convention"
        rows = tuple(
            (row.label, when, row.place, hours)
            for row, when, hours in convention.mission_rows(facts)
        )
        table = Table(heading, ("Mission", "Dates", "Lieu", "Heures"), rows, figures=3)
        yield Section(heading, table=table)


def _convention_sections(facts: ConventionFacts) -> Iterator[Section]:
    yield Section("1. L’établissement d’enseignement", (_school(facts),))
    yield Section("2. L’organisme d’accueil", (_host(facts),))
    students = tuple(_student(facts, each) for each in facts.students)
    yield Section(f"3. {'Les stagiaires' if len(students) > 1 else 'Le stagiaire'}", students)
    people = (_person("Enseignant référent", facts.referent), _person("Tuteur", facts.tutor))
    yield Section("4. L’encadrement", (people,))
    yield Section(
        "Le projet" if facts.is_project else "Le stage",
        (tuple(convention.stage_items(facts)),),
        note=convention.declaration(facts),
    )
    yield from _missions(facts)
    pay = facts.gratification
    yield from _months(convention.MONTHS_TITLE, pay, convention.months_total(facts))
    yield Section("Conditions du stage", (tuple(convention.framing_items(facts)),))


def _leveled(clauses: str) -> SafeString:
    """Return the clauses with headings that follow each other under an h3."""
    level = _UNDER - 1

    def renamed(found: re.Match[str]) -> str:
        nonlocal level
        if not found[1]:
            wanted = int(found[2]) - 3 + _UNDER
            level = max(_UNDER, min(wanted, level + 1, _DEEPEST))
        return f"<{found[1]}h{level}>"

    # Only the names of its headings change: what was cleaned stays clean.
    return mark_safe(_HEADING.sub(renamed, clauses))  # noqa: S308


def _of_convention(facts: ConventionFacts) -> dict[str, Any]:
    heading = convention.convention_title(facts)
    whose = sentences.of_people([each.name for each in facts.students])
    return {
        "title": f"la {heading[:1].lower()}{heading[1:]} {whose}",
        "the": "la ",
        "pronoun": "la",
        "heading": heading,
        "source": convention.SOURCE,
        "summary": tuple(gist.convention_gist(facts)),
        "sections": tuple(_convention_sections(facts)),
        "articles": facts.articles,
        "clauses": _leveled(convention.clauses_markup(facts)),
        "signing": _signing(facts.signers, convention.SIGNING),
        "closing": convention.closing(facts),
    }


def _of_avenant(facts: AvenantFacts) -> dict[str, Any]:
    changes = Table(
        "Ce qui change",
        ("Clause", "Avant", "Après"),
        tuple((row.label, row.before, row.after) for row in facts.changes),
    )
    return {
        "title": f"l’avenant n°\u00a0{facts.number} à la convention {facts.convention_number}",
        "the": "l’",
        "pronoun": "le",
        "heading": avenant.avenant_title(facts),
        "source": facts.source,
        "summary": tuple(gist.avenant_gist(facts)),
        "sections": (
            Section("La convention et l’avenant", (tuple(avenant.party_items(facts)),)),
            Section("Ce qui change", table=changes, note=avenant.effect(facts)),
        ),
        "signing": _signing(facts.signers, avenant.SIGNING),
        "closing": avenant.closing(facts),
    }


def _of_attestation(facts: AttestationFacts) -> dict[str, Any]:
    paid = words.euros(facts.paid_cents)
    schedule = attestation.schedule_of(facts)
    return {
        "title": f"l’attestation de stage {sentences.of_people([facts.student.name])}",
        "the": "l’",
        "pronoun": "la",
        "heading": attestation.TITLE,
        "source": facts.source,
        "lead": attestation.LEAD,
        "summary": tuple(gist.attestation_gist(facts)),
        "sections": (
            Section("L’organisme d’accueil", (tuple(attestation.host_items(facts)),)),
            Section("Le stagiaire", (tuple(attestation.student_items(facts)),)),
            Section("Le stage", (tuple(attestation.stage_items(facts)),)),
            *_months(attestation.MONTHS_TITLE, schedule, paid),
        ),
        "signing": _signing(facts.signers, attestation.SIGNING),
        "closing": attestation.closing(facts),
    }


_READERS: dict[str, Callable[[Any], dict[str, Any]]] = {
    CONVENTION: _of_convention,
    AVENANT: _of_avenant,
    ATTESTATION: _of_attestation,
}


def reading_of(kind: str, shape: Mapping[str, Any]) -> Reading:
    """
    Return everything a round prints, from the facts it has frozen. No query.

    - `kind` is that of the round, `shape` its facts as they are kept;
    - the rows are those of the PDF: page and paper cannot differ.
    """
    act = ACTS[kind]
    facts = act.facts(shape)
    name = act.name(facts)
    return Reading(what=f"{name[:1].lower()}{name[1:]}", **_READERS[kind](facts))
