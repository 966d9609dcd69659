"""What each tool asks, in the words of its form: the same words say the inputs kept."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from projects.rules.tools.break_even import Activity
from projects.rules.tools.discount import Bill
from projects.rules.tools.figures import HUNDRED, NBSP, euros, number, rate
from projects.rules.tools.forecast import History, Sale
from projects.rules.tools.investment import Investment
from projects.rules.tools.loan import Frequency, Loan, Repayment
from projects.rules.tools.margin import Invoice, Known, Pricing, Reduction
from projects.rules.tools.prospecting import Funnel, Stage
from projects.rules.tools.ranking import Client, Portfolio
from projects.rules.tools.risk import Case, Choice, Normal
from projects.rules.tools.sheet import Unit, Value, shown
from projects.states import ToolName


class Kind(StrEnum):
    """What an answer is."""

    EUROS = "euros"
    PERCENT = "percent"
    NUMBER = "number"
    COUNT = "count"
    DATE = "date"
    CHOICE = "choice"
    LINES = "lines"


@dataclass(frozen=True)
class Asked:
    """
    One input: its name, its question, what its answer is.

    - `beside`: stands on the line of the one before; `line`: how a line of a list is written.
    """

    name: str
    label: str
    kind: Kind
    help: str = ""
    required: bool = True
    beside: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    line: str = ""


_VAT = Asked("vat_percent", "Taux de TVA", Kind.PERCENT, "En %, par exemple 20.")

ASKED: dict[str, tuple[Asked, ...]] = {
    ToolName.PROSPECTING: (
        Asked(
            "stages",
            "Étapes, de la première à la commande",
            Kind.LINES,
            "Une étape par ligne\u00a0: son nom, un point-virgule, combien y sont arrivés.",
            line="Rendez-vous ; 40",
        ),
        Asked("cost", "Coût de l’action", Kind.EUROS, required=False),
        Asked("turnover", "Chiffre d’affaires obtenu", Kind.EUROS, required=False),
        Asked(
            "goal",
            "Commandes visées",
            Kind.COUNT,
            "Pour savoir combien de contacts il faut prévoir.",
            required=False,
        ),
    ),
    ToolName.MARGIN: (
        Asked("purchase", "Prix d’achat HT", Kind.EUROS),
        _VAT,
        Asked(
            "known",
            "Ce que vous connaissez de la vente",
            Kind.CHOICE,
            choices=(
                (Known.SALE_PRICE, "Le prix de vente HT"),
                (Known.MARGIN_RATE, "Le taux de marge, en %"),
                (Known.BRAND_RATE, "Le taux de marque, en %"),
                (Known.COEFFICIENT, "Le coefficient multiplicateur"),
            ),
        ),
        Asked("value", "Sa valeur", Kind.NUMBER),
    ),
    ToolName.NET_TO_PAY: (
        Asked("gross", "Montant brut HT", Kind.EUROS),
        Asked(
            "reductions",
            "Réductions commerciales",
            Kind.LINES,
            "Une par ligne, dans l’ordre où elles s’appliquent\u00a0: nom, point-virgule, taux "
            "en\u00a0%.",
            required=False,
            line="Remise ; 10",
        ),
        Asked("discount_percent", "Escompte de règlement", Kind.PERCENT, "En %.", required=False),
        Asked("carriage", "Port HT", Kind.EUROS, required=False),
        _VAT,
    ),
    ToolName.BREAK_EVEN: (
        Asked("turnover", "Chiffre d’affaires HT", Kind.EUROS),
        Asked("variable_costs", "Charges variables", Kind.EUROS),
        Asked("fixed_costs", "Charges fixes", Kind.EUROS),
        Asked("starts_on", "Premier jour", Kind.DATE),
        Asked("months", "Durée, en mois", Kind.COUNT, beside=True),
        Asked(
            "units",
            "Quantité vendue",
            Kind.COUNT,
            "Pour connaître la quantité à vendre au seuil.",
            required=False,
        ),
    ),
    ToolName.LOAN: (
        Asked("capital", "Capital emprunté", Kind.EUROS),
        Asked("yearly_percent", "Taux annuel", Kind.PERCENT, "En %, par exemple 4,2."),
        Asked("payments", "Nombre d’annuités, ou de mensualités", Kind.COUNT),
        Asked(
            "frequency",
            "Remboursement",
            Kind.CHOICE,
            choices=((Frequency.YEARLY, "Par année"), (Frequency.MONTHLY, "Par mois")),
        ),
        Asked(
            "repayment",
            "Ce qui reste constant",
            Kind.CHOICE,
            choices=(
                (Repayment.CONSTANT_PAYMENT, "L’annuité ou la mensualité"),
                (Repayment.CONSTANT_CAPITAL, "L’amortissement"),
            ),
        ),
        Asked(
            "period_percent",
            "Taux mensuel équivalent",
            Kind.PERCENT,
            "En %, si la banque le donne\u00a0; sinon le mois porte un douzième du taux annuel.",
            required=False,
        ),
    ),
    ToolName.BILL_DISCOUNT: (
        Asked("nominal", "Valeur nominale de l’effet", Kind.EUROS),
        Asked("discounted_on", "Remise le", Kind.DATE),
        Asked("due_on", "Échéance le", Kind.DATE, beside=True),
        Asked("yearly_percent", "Taux d’escompte annuel", Kind.PERCENT, "En %."),
        Asked(
            "endorsement_percent",
            "Taux d’endos annuel",
            Kind.PERCENT,
            "En %.",
            required=False,
        ),
        Asked("fee", "Commission fixe HT", Kind.EUROS, required=False),
        Asked(
            "vat_percent", "TVA sur la commission", Kind.PERCENT, "En %, par exemple 20.",
        ),
    ),
    ToolName.INVESTMENT: (
        Asked("outlay", "Somme investie", Kind.EUROS),
        Asked("yearly_percent", "Taux d’actualisation", Kind.PERCENT, "En %."),
        Asked(
            "flows",
            "Flux nets de trésorerie",
            Kind.LINES,
            "Un par ligne, de la première à la dernière année.",
            line="3000",
        ),
        Asked("residual", "Valeur résiduelle", Kind.EUROS, required=False),
    ),
    ToolName.FORECAST: (
        Asked(
            "sales",
            "Ventes passées",
            Kind.LINES,
            "Une période par ligne, de la plus ancienne à la plus récente\u00a0: nom, "
            "point-virgule, ventes.",
            line="Mars ; 1250",
        ),
        Asked("window", "Périodes de la moyenne mobile", Kind.COUNT),
        Asked(
            "seasons",
            "Périodes d’un cycle",
            Kind.COUNT,
            "4 pour des trimestres, 12 pour des mois, 1 sans saison.",
        ),
        Asked("ahead", "Périodes à prévoir", Kind.COUNT),
    ),
    ToolName.ABC: (
        Asked(
            "clients",
            "Clients et chiffre d’affaires",
            Kind.LINES,
            "Un client par ligne\u00a0: son nom, un point-virgule, ses achats.",
            line="Optiloc ; 12500",
        ),
        Asked("a_percent", "Fin de A", Kind.PERCENT, "En % cumulé."),
        Asked("b_percent", "Fin de B", Kind.PERCENT, "En % cumulé.", beside=True),
    ),
    ToolName.EXPECTATION: (
        Asked(
            "cases",
            "Ce qui peut arriver",
            Kind.LINES,
            "Un cas par ligne\u00a0: son nom, ce qu’il rapporte (négatif pour une perte), sa "
            "probabilité en\u00a0%.",
            line="Succès ; 10000 ; 30",
        ),
    ),
    ToolName.NORMAL: (
        Asked("mean", "Moyenne", Kind.NUMBER),
        Asked("deviation", "Écart-type", Kind.NUMBER, beside=True),
        Asked("low", "Au moins", Kind.NUMBER, required=False),
        Asked("high", "Au plus", Kind.NUMBER, required=False, beside=True),
    ),
}  # fmt: skip


# A longer list is read in the table of the result, which holds each of its lines.
_MOST_SAID = 12


def _d(*values: int | str) -> tuple[Decimal, ...]:
    return tuple(Decimal(value) for value in values)


def _sales() -> tuple[Sale, ...]:
    sold = _d(82, 121, 140, 96, 90, 133, 151, 104)
    return tuple(
        Sale(f"T{place % 4 + 1} an {place // 4 + 1}", value) for place, value in enumerate(sold)
    )


_CLIENTS = (
    ("Optiloc", 48_000), ("Hygial Services", 31_000), ("Verdier Menuiseries", 9_000),
    ("Néoprint", 6_500), ("Atelier Meunier", 3_000), ("Brossard Bureau", 2_500),
)  # fmt: skip
_STAGES = (
    ("Contacts", 400), ("Appels aboutis", 160), ("Rendez-vous", 40), ("Devis", 20),
    ("Commandes", 8),
)  # fmt: skip
_CASES = (("Succès", 10_000, 30), ("Résultat moyen", 4_000, 50), ("Échec", -2_000, 20))

# Inputs that show what each tool does, from today's year where a day is asked.
EXAMPLES: dict[str, Callable[[date], Any]] = {
    ToolName.PROSPECTING: lambda today: Funnel(
        tuple(Stage(*each) for each in _STAGES), Decimal(1200), Decimal(9600), goal=12
    ),
    ToolName.MARGIN: lambda today: Pricing(Decimal(100), Known.SALE_PRICE, Decimal(130)),
    ToolName.NET_TO_PAY: lambda today: Invoice(
        Decimal(1000),
        (Reduction("Remise", Decimal(10)), Reduction("Rabais", Decimal(5))),
        Decimal(2),
        Decimal(50),
    ),
    ToolName.BREAK_EVEN: lambda today: Activity(
        Decimal(500_000),
        Decimal(300_000),
        Decimal(150_000),
        date(today.year, 1, 1),
        units=1000,
    ),
    ToolName.LOAN: lambda today: Loan(Decimal(10_000), Decimal(5), 4),
    ToolName.BILL_DISCOUNT: lambda today: Bill(
        Decimal(6000),
        date(today.year, 3, 10),
        date(today.year, 5, 31),
        Decimal(9),
        Decimal("0.6"),
        Decimal(10),
    ),
    ToolName.INVESTMENT: lambda today: Investment(
        Decimal(10_000), Decimal(10), _d(3000, 4000, 5000, 2000)
    ),
    ToolName.FORECAST: lambda today: History(_sales(), seasons=4, ahead=4),
    ToolName.ABC: lambda today: Portfolio(
        tuple(Client(label, Decimal(sold)) for label, sold in _CLIENTS)
    ),
    ToolName.EXPECTATION: lambda today: Choice(
        tuple(Case(label, Decimal(gain), Decimal(chance)) for label, gain, chance in _CASES)
    ),
    ToolName.NORMAL: lambda today: Normal(*_d(500, 40, 450)),
}


def _said(asked: Asked, value: Any) -> str:
    """Return an answer in words."""
    if asked.kind == Kind.CHOICE:
        return dict(asked.choices)[value]
    if asked.kind == Kind.LINES:
        if len(value) > _MOST_SAID:
            return f"{len(value)}{NBSP}lignes, reprises dans le tableau"
        return " / ".join(_line_said(each) for each in value)
    if asked.kind == Kind.EUROS:
        return euros(value)
    return rate(value) if asked.kind == Kind.PERCENT else shown(value, Unit.NUMBER)


def _line_said(value: Any) -> str:
    if isinstance(value, Decimal):
        return number(value)
    label, *numbers = vars(value).values()
    return f"{label}{NBSP}: {', '.join(number(each) for each in numbers)}"


def _amount(asked: Asked, value: Any) -> tuple[Value, Unit]:
    """Return an answer as a workbook holds it: a rate typed as 20 is 0.2 of a whole."""
    if asked.kind == Kind.PERCENT:
        return value / HUNDRED, Unit.PERCENT
    if asked.kind in (Kind.CHOICE, Kind.LINES):
        return _said(asked, value), Unit.TEXT
    return value, Unit(asked.kind)


def input_amounts(tool: str, inputs: Any) -> list[tuple[str, Value, Unit]]:
    """Return what was asked and answered, its figures still figures; empty answers left out."""
    held: Mapping[str, Any] = vars(inputs)
    return [
        (asked.label, *_amount(asked, held[asked.name]))
        for asked in ASKED[tool]
        if held[asked.name] not in (None, ())
    ]


def input_lines(tool: str, inputs: Any) -> list[tuple[str, str]]:
    """Return what was asked and answered, in the order of the form; empty answers left out."""
    held: Mapping[str, Any] = vars(inputs)
    return [
        (asked.label, _said(asked, held[asked.name]))
        for asked in ASKED[tool]
        if held[asked.name] not in (None, ())
    ]
