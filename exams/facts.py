"""Frozen facts of the exam files: what is printed, what a page or another app shows."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

import orjson

from exams.models import Fiche
from exams.rules import Actor, Annex, Code, FicheContent
from exams.states import OFFICIAL_RUBRICS, SHORT_NAMES, FicheState, Kind, Lived, Origin, Rubric
from nrc_platform.core import dates

# Which fields of the content belong to which rubric, in official order.
RUBRIC_FIELDS: dict[Rubric, tuple[str, ...]] = {
    Rubric.COMPANY: ("company_name", "company_address", "company_activity"),
    Rubric.ACTORS: ("actors",),
    Rubric.OBJECT: ("object_text", "annexes"),
    Rubric.CONTEXT: ("context_text",),
    Rubric.GOALS: ("goals_text",),
    Rubric.CONDITIONS: ("took_place_on", "duration_minutes", "place", "conditions_text"),
    Rubric.STRATEGY: ("strategy_text",),
    Rubric.DIFFICULTIES: ("difficulties_text",),
    Rubric.RESULTS: ("results_text",),
    Rubric.CODES: ("competences", "savoirs"),
    Rubric.GENERAL: (
        "title",
        "kind",
        "lived",
        "is_oral",
        "is_real",
        "origin_kind",
        "origin_text",
    ),
}
PLAIN_FIELDS = (
    "title",
    "kind",
    "lived",
    "is_oral",
    "is_real",
    "origin_kind",
    "origin_text",
    "company_name",
    "company_address",
    "company_activity",
    "object_text",
    "context_text",
    "goals_text",
    "took_place_on",
    "duration_minutes",
    "place",
    "conditions_text",
    "strategy_text",
    "difficulties_text",
    "results_text",
)


@dataclass(frozen=True)
class FicheFacts:
    """A fiche as it is printed: heading, the nine rubrics, visa."""

    fiche: str
    session_year: int
    candidate: str
    candidate_number: str
    school: str
    promotion: str
    slot: int | None
    submission_number: int
    state: str
    content: FicheContent
    submitted_at: datetime | None = None
    visa_by: str = ""
    visa_at: datetime | None = None
    visa_remarks: str = ""
    reference: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON shape kept in a snapshot."""
        shape: dict[str, Any] = orjson.loads(orjson.dumps(asdict(self)))
        return shape

    @property
    def sha256(self) -> str:
        """Return the digest of the facts: same facts, same digest."""
        return digest(self.as_dict())


@dataclass(frozen=True)
class TodoFact:
    """A line of a to-do list; the phrase reads on from the count."""

    count: int
    phrase: str
    detail: str
    due: str
    url: str
    verb: str
    group: str
    sort_on: datetime | None = None


@dataclass(frozen=True)
class BoardFact:
    """A student's E4 file on the class board."""

    student: UUID
    placed: int
    visaed: int
    waiting: int
    returned: int
    drafts: int
    waiting_since: datetime | None
    state: str


def digest(shape: Mapping[str, Any]) -> str:
    """Return the sha256 of a JSON shape, its keys sorted."""
    return hashlib.sha256(orjson.dumps(shape, option=orjson.OPT_SORT_KEYS)).hexdigest()


def content_of(fiche: Fiche) -> FicheContent:
    """Return what is written in a fiche loaded with its content: no query."""
    plain = {name: getattr(fiche, name) for name in PLAIN_FIELDS}
    return FicheContent(
        **plain,
        actors=tuple(
            Actor(actor.name, actor.capacity, actor.profile) for actor in fiche.actors.all()
        ),
        competences=tuple(
            Code(row.code, row.label)
            for row in sorted(fiche.competences.all(), key=lambda row: row.code)
        ),
        savoirs=tuple(
            Code(row.code, row.label)
            for row in sorted(fiche.savoirs.all(), key=lambda row: row.code)
        ),
        annexes=tuple(Annex(row.label, row.page_count) for row in fiche.annexes.all()),
    )


