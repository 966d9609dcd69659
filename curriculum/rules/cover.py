"""
Which candidates would cover what is missing: an explained greedy set cover on plain data.

Each turn takes the candidate that adds the most; then whoever the others make useless is left
out. The number kept is at most H(n) times the least possible, n being the most one adds.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

NBSP = "\u00a0"


@dataclass(frozen=True)
class Candidate:
    """What could be done, and the codes it would cover."""

    key: str
    label: str
    covers: frozenset[str]


@dataclass(frozen=True)
class Pick:
    """A candidate kept: the codes it adds to the picks before it, and why in French."""

    candidate: Candidate
    adds: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class Cover:
    """The picks, the most useful first, and the codes that no candidate covers."""

    picks: tuple[Pick, ...]
    uncovered: tuple[str, ...]


def cover(missing: Iterable[str], candidates: Sequence[Candidate]) -> Cover:
    """Return which candidates would cover the missing codes; a tie goes to the first given."""
    wanted = tuple(dict.fromkeys(missing))
    chosen = _greedy(set(wanted), candidates)
    kept = _without_useless(set(wanted), chosen)
    picks: list[Pick] = []
    left = set(wanted)
    for candidate in _greedy(set(wanted), kept):
        adds = tuple(code for code in wanted if code in left & candidate.covers)
        left -= candidate.covers
        rest = tuple(code for code in wanted if code in left)
        picks.append(Pick(candidate, adds, _why(adds, wanted, rest, first=not picks)))
    return Cover(tuple(picks), tuple(code for code in wanted if code in left))


def _greedy(wanted: set[str], candidates: Sequence[Candidate]) -> list[Candidate]:
    left = set(wanted)
    taken: list[Candidate] = []
    while True:
        best = max(candidates, key=lambda each: len(each.covers & left), default=None)
        if best is None or not best.covers & left:
            return taken
        taken.append(best)
        left -= best.covers


def _without_useless(wanted: set[str], chosen: list[Candidate]) -> list[Candidate]:
    """Leave out, the least useful first, whoever the others together make useless."""
    kept = list(chosen)
    for candidate in sorted(chosen, key=lambda each: len(each.covers & wanted)):
        others = [each for each in kept if each is not candidate]
        if candidate.covers & wanted <= _union(others):
            kept = others
    return kept


def _union(candidates: Iterable[Candidate]) -> frozenset[str]:
    return frozenset[str]().union(*(each.covers for each in candidates))


def said(codes: Collection[str]) -> str:
    """Return « C11, C12 et C13 »."""
    *before, last = codes
    return f"{', '.join(before)} et {last}" if before else str(last)


def _why(
    adds: tuple[str, ...], wanted: tuple[str, ...], rest: tuple[str, ...], *, first: bool
) -> str:
    total = len(wanted)
    if first and total == 1:
        return f"Couvre la compétence qui manque{NBSP}: {said(adds)}."
    if first:
        told = f"Couvre {len(adds)} des {total}{NBSP}compétences qui manquent{NBSP}: {said(adds)}."
    else:
        told = f"Ajoute {said(adds)} à ce que couvrent les choix précédents."
    if not rest:
        return f"{told} Il ne manque plus rien."
    return f"{told} Il reste {said(rest)}."
