"""How a benchmark is measured and told: interleaved rounds, medians, one JSON line."""

import gc
import json
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Measure:
    """One result; `value` is a ratio to `reference` unless `unit` says otherwise."""

    bench: str
    value: float
    unit: str
    reference: str
    target: float | None
    holds: bool
    rounds: int
    gated: bool = True

    def line(self) -> str:
        """Return the JSON line."""
        return json.dumps(asdict(self), ensure_ascii=False)


def cpu_seconds(work: Callable[[], object]) -> float:
    """Return the CPU time of this process for one call, the collector quiet."""
    gc.collect()
    gc.disable()
    try:
        start = time.process_time()
        work()
        return time.process_time() - start
    finally:
        gc.enable()


def cpu_ratio(
    subject: Callable[[], object], reference: Callable[[], object], *, rounds: int
) -> float:
    """Return the median of subject / reference, one pair a round, the order turned each time."""
    subject()
    reference()
    ratios = []
    for number in range(rounds):
        if number % 2:
            base, cost = cpu_seconds(reference), cpu_seconds(subject)
        else:
            cost, base = cpu_seconds(subject), cpu_seconds(reference)
        ratios.append(cost / base)
    return statistics.median(ratios)


def percentile(values: list[float], share: float) -> float:
    """Return the value under which that share of the values lies (nearest rank)."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, max(0, round(share * len(ranked)) - 1))]


def told(
    bench: str,
    value: float,
    *,
    unit: str,
    reference: str,
    rounds: int,
    target: float | None = None,
) -> Measure:
    """Return a measure that is told, beside a target when there is one, and stops nobody."""
    holds = target is None or value <= target
    return Measure(bench, round(value, 4), unit, reference, target, holds, rounds, gated=False)


def at_most(
    bench: str, value: float, target: float, *, unit: str, reference: str, rounds: int
) -> Measure:
    """Return a measure that holds when the value does not pass the target."""
    return Measure(bench, round(value, 4), unit, reference, target, value <= target, rounds)