def fiche_facts(fiche: Fiche, *, candidate_number: str = "", reference: str = "") -> FicheFacts:
    """Freeze a fiche loaded with its content and people: no query."""
    return FicheFacts(
        fiche=str(fiche.pk),
        session_year=fiche.promotion.session_year,
        candidate=str(fiche.student),
        candidate_number=candidate_number,
        school=fiche.promotion.school.name,
        promotion=fiche.promotion.label,
        slot=fiche.slot,
        submission_number=fiche.submission_number,
        state=fiche.state,
        content=content_of(fiche),
        submitted_at=fiche.submitted_at,
        visa_by=str(fiche.visa_by) if fiche.visa_by else "",
        visa_at=fiche.visa_at,
        visa_remarks=fiche.visa_remarks,
        reference=reference,
    )


def facts_from_dict(shape: Mapping[str, Any]) -> FicheFacts:
    """Rebuild the facts kept in a snapshot."""
    raw = dict(shape["content"])
    day = raw["took_place_on"]
    content = FicheContent(
        **{
            **raw,
            "took_place_on": date.fromisoformat(day) if day else None,
            "actors": tuple(Actor(**actor) for actor in raw["actors"]),
            "competences": tuple(Code(**code) for code in raw["competences"]),
            "savoirs": tuple(Code(**code) for code in raw["savoirs"]),
            "annexes": tuple(Annex(**annex) for annex in raw["annexes"]),
        }
    )
    moments = {
        name: datetime.fromisoformat(shape[name]) if shape[name] else None
        for name in ("submitted_at", "visa_at")
    }
    return FicheFacts(**{**shape, **moments, "content": content})


def rubric_marks(content: FicheContent) -> dict[str, str]:
    """Return a short digest per rubric, to tell what changed since a visit."""
    shape = orjson.loads(orjson.dumps(asdict(content)))
    return {
        rubric.value: digest({name: shape[name] for name in fields})[:16]
        for rubric, fields in RUBRIC_FIELDS.items()
    }


def changed_rubrics(before: FicheContent, after: FicheContent) -> list[Rubric]:
    """Return the rubrics whose content differs, in official order."""
    old, new = rubric_marks(before), rubric_marks(after)
    return [rubric for rubric in RUBRIC_FIELDS if old[rubric.value] != new[rubric.value]]


def dossier_state(states: tuple[str, ...]) -> str:
    """Return whether the placed fiches make a file that is ready: three, each visaed."""
    ready = len(states) == 3 and all(state == FicheState.VISAED for state in states)
    return "ready" if ready else "incomplete"


def without_annexes(content: FicheContent) -> FicheContent:
    """Return the content as the form holds it: annexes have their own door."""
    return replace(content, annexes=())


@dataclass(frozen=True)
class ConflictRow:
    """A field whose text differs between what was typed and what is kept."""

    name: str
    label: str
    mine: str
    theirs: str


_CHOICES: dict[str, dict[str, str]] = {
    "kind": {str(key): str(label) for key, label in Kind.choices},
    "lived": {str(key): str(label) for key, label in Lived.choices},
    "origin_kind": {str(key): str(label) for key, label in Origin.choices},
}
_LABELS = {
    "title": "Titre",
    "kind": "Nature",
    "lived": "Situation",
    "is_oral": "Situation orale",
    "is_real": "Situation réelle, rencontrée en personne",
    "origin_kind": "Origine",
    "origin_text": "Précision sur l’origine",
    "company": "Entreprise de l’annuaire",
    "company_name": "Nom de l’entreprise",
    "company_address": "Adresse de l’entreprise",
    "company_activity": "Activité de l’entreprise",
    "actors": "Acteurs",
    "took_place_on": "Date",
    "duration_minutes": "Durée en minutes",
    "place": "Lieu",
    "conditions_text": "Précisions sur le déroulement",
    "competences": "Compétences",
    "savoirs": "Savoirs",
}


def field_label(name: str) -> str:
    """Return the words of a field of the fiche: its own, or those of its rubric."""
    if name in _LABELS:
        return _LABELS[name]
    return next((rubric.label for rubric, fields in RUBRIC_FIELDS.items() if name in fields), name)


