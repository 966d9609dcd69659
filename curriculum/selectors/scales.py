"""Reads of the scales of levels."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from curriculum.models import EvidenceScale
from curriculum.rules.scale import DEFAULT_STEPS
from nrc_platform.core import clock

Steps = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class ScaleBook:
    """The scales a school has had, its own and the general ones, read once."""

    rows: Sequence[EvidenceScale]

    def written(self, day: date) -> EvidenceScale | None:
        """Return the scale of a day: the school's own before the general one, then the latest."""
        begun = [row for row in self.rows if row.starts_on <= day]
        ranked = sorted(begun, key=lambda row: (row.school_id is not None, row.starts_on))
        return ranked[-1] if ranked else None

    def on(self, day: date) -> EvidenceScale:
        """Return it; before any was written, the four steps of the platform, not saved yet."""
        return self.written(day) or EvidenceScale(steps=list(DEFAULT_STEPS))

    @property
    def steps(self) -> dict[UUID, Steps]:
        """Return the steps of each scale."""
        return {row.pk: row.steps for row in self.rows}


def scale_book(school_id: UUID) -> ScaleBook:
    """Return the scales of a school, whatever their days. One query."""
    rows = EvidenceScale.objects.filter(Q(school=school_id) | Q(school__isnull=True))
    return ScaleBook(list(rows.order_by("starts_on", "id")))


def scale_on(school_id: UUID, day: date | None = None) -> EvidenceScale:
    """Return the scale of a school on a day, today by default. One query."""
    return scale_book(school_id).on(day or clock.today())
