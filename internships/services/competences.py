"""Competences that an entry trained: the last level of the référentiel, a few at most."""

from collections.abc import Sequence
from typing import Any

from curriculum.models import Competence
from nrc_platform.core.errors import Invalid

Tags = Sequence[Competence]
MOST = 6


def check_tags(tags: Tags) -> None:
    """Refuse a list so long that it says nothing."""
    if len(tags) > MOST:
        raise Invalid(
            {
                "competences": [
                    f"Choisissez {MOST}\u00a0compétences au plus\u00a0: les principales."
                ]
            }
        )


def retag(row: Any, tags: Tags | None) -> bool:
    """Set the competences of a row; return whether they changed."""
    if tags is None:
        return False
    check_tags(tags)
    wanted = {each.pk for each in tags}
    if wanted == set(row.competences.order_by().values_list("pk", flat=True)):
        return False
    row.competences.set(tags)
    return True
