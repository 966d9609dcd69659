"""A saved simulation as pages list it, show it, print it and put it into a workbook."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import orjson
from django.utils import timezone

from nrc_platform.core import dates
from nrc_platform.core.errors import DomainError
from nrc_platform.documents.workbook import Cell, Tab
from projects.facts.asked import input_amounts, input_lines
from projects.models import Simulation
from projects.rules.tools import TOOLS, Sheet, Tool, Unit, from_json
from projects.rules.tools.sheet import Value

_STYLES = {
    Unit.EUROS: "euros",
    Unit.PERCENT: "percent",
    Unit.NUMBER: "number",
    Unit.COUNT: "count",
}


@dataclass(frozen=True)
class SimulationLine:
    """A simulation in a list: what was asked, by whom, when, and its answer."""

    id: str
    tool: str
    answer: str
    comment: str
    made_by: str
    made_at: datetime


@dataclass(frozen=True)
class SimulationFacts:
    """Everything that is printed of a simulation; the sheet is calculated from the inputs."""

    simulation: str
    tool: str
    school: str
    promotion: str
    project: str
    company: str
    made_by: str
    made_at: datetime
    comment: str
    inputs: dict[str, Any]
    reference: str = ""

    @property
    def about(self) -> Tool:
        """Return the tool it was made with."""
        return TOOLS[self.tool]

    @property
    def made_on(self) -> date:
        """Return the day it was made, where the school is."""
        return timezone.localtime(self.made_at).date()

    @property
    def lines(self) -> list[tuple[str, str]]:
        """Return the inputs in words."""
        return input_lines(self.tool, from_json(self.tool, self.inputs))

    @property
    def sheet(self) -> Sheet:
        """Return the result, calculated now."""
        return self.about.sheet(from_json(self.tool, self.inputs))

    @property
    def sha256(self) -> str:
        """Return the digest of the facts: same facts, same digest."""
        shape = orjson.dumps(vars(self), option=orjson.OPT_SORT_KEYS)
        return hashlib.sha256(shape).hexdigest()


def simulation_facts(row: Simulation, *, reference: str = "") -> SimulationFacts:
    """Return the facts of a simulation loaded with its project: no query."""
    project = row.project
    return SimulationFacts(
        simulation=str(row.pk),
        tool=row.tool,
        school=project.school.name,
        promotion=project.promotion.label,
        project=project.title,
        company=project.company.legal_name,
        made_by=str(row.made_by),
        made_at=row.made_at,
        comment=row.comment,
        inputs=row.inputs,
        reference=reference,
    )


def simulation_line(row: Simulation) -> SimulationLine:
    """Return a line of the list; a simulation its tool no longer reads says so."""
    tool = TOOLS[row.tool]
    try:
        first = tool.sheet(from_json(row.tool, row.inputs)).figures[0]
        answer = f"{first.label}\u00a0: {first.value}"
    except DomainError as refusal:
        answer = refusal.message
    return SimulationLine(
        id=str(row.pk),
        tool=tool.label,
        answer=answer,
        comment=row.comment,
        made_by=str(row.made_by),
        made_at=row.made_at,
    )


def _cell(value: Value, unit: Unit) -> Cell:
    return Cell(value, _STYLES.get(unit, ""))


def _pairs(title: str, pairs: Sequence[tuple[str, Value, Unit]]) -> Tab:
    return Tab(title, (), [[Cell(label), _cell(value, unit)] for label, value, unit in pairs])


def _words(pairs: Sequence[tuple[str, str]]) -> list[tuple[str, Value, Unit]]:
    return [(label, words, Unit.TEXT) for label, words in pairs]


def simulation_tabs(facts: SimulationFacts) -> list[Tab]:
    """Return the workbook of a simulation: its answer, its inputs, its explanation, its tables."""
    sheet = facts.sheet
    head = [
        ("Outil", facts.about.label),
        ("Projet", facts.project),
        ("Entreprise", facts.company),
        ("Classe", f"{facts.promotion}, {facts.school}"),
        ("Faite par", facts.made_by),
        ("Faite le", dates.moment(facts.made_at)),
        ("Commentaire", facts.comment),
    ]
    figures = [(figure.label, figure.amount, figure.unit) for figure in sheet.figures]
    steps = [(step.label, step.formula, step.numbers, step.value) for step in sheet.steps]
    tables = [
        Tab(
            table.title,
            tuple(column.label for column in table.columns),
            [
                [
                    _cell(value, column.unit)
                    for value, column in zip(row, table.columns, strict=True)
                ]
                for row in table.rows
            ],
        )
        for table in sheet.tables
    ]
    notes = [("À savoir", note) for note in sheet.notes]
    return [
        _pairs("Résultat", [*_words(head), *figures, *_words(notes)]),
        _pairs("Données", input_amounts(facts.tool, from_json(facts.tool, facts.inputs))),
        Tab(
            "Explication",
            ("Ce qui est cherché", "Formule", "Avec les nombres", "Résultat"),
            [[Cell(text) for text in step] for step in steps],
        ),
        *tables,
    ]
