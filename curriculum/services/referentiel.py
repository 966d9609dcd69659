"""Loading a diploma from its file: nothing is deleted, what disappears is retired."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from curriculum.models import (
    Activite,
    Competence,
    Critere,
    Epreuve,
    EpreuveCompetence,
    EpreuveFonction,
    EpreuveSavoir,
    Fonction,
    Node,
    ProjectPhase,
    Referentiel,
    RuleSet,
    RuleValue,
    Savoir,
)
from curriculum.rules.diploma import Diploma, Printed, RuleSetSource, TreeNode, read_diploma
from curriculum.services.scale import default_scale
from nrc_platform.core import clock
from nrc_platform.journal.moves import service
from nrc_platform.journal.services import record
from nrc_platform.people.models import User

Fields = dict[str, Any]
LINKS: tuple[tuple[type[models.Model], str], ...] = (
    (EpreuveCompetence, "competences"),
    (EpreuveSavoir, "savoirs"),
    (EpreuveFonction, "fonctions"),
)


@dataclass(frozen=True)
class Change:
    """One row the load touched."""

    kind: str
    code: str
    fields: tuple[str, ...] = ()

    def as_dict(self) -> Fields:
        """Return the line of the report other programs read."""
        return {"kind": self.kind, "code": self.code, "fields": list(self.fields)}


@dataclass
class LoadReport:
    """What a load did."""

    referentiel: str
    added: list[Change] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    retired: list[Change] = field(default_factory=list)
    unchanged: int = 0

    def as_dict(self) -> Fields:
        """Return the report other programs read."""
        return {
            "referentiel": self.referentiel,
            "added": [change.as_dict() for change in self.added],
            "changed": [change.as_dict() for change in self.changed],
            "retired": [change.as_dict() for change in self.retired],
            "unchanged": self.unchanged,
        }


def _assign(row: models.Model, fields: Fields) -> list[str]:
    """Set the fields that differ and return their French names; a mere shift of rank is silent."""
    differing = [name for name, value in fields.items() if getattr(row, name) != value]
    for name in differing:
        setattr(row, name, fields[name])
    return [
        str(getattr(row._meta.get_field(name), "verbose_name", name))
        for name in differing
        if name != "rank"
    ]


class _Load:
    """One load under way: the version row, the report, and the rows by code."""

    def __init__(self, referentiel: Referentiel, report: LoadReport) -> None:
        self.referentiel = referentiel
        self.report = report

    def _note(self, kind: str, code: str, names: Sequence[str]) -> None:
        if names:
            self.report.changed.append(Change(kind, code, tuple(names)))
        else:
            self.report.unchanged += 1

    def nodes(self, model: type[Node], wanted: dict[str, Fields]) -> dict[str, Any]:
        """Store the wanted nodes, retire the others, and return them all by code."""
        kind = str(model._meta.verbose_name)
        known: dict[str, Any] = {
            row.code: row for row in model.objects.filter(referentiel=self.referentiel)
        }
        new: list[Any] = []
        kept: list[Any] = []
        for rank, (code, fields) in enumerate(wanted.items(), start=1):
            values = {"rank": rank, **fields}
            if "parent_id" in values:
                parent = values["parent_id"]
                values["parent_id"] = known[parent].pk if parent else None
            if code in known:
                self._note(kind, code, _assign(known[code], {**values, "retired_on": None}))
                kept.append(known[code])
            else:
                known[code] = model(referentiel=self.referentiel, code=code, **values)
                new.append(known[code])
                self.report.added.append(Change(kind, code))
        for code, row in known.items():
            if code not in wanted and row.retired_on is None:
                row.retired_on = clock.today()
                kept.append(row)
                self.report.retired.append(Change(kind, code))
        model.objects.bulk_create(new)
        names = [*next(iter(wanted.values()), {}), "rank", "retired_on"]
        model.objects.bulk_update(kept, list(dict.fromkeys(names)))
        return known

    def links(self, epreuves: dict[str, Any], diploma: Diploma, nodes: Fields) -> None:
        """Store what each épreuve prints; a list that differs is written anew."""
        for model, name in LINKS:
            stored: dict[Any, list[tuple[Any, ...]]] = {}
            rows = model._default_manager.filter(epreuve__referentiel=self.referentiel)
            for link in rows.order_by("epreuve_id", "rank").values_list(
                "epreuve_id", "node_id", "label", "deepest", "partial"
            ):
                stored.setdefault(link[0], []).append(link[1:])
            new = []
            for source in diploma.epreuves:
                epreuve = epreuves[source.code]
                printed: list[Printed] = getattr(source, name)
                asked = [
                    (nodes[name][line.code].pk, line.label, line.deepest, line.partial)
                    for line in printed
                ]
                before = stored.get(epreuve.pk, [])
                if asked == before:
                    continue
                rows.filter(epreuve=epreuve).delete()
                if before or not any(c.code == source.code for c in self.report.added):
                    self.report.changed.append(Change("épreuve", source.code, (name,)))
                new += [
                    model(
                        epreuve=epreuve,
                        node_id=pk,
                        rank=rank,
                        label=label,
                        deepest=deepest,
                        partial=partial,
                    )
                    for rank, (pk, label, deepest, partial) in enumerate(asked, start=1)
                ]
            model._default_manager.bulk_create(new)

    def rule_set(self, source: RuleSetSource) -> None:
        """Store a general set of rule values."""
        terms = {
            "label": source.label,
            "source": source.source,
            "starts_on": source.starts_on,
            "ends_on": source.ends_on,
        }
        row = RuleSet.objects.filter(school__isnull=True, code=source.code).first()
        if row is None:
            row = RuleSet.objects.create(code=source.code, **terms)
            RuleValue.objects.bulk_create(
                RuleValue(rule_set=row, key=key, value=value)
                for key, value in source.values.items()
            )
            self.report.added.append(Change("règles", source.code))
            return
        names = _assign(row, terms)
        before = dict(row.values.values_list("key", "value"))
        if before != source.values:
            names += sorted(
                key
                for key in {*before, *source.values}
                if before.get(key) != source.values.get(key)
            )
            row.values.all().delete()
            RuleValue.objects.bulk_create(
                RuleValue(rule_set=row, key=key, value=value)
                for key, value in source.values.items()
            )
        row.save()
        self._note("règles", source.code, names)


def _tree(nodes: list[TreeNode], *, bullets: bool) -> dict[str, Fields]:
    wanted: dict[str, Fields] = {}
    for node in nodes:
        fields: Fields = {"label": node.label, "level": node.level, "parent_id": node.parent}
        if bullets:
            fields |= {"knowledge": node.knowledge, "limits": node.limits}
        wanted[node.code] = fields
    return wanted


def _version(diploma: Diploma, report: LoadReport) -> Referentiel:
    code = diploma.fields["code"]
    row = Referentiel.objects.select_for_update(of=("self",)).filter(code=code).first()
    if row is None:
        report.added.append(Change("référentiel", code))
        return Referentiel.objects.create(**diploma.fields)
    names = _assign(row, diploma.fields)
    if names:
        row.save()
        report.changed.append(Change("référentiel", code, tuple(names)))
    else:
        report.unchanged += 1
    return row


def _write_down(load: _Load, actor: User | None) -> None:
    report = load.report
    if report.added or report.changed or report.retired:
        record(
            "curriculum.referentiel.load",
            actor=actor,
            about=load.referentiel,
            data={
                "code": report.referentiel,
                "added": len(report.added),
                "changed": [f"{line.kind} {line.code}" for line in report.changed],
                "retired": [f"{line.kind} {line.code}" for line in report.retired],
            },
        )


@service
def load_referentiel(text: str, *, actor: User | None = None) -> LoadReport:
    """
    Store the diploma a file describes, and return what was added, changed and retired.

    - a broken file raises `BrokenSource` before anything is written;
    - a node that disappears is retired, never deleted: fiches and grids may cite it;
    - loading the same file twice changes nothing.
    """
    diploma = read_diploma(text)
    report = LoadReport(diploma.fields["code"])
    load = _Load(_version(diploma, report), report)
    fonctions = load.nodes(
        Fonction, {line.code: {"label": line.label} for line in diploma.fonctions}
    )
    load.nodes(
        Activite,
        {
            f"{line.code}{number}": {"label": label, "fonction_id": fonctions[line.code].pk}
            for line in diploma.fonctions
            for number, label in enumerate(line.activites, start=1)
        },
    )
    competences = load.nodes(Competence, _tree(diploma.competences, bullets=False))
    savoirs = load.nodes(Savoir, _tree(diploma.savoirs, bullets=True))
    load.nodes(
        ProjectPhase,
        {f"P{number}": {"label": label} for number, label in enumerate(diploma.phases, start=1)},
    )
    epreuves = load.nodes(
        Epreuve,
        {
            line.code: {key: value for key, value in line.fields.items() if key != "code"}
            for line in diploma.epreuves
        },
    )
    load.nodes(
        Critere,
        {
            f"{line.code}-{number:02d}": {
                "label": label,
                "epreuve_id": epreuves[line.code].pk,
                "rank": number,
            }
            for line in diploma.epreuves
            for number, label in enumerate(line.criteria, start=1)
        },
    )
    load.links(
        epreuves,
        diploma,
        {"fonctions": fonctions, "competences": competences, "savoirs": savoirs},
    )
    for rules in diploma.rule_sets:
        load.rule_set(rules)
    default_scale()
    _write_down(load, actor)
    return report
