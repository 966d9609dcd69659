"""The last signed avenant of a convention, for whoever checks its file."""

from datetime import datetime
from uuid import UUID

from internships.models import Avenant
from internships.states import AvenantState

CONVENTION = "internships.convention"


def last_signed_avenant(source_kind: str, source_id: UUID) -> tuple[int, datetime] | None:
    """Return the number of the last signed avenant, and when it was; at most one query."""
    if source_kind != CONVENTION:
        return None
    rows = Avenant.objects.filter(
        convention=source_id, state=AvenantState.SIGNED, signed_at__isnull=False
    )
    last = rows.order_by("-number").first()
    return (last.number, last.signed_at) if last is not None and last.signed_at else None
