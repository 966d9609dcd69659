"""What the wall shows of one project: facts with their dates, and what they ask for."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from uuid import UUID

from nrc_platform.core import dates
from nrc_platform.core.text import fold
from projects.rules.alerts import (
    NBSP,
    SILENT_DAYS,
    TEACHER,
    Followed,
    Signal,
    days,
    number,
    read_signals,
    urgency,
)
from projects.rules.curve import Curve
from projects.rules.progress import Reached
from projects.states import PhaseState

SHOWN = 3
# What is past its day is late; the rest is to be watched, or simply to be done.
_LATE = {"convention_unsigned", "milestone_late", "review_due"}
_PLAIN = {"meeting_asked"}
# The one thing to do first, by what asks for it: its verb, and the page where it is done.
_MOVES = {
    "meeting_asked": ("Proposer une date", "projects:follow_up"),
    "convention_unsigned": ("Voir la convention", "projects:project"),
    "review_due": ("Faire le bilan", "projects:results"),
    "no_meeting": ("Fixer une date", "projects:follow_up"),
    "sponsor_silent": ("Appeler", "projects:follow_up"),
    "milestone_late": ("Préparer le point", "projects:work"),
    "member_silent": ("Préparer le point", "projects:work"),
    "target_gap": ("Préparer le point", "projects:results"),
}
_ICONS = {"late": "exclamation-octagon", "watch": "exclamation-triangle", "done": "check2"}
# A cell of the strip of phases: 10.6 wide, 8 high, its corners rounded, from its left edge + 1.
_CELL = "M{:.1f} 0h8.6a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1h-8.6a1 1 0 0 1-1-1v-6a1 1 0 0 1 1-1z"
_STEP = 12.4
# The référentiel names a phase by a long group of words: what comes first says enough.
_MORE = re.compile(r"\s*:|\s+et\s|\s+ou\s")
_ARTICLE = re.compile(r"^(?:l’|l'|la |le |les )")


@dataclass(frozen=True)
class Line:
    """A fact of the wall; `tone` is late, watch, done or nothing."""

    text: str
    tone: str = ""
    code: str = ""

    @property
    def icon(self) -> str:
        """Return the icon of the tone."""
        return _ICONS.get(self.tone, "dot")


@dataclass(frozen=True)
class PhaseNow:
    """Where the project is in its phases: the first one not done."""

    states: tuple[str, ...] = ()
    rank: int = 0
    label: str = ""

    @property
    def words(self) -> str:
        """Return « Phase 6 sur 7, la mise en œuvre »."""
        if not self.states:
            return "Sans phase"
        if not self.rank:
            return "Toutes les phases sont faites"
        return f"Phase {self.rank} sur {len(self.states)}, {_in_short(self.label)}"

    @property
    def cells(self) -> dict[str, str]:
        """Return the paths to draw: the cells done, the one under way, those to come."""
        drawn = {"on": "", "now": "", "off": ""}
        for place, state in enumerate(self.states):
            here = "now" if place + 1 == self.rank else "off"
            drawn["on" if state == PhaseState.DONE else here] += _CELL.format(place * _STEP + 1)
        return drawn


def _in_short(label: str) -> str:
    """Return « mise en œuvre » for the long name of a phase in the référentiel."""
    first = _MORE.split(label)[0]
    return _ARTICLE.sub("", first[:1].lower() + first[1:])


def phase_now(rows: Iterable[tuple[int, str, str]]) -> PhaseNow:
    """Return where the project is, from the rank, state and label of each phase."""
    every = sorted(rows)
    rank, label = next(
        ((rank, label) for rank, state, label in every if state != PhaseState.DONE), (0, "")
    )
    return PhaseNow(tuple(state for _, state, _ in every), rank, label)


@dataclass(frozen=True)
class Aim:
    """The first objective: its value beside its target, in words and as a curve."""

    reached: Reached
    curve: Curve | None = None

    @property
    def label(self) -> str:
        """Return what is counted."""
        return self.reached.target.label

    @property
    def value(self) -> str:
        """Return « 7 400 € », « Aucun relevé »."""
        if self.reached.value is None:
            return "Aucun relevé"
        return number(self.reached.value, self.reached.target.unit)

    @property
    def aimed(self) -> str:
        """Return « sur 30 000, 25 % »; with the unit while nothing was read."""
        target = self.reached.target
        if target.target is None:
            return "sans cible"
        if self.reached.share is None:
            return f"cible{NBSP}: {number(target.target, target.unit)}"
        share = number(self.reached.share.quantize(Decimal(1)))
        return f"sur {number(target.target)}, {share}{NBSP}%"

    @property
    def words(self) -> str:
        """Return what the curve says, for those who do not see it."""
        return f"{self.label}{NBSP}: {self.value} {self.aimed}"


@dataclass(frozen=True)
class WallRow:
    """One project of the wall; `is_mine`: the reader supervises it or is of its follow-up."""

    project: UUID
    title: str
    company: str
    supervisor: str
    is_mine: bool
    followed: Followed
    signals: tuple[Signal, ...]
    team: tuple[str, ...] = ()
    phase: PhaseNow = PhaseNow()
    aim: Aim | None = None

    @property
    def state(self) -> str:
        """Return how far the project is."""
        return self.followed.state

    @property
    def members(self) -> tuple[str, ...]:
        """Return the names of the team."""
        return tuple(row.name for row in self.followed.members)

    @property
    def goals(self) -> tuple[Reached, ...]:
        """Return the objectives beside their last value."""
        return self.followed.goals

    @property
    def last_trace_on(self) -> date | None:
        """Return the last day anybody of the team left a trace."""
        return self.followed.last_trace_on

    @property
    def days_since_trace(self) -> int | None:
        """Return the days since that trace."""
        return self.followed.days_since_trace

    @cached_property
    def asking(self) -> list[Line]:
        """Return one line a kind of signal, what is late first."""
        return signal_lines(self)

    @property
    def needs_teacher(self) -> bool:
        """Return whether the next move is the teacher's."""
        return any(signal.who == TEACHER for signal in self.signals)

    @property
    def needs_me(self) -> bool:
        """Return whether the next move is the reader's own: theirs, or what they let be late."""
        return self.is_mine and (self.needs_teacher or self.is_late)

    @property
    def is_late(self) -> bool:
        """Return whether something is past its day."""
        return any(line.tone == "late" for line in self.asking)

    @property
    def is_calm(self) -> bool:
        """Return whether nothing is asked of anybody."""
        return not self.signals

    @property
    def tone(self) -> str:
        """Return the edge of the row: late, you or nothing."""
        return "late" if self.is_late else "you" if self.needs_me else ""

    @property
    def verb(self) -> str:
        """Return the one thing the reader has to do; who only reads opens the project."""
        return _MOVES[self.asking[0].code][0] if self.needs_me else "Ouvrir"

    @property
    def page(self) -> str:
        """Return the name of the page where it is done."""
        return _MOVES[self.asking[0].code][1] if self.needs_me else "projects:project"

    @property
    def button(self) -> str:
        """Return how loud the action is: late, to be done, or a plain link."""
        if not self.needs_me:
            return "link"
        return "primary" if self.is_late else "tonal"

    @property
    def lines(self) -> list[Line]:
        """Return at most three facts: what asks for something, then what is quietly true."""
        return [*self.asking, *quiet_lines(self.followed)][:SHOWN]

    @property
    def searched(self) -> str:
        """Return where a name is looked for: title, company, people."""
        return fold(" ".join((self.title, self.company, self.supervisor, *self.members)))

    @property
    def rank(self) -> tuple[int, int, int, int, str]:
        """Return what the wall is sorted by: « needs me », late first; then what waits longest."""
        loud = (not self.is_late) if self.needs_me else 2 if self.is_late else 3
        mine = urgency(self.signals, is_mine=self.is_mine, today=self.followed.today)
        return (int(loud), *mine, self.title)


