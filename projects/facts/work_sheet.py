"""What the pages of the work of a project show, read once and frozen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from projects.models import (
    Action,
    BudgetLine,
    Deliverable,
    DeliverableVersion,
    Indicator,
    Meeting,
    Observation,
    Reading,
    SponsorOpinion,
    TimeEntry,
)
from projects.rules.goals import Compared
from projects.rules.progress import ZERO, Budget, Reached
from projects.rules.timeline import Axis, Bar
from projects.states import ActionState, HoursKind


@dataclass(frozen=True)
class Hours:
    """Hours planned and spent."""

    planned: Decimal = ZERO
    spent: Decimal = ZERO

    def __add__(self, other: "Hours") -> "Hours":
        """Return both together."""
        return Hours(self.planned + other.planned, self.spent + other.spent)


@dataclass(frozen=True)
class HoursByKind:
    """Hours by kind: weekly, in stage, personal (req. 56, 63)."""

    by_kind: Mapping[str, Hours]

    @property
    def total(self) -> Hours:
        """Return all the hours."""
        return sum(self.by_kind.values(), Hours())

    @property
    def kinds(self) -> list[Hours]:
        """Return the hours of each kind, in the order of `HoursKind`."""
        return [self.by_kind.get(kind, Hours()) for kind in HoursKind.values]


@dataclass(frozen=True)
class MemberHours(HoursByKind):
    """The hours of a student."""

    student: UUID
    name: str


@dataclass(frozen=True)
class MissionHours(HoursByKind):
    """The hours of a mission, all its students together, beside those it plans."""

    mission: UUID
    title: str
    planned: Decimal


@dataclass(frozen=True)
class MissionWork:
    """What was done of a mission: hours spent, meetings held, notes of the logbook."""

    spent: Decimal
    held: int
    last_held_on: date | None
    notes: int


@dataclass(frozen=True)
class TimelineLine:
    """A phase or an action on the timeline, and the same in words for its table."""

    kind: str
    label: str
    state: str
    starts_on: date
    ends_on: date
    done_on: date | None
    bar: Bar


@dataclass(frozen=True)
class Timeline:
    """The lines of a project on one axis; `today` is where the day stands, if it is on it."""

    axis: Axis
    lines: tuple[TimelineLine, ...]
    today: Decimal | None


@dataclass(frozen=True)
class IndicatorLine:
    """An indicator, how far it is, and its readings, those corrected apart."""

    row: Indicator
    reached: Reached
    readings: tuple[Reading, ...]
    corrected: tuple[Reading, ...]


@dataclass(frozen=True)
class DeliverableLine:
    """A deliverable and what was handed in, the last version first."""

    row: Deliverable
    versions: tuple[DeliverableVersion, ...]
    open_remarks: int

    @property
    def last(self) -> DeliverableVersion | None:
        """Return the version to read."""
        return self.versions[0] if self.versions else None

    def is_late(self, today: date) -> bool:
        """Return whether it was due before today and nothing was handed in."""
        return self.row.due_on is not None and self.row.due_on < today and not self.versions


@dataclass(frozen=True)
class WorkSheet:
    """
    All that the pages of the work of one project show.

    - `actions`: owners, tasks and constraints loaded; `board`: the same by column;
    - `hours`: one line a member; `mission_hours`: one a mission;
    - `goals`: the goals of the start beside what was reached;
    - `meetings`: the last first, presence loaded; `observations`: those the reader may read.
    """

    today: date
    actions: tuple[Action, ...]
    timeline: Timeline | None
    hours: tuple[MemberHours, ...]
    mission_hours: tuple[MissionHours, ...]
    entries: tuple[TimeEntry, ...]
    indicators: tuple[IndicatorLine, ...]
    goals: tuple[Compared, ...]
    budget: Budget
    budget_lines: tuple[BudgetLine, ...]
    meetings: tuple[Meeting, ...]
    deliverables: tuple[DeliverableLine, ...]
    observations: tuple[Observation, ...]
    opinion: SponsorOpinion | None

    @property
    def board(self) -> list[tuple[ActionState, list[Action]]]:
        """Return the four columns with their actions."""
        return [
            (state, [row for row in self.actions if row.state == state]) for state in ActionState
        ]

    @property
    def total_hours(self) -> Hours:
        """Return the hours of the whole team, those of its missions apart."""
        return sum((line.total for line in self.hours), Hours())
