"""Reads of the pages of the work: plan, timeline, hours, indicators, budget, follow-up."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Count, Max, Prefetch, Q, QuerySet, Sum

from nrc_platform.core import clock
from nrc_platform.people.access import Viewer
from projects.access import visible_log_links, visible_observations
from projects.facts.work_sheet import (
    DeliverableLine,
    Hours,
    IndicatorLine,
    MemberHours,
    MissionHours,
    MissionWork,
    Timeline,
    TimelineLine,
    WorkSheet,
)
from projects.models import (
    Action,
    BudgetLine,
    Constraint,
    Deliverable,
    DeliverableRemark,
    DeliverableVersion,
    Indicator,
    InitialGoals,
    Meeting,
    Member,
    Mission,
    Observation,
    Phase,
    Project,
    Reading,
    SponsorOpinion,
    Task,
    TimeEntry,
)
from projects.rules.goals import Compared, compare_goals
from projects.rules.progress import ZERO, Money, Reached, Target, budget_of
from projects.rules.timeline import axis_of

ENTRIES_SHOWN = 60
PHASE, ACTION = "phase", "action"


def work_sheet(user: Viewer, project: Project) -> WorkSheet:
    """
    Return the work of a project the person may see. 23 queries at most, whatever its size.

    Five for the plan, one for the phases, four for the hours, three for the indicators and
    goals, one for the budget, three for the meetings, three for the deliverables, two for the
    observations, one for the opinion.
    """
    today = clock.today()
    actions, phases = _actions(project), _phases(project)
    indicators = _indicators(project)
    lines = list(BudgetLine.objects.filter(project=project))
    hours = _hours(project)
    return WorkSheet(
        today=today,
        actions=tuple(actions),
        timeline=_timeline(project, actions, phases, today),
        hours=tuple(_by_member(project, hours)),
        mission_hours=tuple(_by_mission(project, hours)),
        entries=tuple(_entries(project)),
        indicators=tuple(indicators),
        goals=tuple(_goals(project, indicators)),
        budget=budget_of(Money(row.kind, row.planned, row.actual) for row in lines),
        budget_lines=tuple(lines),
        meetings=tuple(meetings_of(project)),
        deliverables=tuple(deliverables_of(project)),
        observations=tuple(_observations(user, project)),
        opinion=SponsorOpinion.objects.filter(project=project).first(),
    )


def _actions(project: Project) -> list[Action]:
    """Return the plan, its owners, tasks and constraints. Five queries."""
    students = Member.objects.select_related("student")
    tasks = Task.objects.select_related("member__student")
    rows = Action.objects.filter(project=project).select_related("indicator")
    return list(
        rows.prefetch_related(
            Prefetch("owners", students), Prefetch("tasks", tasks), "constraints"
        )
    )


def parts_of(project: Project) -> tuple[list[Member], list[Constraint], list[Indicator]]:
    """Return what an action names: members, constraints, indicators. Two queries."""
    return (
        list(project.members.all()),
        list(Constraint.objects.filter(project=project)),
        list(Indicator.objects.filter(project=project)),
    )


def _phases(project: Project) -> list[Phase]:
    return list(Phase.objects.filter(project=project).select_related("node"))


def _timeline(
    project: Project, actions: Sequence[Action], phases: Sequence[Phase], today: date
) -> Timeline | None:
    """Return phases then actions on one axis; a phase without its two days is not drawn."""
    spans: list[tuple[str, str, str, date | None, date | None, date | None]] = [
        (PHASE, f"{row.rank}. {row.node.label}", row.state, row.starts_on, row.ends_on, None)
        for row in phases
        if row.starts_on and row.ends_on
    ]
    spans += [
        (ACTION, row.label, row.state, row.starts_on, row.ends_on, row.done_on) for row in actions
    ]
    days = [day for _, _, _, *dates in spans for day in dates]
    axis = axis_of([project.starts_on, project.ends_on, *days])
    if axis is None:
        return None
    lines = tuple(
        TimelineLine(kind, label, state, first, last, done, axis.bar(first, last))
        for kind, label, state, first, last, done in spans
        if first and last
    )
    on_axis = axis.starts_on <= today <= axis.ends_on
    return Timeline(axis, lines, axis.at(today) if on_axis else None)


# Student or mission → kind → hours.
_Hours = dict[UUID, dict[str, Hours]]


def _of_project(project: Project) -> QuerySet[TimeEntry]:
    """Return the hours of the project and of the missions that prepare it."""
    return TimeEntry.objects.filter(Q(project=project) | Q(mission__projects=project))


def _hours(project: Project) -> _Hours:
    """Return the hours by student for the project, by mission for its missions. One query."""
    rows = (
        _of_project(project)
        .order_by()
        .values("student_id", "mission_id", "kind")
        .annotate(of_planned=Sum("planned"), of_spent=Sum("spent"))
        .values_list("student_id", "mission_id", "kind", "of_planned", "of_spent")
    )
    found: _Hours = defaultdict(lambda: defaultdict(Hours))
    for student, mission, kind, planned, spent in rows:
        found[mission or student][kind] += Hours(planned or ZERO, spent or ZERO)
    return found


def _by_member(project: Project, hours: _Hours) -> list[MemberHours]:
    """Return one line a member. One query."""
    members = Member.objects.filter(project=project).select_related("student")
    return [
        MemberHours(hours.get(row.student_id, {}), row.student_id, str(row.student))
        for row in members
    ]


def _by_mission(project: Project, hours: _Hours) -> list[MissionHours]:
    """Return one line a mission. One query."""
    missions = project.missions.values_list("pk", "title", "hours")
    return [MissionHours(hours.get(key, {}), key, title, due) for key, title, due in missions]


def _entries(project: Project) -> QuerySet[TimeEntry]:
    """Return the last lines of time, those of its missions too. One query."""
    rows = _of_project(project).select_related("student", "mission")
    return rows[:ENTRIES_SHOWN]


def mission_work(user: Viewer, mission: Mission) -> MissionWork:
    """Return what was done of a mission, as the person may read it. Three queries."""
    spent = mission.time_entries.aggregate(all=Sum("spent"))["all"]
    held = mission.meetings.filter(held_on__isnull=False)
    met = held.aggregate(count=Count("pk"), last=Max("held_on"))
    return MissionWork(
        spent=spent or ZERO,
        held=met["count"],
        last_held_on=met["last"],
        notes=visible_log_links(user).filter(mission=mission).count(),
    )


def target_of(row: Indicator) -> Target:
    """Return what an indicator must reach."""
    return Target(row.label, row.unit, row.baseline, row.target, row.due_on, row.objective)


def _indicators(project: Project) -> list[IndicatorLine]:
    """Return the indicators with their readings. Two queries."""
    readings = Reading.objects.select_related("by", "correction")
    rows = Indicator.objects.filter(project=project)
    return [_line(row) for row in rows.prefetch_related(Prefetch("readings", readings))]


def _line(row: Indicator) -> IndicatorLine:
    every = list(row.readings.all())
    kept = tuple(each for each in every if not hasattr(each, "correction"))
    last = next((each for each in reversed(kept) if each.unit == row.unit), None)
    reached = Reached(target_of(row), last.value, last.on) if last else Reached(target_of(row))
    corrected = tuple(each for each in every if hasattr(each, "correction"))
    return IndicatorLine(row, reached, kept, corrected)


def _goals(project: Project, indicators: Iterable[IndicatorLine]) -> list[Compared]:
    """Return the goals of the start beside what was reached. One query."""
    held = InitialGoals.objects.filter(project=project).first()
    if held is None:
        return []
    current = {str(line.row.pk): line.reached for line in indicators}
    return compare_goals(held.facts["indicators"], current)


def meetings_of(project: Project) -> QuerySet[Meeting]:
    """Return its meetings and those of its missions, the last first. Three queries."""
    about = Q(project=project) | Q(mission__projects=project)
    rows = Meeting.objects.filter(about).select_related("held_by", "asked_by", "mission")
    return rows.order_by("-planned_at", "-held_on", "-asked_at", "pk").prefetch_related(
        "attended", "professionals"
    )


def deliverables_of(project: Project) -> list[DeliverableLine]:
    """Return the deliverables, their versions and remarks. Three queries."""
    remarks = DeliverableRemark.objects.select_related("author")
    versions = DeliverableVersion.objects.select_related("by", "blob").order_by("-number")
    rows = Deliverable.objects.filter(project=project).prefetch_related(
        Prefetch("versions", versions.prefetch_related(Prefetch("remarks", remarks)))
    )
    return [_deliverable(row) for row in rows]


def _deliverable(row: Deliverable) -> DeliverableLine:
    versions = tuple(row.versions.all())
    waiting = sum(
        1 for version in versions for each in version.remarks.all() if each.handled_at is None
    )
    return DeliverableLine(row, versions, waiting)


def _observations(user: Viewer, project: Project) -> QuerySet[Observation]:
    rows = visible_observations(user).filter(member__project=project)
    return rows.select_related("member__student", "by")
