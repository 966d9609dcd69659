"""Which missions and projects would cover the gaps of a class, told in French; plain data."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from curriculum.rules.cover import Candidate, cover

NBSP = "\u00a0"
# A student and a code, as one word.
Pair = tuple[str, str]


@dataclass(frozen=True)
class Reason:
    """An offer kept: the pairs it adds to those before it, and why."""

    key: str
    adds: tuple[Pair, ...]
    why: str


@dataclass(frozen=True)
class Answer:
    """The offers kept, the most useful first, and the pairs that none covers."""

    picks: tuple[Reason, ...]
    uncovered: tuple[Pair, ...]


def explain(missing: Sequence[Pair], offers: Iterable[tuple[str, frozenset[Pair]]]) -> Answer:
    """
    Return which offers would cover the missing pairs; a tie goes to the first given.

    A gap is a competence and a student: a mission covers it for who carries it out, only.
    """
    names = {pair: str(rank) for rank, pair in enumerate(dict.fromkeys(missing))}
    pairs = {name: pair for pair, name in names.items()}
    candidates = [
        Candidate(key, key, frozenset(names[pair] for pair in held if pair in names))
        for key, held in offers
    ]
    found = cover(list(pairs), candidates)
    left = len(pairs)
    picks: list[Reason] = []
    for pick in found.picks:
        left -= len(pick.adds)
        words = _why(len(pick.adds), len(pairs), left, first=not picks)
        picks.append(Reason(pick.candidate.key, tuple(pairs[name] for name in pick.adds), words))
    return Answer(tuple(picks), tuple(pairs[name] for name in found.uncovered))


def _why(adds: int, total: int, left: int, *, first: bool) -> str:
    gaps = "manque" if adds == 1 else "manques"
    if first and total == 1:
        told = "Comble le seul manque de la classe."
    elif first:
        told = f"Comble {adds}{NBSP}{gaps} sur {total}, plus que tout autre choix."
    else:
        told = f"Comble {adds}{NBSP}{gaps} de plus que les choix précédents."
    if not left:
        return f"{told} Il ne manque alors plus rien."
    return f"{told} Il en reste alors {left}."
