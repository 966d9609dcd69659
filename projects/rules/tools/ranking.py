"""ABC and 20/80: which clients make the turnover."""

from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum

from projects.rules.tools.figures import (
    HUNDRED,
    MOST,
    ZERO,
    Checks,
    ceiling,
    cents,
    counted,
    euros,
    exact,
    number,
    percent,
    quoted,
    rate,
    ratio,
    within,
)
from projects.rules.tools.sheet import Chart, Column, Figure, Series, Sheet, Step, Table, Unit

MOST_CLIENTS = 500
_FIFTH = Decimal("0.2")


class Group(StrEnum):
    """The three classes of the method."""

    A = "A"
    B = "B"
    C = "C"


@dataclass(frozen=True)
class Client:
    """A client and their turnover over the period."""

    label: str
    turnover: Decimal


@dataclass(frozen=True)
class Portfolio:
    """Clients to rank, and the cumulated shares that end classes A and B, in per cent."""

    clients: tuple[Client, ...]
    a_percent: Decimal = Decimal(80)
    b_percent: Decimal = Decimal(95)


@dataclass(frozen=True)
class Ranked:
    """A client in order, with the share of the turnover, alone and cumulated."""

    rank: int
    label: str
    turnover: Decimal
    share: Decimal
    cumulated: Decimal
    group: Group


@dataclass(frozen=True)
class GroupSum:
    """What a class holds."""

    group: Group
    clients: int
    clients_share: Decimal
    turnover: Decimal
    turnover_share: Decimal


@dataclass(frozen=True)
class RankingResult:
    """Clients from the greatest to the least; `fifth_share`: what the first 20 % buy."""

    ranked: tuple[Ranked, ...]
    groups: tuple[GroupSum, ...]
    total: Decimal
    fifth: int
    fifth_share: Decimal
    steps: tuple[Step, ...] = field(default=())


def _check(portfolio: Portfolio) -> None:
    checks = Checks()
    clients = portfolio.clients
    checks.count("clients", len(clients), least=1, most=MOST_CLIENTS, what="clients")
    seen: set[str] = set()
    for client in clients:
        words = f"{quoted(client.label)}\u00a0: écrivez un montant de 0 à {number(MOST)}."
        checks.refuse("clients", words, when=not within(client.turnover, ZERO, MOST))
        words = f"{quoted(client.label)} figure deux fois\u00a0: additionnez ses achats."
        checks.refuse("clients", words, when=client.label in seen)
        seen.add(client.label)
    total = not clients or any(client.turnover for client in clients)
    checks.refuse("clients", "Aucun client n’a acheté\u00a0: rien à classer.", when=not total)
    checks.percentage("a_percent", portfolio.a_percent)
    checks.percentage("b_percent", portfolio.b_percent)
    checks.refuse(
        "b_percent",
        "La fin de la classe B doit venir après celle de la classe A.",
        when=not checks.errors and portfolio.b_percent <= portfolio.a_percent,
    )
    checks.done()


def group_of(cumulated: Decimal, portfolio: Portfolio) -> Group:
    """Return the class of a cumulated share; each limit belongs to the class it ends."""
    if len(portfolio.clients) == 1 or cumulated * HUNDRED <= portfolio.a_percent:
        return Group.A
    return Group.B if cumulated * HUNDRED <= portfolio.b_percent else Group.C


def _ranked(portfolio: Portfolio, total: Decimal) -> tuple[Ranked, ...]:
    ordered = sorted(portfolio.clients, key=lambda client: (-client.turnover, client.label))
    sum_so_far, lines = ZERO, []
    for rank, client in enumerate(ordered, 1):
        sum_so_far += client.turnover
        lines.append(
            Ranked(
                rank=rank,
                label=client.label,
                turnover=client.turnover,
                share=ratio(client.turnover, total) or ZERO,
                cumulated=ratio(sum_so_far, total) or ZERO,
                # Judged before rounding: 80.000001 % is over 80 %.
                group=group_of(sum_so_far / total, portfolio),
            )
        )
    return tuple(lines)


def _group(group: Group, ranked: tuple[Ranked, ...], total: Decimal) -> GroupSum:
    inside = [each for each in ranked if each.group == group]
    turnover = sum((each.turnover for each in inside), ZERO)
    return GroupSum(
        group,
        len(inside),
        ratio(len(inside), len(ranked)) or ZERO,
        turnover,
        ratio(turnover, total) or ZERO,
    )


