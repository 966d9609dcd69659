"""What the address of a wall asks for, and the workbook of what it shows."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from nrc_platform.core.text import fold
from nrc_platform.documents.workbook import Cell, Tab
from projects.facts.wall import WallRow
from projects.states import ProjectState

VIEWS: dict[str, tuple[str, Callable[[WallRow], bool]]] = {
    "tous": ("Tous", lambda row: True),
    "a-vous": ("À vous", lambda row: row.needs_me),
    "en-retard": ("En retard", lambda row: row.is_late),
    "calmes": ("Calmes", lambda row: row.is_calm),
}
_HEADS = (
    "Projet",
    "Entreprise",
    "Équipe",
    "Encadrant",
    "État",
    "Phase",
    "Début",
    "Fin",
    "Dernière trace",
    "Prochaine rencontre",
    "Objectif",
    "Unité",
    "Départ",
    "Cible",
    "Réalisé",
    "Relevé du",
    "Part du chemin",
)


@dataclass(frozen=True)
class View:
    """A saved view of the wall, with its count."""

    label: str
    count: int
    url: str
    current: bool


def kept(rows: Iterable[WallRow], *, view: str, words: str) -> list[WallRow]:
    """Return the rows of a view whose title, company or people hold the words."""
    keep = VIEWS.get(view, VIEWS["tous"])[1]
    wanted = fold(words).split()
    return [row for row in rows if keep(row) and _holds(row, wanted)]


def _holds(row: WallRow, wanted: Sequence[str]) -> bool:
    return not wanted or all(word in row.searched for word in wanted)


def views_of(rows: Sequence[WallRow], *, url: str, view: str, words: str) -> list[View]:
    """Return the saved views with their counts, the words kept; an unknown view is « Tous »."""
    chosen = view if view in VIEWS else "tous"
    wanted = fold(words).split()
    found = [row for row in rows if _holds(row, wanted)]
    asked = {"q": words} if words else {}
    return [
        View(
            label,
            sum(map(keep, found)),
            f"{url}?{urlencode({'vue': key, **asked})}",
            key == chosen,
        )
        for key, (label, keep) in VIEWS.items()
    ]


def wall_tabs(label: str, rows: Sequence[WallRow]) -> list[Tab]:
    """Return the workbook: a line a project, then a line a fact that asks for something."""
    facts = [
        (row.title, "Enseignant" if each.who == "teacher" else "Équipe", each.since, each.message)
        for row in rows
        for each in row.signals
    ]
    return [
        Tab(f"Projets {label}", _HEADS, [_cells(row) for row in rows]),
        Tab(
            "À surveiller",
            ("Projet", "À qui", "Depuis", "Fait"),
            [[Cell(value) for value in line] for line in facts],
        ),
    ]


def _cells(row: WallRow) -> list[Cell]:
    """Return the line of a project in the workbook."""
    followed = row.followed
    values: list[Any] = [
        row.title,
        row.company,
        ", ".join(row.members),
        row.supervisor,
        str(ProjectState(row.state).label),
        row.phase.words,
        followed.starts_on,
        followed.ends_on,
        row.last_trace_on,
        followed.next_meeting_on,
    ]
    return [*map(Cell, values), *_aim_cells(row)]


def _aim_cells(row: WallRow) -> list[Cell]:
    if row.aim is None:
        return []
    reached, target = row.aim.reached, row.aim.reached.target
    share = reached.share / 100 if reached.share is not None else None
    return [
        Cell(target.label),
        Cell(target.unit),
        Cell(target.begins_at, "number"),
        Cell(target.target, "number"),
        Cell(reached.value, "number"),
        Cell(reached.on),
        Cell(share, "percent"),
    ]
