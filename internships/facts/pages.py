"""What the pages of conventions show, and how their values are said."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from internships.facts.words import NBSP, between, euros, hours
from internships.models import Convention, ConventionMission, Internship, Terms
from internships.states import (
    HOURS_FIELDS,
    WEEKDAYS,
    BreakKind,
    ConventionKind,
    Gratification,
    SectorReason,
)
from nrc_platform.core import dates
from nrc_platform.signatures.states import Capacity

_ENDINGS = {"refused": "refusée", "cancelled": "annulée", "expired": "expirée"}
_OTHER_LABELS = {
    "breaks": "Jours sans présence",
    "competences": "Compétences",
    "functions": "Fonctions du référentiel",
}
_CHOICES: dict[str, dict[str, str]] = {
    "gratification": dict(Gratification.choices),
    "sector_reason": dict(SectorReason.choices),
}


@dataclass(frozen=True)
class Choices:
    """What may be picked in the form of a convention."""

    companies: Sequence[Any] = ()
    contacts: Sequence[Any] = ()
    sites: Sequence[Any] = ()
    referents: Sequence[Any] = ()
    competences: Sequence[Any] = ()
    functions: Sequence[Any] = ()


@dataclass(frozen=True)
class Action:
    """A link of a page that leads to a step."""

    label: str
    url: str
    icon: str = "chevron-right"
    first: bool = False


@dataclass(frozen=True)
class SignerLine:
    """A signer as the page lists them."""

    name: str
    capacity: str
    state: str
    mine: bool
    when: str
    how: str = ""
    scan_url: str = ""
    sign_url: str = ""
    # What the person asked of the school: another signer, or a correction.
    proposed: str = ""
    decide_url: str = ""
    asks: str = ""
    paper_url: str = ""
    correct_url: str = ""
    replace_url: str = ""
    remind_url: str = ""
    # The list of words that says the state: `signer`, or `signer_on_paper`.
    kind: str = "signer"
    # « invité le 12/01/2027, rappelé le 15/01/2027 »; « le 13/01/2027 » when a mail came back.
    asked: str = ""
    bounced: str = ""


@dataclass(frozen=True)
class Line:
    """A fact of the convention in a few words, and the avenant it comes from."""

    label: str
    value: str
    note: str = ""
    url: str = ""


@dataclass(frozen=True)
class PaperLine:
    """A document of the convention, or why it is not there."""

    title: str
    state: str
    detail: str = ""
    when: str = ""
    url: str = ""
    size: str = ""


@dataclass(frozen=True)
class ConflictRow:
    """A field whose typed value differs from the kept one."""

    name: str
    label: str
    mine: str
    theirs: str


def convention_title(convention: Convention, internships: Sequence[Internship]) -> str:
    """Return « Zoé Dupré chez Hygial Services »."""
    names = [str(row.student) for row in internships]
    who = names[0] if len(names) == 1 else f"{len(names)} étudiants"
    return f"{who} chez {convention.company.name}" if convention.company else who


def ending(convention: Convention) -> str:
    """Return why a convention is without effect, in a word."""
    return _ENDINGS.get(convention.state, "")


def capacities_words(capacities: Iterable[str]) -> str:
    """Return « Tuteur en entreprise et représentant de l’entreprise »."""
    said = " et ".join(str(Capacity(each).label) for each in capacities)
    return said[:1].upper() + said[1:]


def week_words(terms: Terms) -> str:
    """Return « 35 h par semaine, du lundi au vendredi »."""
    days = terms.worked_days
    if not days:
        return ""
    labels = [label for _, label in WEEKDAYS]
    first = labels.index(days[0])
    in_a_row = len(days) > 2 and days == labels[first : first + len(days)]
    when = f"du {days[0]} au {days[-1]}" if in_a_row else ", ".join(days)
    return f"{hours(terms.weekly_hours)} par semaine, {when}"


def pay_words(terms: Terms) -> str:
    """Return what the host pays, in words."""
    if terms.gratification == Gratification.RATE and terms.hourly_cents:
        return f"{euros(terms.hourly_cents)} par heure"
    return str(Gratification(terms.gratification).label)


def place_words(convention: Convention, terms: Terms) -> str:
    """Return where the student works."""
    if terms.site:
        place = f"{terms.site.label}, {terms.site.address}, {terms.site.city}"
    elif convention.company:
        company = convention.company
        place = ", ".join(part for part in (company.address, company.town_line) if part)
    else:
        place = ""
    return ", ".join(part for part in (terms.department, place) if part)


def sources(rows: Sequence[Terms]) -> dict[str, int]:
    """Return, for each term an avenant changed, the number of the last that changed it."""
    found: dict[str, int] = {}
    for before, after in zip(rows, rows[1:], strict=False):
        number = after.avenant.number if after.avenant else 0
        for name in TERM_FIELDS:
            column = f"{name}_id" if name in _KEYS else name
            if getattr(before, column) != getattr(after, column):
                found[name] = number
    return found


_KEYS = ("site", "tutor", "referent")
TERM_FIELDS = (
    "starts_on",
    "ends_on",
    *_KEYS,
    "department",
    "subject",
    "activities",
    *HOURS_FIELDS,
    "timetable",
    "gratification",
    "hourly_cents",
    "payment",
)


def week_of_project(terms: Terms) -> str:
    """Return « 4 h par semaine », or nothing."""
    weekly = terms.project_weekly_hours
    return f"{hours(weekly)} par semaine" if weekly else ""


def mission_words(mission: ConventionMission) -> str:
    """Return « Enquête : du lundi 9 novembre au vendredi 13 novembre 2026, 14 h, Angers »."""
    said = [between(mission.starts_on, mission.ends_on)]
    said += [hours(mission.hours)] * bool(mission.hours) + [mission.place] * bool(mission.place)
    return f"{mission.label}{NBSP}: {', '.join(said)}"


def essentials(
    convention: Convention,
    terms: Terms,
    changed: Mapping[str, int],
    missions: Sequence[ConventionMission],
) -> list[Line]:
    """Return the facts of the convention as they hold today, with the avenant of each."""
    project = (
        ("Missions", "\n".join(map(mission_words, missions)), ()),
        ("Heures de projet", week_of_project(terms), ()),
    )
    facts = (
        *(project if convention.kind == ConventionKind.PROJECT else ()),
        ("Lieu", place_words(convention, terms), ("site", "department")),
        ("Horaire", week_words(terms), HOURS_FIELDS),
        ("Sujet", terms.subject, ("subject",)),
        ("Activités", terms.activities, ("activities",)),
        ("Suit l’étudiant", str(terms.tutor or ""), ("tutor",)),
        ("Référent", str(terms.referent or ""), ("referent",)),
        ("Signe pour l’entreprise", str(convention.signatory or ""), ()),
        ("Gratification", pay_words(terms), ("gratification", "hourly_cents")),
    )
    lines = []
    for label, value, names in facts:
        numbers = [changed[name] for name in names if name in changed]
        note = f"avenant{NBSP}{max(numbers)}" if numbers else ""
        lines.append(Line(label, value or "à compléter", note))
    return lines


def said(name: str, value: Any) -> str:
    """Return a value of the form in words."""
    if name.endswith("_cents"):
        return euros(value) if value is not None else ""
    if name in _CHOICES:
        return _CHOICES[name].get(value or "", str(value))
    if isinstance(value, list):
        return "\n".join(_said_item(each) for each in value)
    return _plain(value)


def _plain(value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, Decimal):
        return hours(value) if value else ""
    return dates.short_day(value) if isinstance(value, date) else str(value)


def _said_item(item: Any) -> str:
    if not isinstance(item, Mapping):
        return str(item)
    kind = BreakKind(item["kind"]).label
    days = f"du {dates.short_day(item['starts_on'])} au {dates.short_day(item['ends_on'])}"
    return " ".join(part for part in (str(kind), days, item.get("reason", "")) if part)


def field_label(name: str) -> str:
    """Return the words of a field of the convention, of its terms or of a student's part."""
    if name in _OTHER_LABELS:
        return _OTHER_LABELS[name]
    for model in (Convention, Terms, Internship):
        names: dict[str, Any] = {field.name: field for field in model._meta.fields}
        if name in names:
            words = str(names[name].verbose_name)
            return words[:1].upper() + words[1:]
    return name


def conflict_rows(mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> list[ConflictRow]:
    """Return the fields whose typed value differs from the kept one; a key may name a student."""
    rows = []
    for name, value in mine.items():
        field, _, whose = name.partition("|")
        typed, kept = said(field, value), said(field, theirs.get(name))
        if typed != kept:
            label = f"{field_label(field)}, {whose}" if whose else field_label(field)
            rows.append(ConflictRow(name, label, typed, kept))
    return rows


def company_summary(convention: Convention, terms: Terms) -> list[Line]:
    """Return what the company reads first: for whom, where, when."""
    lines = []
    for row in convention.internships.all():
        lines.append(Line("Étudiant", str(row.student), f"{row.promotion.label}, BTS NRC"))
    place = place_words(convention, terms)
    if convention.company:
        lines.append(Line("Entreprise", convention.company.name, place))
    week = week_words(terms)
    lines += [
        Line("Période", between(terms.starts_on, terms.ends_on), week),
        Line("Suit l’étudiant", str(terms.tutor or "à désigner")),
        Line("Signe", str(convention.signatory or "à désigner")),
        Line("Référent", str(terms.referent or "à désigner"), "au lycée"),
    ]
    if terms.subject:
        lines.append(Line("Sujet", terms.subject))
    return lines
