"""Reads of the épreuves, and of what they validate and mobilise."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from curriculum.facts import Branch, EpreuveFacts, EpreuveNodes
from curriculum.models import (
    Competence,
    Critere,
    Epreuve,
    EpreuveCompetence,
    EpreuveFonction,
    EpreuveSavoir,
    ProjectPhase,
    Referentiel,
    Savoir,
)
from curriculum.selectors.nodes import NodeIndex, counted, epreuve_list
from curriculum.states import Mode

_NBSP = "\u00a0"
_HOUR = 60


def duration(minutes: int) -> str:
    """Return « 5 h », « 40 min », « 1 h 30 »."""
    hours, rest = divmod(minutes, _HOUR)
    if not hours:
        return f"{rest}{_NBSP}min"
    return f"{hours}{_NBSP}h{_NBSP}{rest:02d}" if rest else f"{hours}{_NBSP}h"


def _terms(row: Epreuve) -> list[tuple[str, str]]:
    terms = [
        ("Unité", row.unite),
        ("Coefficient", str(row.coefficient) if row.coefficient else "sans, épreuve facultative"),
        ("Forme ponctuelle", str(row.get_form_display())),
        ("Durée", duration(row.duration_minutes)),
    ]
    if row.preparation_minutes:
        terms.append(("Préparation", duration(row.preparation_minutes)))
    opened = any(regime["mode"] == Mode.IN_TRAINING for regime in row.regimes)
    situations = counted(row.ccf_situations, "situation", "situations")
    if opened:
        terms.append(("En cours de formation", situations))
    elif row.ccf_situations:
        printed = f"aucune situation ouverte ({situations} au règlement d’examen)"
        terms.append(("En cours de formation", printed))
    return terms


def _printed_tree(index: NodeIndex, links: list[Any], kind: str) -> list[Branch]:
    """Return the printed codes as a tree, each under the nearest printed node above it."""
    printed = {link.node_id: link for link in links}
    under: dict[UUID | None, list[Any]] = defaultdict(list)
    for link in links:
        node = index.by_id[link.node_id]
        above = next((up.pk for up in index.above(node) if up.pk in printed), None)
        under[above].append(link)

    def grow(pk: UUID | None) -> list[Branch]:
        return [
            Branch(kind, index.by_id[link.node_id].code, link.label, "", grow(link.node_id))
            for link in under[pk]
        ]

    return grow(None)


def _links(rows: QuerySet[Any], epreuve: Epreuve) -> list[Any]:
    return list(rows.filter(epreuve=epreuve).order_by("rank"))


def epreuve_facts(referentiel: Referentiel, code: str) -> EpreuveFacts | None:
    """Return the page of an épreuve, retired ones included. Eight queries."""
    row = Epreuve.objects.filter(referentiel=referentiel, code=code).first()
    if row is None:
        return None
    fonctions = EpreuveFonction.objects.select_related("node")
    competences = NodeIndex(Competence.objects.filter(referentiel=referentiel))
    savoirs = NodeIndex(Savoir.objects.filter(referentiel=referentiel))
    printed_competences = _links(EpreuveCompetence.objects.all(), row)
    return EpreuveFacts(
        row=row,
        code=row.code,
        retired_on=row.retired_on,
        terms=_terms(row),
        regimes=[(regime["label"], str(Mode(regime["mode"]).label)) for regime in row.regimes],
        criteres=list(
            Critere.objects.filter(epreuve=row).active().values_list("label", flat=True)
        ),
        competences=_printed_tree(competences, printed_competences, "competence"),
        savoirs=_printed_tree(savoirs, _links(EpreuveSavoir.objects.all(), row), "savoir"),
        fonctions=[
            Branch("fonction", link.node.code, link.label, "en partie" if link.partial else "")
            for link in _links(fonctions, row)
        ],
        around=epreuve_list(referentiel, current=code),
    )


def epreuve_nodes(code: str, referentiel: Referentiel | None = None) -> EpreuveNodes:
    """
    Return what may be tagged on a record of an épreuve, in order. Four queries.

    - competences: the deepest printed ones (E4: C31, C32, C33);
    - savoirs: the deepest printed ones and everything under them (req. 140, 153, 172).
    """
    chosen = referentiel or Referentiel.objects.first()
    links: dict[str, set[UUID]] = {}
    for name, model in (("competences", EpreuveCompetence), ("savoirs", EpreuveSavoir)):
        rows = model._default_manager.filter(
            epreuve__referentiel=chosen, epreuve__code=code, deepest=True
        )
        links[name] = set(rows.order_by().values_list("node_id", flat=True))
    index = NodeIndex(Savoir.objects.filter(referentiel=chosen).active())
    allowed = {
        node.pk
        for row in index.by_id.values()
        if row.pk in links["savoirs"]
        for node in index.below(row)
    }
    return EpreuveNodes(
        competences=list(Competence.objects.filter(pk__in=links["competences"]).active()),
        savoirs=[row for row in index.by_id.values() if row.pk in allowed],
    )


def epreuves_by_savoir() -> dict[UUID, list[str]]:
    """
    Return for each savoir the codes of the épreuves that mobilise it. Two queries.

    An épreuve mobilises what it prints deepest, and everything under it.
    """
    index = NodeIndex(Savoir.objects.only("code", "parent_id", "retired_on", "rank"))
    found: dict[UUID, list[str]] = defaultdict(list)
    links = EpreuveSavoir.objects.filter(deepest=True, epreuve__retired_on__isnull=True)
    for node_id, code in links.order_by("epreuve__rank", "id").values_list(
        "node_id", "epreuve__code"
    ):
        for node in index.below(index.by_id[node_id]):
            if code not in found[node.pk]:
                found[node.pk].append(code)
    return found


def epreuves_by_competence() -> dict[UUID, list[str]]:
    """Return for each competence the codes of the épreuves that print it. One query."""
    found: dict[UUID, list[str]] = defaultdict(list)
    links = EpreuveCompetence.objects.filter(epreuve__retired_on__isnull=True)
    for node_id, code in links.order_by("epreuve__rank", "id").values_list(
        "node_id", "epreuve__code"
    ):
        found[node_id].append(code)
    return found


def project_phases(referentiel: Referentiel) -> list[ProjectPhase]:
    """Return the phases every project goes through, in order. One query."""
    return list(ProjectPhase.objects.filter(referentiel=referentiel).active())
