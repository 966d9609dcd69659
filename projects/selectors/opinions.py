"""Reads of the sponsor's opinion: the one a link opens."""

from uuid import UUID

from projects.models import SponsorOpinion


def asked_of_sponsor(opinion_id: UUID) -> SponsorOpinion | None:
    """Return the opinion that a link opens, its project and company loaded. One query."""
    rows = SponsorOpinion.objects.select_related("project__company", "project__school")
    return rows.filter(pk=opinion_id).first()
