"""What the projects of a teacher's classes ask of them."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.urls import reverse

from nrc_platform.core.todo import LATE, WEEK, TodoFact, names, plural
from nrc_platform.people.models import Promotion
from projects.facts.wall import WallRow


def project_lines(
    promotions: Sequence[Promotion], waiting: Mapping[UUID, Sequence[WallRow]]
) -> list[TodoFact]:
    """Return a line a class whose projects wait for the teacher."""
    lines = []
    for promotion in promotions:
        rows = waiting.get(promotion.pk, ())
        if not rows:
            continue
        verb = "demandent" if len(rows) > 1 else "demande"
        lines.append(
            TodoFact(
                count=len(rows),
                phrase=f"projet{plural(rows)} de {promotion.label} {verb} votre attention",
                detail=names(row.title for row in rows),
                due="",
                url=f"{reverse('projects:wall', args=[promotion.pk])}?vue=a-vous",
                verb="Voir le mur",
                group=LATE if any(row.is_late for row in rows) else WEEK,
            )
        )
    return lines
