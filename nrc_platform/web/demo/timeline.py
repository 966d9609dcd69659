"""A past told in order: actions at moments, played from the oldest to the newest."""

from collections.abc import Callable
from datetime import datetime

from nrc_platform.core import clock


class Timeline:
    """Actions to play, each with the clock set at its moment."""

    def __init__(self) -> None:
        self._steps: list[tuple[datetime, int, Callable[[], object]]] = []

    def at(self, moment: datetime, action: Callable[[], object]) -> None:
        """Plan an action; two at the same moment keep the order in which they were planned."""
        self._steps.append((moment, len(self._steps), action))

    def play(self) -> None:
        """Play every action."""
        for moment, _, action in sorted(self._steps, key=lambda step: step[:2]):
            with clock.at(moment):
                action()
        self._steps.clear()
