"""The tools by name: what each is for, what it asks, what it answers, and how inputs are kept."""

import types
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, Union, get_args, get_origin, get_type_hints

from nrc_platform.core.errors import DomainError
from projects.rules.tools.break_even import Activity, break_even_sheet
from projects.rules.tools.discount import Bill, bill_discount_sheet
from projects.rules.tools.forecast import History, forecast_sheet
from projects.rules.tools.investment import Investment, investment_sheet
from projects.rules.tools.loan import Loan, loan_sheet
from projects.rules.tools.margin import Invoice, Pricing, net_to_pay_sheet, pricing_sheet
from projects.rules.tools.prospecting import Funnel, prospecting_sheet
from projects.rules.tools.ranking import Portfolio, abc_ranking_sheet
from projects.rules.tools.risk import Choice, Normal, expectation_sheet, normal_sheet
from projects.rules.tools.sheet import Sheet
from projects.states import ToolName

UNREADABLE = "Les données de cette simulation ne sont pas lisibles par l’outil."


@dataclass(frozen=True)
class Tool:
    """A tool: its stored name, its address, its words, its inputs and what it shows of them."""

    name: ToolName
    slug: str
    purpose: str
    inputs: type
    sheet: Callable[[Any], Sheet]

    @property
    def label(self) -> str:
        """Return the name people read."""
        return str(self.name.label)


TOOLS: dict[str, Tool] = {
    tool.name: tool
    for tool in (
        Tool(
            ToolName.PROSPECTING,
            "prospection",
            "Du fichier de contacts aux commandes\u00a0: taux de passage, coût d’une commande.",
            Funnel,
            prospecting_sheet,
        ),
        Tool(
            ToolName.MARGIN,
            "marge",
            "Marge, taux de marge, taux de marque et coefficient multiplicateur.",
            Pricing,
            pricing_sheet,
        ),
        Tool(
            ToolName.NET_TO_PAY,
            "net-a-payer",
            "Remises, escompte de règlement, port et TVA d’une facture.",
            Invoice,
            net_to_pay_sheet,
        ),
        Tool(
            ToolName.BREAK_EVEN,
            "seuil-de-rentabilite",
            "Charges fixes et variables, seuil, et jour du point mort.",
            Activity,
            break_even_sheet,
        ),
        Tool(
            ToolName.LOAN,
            "emprunt",
            "Tableau de remboursement, par année ou par mois.",
            Loan,
            loan_sheet,
        ),
        Tool(
            ToolName.BILL_DISCOUNT,
            "escompte",
            "Agios et net reçu d’une traite remise à la banque avant l’échéance.",
            Bill,
            bill_discount_sheet,
        ),
        Tool(
            ToolName.INVESTMENT,
            "investissement",
            "Actualisation, VAN et délai de récupération.",
            Investment,
            investment_sheet,
        ),
        Tool(
            ToolName.FORECAST,
            "prevision",
            "Moyenne mobile, moindres carrés, coefficients saisonniers, corrélation.",
            History,
            forecast_sheet,
        ),
        Tool(
            ToolName.ABC,
            "abc",
            "Quels clients font le chiffre d’affaires.",
            Portfolio,
            abc_ranking_sheet,
        ),
        Tool(
            ToolName.EXPECTATION,
            "esperance",
            "Ce qu’un choix incertain rapporte en moyenne, et son risque.",
            Choice,
            expectation_sheet,
        ),
        Tool(
            ToolName.NORMAL,
            "loi-normale",
            "Probabilité d’atteindre un objectif quand les ventes varient.",
            Normal,
            normal_sheet,
        ),
    )
}
BY_SLUG = {tool.slug: tool for tool in TOOLS.values()}


def sheet_of(name: str, inputs: Any) -> Sheet:
    """Return what the tool of that name shows of its inputs; `Invalid` when they are absurd."""
    return TOOLS[name].sheet(inputs)


def as_json(inputs: Any) -> dict[str, Any]:
    """Return the inputs as they are kept: decimals and days as text, nothing derived."""
    shape: dict[str, Any] = _plain(asdict(inputs))
    return shape


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, date) else value


def from_json(name: str, data: Mapping[str, Any]) -> Any:
    """Return the inputs of a tool rebuilt from what was kept; what is unreadable is refused."""
    try:
        return _build(TOOLS[name].inputs, data)
    except (KeyError, TypeError, ValueError, InvalidOperation) as error:
        raise DomainError(UNREADABLE, code="unreadable") from error


def _build(kind: Any, data: Any) -> Any:
    """Return a value of that type from its plain form."""
    if isinstance(kind, type) and is_dataclass(kind):
        hints = get_type_hints(kind)
        known = {each.name for each in fields(kind)}
        if set(data) - known:
            raise TypeError(f"unknown {set(data) - known}")
        return kind(**{name: _build(hints[name], each) for name, each in data.items()})
    if get_origin(kind) is tuple:
        if not isinstance(data, list):
            raise TypeError(f"{data!r} is no list")
        return tuple(_build(get_args(kind)[0], each) for each in data)
    if get_origin(kind) in (Union, types.UnionType):
        return None if data is None else _build(get_args(kind)[0], data)
    return _single(kind, data)


def _single(kind: Any, data: Any) -> Any:
    """Return one value: a decimal and a day are kept as text, a count as a number."""
    wanted = int if kind is int else str
    if isinstance(data, bool) or not isinstance(data, wanted):
        raise TypeError(f"{data!r} is no {wanted}")
    return date.fromisoformat(str(data)) if kind is date else kind(data)
