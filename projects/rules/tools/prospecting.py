"""Prospecting: from contacts to orders, what passes at each step and what an order costs."""

from dataclasses import dataclass, field
from decimal import Decimal

from projects.rules.tools.figures import (
    ZERO,
    Checks,
    ceiling,
    cents,
    euros,
    exact,
    number,
    percent,
    quoted,
    ratio,
)
from projects.rules.tools.sheet import Chart, Column, Figure, Series, Sheet, Step, Table, Unit

MOST_STAGES = 8
MOST_CONTACTS = 10**7


@dataclass(frozen=True)
class Stage:
    """A step of the funnel and how many reached it."""

    label: str
    count: int


@dataclass(frozen=True)
class Funnel:
    """From the first contact to the order; what was spent and sold; the orders aimed at."""

    stages: tuple[Stage, ...]
    cost: Decimal = ZERO
    turnover: Decimal = ZERO
    goal: int = 0


@dataclass(frozen=True)
class Passage:
    """What passes a step: from the step before, and from the first one; what the goal needs."""

    label: str
    count: int
    from_previous: Decimal | None
    from_first: Decimal
    needed: int | None = None


@dataclass(frozen=True)
class FunnelResult:
    """Ratios of a funnel, each none when what it is made of was not given, or is nothing."""

    passages: tuple[Passage, ...]
    cost_per_contact: Decimal
    cost_per_order: Decimal | None
    basket: Decimal | None
    yield_per_euro: Decimal | None
    steps: tuple[Step, ...] = field(default=())


def _check(funnel: Funnel) -> None:
    checks = Checks()
    stages = funnel.stages
    checks.count("stages", len(stages), least=2, most=MOST_STAGES, what="étapes")
    for stage in stages:
        words = f"{quoted(stage.label)}\u00a0: écrivez un nombre de 0 à 10 000 000."
        checks.refuse("stages", words, when=not 0 <= stage.count <= MOST_CONTACTS)
    checks.refuse(
        "stages",
        "La première étape doit compter au moins un contact.",
        when=bool(stages) and stages[0].count == 0,
    )
    for before, after in zip(stages, stages[1:], strict=False):
        words = (
            f"{quoted(after.label)} ({number(after.count)}) ne peut pas dépasser "
            f"{quoted(before.label)} ({number(before.count)})."
        )
        checks.refuse("stages", words, when=after.count > before.count)
    checks.money("cost", funnel.cost)
    checks.money("turnover", funnel.turnover)
    checks.count("goal", funnel.goal, least=0, most=MOST_CONTACTS, what="commandes")
    orders = stages[-1].count if stages else 0
    checks.refuse(
        "goal",
        "Sans aucune commande obtenue, le nombre de contacts à prévoir ne se calcule pas.",
        when=funnel.goal > 0 and orders == 0,
    )
    checks.refuse(
        "turnover",
        "Un chiffre d’affaires sans aucune commande n’est pas possible.",
        when=funnel.turnover > 0 and orders == 0,
    )
    checks.done()


def _passages(funnel: Funnel) -> tuple[Passage, ...]:
    first, last = funnel.stages[0].count, funnel.stages[-1].count
    counts = [None, *(stage.count for stage in funnel.stages)]
    return tuple(
        Passage(
            label=stage.label,
            count=stage.count,
            from_previous=None if before is None else ratio(stage.count, before),
            from_first=ratio(stage.count, first) or ZERO,
            needed=ceiling(Decimal(funnel.goal * stage.count) / last) if funnel.goal else None,
        )
        for before, stage in zip(counts, funnel.stages, strict=False)
    )


