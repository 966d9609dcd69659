"""A queryset without an order answers in a random one, as a database may."""

import random
from typing import Any

from django.db.models.query import QuerySet


def install(patch: Any, dice: random.Random) -> None:
    """Shuffle the rows of unordered querysets; sliced ones keep the rows they chose."""
    fetch = QuerySet._fetch_all

    def fetch_all(self: QuerySet[Any]) -> None:
        fresh = self._result_cache is None
        fetch(self)
        rows = self._result_cache
        if fresh and isinstance(rows, list) and not self.ordered and not self.query.is_sliced:
            dice.shuffle(rows)

    patch.setattr(QuerySet, "_fetch_all", fetch_all)