def _words(name: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if name in _CHOICES:
        return _CHOICES[name].get(value, value)
    if name == "actors":
        return "\n".join(f"{row.name}, {row.capacity}, {row.profile}" for row in value)
    if name in ("competences", "savoirs"):
        return ", ".join(sorted(row.code for row in value))
    return str(value)


def conflict_rows(values: Mapping[str, Any], kept: Fiche) -> list[ConflictRow]:
    """Return the fields whose typed value differs from the kept one."""
    content = content_of(kept)
    rows = []
    for name, value in values.items():
        theirs = getattr(kept if name == "company" else content, name)
        mine_words, their_words = _words(name, value), _words(name, theirs)
        if mine_words != their_words:
            rows.append(ConflictRow(name, field_label(name), mine_words, their_words))
    return rows


@dataclass(frozen=True)
class Step:
    """A line of the summary of the long form."""

    number: str
    label: str
    url: str
    state: str
    current: bool = False


def form_steps(complete: set[str], remarks: Mapping[str, Sequence[Any]]) -> list[Step]:
    """Return the nine rubrics with their state: a remark to read, complete, or to complete."""
    steps = []
    for number, rubric in enumerate(OFFICIAL_RUBRICS, start=1):
        waiting = any(row.handled_at is None for row in remarks.get(rubric.value, ()))
        state = "talk" if waiting else "done" if rubric in complete else "miss"
        steps.append(Step(str(number), SHORT_NAMES[rubric], f"#r-{rubric.value}", state))
    return steps


@dataclass(frozen=True)
class RubricView:
    """A rubric as it is read: its official label, its lines, its remarks."""

    name: str
    number: str
    label: str
    lines: tuple[tuple[str, str], ...]
    actors: tuple[Actor, ...]
    codes: tuple[Code, ...]
    remarks: tuple[Any, ...]
    changed: bool


def rubric_lines(content: FicheContent, rubric: Rubric) -> tuple[tuple[str, str], ...]:
    """Return what is written in a rubric: a small title (or none) and its text."""
    if rubric == Rubric.GENERAL:
        return (
            ("Nature", _words("kind", content.kind)),
            ("Situation", _words("lived", content.lived)),
            ("Orale", "oui" if content.is_oral else "non précisé"),
            ("Réelle, rencontrée en personne", "oui" if content.is_real else "non précisé"),
            ("Origine", _words("origin_kind", content.origin_kind)),
            ("", content.origin_text),
        )
    if rubric == Rubric.COMPANY:
        return (
            ("Entreprise", content.company_name),
            ("Adresse", content.company_address),
            ("Activité", content.company_activity),
        )
    if rubric == Rubric.CONDITIONS:
        minutes = f"{content.duration_minutes} minutes" if content.duration_minutes else ""
        return (
            ("Date", dates.day(content.took_place_on) if content.took_place_on else ""),
            ("Durée", minutes),
            ("Lieu", content.place),
            ("", content.conditions_text),
        )
    if rubric in (Rubric.ACTORS, Rubric.CODES):
        return ()
    return (("", getattr(content, RUBRIC_FIELDS[rubric][0])),)


def rubric_views(
    content: FicheContent, remarks: Mapping[str, Sequence[Any]], changed: set[str]
) -> list[RubricView]:
    """Return every rubric as it is read, the situation first, then the official order."""
    numbers = {rubric: str(rank) for rank, rubric in enumerate(OFFICIAL_RUBRICS, start=1)}
    order = (Rubric.GENERAL, *OFFICIAL_RUBRICS, Rubric.CODES)
    return [
        RubricView(
            name=rubric.value,
            number=numbers.get(rubric, "+" if rubric == Rubric.CODES else "·"),
            label="La situation" if rubric == Rubric.GENERAL else rubric.label,
            lines=rubric_lines(content, rubric),
            actors=content.actors if rubric == Rubric.ACTORS else (),
            codes=((*content.competences, *content.savoirs) if rubric == Rubric.CODES else ()),
            remarks=tuple(remarks.get(rubric.value, ())),
            changed=rubric.value in changed,
        )
        for rubric in order
    ]


def counted(number: int, one: str, many: str) -> str:
    """Return « 1 fiche », « 3 fiches »."""
    return f"{number}\u00a0{one if number < 2 else many}"


def changed_words(changed: set[str]) -> str:
    """Return the names of the rubrics that changed, in official order."""
    return ", ".join(SHORT_NAMES[rubric] for rubric in Rubric if rubric.value in changed)
