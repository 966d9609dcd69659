"""What the rules of the work of a project look at: its actions, its meetings, who was observed."""

from dataclasses import dataclass
from datetime import date

from projects.states import ActionState, MeetingForm


@dataclass(frozen=True)
class ActionFacts:
    """A line of the plan; `meets` are the constraints it answers, by their labels."""

    label: str
    starts_on: date
    ends_on: date
    owned: bool = False
    state: str = ActionState.TODO
    meets: tuple[str, ...] = ()


@dataclass(frozen=True)
class MeetingFacts:
    """A meeting planned or held, and whether somebody of the company was there."""

    form: str
    on: date | None = None
    held: bool = False
    with_professionals: bool = False
    themed: bool = False

    @property
    def is_session(self) -> bool:
        """Return whether it is a planned work session."""
        return self.form == MeetingForm.WORK_SESSION


@dataclass(frozen=True)
class WorkFacts:
    """
    The plan, the constraints it must meet, the meetings; `unobserved` names the students of whom
    no teacher wrote an observation.
    """

    actions: tuple[ActionFacts, ...] = ()
    constraints: tuple[str, ...] = ()
    meetings: tuple[MeetingFacts, ...] = ()
    unobserved: tuple[str, ...] = ()

    @property
    def plan(self) -> tuple[ActionFacts, ...]:
        """Return the actions that nobody gave up."""
        return tuple(row for row in self.actions if row.state != ActionState.DROPPED)
