"""What the address of a board asks for: a saved view, a name, an order."""

from collections.abc import Callable, Iterable

from nrc_platform.core.text import fold
from nrc_platform.web.boards.facts import Board, Row, View

VIEWS: dict[str, tuple[str, Callable[[Row], bool]]] = {
    "tous": ("Tous", lambda row: True),
    "a-vous": ("À vous", lambda row: row.mine),
    "en-retard": ("En retard", lambda row: row.is_late),
    "sans-stage": ("Sans stage", lambda row: not row.has_place),
    "incomplets": ("Incomplets", lambda row: not row.is_ready),
}


def filtered(rows: Iterable[Row], *, view: str, words: str, order: str) -> list[Row]:
    """Return the rows of a view whose names hold the words; `nom`, `-nom`, `alerte`, `-alerte`."""
    keep = VIEWS.get(view, VIEWS["tous"])[1]
    wanted = fold(words).split()
    kept = [
        row for row in rows if keep(row) and all(word in " ".join(row.by_name) for word in wanted)
    ]
    if order.endswith("nom"):
        return sorted(kept, key=lambda row: row.by_name, reverse=order.startswith("-"))
    return sorted(kept, key=lambda row: row.by_alert, reverse=order == "alerte")


def views_of(board: Board, *, url: str, view: str) -> list[View]:
    """Return the saved views with their counts; an unknown one counts as « Tous »."""
    chosen = view if view in VIEWS else "tous"
    return [
        View(label, sum(map(keep, board.rows)), f"{url}?vue={key}", key == chosen)
        for key, (label, keep) in VIEWS.items()
    ]
