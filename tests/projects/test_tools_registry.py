"""Every tool by its name: words, inputs kept and read again, nothing derived."""

import json
from dataclasses import fields, replace
from decimal import Decimal
from typing import Any

import pytest

from nrc_platform.core import clock
from nrc_platform.core.errors import DomainError
from projects.facts.asked import ASKED, EXAMPLES, input_lines
from projects.rules.tools import BY_SLUG, TOOLS, as_json, from_json, sheet_of
from projects.states import ToolName
from tests.projects.refusals import plain

NAMES = sorted(TOOLS)


def example(name: str) -> Any:
    """Return the example inputs of a tool."""
    return EXAMPLES[name](clock.today())


def test_every_name_that_is_stored_has_its_tool_its_questions_and_its_example() -> None:
    assert set(TOOLS) == set(ASKED) == set(EXAMPLES) == set(ToolName.values)
    assert len(BY_SLUG) == len(TOOLS)


@pytest.mark.parametrize("name", NAMES)
def test_form_asks_each_input_once(name: str) -> None:
    assert sorted(asked.name for asked in ASKED[name]) == sorted(
        field.name for field in fields(TOOLS[name].inputs)
    )


@pytest.mark.parametrize("name", NAMES)
def test_inputs_kept_as_text_come_back_the_same(name: str) -> None:
    kept = json.loads(json.dumps(as_json(example(name))))
    assert from_json(name, kept) == example(name)


@pytest.mark.parametrize("name", NAMES)
def test_sheet_answers_explains_draws_and_tabulates(name: str) -> None:
    sheet = sheet_of(name, example(name))
    assert all(figure.value for figure in sheet.figures)
    assert all(step.label and step.value for step in sheet.steps)
    assert sheet.chart.text
    assert {len(series.values) for series in sheet.chart.series} == {len(sheet.chart.labels)}
    for table in sheet.tables:
        assert {len(row) for row in table.rows} == {len(table.columns)}


def test_inputs_are_said_in_the_words_of_the_form() -> None:
    lines = [(label, plain(said)) for label, said in input_lines("margin", example("margin"))]
    assert lines == [
        ("Prix d’achat HT", "100 €"),
        ("Taux de TVA", "20 %"),
        ("Ce que vous connaissez de la vente", "Le prix de vente HT"),
        ("Sa valeur", "130"),
    ]


def test_lists_are_said_line_by_line_and_empty_answers_left_out() -> None:
    said = dict(input_lines("net_to_pay", replace(example("net_to_pay"), reductions=())))
    assert "Réductions commerciales" not in said
    said = dict(input_lines("prospecting", example("prospecting")))
    assert plain(said["Étapes, de la première à la commande"]).startswith(
        "Contacts : 400 / Appels"
    )


def test_long_list_is_counted_since_the_table_repeats_it() -> None:
    many = replace(example("investment"), flows=(Decimal(10),) * 13)
    assert plain(dict(input_lines("investment", many))["Flux nets de trésorerie"]) == (
        "13 lignes, reprises dans le tableau"
    )
    assert len(sheet_of("investment", many).tables[0].rows) == 14  # the outlay first


@pytest.mark.parametrize(
    "data",
    [
        {"purchase": "100"},
        {"purchase": "cent", "known": "sale_price", "value": "1"},
        {"purchase": 100.5, "known": "sale_price", "value": "1"},
        {"purchase": "100", "known": "guess", "value": "1"},
        {"purchase": "100", "known": "sale_price", "value": "1", "result": "30"},
    ],
)
def test_inputs_a_tool_cannot_read_are_refused(data: dict[str, Any]) -> None:
    with pytest.raises(DomainError, match="lisibles"):
        from_json("margin", data)


def test_count_is_no_decimal_and_list_is_no_word() -> None:
    with pytest.raises(DomainError):
        from_json("loan", {"capital": "10", "yearly_percent": "1", "payments": "4"})
    with pytest.raises(DomainError):
        from_json("investment", {"outlay": "10", "yearly_percent": "1", "flows": "12"})


def test_unknown_tool_is_refused() -> None:
    with pytest.raises(DomainError):
        from_json("horoscope", {})


def test_zero_rate_and_missing_bound_are_kept() -> None:
    kept = as_json(replace(example("normal"), high=Decimal(0), low=None))
    assert kept["low"] is None
    assert from_json("normal", kept).high == 0
