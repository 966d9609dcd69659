"""Reads of the trees of a référentiel and of one node."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from curriculum.access import Viewer, visible_referentiels
from curriculum.facts import Branch, FonctionFacts, LimitGroup, NodeFacts, Use
from curriculum.models import (
    Activite,
    Competence,
    Epreuve,
    EpreuveCompetence,
    EpreuveFonction,
    EpreuveSavoir,
    Fonction,
    Referentiel,
    Savoir,
)

_NBSP = "\u00a0"
Codes = frozenset[str]
NONE: Codes = frozenset()


def referentiel_of(user: Viewer, code: str = "") -> Referentiel | None:
    """Return the référentiel of that code; without code the one loaded first. One query."""
    rows = visible_referentiels(user)
    return rows.filter(code=code).first() if code else rows.first()


def other_versions(user: Viewer, referentiel: Referentiel) -> list[Referentiel]:
    """Return the référentiels loaded beside that one. One query."""
    return list(visible_referentiels(user).exclude(pk=referentiel.pk))


def counted(number: int, one: str, many: str) -> str:
    """Return « 14 savoirs » with its unbreakable space."""
    return f"{number}{_NBSP}{one if number < 2 else many}"


class NodeIndex:
    """Rows of a tree by parent, in order; built from one query."""

    def __init__(self, rows: Iterable[Any]) -> None:
        self.by_id: dict[UUID, Any] = {}
        self.by_code: dict[str, Any] = {}
        self.under: dict[UUID | None, list[Any]] = defaultdict(list)
        for row in rows:
            self.by_id[row.pk] = row
            self.by_code[row.code] = row
            if row.retired_on is None:
                self.under[row.parent_id].append(row)

    def above(self, row: Any) -> Iterator[Any]:
        """Yield the parent, its parent, and so on."""
        parent = self.by_id.get(row.parent_id)
        while parent is not None:
            yield parent
            parent = self.by_id.get(parent.parent_id)

    def below(self, row: Any) -> Iterator[Any]:
        """Yield the row and everything under it, in order."""
        yield row
        for child in self.under.get(row.pk, []):
            yield from self.below(child)

    def leaves(self, row: Any) -> int:
        """Return how many nodes without children stand under the row."""
        return sum(not self.under.get(node.pk) for node in self.below(row) if node is not row)


def _branch(
    index: NodeIndex, row: Any, words: tuple[str, str, str], unfolded: Codes, current: str
) -> Branch:
    kind, one, many = words
    children = [
        _branch(index, child, words, unfolded, current) for child in index.under.get(row.pk, [])
    ]
    return Branch(
        kind=kind,
        code=row.code,
        label=row.label,
        note=counted(index.leaves(row), one, many) if children else "",
        children=children,
        unfolded=row.code in unfolded,
        current=row.code == current,
    )


_WORDS = {
    Savoir: ("savoir", "savoir", "savoirs"),
    Competence: ("competence", "compétence", "compétences"),
}


def _tree(
    model: type[Savoir] | type[Competence],
    referentiel: Referentiel,
    hits: Sequence[str],
    unfold: bool,
) -> list[Branch]:
    rows = model.objects.filter(referentiel=referentiel).active()
    index = NodeIndex(rows)
    shown = [index.by_code[code] for code in hits if code in index.by_code]
    unfolded = {node.code for row in shown for node in (row, *index.above(row))}
    if unfold:
        unfolded = set(index.by_code)
    elif not hits:
        unfolded = {row.code for row in index.under[None]}
    first = shown[0].code if shown else ""
    return [
        _branch(index, row, _WORDS[model], frozenset(unfolded), first) for row in index.under[None]
    ]


def savoir_tree(
    referentiel: Referentiel, *, hits: Sequence[str] = (), unfold: bool = False
) -> list[Branch]:
    """Return the tree of savoirs, unfolded to its hits, else its first level. One query."""
    return _tree(Savoir, referentiel, hits, unfold)


def competence_tree(
    referentiel: Referentiel, *, hits: Sequence[str] = (), unfold: bool = False
) -> list[Branch]:
    """Return the tree of competences, unfolded like that of savoirs. One query."""
    return _tree(Competence, referentiel, hits, unfold)


def fonction_tree(referentiel: Referentiel, *, current: str = "") -> list[Branch]:
    """Return the functions, their activities under them. Two queries."""
    under: dict[UUID, list[Branch]] = defaultdict(list)
    for row in Activite.objects.filter(referentiel=referentiel).active():
        under[row.fonction_id].append(Branch("activite", row.code, row.label, ""))
    return [
        Branch(
            kind="fonction",
            code=row.code,
            label=row.label,
            note=counted(len(under[row.pk]), "activité", "activités"),
            children=under[row.pk],
            unfolded=True,
            current=row.code == current,
        )
        for row in Fonction.objects.filter(referentiel=referentiel).active()
    ]


def epreuve_list(referentiel: Referentiel, *, current: str = "") -> list[Branch]:
    """Return the épreuves with their coefficient. One query."""
    return [
        Branch(
            kind="epreuve",
            code=row.code,
            label=row.label,
            note=f"coefficient{_NBSP}{row.coefficient}" if row.coefficient else "facultative",
            current=row.code == current,
        )
        for row in Epreuve.objects.filter(referentiel=referentiel).active()
    ]


def printed_by_epreuve(links: QuerySet[Any]) -> dict[Epreuve, dict[UUID, Any]]:
    """Return for each épreuve, in order, its printed links by node. One query."""
    found: dict[Epreuve, dict[UUID, Any]] = defaultdict(dict)
    rows = links.filter(epreuve__retired_on__isnull=True).select_related("epreuve")
    for link in rows.order_by("epreuve__rank", "rank"):
        found[link.epreuve][link.node_id] = link
    return found


def _how(index: NodeIndex, row: Any, printed: dict[UUID, Any], inherit: bool) -> str:
    """Say how an épreuve prints the node: itself, a node above it, or only nodes under it."""
    link = printed.get(row.pk)
    if link is not None and link.deepest:
        return f"imprimé : {row.code}"
    if inherit:
        for node in index.above(row):
            if node.pk in printed and printed[node.pk].deepest:
                return f"par {node.code}"
    parts = [node.code for node in index.below(row) if node is not row and node.pk in printed]
    parts = [code for code in parts if printed[index.by_code[code].pk].deepest]
    return f"en partie : {', '.join(parts)}" if parts else ""


def _uses(index: NodeIndex, row: Any, links: QuerySet[Any], *, inherit: bool) -> list[Use]:
    uses = []
    for epreuve, printed in printed_by_epreuve(links).items():
        how = _how(index, row, printed, inherit)
        if how:
            uses.append(Use(epreuve.code, epreuve.label, how))
    return uses


def _limits(index: NodeIndex, row: Any) -> list[LimitGroup]:
    chain = (row, *index.above(row))
    return [LimitGroup(node.code, node.limits, node is not row) for node in chain if node.limits]


def _node_facts(
    model: type[Savoir] | type[Competence],
    links: QuerySet[Any],
    referentiel: Referentiel,
    code: str,
) -> NodeFacts | None:
    index = NodeIndex(model.objects.filter(referentiel=referentiel))
    row = index.by_code.get(code)
    if row is None:
        return None
    is_savoir, words = model is Savoir, _WORDS[model]
    parent = index.by_id.get(row.parent_id)
    around = index.under[row.parent_id]
    return NodeFacts(
        code=row.code,
        label=row.label,
        retired_on=row.retired_on,
        trail=[(node.code, node.label) for node in reversed(list(index.above(row)))],
        knowledge=row.knowledge if is_savoir else [],
        limits=_limits(index, row) if is_savoir else [],
        children=[_branch(index, node, words, NONE, "") for node in index.under.get(row.pk, [])],
        around=[
            Branch(words[0], node.code, node.label, "", current=node is row) for node in around
        ],
        around_code=parent.code if parent else "",
        uses=_uses(index, row, links, inherit=is_savoir),
    )


def savoir_facts(referentiel: Referentiel, code: str) -> NodeFacts | None:
    """Return the page of a savoir, retired ones included. Two queries."""
    links = EpreuveSavoir.objects.filter(epreuve__referentiel=referentiel)
    return _node_facts(Savoir, links, referentiel, code)


def competence_facts(referentiel: Referentiel, code: str) -> NodeFacts | None:
    """Return the page of a competence, retired ones included. Two queries."""
    links = EpreuveCompetence.objects.filter(epreuve__referentiel=referentiel)
    return _node_facts(Competence, links, referentiel, code)


def fonction_facts(referentiel: Referentiel, code: str) -> FonctionFacts | None:
    """Return the page of a function, retired ones included. Four queries."""
    row = Fonction.objects.filter(referentiel=referentiel, code=code).first()
    if row is None:
        return None
    links = EpreuveFonction.objects.filter(node=row, epreuve__retired_on__isnull=True)
    uses = [
        Use(
            link.epreuve.code,
            link.epreuve.label,
            f"{'en partie' if link.partial else 'en entier'}, imprimé « {link.label} »",
        )
        for link in links.select_related("epreuve").order_by("epreuve__rank", "id")
    ]
    tree = fonction_tree(referentiel, current=code)
    activites = [
        activite.label for branch in tree if branch.code == code for activite in branch.children
    ]
    return FonctionFacts(row.code, row.label, row.retired_on, activites, uses, tree)
