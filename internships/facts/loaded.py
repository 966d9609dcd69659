"""What is read once of a convention, or of a student's course, before the rules look at it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from internships.models import (
    Convention,
    ConventionMission,
    Dispensation,
    Internship,
    SupportingPaper,
    Terms,
)
from internships.rules import Figure, RuleFigures, Schedule, Span
from internships.states import COVERING, WITHOUT_EFFECT
from nrc_platform.people.models import Promotion, User
from nrc_platform.signatures.models import SigningRequest


@dataclass(frozen=True)
class LoadedStage:
    """
    One student's stage with all that was agreed and all that happened.

    - `terms`: in force, the convention's own first, then those of signed avenants;
    - `schedule`: what holds after avenants, a rupture and absences; `planned`: the same without
      the rupture, None when there was none.
    """

    row: Internship
    terms: tuple[Terms, ...] = ()
    schedule: Schedule = Schedule()
    planned: Schedule | None = None
    attested: bool = False
    contacts: int = 0

    @property
    def is_live(self) -> bool:
        """Return whether its convention is neither refused, cancelled nor expired."""
        return self.row.convention.state not in WITHOUT_EFFECT

    @property
    def is_covered(self) -> bool:
        """Return whether its convention was signed by all."""
        return self.row.convention.state in COVERING


@dataclass(frozen=True)
class Neighbour:
    """Another convention with the same tutor, the same referent or in the same host."""

    state: str
    span: Span
    students: frozenset[UUID]
    same_tutor: bool = False
    same_referent: bool = False
    same_host: bool = False


@dataclass(frozen=True)
class LoadedConvention:
    """
    A convention with its people, its terms, its signatures and what stands around it.

    - `agreed`: the last terms agreed; `effective`: those true today; the same without avenant;
    - `schedule`: the days agreed, absences apart, cut by a rupture; `planned`: without it;
    - `others`: the other stages of its students that are not without effect;
    - `held`: the last round of signatures, its signers loaded.
    """

    row: Convention
    stages: tuple[LoadedStage, ...]
    terms: tuple[Terms, ...]
    agreed: Terms
    effective: Terms
    schedule: Schedule = Schedule()
    planned: Schedule | None = None
    others: tuple[LoadedStage, ...] = ()
    missions: tuple[ConventionMission, ...] = ()
    held: SigningRequest | None = None
    head: User | None = None
    insurance: Mapping[UUID, SupportingPaper] = field(default_factory=dict)
    steps: Mapping[UUID, int] = field(default_factory=dict)
    neighbours: tuple[Neighbour, ...] = ()
    figures: RuleFigures = field(default_factory=dict)
    ceilings: Mapping[int, Figure] = field(default_factory=dict)

    @property
    def span(self) -> Span | None:
        """Return the days of the last terms agreed, when both dates are there."""
        if self.agreed.starts_on is None or self.agreed.ends_on is None:
            return None
        return Span(self.agreed.starts_on, self.agreed.ends_on)


@dataclass(frozen=True)
class LoadedCourse:
    """All the stages of a student in a class, the dispensations, and the day of deposit."""

    student: User
    promotion: Promotion
    today: date
    stages: tuple[LoadedStage, ...] = ()
    dispensations: tuple[Dispensation, ...] = ()
    deposit_at: datetime | None = None
    figures: RuleFigures = field(default_factory=dict)
