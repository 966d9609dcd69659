"""What a project tells the teacher who follows it: facts with their dates, in French sentences."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from nrc_platform.core import dates
from projects.rules.progress import Reached, expected_share
from projects.states import ProjectState

SILENT_DAYS = 14
SPONSOR_DAYS = 30
CONVENTION_DAYS = 15
TEACHER, STUDENT = "teacher", "student"
NBSP = "\u00a0"
_AT_WORK = (ProjectState.AGREED, ProjectState.RUNNING)
_BEFORE = (ProjectState.IDEA, ProjectState.FRAMED)


@dataclass(frozen=True)
class MemberTrace:
    """A member, since when, and the last day they left a trace."""

    name: str
    since: date
    last_on: date | None = None

    def silent_days(self, begun_on: date, today: date) -> int:
        """Return the days without a trace, counted from when there was something to do."""
        return (today - max(self.last_on or begun_on, begun_on, self.since)).days


@dataclass(frozen=True)
class Milestone:
    """Something due by a day and not done: a phase, a deliverable, an action."""

    what: str
    due_on: date


@dataclass(frozen=True)
class Asked:
    """A meeting somebody asked for, without a date yet."""

    by: str
    at: datetime


@dataclass(frozen=True)
class Followed:
    """All that the wall looks at in one project, read on one day."""

    state: str
    today: date
    starts_on: date | None = None
    ends_on: date | None = None
    members: tuple[MemberTrace, ...] = ()
    pending: tuple[Milestone, ...] = ()
    goals: tuple[Reached, ...] = ()
    sponsor: str = ""
    sponsor_seen_on: date | None = None
    next_meeting_on: date | None = None
    last_meeting_on: date | None = None
    asked: tuple[Asked, ...] = ()
    is_signed: bool = False

    @property
    def begun_on(self) -> date | None:
        """Return the day from which a trace is expected: the start, once the project runs."""
        if self.state != ProjectState.RUNNING or self.starts_on is None:
            return None
        return self.starts_on if self.starts_on <= self.today else None

    @property
    def last_trace_on(self) -> date | None:
        """Return the last day anybody of the team left a trace."""
        return max((row.last_on for row in self.members if row.last_on), default=None)

    @property
    def days_since_trace(self) -> int | None:
        """Return the days since that trace, none when there never was one."""
        return (self.today - self.last_trace_on).days if self.last_trace_on else None


@dataclass(frozen=True)
class Signal:
    """One fact that asks for a move: whose, since when, in a sentence and in a few words."""

    code: str
    who: str
    message: str
    since: date
    short: str


def days(count: int) -> str:
    """Return « 1 jour », « 14 jours »."""
    return f"{count}{NBSP}jour{'s' if count > 1 else ''}"


def number(value: Decimal, unit: str = "") -> str:
    """Return « 12 500 € », « 3,5 visites »."""
    text = f"{value:,.2f}".replace(",", "\u202f").replace(".", ",").removesuffix(",00")
    return f"{text}{NBSP}{unit}" if unit else text


def whole(share: Decimal) -> str:
    """Return a share without its decimals."""
    return number(share.quantize(Decimal(1)))


def meeting_asked(row: Followed) -> Iterator[Signal]:
    """Somebody asked for a meeting: the teacher sets a date."""
    for asked in row.asked:
        day = dates.short_day(asked.at)
        yield Signal(
            "meeting_asked",
            TEACHER,
            f"{asked.by} a demandé une rencontre le {day}{NBSP}: proposez une date.",
            min(row.today, asked.at.date()),
            f"Rencontre demandée le {dates.day_month(asked.at)}",
        )


def convention_unsigned(row: Followed) -> Iterator[Signal]:
    """The project begins soon, or has begun, and its convention is not signed by all."""
    if row.is_signed or row.starts_on is None or row.state not in (*_BEFORE, *_AT_WORK):
        return
    left = (row.starts_on - row.today).days
    if left > CONVENTION_DAYS:
        return
    day = dates.short_day(row.starts_on)
    when = f"Début le {day}, {_from_today(left)}"
    yield Signal(
        "convention_unsigned",
        TEACHER,
        f"{when}{NBSP}: la convention n’est pas signée par tous.",
        row.starts_on,
        f"Convention non signée, départ {_from_today(left)}",
    )


def _from_today(left: int) -> str:
    """Return « dans 12 jours », « aujourd’hui », « il y a 3 jours »."""
    if left == 0:
        return "aujourd’hui"
    return f"dans {days(left)}" if left > 0 else f"il y a {days(-left)}"


def review_due(row: Followed) -> Iterator[Signal]:
    """The last day is past: the project is to be evaluated."""
    if row.state == ProjectState.RUNNING and row.ends_on and row.ends_on < row.today:
        yield Signal(
            "review_due",
            TEACHER,
            f"Fini le {dates.short_day(row.ends_on)}{NBSP}: évaluez-le au regard des objectifs "
            "de départ.",
            row.ends_on,
            f"Fini depuis {days((row.today - row.ends_on).days)}, bilan à faire",
        )


def no_meeting(row: Followed) -> Iterator[Signal]:
    """Nothing is booked: the teacher plans the next meeting."""
    if row.state not in _AT_WORK or row.next_meeting_on or row.starts_on is None:
        return
    last = (
        f"la dernière date du {dates.short_day(row.last_meeting_on)}"
        if row.last_meeting_on
        else f"aucune ne s’est tenue, le projet commence le {dates.short_day(row.starts_on)}"
    )
    yield Signal(
        "no_meeting",
        TEACHER,
        f"Aucune rencontre n’est prévue{NBSP}: {last}.",
        row.last_meeting_on or row.starts_on,
        "Aucune rencontre prévue",
    )


def sponsor_silent(row: Followed) -> Iterator[Signal]:
    """Nobody has met the professional for a month: the teacher calls."""
    begun_on = row.begun_on
    if begun_on is None:
        return
    since = max(row.sponsor_seen_on or begun_on, begun_on)
    count = (row.today - since).days
    if count < SPONSOR_DAYS:
        return
    whom = row.sponsor or "l’entreprise"
    if row.sponsor_seen_on:
        words = f"Sans nouvelles de {whom} depuis le {dates.short_day(row.sponsor_seen_on)}"
        short = f"Commanditaire silencieux depuis {days(count)}"
    else:
        short = f"Commanditaire pas encore rencontré, {days(count)}"
        words = f"Aucune rencontre avec {whom} depuis le début, le {dates.short_day(begun_on)}"
    yield Signal("sponsor_silent", TEACHER, f"{words} ({days(count)}).", since, short)


def milestone_late(row: Followed) -> Iterator[Signal]:
    """Something was due and is not done; the oldest first."""
    for late in sorted(row.pending, key=lambda each: (each.due_on, each.what)):
        if late.due_on < row.today and row.state in _AT_WORK:
            count = (row.today - late.due_on).days
            yield Signal(
                "milestone_late",
                STUDENT,
                f"{late.what}{NBSP}: échéance le {dates.short_day(late.due_on)}, "
                f"en retard de {days(count)}.",
                late.due_on,
                f"{late.what}{NBSP}: {days(count)} de retard",
            )


def member_silent(row: Followed) -> Iterator[Signal]:
    """A member left no trace for two weeks."""
    begun_on = row.begun_on
    for member in row.members if begun_on else ():
        count = member.silent_days(begun_on, row.today) if begun_on else 0
        if count < SILENT_DAYS or begun_on is None:
            continue
        since = max(member.last_on or begun_on, begun_on, member.since)
        last = (
            f"dernière trace le {dates.short_day(member.last_on)}"
            if member.last_on
            else f"aucune trace depuis le début, le {dates.short_day(since)}"
        )
        yield Signal(
            "member_silent",
            STUDENT,
            f"{member.name} ne donne plus de nouvelles depuis {days(count)}{NBSP}: {last}.",
            since,
            f"{member.name}{NBSP}: aucune trace depuis {days(count)}",
        )


def target_gap(row: Followed) -> Iterator[Signal]:
    """An objective is behind the straight line from the start to its day, or was never read."""
    begun_on = row.begun_on
    for goal in row.goals if begun_on else ():
        due_on = goal.target.due_on or row.ends_on
        expected = expected_share(begun_on, due_on, row.today)
        if goal.is_reached or expected is None or due_on is None or goal.target.target is None:
            continue
        if goal.share is not None and goal.on is not None:
            if goal.share >= expected:
                continue
            read = f"{number(goal.value or Decimal(0))} au {dates.short_day(goal.on)}"
            words = f"{read} ({number(goal.share)}{NBSP}% du chemin, {number(expected)} attendus)"
            reached = f"{whole(goal.share)}{NBSP}% atteints"
        elif expected < Decimal(25):
            # The first quarter of the time may pass before anything can be counted.
            continue
        else:
            words = reached = "aucun relevé"
        aimed = number(goal.target.target, goal.target.unit)
        yield Signal(
            "target_gap",
            STUDENT,
            f"{goal.target.label}{NBSP}: {words}, cible {aimed} le {dates.short_day(due_on)}.",
            goal.on or begun_on or row.today,
            f"{goal.target.label[:1].upper()}{goal.target.label[1:]}{NBSP}: {reached}, "
            f"{whole(expected)}{NBSP}% attendus",
        )


Check = Callable[[Followed], Iterable[Signal]]
CHECKS: tuple[Check, ...] = (
    meeting_asked,
    convention_unsigned,
    review_due,
    no_meeting,
    sponsor_silent,
    milestone_late,
    member_silent,
    target_gap,
)


def read_signals(row: Followed) -> tuple[Signal, ...]:
    """Return what the project asks for, the teacher's moves first, then the oldest."""
    found = [signal for check in CHECKS for signal in check(row)]
    return tuple(sorted(found, key=lambda each: (each.who != TEACHER, each.since, each.code)))


def urgency(signals: tuple[Signal, ...], *, is_mine: bool, today: date) -> tuple[int, int, int]:
    """
    Return what to sort the wall by: a teacher's move on one's own project, then any teacher's
    move, then any signal, then nothing; within each, what waits longest.
    """
    moves = [signal for signal in signals if signal.who == TEACHER]
    rank = (0 if is_mine else 1) if moves else 2 if signals else 3
    counted = moves or signals
    waited = max(((today - signal.since).days for signal in counted), default=0)
    return rank, -waited, -len(signals)
