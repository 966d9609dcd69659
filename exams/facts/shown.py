"""What pages and other apps show of fiches and files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from exams.facts.fiche import RUBRIC_FIELDS, content_of
from exams.models import Fiche
from exams.rules import Actor, Code, FicheContent
from exams.states import OFFICIAL_RUBRICS, SHORT_NAMES, FicheState, Kind, Lived, Origin, Rubric
from nrc_platform.core import dates
from nrc_platform.core.findings import Finding


def dossier_state(states: tuple[str, ...]) -> str:
    """Return whether the placed fiches make a file that is ready: three, each visaed."""
    ready = len(states) == 3 and all(state == FicheState.VISAED for state in states)
    return "ready" if ready else "incomplete"


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

    @property
    def titled(self) -> list[tuple[str, str]]:
        """Return the lines that bear a small title."""
        return [(title, text) for title, text in self.lines if title]

    @property
    def plain(self) -> list[str]:
        """Return the texts without a title."""
        return [text for title, text in self.lines if not title and text]

    @property
    def is_empty(self) -> bool:
        """Return whether the rubric is one text, not written yet."""
        return bool(self.lines) and not self.titled and not self.plain


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


@dataclass(frozen=True)
class MissingLine:
    """A line of what is missing: before when, what, how grave, who acts, where."""

    due: datetime | None
    message: str
    source: str
    severity: str
    who: str
    url: str
    verb: str


_VERBS = {"student": "Compléter", "teacher": "Viser la fiche"}
_OTHERS = {"student": "L’étudiant", "teacher": "L’équipe"}


def missing_lines(findings: Sequence[Finding], *, reader: str, student: str) -> list[MissingLine]:
    """Return findings as lines, the next loss first; `reader` is the reader's role."""
    names = {**_OTHERS, "student": student, reader: "Vous"}
    lines = [
        MissingLine(
            due=datetime.fromisoformat(finding.due) if finding.due else None,
            message=finding.message,
            source=finding.source,
            severity=finding.severity,
            who=names.get(finding.who, finding.who),
            url=finding.url if reader == finding.who else "",
            verb=_VERBS.get(finding.who, "Voir"),
        )
        for finding in findings
    ]
    return sorted(
        lines, key=lambda line: (line.due is None, line.due.timestamp() if line.due else 0)
    )


def shares(lines: Sequence[MissingLine]) -> str:
    """Return « 2 points sont à vous, 1 à L’équipe. » in the order of the lines."""
    counts: dict[str, int] = {}
    for line in lines:
        if line.severity == "blocking":
            counts[line.who] = counts.get(line.who, 0) + 1
    parts = [
        f"{number} {'sont' if number > 1 else 'est'} à "
        f"{'vous' if who == 'Vous' else who[:1].lower() + who[1:] if who == 'L’équipe' else who}"
        for who, number in counts.items()
    ]
    return f"{', '.join(parts)}." if parts else ""
