"""The wall: all the projects of a class at once, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import (
    CharField,
    Exists,
    F,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    UUIDField,
    Value,
)
from django.db.models.functions import TruncDate
from django.utils import timezone

from internships.states import COVERING
from nrc_platform.core import clock
from nrc_platform.people.access import Viewer
from nrc_platform.people.models import Enrolment, Promotion
from projects.facts.wall import Aim, Wall, WallRow, phase_now, wall_row
from projects.models import (
    Action,
    Deliverable,
    DeliverableVersion,
    FollowUpTeacher,
    Indicator,
    LogLink,
    Meeting,
    Member,
    Phase,
    Project,
    Reading,
    Task,
    TimeEntry,
)
from projects.rules.alerts import Asked, Followed, MemberTrace, Milestone
from projects.rules.curve import curve
from projects.rules.progress import Reached, Target
from projects.states import OPEN, PENDING, PhaseState

Ids = list[UUID]
_PROJECT = (
    "pk",
    "promotion_id",
    "title",
    "state",
    "starts_on",
    "ends_on",
    "supervisor_id",
    "supervisor__first_name",
    "supervisor__last_name",
    "company__display_name",
    "company__legal_name",
    "sponsor__first_name",
    "sponsor__last_name",
    "convention__state",
    "sponsor_opinion__given_at",
)
_TARGET = ("label", "unit", "baseline", "target", "due_on")
_READING = ("readings__on", "readings__value", "readings__unit", "readings__correction")
_MEETING = (
    "project_id",
    "asked_at",
    "asked_by__first_name",
    "asked_by__last_name",
    "planned_at",
    "held_on",
    "with_professionals",
)


@dataclass
class _Meetings:
    """What the meetings of one project say."""

    next_on: date | None = None
    last_on: date | None = None
    sponsor_on: date | None = None
    asked: list[Asked] = field(default_factory=list)


def wall(promotion: Promotion, *, viewer: Viewer) -> Wall:
    """
    Return the open projects of a class, those that wait for the viewer first. 6 queries.

    The page asks first whether the person follows the class (`followed_project_classes`).
    """
    rows, students, placed = _read([promotion], viewer)
    return Wall(
        rows=tuple(row for _, row in rows),
        students=len(students),
        without=tuple(name for person, name in students if person not in placed),
    )


def needing(promotions: Sequence[Promotion], *, viewer: Viewer) -> dict[UUID, list[WallRow]]:
    """Return the projects of those classes that wait for the viewer, by class. 6 queries."""
    found: dict[UUID, list[WallRow]] = defaultdict(list)
    for promotion, row in _read(promotions, viewer)[0] if promotions else ():
        if row.needs_me:
            found[promotion].append(row)
    return found


def _read(
    promotions: Sequence[Promotion], viewer: Viewer
) -> tuple[list[tuple[UUID, WallRow]], list[tuple[UUID, str]], set[UUID]]:
    """Return the rows with their class, the students of the classes, those of a project."""
    today = clock.today()
    followed = FollowUpTeacher.objects.filter(project=OuterRef("pk"), teacher=viewer.pk)
    projects = list(
        Project.objects.filter(promotion__in=promotions, state__in=OPEN)
        .order_by()
        .annotate(in_follow_up=Exists(followed))
        .values(*_PROJECT, "in_follow_up")
    )
    ids = [row["pk"] for row in projects]
    traces = {(project, person): last for project, person, last in _traces(ids)} if ids else {}
    students, members = _people(promotions, ids, today, traces)
    goals, steps, meetings = _goals(ids), _steps(ids, today), _meetings(ids, today)
    rows = [
        (
            row["promotion_id"],
            _row(row, today, viewer, members[row["pk"]], goals[row["pk"]], steps, meetings),
        )
        for row in projects
    ]
    placed = {member.student for held in members.values() for member in held}
    return sorted(rows, key=lambda each: each[1].rank), students, placed


def _row(
    row: Mapping[str, Any],
    today: date,
    viewer: Viewer,
    members: list["_Present"],
    goals: list["_Goal"],
    steps: "_Steps",
    meetings: Mapping[UUID, _Meetings],
) -> WallRow:
    """Return the line of one project, everything being read."""
    key = row["pk"]
    held = meetings[key]
    followed = Followed(
        state=row["state"],
        today=today,
        starts_on=row["starts_on"],
        ends_on=row["ends_on"],
        members=tuple(member.trace for member in members),
        pending=tuple(steps.pending[key]),
        goals=tuple(goal.reached for goal in goals),
        sponsor=_name(row, "sponsor"),
        sponsor_seen_on=_later(held.sponsor_on, row["sponsor_opinion__given_at"]),
        next_meeting_on=held.next_on,
        last_meeting_on=held.last_on,
        asked=tuple(held.asked),
        is_signed=row["convention__state"] in COVERING,
    )
    return wall_row(
        followed,
        project=key,
        title=row["title"],
        company=row["company__display_name"] or row["company__legal_name"],
        supervisor=_name(row, "supervisor"),
        is_mine=row["supervisor_id"] == viewer.pk or row["in_follow_up"],
        team=[member.last_name for member in members],
        phase=phase_now(steps.phases[key]),
        aim=_aim(goals, followed),
    )


def _aim(goals: list["_Goal"], followed: Followed) -> Aim | None:
    """Return the first objective that has a target, with its curve over the project."""
    goal = next((each for each in goals if each.target.target is not None), None)
    if goal is None:
        return None
    last = goal.target.due_on or followed.ends_on
    drawn = None
    if followed.starts_on and last:
        drawn = curve(goal.target, goal.readings, first=followed.starts_on, last=last)
    return Aim(goal.reached, drawn)


def _name(row: Mapping[str, Any], who: str) -> str:
    return f"{row[f'{who}__first_name'] or ''} {row[f'{who}__last_name'] or ''}".strip()


def _later(day: date | None, moment: Any) -> date | None:
    """Return the later of a day and of the day of a moment, when there is any."""
    given = timezone.localtime(moment).date() if moment else None
    return max((each for each in (day, given) if each), default=None)


def _last(rows: QuerySet[Any], project: str, person: str, on: Any) -> QuerySet[Any]:
    """Return (project, person, last day) of those rows."""
    grouped = rows.order_by().values(project, person).annotate(last=Max(on))
    return grouped.values_list(project, person, "last")


def _traces(ids: Ids) -> Iterable[tuple[UUID, UUID, date]]:
    """
    Return the last trace of each person in each project. One query.

    A trace: hours spent, a note of the logbook, a reading, a task done, a version handed in, a
    meeting attended.
    """
    hours = TimeEntry.objects.filter(project__in=ids, spent__isnull=False)
    notes = LogLink.objects.filter(project__in=ids)
    readings = Reading.objects.filter(indicator__project__in=ids)
    tasks = Task.objects.filter(action__project__in=ids, done_on__isnull=False)
    versions = DeliverableVersion.objects.filter(deliverable__project__in=ids)
    present = Meeting.attended.through.objects.filter(
        meeting__project__in=ids, meeting__held_on__isnull=False
    )
    found: QuerySet[Any] = _last(hours, "project_id", "student_id", "on").union(
        _last(notes, "project_id", "log_entry__student_id", "log_entry__happened_on"),
        _last(readings, "indicator__project_id", "by_id", "on"),
        _last(tasks, "action__project_id", "member__student_id", "done_on"),
        _last(versions, "deliverable__project_id", "by_id", TruncDate("created_at")),
        _last(present, "meeting__project_id", "user_id", "meeting__held_on"),
        all=True,
    )
    last: dict[tuple[UUID, UUID], date] = {}
    for project, person, on in found:
        known = last.get((project, person))
        if known is None or on > known:
            last[project, person] = on
    return [(project, person, on) for (project, person), on in last.items()]


@dataclass(frozen=True)
class _Present:
    """A member of a project that day; the wall shows the last name alone."""

    student: UUID
    last_name: str
    trace: MemberTrace


def _people(
    promotions: Sequence[Promotion],
    ids: Ids,
    today: date,
    traces: Mapping[tuple[UUID, UUID], date],
) -> tuple[list[tuple[UUID, str]], dict[UUID, list[_Present]]]:
    """Return the students of the classes, and the members of each project that day. One query."""
    names = ("student__last_name", "student__first_name")
    present = Q(ends_on__isnull=True) | Q(ends_on__gte=today)
    members = Member.objects.filter(present, project__in=ids).order_by()
    enrolled = Enrolment.objects.on(today).filter(promotion__in=promotions).order_by()
    rows: QuerySet[Any] = members.values_list(
        "project_id", "student_id", *names, "starts_on"
    ).union(
        enrolled.annotate(no_project=Value(None, output_field=UUIDField())).values_list(
            "no_project", "student_id", *names, "starts_on"
        ),
        all=True,
    )
    students: list[tuple[UUID, str]] = []
    found: dict[UUID, list[_Present]] = defaultdict(list)
    for project, student, last, first, since in sorted(rows, key=lambda row: row[2:4]):
        if project is None:
            students.append((student, f"{first} {last}"))
        else:
            trace = MemberTrace(f"{first} {last}", since, traces.get((project, student)))
            found[project].append(_Present(student, last, trace))
    return students, found


@dataclass
class _Goal:
    """An objective and what was read of it, oldest first."""

    target: Target
    readings: list[tuple[date, Decimal]] = field(default_factory=list)

    @property
    def reached(self) -> Reached:
        """Return the objective beside its last value."""
        on, value = self.readings[-1] if self.readings else (None, None)
        return Reached(self.target, value, on)


def _goals(ids: Ids) -> dict[UUID, list[_Goal]]:
    """Return the objectives of each project and their readings in force. One query."""
    rows = (
        Indicator.objects.filter(project__in=ids, objective=True)
        .order_by("created_at", "pk", "readings__on", "readings__created_at", "readings__pk")
        .values_list("project_id", "pk", *_TARGET, *_READING)
    )
    found: dict[UUID, dict[UUID, _Goal]] = defaultdict(dict)
    for project, key, label, unit, baseline, target, due_on, on, value, read_in, wrong in rows:
        goal = found[project].setdefault(
            key, _Goal(Target(label, unit, baseline, target, due_on, objective=True))
        )
        # A corrected value, or one in the unit of another time, is not compared with the target.
        if on is not None and wrong is None and read_in == unit:
            goal.readings.append((on, value))
    return defaultdict(list, {project: list(goals.values()) for project, goals in found.items()})


@dataclass
class _Steps:
    """The phases of each project, and what is past its day and not done."""

    phases: dict[UUID, list[tuple[int, str, str]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    pending: dict[UUID, list[Milestone]] = field(default_factory=lambda: defaultdict(list))


def _steps(ids: Ids, today: date) -> _Steps:
    """Return the phases, and the late phases, actions and deliverables. One query."""
    given = DeliverableVersion.objects.filter(deliverable=OuterRef("pk"))
    late = {
        "Action": Action.objects.filter(
            project__in=ids, ends_on__lt=today, state__in=PENDING
        ).annotate(named=F("label"), by=F("ends_on")),
        "Livrable": Deliverable.objects.filter(
            ~Exists(given), project__in=ids, due_on__lt=today
        ).annotate(named=F("title"), by=F("due_on")),
    }
    phases = Phase.objects.filter(project__in=ids).order_by()
    rows: QuerySet[Any] = phases.annotate(
        what=Value("Phase", output_field=CharField()), held=F("state")
    ).values_list("project_id", "what", "rank", "held", "node__label", "ends_on")
    for what, due in late.items():
        blank = {
            "what": Value(what, output_field=CharField()),
            "place": Value(0, output_field=IntegerField()),
            "held": Value("", output_field=CharField()),
        }
        named: QuerySet[Any] = due.order_by().annotate(**blank)
        rows = rows.union(
            named.values_list("project_id", "what", "place", "held", "named", "by"), all=True
        )
    found = _Steps()
    for project, what, rank, state, label, due_on in rows:
        if rank:
            found.phases[project].append((rank, state, label))
            what = f"Phase\u00a0{rank}"
            if due_on is None or due_on >= today or state == PhaseState.DONE:
                continue
        found.pending[project].append(Milestone(f"{what} «\u00a0{label}\u00a0»", due_on))
    return found


def _meetings(ids: Ids, today: date) -> dict[UUID, _Meetings]:
    """Return what the meetings of each project say. One query."""
    there = Meeting.professionals.through.objects.filter(meeting=OuterRef("pk"))
    rows = (
        Meeting.objects.filter(project__in=ids)
        .order_by("created_at", "pk")
        .annotate(with_professionals=Exists(there))
        .values(*_MEETING)
    )
    found: dict[UUID, _Meetings] = defaultdict(_Meetings)
    for row in rows:
        held = found[row["project_id"]]
        planned = timezone.localtime(row["planned_at"]).date() if row["planned_at"] else None
        if row["held_on"]:
            held.last_on = max(held.last_on or row["held_on"], row["held_on"])
            if row["with_professionals"]:
                held.sponsor_on = max(held.sponsor_on or row["held_on"], row["held_on"])
        elif planned is None:
            held.asked.append(Asked(_name(row, "asked_by"), row["asked_at"]))
        elif planned >= today:
            held.next_on = min(held.next_on or planned, planned)
    return found
