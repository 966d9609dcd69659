"""Searching the official texts, accents and case apart."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from curriculum.facts import Hit
from curriculum.models import Activite, Competence, Critere, Epreuve, Fonction, Referentiel, Savoir
from curriculum.rules.matching import matches, texts_of, words_of
from curriculum.selectors.nodes import NodeIndex


@dataclass
class _Found:
    """What a search has found: titles first, official bullets after."""

    words: list[str]
    titles: list[Hit] = field(default_factory=list)
    bullets: list[Hit] = field(default_factory=list)

    def title(self, kind: str, row: Any, way: str) -> None:
        """Keep the node when its code and label hold the words."""
        if matches(f"{row.code} {row.label}", self.words):
            self.titles.append(Hit(kind, row.code, row.label, way, is_official=False))

    def lines(self, kind: str, row: Any, texts: Iterable[str]) -> None:
        """Keep the texts of the node that hold the words."""
        self.bullets += [
            Hit(kind, row.code, row.label, text, is_official=True)
            for text in texts
            if matches(text, self.words)
        ]

    def tree(self, kind: str, rows: Iterable[Any]) -> None:
        """Search the nodes of a tree and their bullets."""
        index = NodeIndex(rows)
        for row in index.by_id.values():
            above = reversed(list(index.above(row)))
            self.title(kind, row, ", ".join(f"{node.code} {node.label}" for node in above))
            if kind == "savoir":
                self.lines(kind, row, texts_of([*row.knowledge, *row.limits]))


def search(referentiel: Referentiel, query: str) -> list[Hit]:
    """
    Return the nodes whose code, label or texts hold every word of the query. Six queries.

    Titles come first, then the official bullets, each in the order of the document.
    """
    words = words_of(query)
    if not words:
        return []
    found = _Found(words)
    found.tree("savoir", Savoir.objects.filter(referentiel=referentiel).active())
    found.tree("competence", Competence.objects.filter(referentiel=referentiel).active())
    for epreuve in Epreuve.objects.filter(referentiel=referentiel).active():
        found.title("epreuve", epreuve, "Épreuve")
        found.lines("epreuve", epreuve, texts_of([*epreuve.aims, *epreuve.modalities]))
    criteres = Critere.objects.filter(referentiel=referentiel).active()
    for critere in criteres.select_related("epreuve").order_by("epreuve__rank", "rank"):
        found.lines("epreuve", critere.epreuve, [critere.label])
    for fonction in Fonction.objects.filter(referentiel=referentiel).active():
        found.title("fonction", fonction, "Fonction")
    activites = Activite.objects.filter(referentiel=referentiel).active()
    for activite in activites.select_related("fonction").order_by("code"):
        found.lines("fonction", activite.fonction, [activite.label])
    return [*found.titles, *found.bullets]
