"""What the review says of each member: what was observed, what they learnt, what one may do."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nrc_platform.people.access import Viewer
from projects import access
from projects.models import Member, Observation


@dataclass(frozen=True)
class MemberReviewed:
    """A member, the observations the reader may read, the last first."""

    row: Member
    observations: tuple[Observation, ...]
    can_observe: bool
    can_write_lessons: bool


def members_reviewed(
    user: Viewer, members: Sequence[Member], observations: Iterable[Observation]
) -> list[MemberReviewed]:
    """Return the review of each member; no query once the project's people are loaded."""
    kept = list(observations)
    return [
        MemberReviewed(
            row=row,
            observations=tuple(each for each in kept if each.member_id == row.pk),
            can_observe=access.can_observe(user, row),
            can_write_lessons=access.can_write_lessons(user, row),
        )
        for row in members
    ]