def abc_ranking(portfolio: Portfolio) -> RankingResult:
    """
    Return the clients in classes by their cumulated turnover, up to and including 80 % and 95 %.

    - a lone client is A; equal clients are ranked by name;
    - the first 20 % of the clients are counted whole, rounded up.
    """
    _check(portfolio)
    with exact():
        total = sum((client.turnover for client in portfolio.clients), ZERO)
        ranked = _ranked(portfolio, total)
        fifth = ceiling(len(ranked) * _FIFTH)
        bought = sum((each.turnover for each in ranked[:fifth]), ZERO)
        result = RankingResult(
            ranked=ranked,
            groups=tuple(_group(group, ranked, total) for group in Group),
            total=cents(total),
            fifth=fifth,
            fifth_share=ratio(bought, total) or ZERO,
        )
        return replace(result, steps=_steps(portfolio, result, bought))


def _steps(portfolio: Portfolio, result: RankingResult, bought: Decimal) -> tuple[Step, ...]:
    first, total = result.ranked[0], euros(result.total)
    lines = [
        Step("Chiffre d’affaires total", "somme des clients", "", total),
        Step(
            f"Part de {first.label}",
            "chiffre d’affaires du client ÷ total",
            f"{euros(first.turnover)} ÷ {total}",
            percent(first.share),
        ),
        Step(
            "Part des premiers 20\u00a0% des clients",
            f"chiffre d’affaires de {counted(result.fifth, 'client', 'clients')} ÷ total",
            f"{euros(bought)} ÷ {total}",
            percent(result.fifth_share),
        ),
    ]
    limits = {
        Group.A: f"cumul jusqu’à {rate(portfolio.a_percent)} compris",
        Group.B: f"cumul jusqu’à {rate(portfolio.b_percent)} compris",
        Group.C: "le reste",
    }
    if len(result.ranked) == 1:
        limits[Group.A] = "un client seul est en A"
    lines += [
        Step(
            f"Classe {each.group}",
            limits[each.group],
            f"{counted(each.clients, 'client', 'clients')} ({percent(each.clients_share)})",
            f"{percent(each.turnover_share)} du chiffre d’affaires",
        )
        for each in result.groups
    ]
    return tuple(lines)


def _tables(result: RankingResult) -> tuple[Table, Table]:
    """Return the clients in order, then the three classes."""
    ranked_columns = (
        Column("Rang", Unit.COUNT),
        Column("Client"),
        Column("Chiffre d’affaires", Unit.EUROS),
        Column("Part", Unit.PERCENT),
        Column("Cumul", Unit.PERCENT),
        Column("Classe"),
    )
    ranked_rows = tuple(
        (each.rank, each.label, each.turnover, each.share, each.cumulated, str(each.group))
        for each in result.ranked
    )
    group_columns = (
        Column("Classe"),
        Column("Clients", Unit.COUNT),
        Column("Part des clients", Unit.PERCENT),
        Column("Chiffre d’affaires", Unit.EUROS),
        Column("Part du chiffre d’affaires", Unit.PERCENT),
    )
    group_rows = tuple(
        (str(each.group), each.clients, each.clients_share, each.turnover, each.turnover_share)
        for each in result.groups
    )
    return (
        Table("Clients par chiffre d’affaires", ranked_columns, ranked_rows),
        Table("Les trois classes", group_columns, group_rows),
    )


def abc_ranking_sheet(portfolio: Portfolio) -> Sheet:
    """Return what is shown of a portfolio."""
    result = abc_ranking(portfolio)
    fifth = counted(result.fifth, "client", "clients")
    figures = (
        Figure(f"Premiers 20\u00a0% ({fifth})", result.fifth_share, Unit.PERCENT),
        *(
            Figure(
                f"Classe {each.group}",
                f"{counted(each.clients, 'client', 'clients')}, {percent(each.turnover_share)} "
                "du chiffre d’affaires",
            )
            for each in result.groups
        ),
    )
    chart = Chart(
        kind="pareto",
        title="Chiffre d’affaires par client et cumul",
        text="\u00a0; ".join(
            f"{each.label} {percent(each.share)}, cumul {percent(each.cumulated)}"
            for each in result.ranked[:5]
        ),
        labels=tuple(str(each.rank) for each in result.ranked),
        series=(
            Series("part", tuple(each.share for each in result.ranked)),
            Series("cumul", tuple(each.cumulated for each in result.ranked), "goal"),
        ),
        unit=Unit.PERCENT,
    )
    notes: tuple[str, ...] = ()
    if not result.groups[0].clients:
        share = percent(result.ranked[0].cumulated)
        notes = (f"Aucun client en A\u00a0: le premier fait à lui seul {share} du total.",)
    return Sheet(figures, result.steps, chart, _tables(result), notes)