def _steps(funnel: Funnel, result: FunnelResult) -> tuple[Step, ...]:
    lines = [
        Step(
            f"Passage vers {quoted(after.label)}",
            f"{after.label} ÷ {before.label}",
            f"{number(after.count)} ÷ {number(before.count)}",
            "ne se calcule pas" if after.from_previous is None else percent(after.from_previous),
        )
        for before, after in zip(result.passages, result.passages[1:], strict=False)
    ]
    first, last = result.passages[0], result.passages[-1]
    lines.append(
        Step(
            "Taux de transformation",
            f"{last.label} ÷ {first.label}",
            f"{number(last.count)} ÷ {number(first.count)}",
            percent(last.from_first),
        )
    )
    asked = (
        ("Coût d’un contact", f"coût ÷ {first.label}", funnel.cost, first.count),
        ("Coût d’une commande", f"coût ÷ {last.label}", funnel.cost, last.count),
        ("Panier moyen", f"chiffre d’affaires ÷ {last.label}", funnel.turnover, last.count),
    )
    lines.extend(
        Step(label, formula, f"{euros(top)} ÷ {number(under)}", euros(top / under))
        for label, formula, top, under in asked
        if under and top
    )
    if result.yield_per_euro is not None:
        numbers = f"{euros(funnel.turnover)} ÷ {euros(funnel.cost)}"
        value = f"{number(result.yield_per_euro, 2)}\u00a0€ vendus pour 1\u00a0€ dépensé"
        lines.append(Step("Rendement de l’action", "chiffre d’affaires ÷ coût", numbers, value))
    if first.needed is not None:
        formula = f"objectif × {first.label} ÷ {last.label}, arrondi au-dessus"
        numbers = f"{number(funnel.goal)} × {number(first.count)} ÷ {number(last.count)}"
        lines.append(Step("Contacts à prévoir", formula, numbers, number(first.needed)))
    return tuple(lines)


def prospecting(funnel: Funnel) -> FunnelResult:
    """
    Return the ratios of a funnel, refusing one that grows on the way down.

    - the counts needed for the goal suppose the same ratios; a part of a contact counts as one.
    """
    _check(funnel)
    with exact():
        first, last = funnel.stages[0].count, funnel.stages[-1].count
        result = FunnelResult(
            passages=_passages(funnel),
            cost_per_contact=cents(funnel.cost / first),
            cost_per_order=cents(funnel.cost / last) if last else None,
            basket=cents(funnel.turnover / last) if last else None,
            yield_per_euro=ratio(funnel.turnover, funnel.cost) if funnel.turnover else None,
        )
        return FunnelResult(**{**vars(result), "steps": _steps(funnel, result)})


def prospecting_sheet(funnel: Funnel) -> Sheet:
    """Return what is shown of a funnel."""
    result = prospecting(funnel)
    first, last = result.passages[0], result.passages[-1]
    figures = [Figure("Taux de transformation", last.from_first, Unit.PERCENT)]
    if result.cost_per_order is not None and funnel.cost:
        figures.append(Figure("Coût d’une commande", result.cost_per_order, Unit.EUROS))
    if result.basket:
        figures.append(Figure("Panier moyen", result.basket, Unit.EUROS))
    if first.needed is not None:
        figures.append(Figure("Contacts à prévoir", first.needed, Unit.NUMBER))
    columns = [
        Column("Étape"),
        Column("Nombre", Unit.COUNT),
        Column("De l’étape d’avant", Unit.PERCENT),
        Column("De la première", Unit.PERCENT),
    ]
    rows = [
        (each.label, each.count, each.from_previous, each.from_first) for each in result.passages
    ]
    if funnel.goal:
        columns.append(Column("Pour l’objectif", Unit.COUNT))
        rows = [(*row, each.needed) for row, each in zip(rows, result.passages, strict=True)]  # type: ignore[misc]
    chart = Chart(
        kind="rows",
        title="Entonnoir de prospection",
        text=", ".join(f"{each.label} {number(each.count)}" for each in result.passages),
        labels=tuple(each.label for each in result.passages),
        series=(Series("Nombre", tuple(Decimal(each.count) for each in result.passages)),),
        unit=Unit.COUNT,
    )
    notes = (
        () if last.count else ("Aucune commande\u00a0: ni coût d’une commande, ni panier moyen.",)
    )
    table = Table("Étapes de la prospection", tuple(columns), tuple(rows))
    return Sheet(tuple(figures), result.steps, chart, (table,), notes)