def signal_lines(row: WallRow) -> list[Line]:
    """Return one line a kind of signal, what is late first; others of the kind are counted."""
    held: dict[str, list[Signal]] = {}
    for signal in row.signals:
        held.setdefault(signal.code, []).append(signal)
    lines = []
    for code, signals in held.items():
        tone = "late" if code in _LATE else "" if code in _PLAIN else "watch"
        text = signals[0].short
        if code == "member_silent" and len(signals) == len(row.members) > 1:
            tone, text = "late", _nobody(row.followed)
        elif len(signals) > 1:
            text += f", et {len(signals) - 1} de plus"
        lines.append(Line(text, tone, code))
    order = {"late": 0, "": 1, "watch": 2}
    return sorted(lines, key=lambda line: order[line.tone])


def _nobody(followed: Followed) -> str:
    """Say that nobody of the team left a trace for two weeks."""
    if followed.days_since_trace is None:
        return "Aucune trace depuis le début"
    return f"Aucune trace depuis {days(followed.days_since_trace)}"


def quiet_lines(followed: Followed) -> Iterator[Line]:
    """Say what is true and asks for nothing: the last trace, the next meeting, the dates."""
    count = followed.days_since_trace
    if count is not None and count < SILENT_DAYS:
        when = f"il y a {days(count)}" if count else "aujourd’hui"
        yield Line(f"Dernière trace {when}")
    if followed.next_meeting_on:
        booked = followed.next_meeting_on
        day = f"{dates.DAYS[booked.weekday()]} {dates.day_month(booked)}"
        yield Line(f"Prochaine rencontre{NBSP}: {day}")
    if followed.goals and all(goal.is_reached for goal in followed.goals):
        yield Line("Objectifs atteints", "done")
    if followed.starts_on is None:
        yield Line("Dates à fixer")
    elif followed.starts_on > followed.today:
        yield Line(f"Commence le {dates.day_month(followed.starts_on)}")
    elif followed.ends_on and followed.ends_on >= followed.today:
        yield Line(f"Se termine le {dates.day_month(followed.ends_on)}")


@dataclass(frozen=True)
class Wall:
    """The open projects of a class, its students, and those without a project."""

    rows: tuple[WallRow, ...]
    students: int
    without: tuple[str, ...]

    @property
    def placed(self) -> int:
        """Return how many students of the class have a project."""
        return self.students - len(self.without)

    @property
    def last_on(self) -> date | None:
        """Return the last day of all."""
        return max(
            (row.followed.ends_on for row in self.rows if row.followed.ends_on), default=None
        )


def wall_row(
    followed: Followed,
    *,
    project: UUID,
    title: str,
    company: str,
    supervisor: str,
    is_mine: bool,
    team: Sequence[str] = (),
    phase: PhaseNow | None = None,
    aim: Aim | None = None,
) -> WallRow:
    """Return the line of a project, its signals worked out once."""
    return WallRow(
        project=project,
        title=title,
        company=company,
        supervisor=supervisor,
        is_mine=is_mine,
        followed=followed,
        signals=read_signals(followed),
        team=tuple(team),
        phase=phase or PhaseNow(),
        aim=aim,
    )
