"""The page of the wall: 30 projects of three, against the same wall asked row by row."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import count

from django.db import connection, transaction
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bench.measure import Measure, at_most, cpu_ratio
from curriculum.models import ProjectPhase
from internships.models import Convention, LogEntry
from internships.states import COVERING
from nrc_platform.companies.models import Company
from nrc_platform.core import clock
from nrc_platform.documents import services as documents
from nrc_platform.people.models import Promotion, User
from nrc_platform.people.services import students
from projects.facts.wall import Aim, WallRow, phase_now, wall_row
from projects.models import (
    Action,
    Deliverable,
    DeliverableVersion,
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
from projects.states import OPEN, PENDING, PhaseState, ProjectState

PROJECTS, TEAM, ENTRIES, ROUNDS = 30, 3, 12, 9
WALL_QUERIES, WALL_RATIO = 10, 0.08


def _team(promotion: Promotion) -> list[User]:
    return [
        students.create_student(
            promotion, actor=None, first_name="Alex", last_name=f"Mur {number}"
        )
        for number in range(PROJECTS * TEAM)
    ]


def _project(promotion: Promotion, supervisor: User, company: Company, number: int) -> Project:
    today, now = clock.today(), clock.now()
    return Project(
        school=promotion.school,
        promotion=promotion,
        company=company,
        supervisor=supervisor,
        sponsor=company.contacts.first(),
        title=f"Projet {number:02d}",
        state=ProjectState.RUNNING,
        convention=Convention.objects.create(
            school=promotion.school, company=company, kind="project"
        ),
        agreed_at=now,
        started_at=now,
        starts_on=today - timedelta(days=40 + number),
        ends_on=today + timedelta(days=80 - number),
    )


def _begin(project: Project, team: list[User], number: int) -> None:
    """Give a project a team at work for weeks, late here and there."""
    today, first = clock.today(), project.starts_on or clock.today()

    def due(rank: int) -> date:
        return today + timedelta(days=rank - 4)

    members = Member.objects.bulk_create(
        Member(project=project, student=each, starts_on=first) for each in team
    )
    Phase.objects.bulk_create(
        Phase(project=project, node=node, rank=rank, starts_on=first, ends_on=due(rank))
        for rank, node in enumerate(ProjectPhase.objects.order_by("rank")[:7], start=1)
    )
    actions = Action.objects.bulk_create(
        Action(
            project=project,
            label=f"Action {rank}",
            starts_on=first,
            ends_on=due(rank),
        )
        for rank in range(6)
    )
    for member, action in zip(members, actions, strict=False):
        Task.objects.create(action=action, member=member, label="Appeler", done_on=today)
    indicators = Indicator.objects.bulk_create(
        Indicator(
            project=project,
            label=f"Objectif {rank}",
            kind="sales",
            unit="ventes",
            target=Decimal(100),
            objective=True,
        )
        for rank in range(2)
    )
    _traces(project, team, indicators, number)
    _follow_up(project, team, number)


def _traces(project: Project, team: list[User], indicators: list[Indicator], number: int) -> None:
    days = [clock.today() - timedelta(days=number + 3 * step) for step in range(ENTRIES)]
    TimeEntry.objects.bulk_create(
        TimeEntry(student=each, project=project, on=on, kind="weekly", spent=Decimal(2), what="x")
        for each in team
        for on in days
    )
    Reading.objects.bulk_create(
        Reading(indicator=each, on=on, value=Decimal(step), unit="ventes", by=team[0])
        for each in indicators
        for step, on in zip(count(1), reversed(days))
    )
    notes = LogEntry.objects.bulk_create(
        LogEntry(student=team[1], promotion=project.promotion, happened_on=on, text="x")
        for on in days
    )
    LogLink.objects.bulk_create(LogLink(log_entry=note, project=project) for note in notes)


def _follow_up(project: Project, team: list[User], number: int) -> None:
    now = clock.now()
    dues = Deliverable.objects.bulk_create(
        Deliverable(
            project=project,
            title=f"Livrable {rank}",
            due_on=clock.today() + timedelta(days=rank - 2),
        )
        for rank in range(4)
    )
    blob = documents.put(b"%PDF-1.7 mesure %%EOF")
    DeliverableVersion.objects.create(
        deliverable=dues[0], number=1, blob=blob, extension="pdf", by=team[2]
    )
    held = Meeting.objects.bulk_create(
        Meeting(
            project=project,
            form="work_session",
            planned_at=now - timedelta(days=step),
            held_on=clock.today() - timedelta(days=step),
            held_by=project.supervisor,
            decisions="x",
        )
        for step in range(10, 10 + 5 * 7, 7)
    )
    for meeting in held:
        meeting.attended.set(team)
    if number % 3 and project.sponsor:
        held[0].professionals.add(project.sponsor)
    if number % 2:
        Meeting.objects.create(
            project=project, form="work_session", planned_at=now + timedelta(days=3)
        )
    else:
        Meeting.objects.create(
            project=project, form="unplanned", asker="group", asked_by=team[0], asked_at=now
        )


def _fill(promotion: Promotion, supervisor: User) -> None:
    company = Company.objects.filter(school=promotion.school, contacts__isnull=False).first()
    if company is None:
        raise RuntimeError("The demo has no company with a contact.")
    everybody = _team(promotion)
    rows = Project.objects.bulk_create(
        _project(promotion, supervisor, company, number) for number in range(PROJECTS)
    )
    for number, row in enumerate(rows):
        _begin(row, everybody[number * TEAM : (number + 1) * TEAM], number)


def _last_trace(project: Project, person: User) -> date | None:
    """Ask for the last trace of one person in one project, kind by kind."""
    times = project.time_entries.filter(student=person, spent__isnull=False)
    notes = project.log_links.filter(log_entry__student=person)
    readings = Reading.objects.filter(indicator__project=project, by=person)
    tasks = Task.objects.filter(action__project=project, member__student=person)
    versions = DeliverableVersion.objects.filter(deliverable__project=project, by=person)
    meetings = project.meetings.filter(attended=person, held_on__isnull=False)
    days = [
        *(row.on for row in times.order_by("-on")[:1]),
        *(row.log_entry.happened_on for row in notes.order_by("-log_entry__happened_on")[:1]),
        *(row.on for row in readings.order_by("-on")[:1]),
        *(row.done_on for row in tasks.filter(done_on__isnull=False).order_by("-done_on")[:1]),
        *(timezone.localdate(row.created_at) for row in versions.order_by("-created_at")[:1]),
        *(row.held_on for row in meetings.order_by("-held_on")[:1]),
    ]
    return max((day for day in days if day), default=None)


def _present(project: Project) -> list[Member]:
    rows = project.members.order_by("student__last_name", "student__first_name", "pk")
    return [row for row in rows if row.ends_on is None or row.ends_on >= clock.today()]


def _members(project: Project) -> tuple[MemberTrace, ...]:
    return tuple(
        MemberTrace(str(row.student), row.starts_on, _last_trace(project, row.student))
        for row in _present(project)
    )


def _pending(project: Project, today: date) -> tuple[Milestone, ...]:
    found = [
        Milestone(f"Phase\u00a0{row.rank} «\u00a0{row.node.label}\u00a0»", row.ends_on)
        for row in project.phases.all()
        if row.state != PhaseState.DONE and row.ends_on and row.ends_on < today
    ]
    found += [
        Milestone(f"Action «\u00a0{row.label}\u00a0»", row.ends_on)
        for row in project.actions.all()
        if row.state in PENDING and row.ends_on < today
    ]
    found += [
        Milestone(f"Livrable «\u00a0{row.title}\u00a0»", row.due_on)
        for row in project.deliverables.all()
        if row.due_on and row.due_on < today and not row.versions.exists()
    ]
    return tuple(found)


def _goals(project: Project) -> tuple[Reached, ...]:
    found = []
    for row in project.indicators.filter(objective=True).order_by("created_at", "pk"):
        goal = Target(row.label, row.unit, row.baseline, row.target, row.due_on, objective=True)
        readings = row.readings.filter(correction__isnull=True, unit=row.unit)
        last = readings.order_by("-on", "-created_at", "-pk").first()
        found.append(Reached(goal, last.value, last.on) if last else Reached(goal))
    return tuple(found)


def _aim(project: Project) -> Aim | None:
    """Read the first objective again, with its curve."""
    rows = project.indicators.filter(objective=True, target__isnull=False)
    first = rows.order_by("created_at", "pk").first()
    if first is None or project.starts_on is None or project.ends_on is None:
        return None
    target = Target(
        first.label, first.unit, first.baseline, first.target, first.due_on, objective=True
    )
    rows_read = first.readings.filter(correction__isnull=True, unit=first.unit)
    readings = [(row.on, row.value) for row in rows_read.order_by("on", "created_at", "pk")]
    on, value = readings[-1] if readings else (None, None)
    last = first.due_on or project.ends_on
    drawn = curve(target, readings, first=project.starts_on, last=last)
    return Aim(Reached(target, value, on), drawn)


def _row_by_row(project: Project, viewer: User) -> WallRow:
    today = clock.today()
    meetings = list(project.meetings.order_by("created_at", "pk"))
    held = [row for row in meetings if row.held_on]
    opinion = getattr(project, "sponsor_opinion", None)
    heard = [row.held_on for row in held if row.professionals.exists()]
    if opinion is not None and opinion.given_at:
        heard.append(timezone.localdate(opinion.given_at))
    planned = [row.planned_on for row in meetings if row.planned_on and not row.held_on]
    followed = Followed(
        state=project.state,
        today=today,
        starts_on=project.starts_on,
        ends_on=project.ends_on,
        members=_members(project),
        pending=_pending(project, today),
        goals=_goals(project),
        sponsor=str(project.sponsor) if project.sponsor else "",
        sponsor_seen_on=max((day for day in heard if day), default=None),
        next_meeting_on=min((day for day in planned if day >= today), default=None),
        last_meeting_on=max((row.held_on for row in held if row.held_on), default=None),
        asked=tuple(
            Asked(str(row.asked_by), row.asked_at)
            for row in meetings
            if row.asked_at and not row.held_on and not row.planned_at
        ),
        is_signed=project.convention is not None and project.convention.state in COVERING,
    )
    return wall_row(
        followed,
        project=project.pk,
        title=project.title,
        company=project.company.name,
        supervisor=str(project.supervisor),
        is_mine=project.supervisor_id == viewer.pk
        or project.follow_up.filter(teacher=viewer).exists(),
        team=[row.student.last_name for row in _present(project)],
        phase=phase_now((row.rank, row.state, row.node.label) for row in project.phases.all()),
        aim=_aim(project),
    )


def naive_wall(promotion: Promotion, viewer: User) -> list[WallRow]:
    """Return the same wall, each project, member and meeting asked on its own."""
    rows = [_row_by_row(row, viewer) for row in promotion.projects.filter(state__in=OPEN)]
    return sorted(rows, key=lambda each: each.rank)


def _naive_page(promotion: Promotion, viewer: User) -> str:
    """Return the rows of the naive wall, as the page draws them."""
    rows = naive_wall(promotion, viewer)
    return "".join(render_to_string("projects/wall_row.html", {"row": row}) for row in rows)


def _page(client: Client, url: str) -> str:
    """Return the rows that the page draws."""
    answer = client.get(url)
    if answer.status_code != 200:
        raise RuntimeError(f"The wall answered {answer.status_code}.")
    body = answer.content.decode().partition('<ul class="nrc-wall">')[2]
    return body.partition('<p class="nrc-note')[0].rpartition("</ul>")[0]


def _squeezed(page: str) -> str:
    return " ".join(page.split())


def web_wall() -> list[Measure]:
    """Compare the page of 30 projects of three with its rows asked one by one."""
    teacher = User.objects.get(email="prof@demo.example")
    promotion = Promotion.objects.get(school__uai="0491234A", label="NRC2")
    url = reverse("projects:wall", args=[promotion.pk])
    client = Client()
    client.force_login(teacher)
    with transaction.atomic():
        _fill(promotion, teacher)
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            shown = _page(client, url)
        # Read now: the next request empties the log.
        asked = len(captured)
        if shown.count("<h2>") < PROJECTS:
            raise RuntimeError(f"The wall shows {shown.count('<h2>')} projects, not {PROJECTS}.")
        naive = _naive_page(promotion, teacher)
        if _squeezed(shown) != _squeezed(naive):
            raise RuntimeError("The wall and the one asked row by row do not agree.")
        ratio = cpu_ratio(
            lambda: _page(client, url),
            lambda: _naive_page(promotion, teacher),
            rounds=ROUNDS,
        )
        transaction.set_rollback(True)
    return [
        at_most(
            "web-wall", asked, WALL_QUERIES, unit="queries",
            reference=f"page of {PROJECTS} projects of {TEAM}", rounds=1,
        ),
        at_most(
            "web-wall-cpu", ratio, WALL_RATIO, unit="ratio of cpu",
            reference=f"the same {PROJECTS} projects asked row by row", rounds=ROUNDS,
        ),
    ]  # fmt: skip
