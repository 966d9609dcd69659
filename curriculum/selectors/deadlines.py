"""Reads of the deadlines of classes."""

from datetime import datetime

from curriculum.access import Viewer, editable_promotions, visible_deadlines
from curriculum.facts import DeadlineFact, PromotionDeadlines
from curriculum.models import Deadline
from curriculum.states import DeadlineKind
from nrc_platform.core import clock
from nrc_platform.people.access import visible_promotions
from nrc_platform.people.models import Promotion


def next_deadline(promotion: Promotion, kind: str) -> Deadline | None:
    """Return the deadline of that kind if it is still to come. One query."""
    return Deadline.objects.filter(promotion=promotion, kind=kind, at__gte=clock.now()).first()


def _line(kind: DeadlineKind, at: datetime | None, now: datetime) -> DeadlineFact:
    return DeadlineFact(kind.value, str(kind.label), at, at is not None and at < now)


def deadlines_by_promotion(user: Viewer) -> list[PromotionDeadlines]:
    """Return the deadlines of every promotion the person may see. Three queries."""
    fixed: dict[tuple[object, str], datetime] = {
        (row.promotion_id, row.kind): row.at for row in visible_deadlines(user)
    }
    editable = set(editable_promotions(user).order_by().values_list("pk", flat=True))
    now = clock.now()
    return [
        PromotionDeadlines(
            promotion,
            [_line(kind, fixed.get((promotion.pk, kind.value)), now) for kind in DeadlineKind],
            promotion.pk in editable,
        )
        for promotion in visible_promotions(user).select_related("school")
    ]
