"""Reads of the pages before and during a stage: calendar, logbook, papers, follow-up."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby
from uuid import UUID

from django.db.models import F, Prefetch, QuerySet

from curriculum.models import Competence, Referentiel
from internships import access
from internships.facts.life import (
    ClassCalendar,
    LogWeek,
    MonthBlock,
    PeriodLine,
    WeekLine,
)
from internships.models import (
    Internship,
    InternshipPeriod,
    LogAnswer,
    LogEntry,
    ProgressionStep,
    SearchEntry,
    SupportingPaper,
)
from internships.rules.calendar import Span, public_holidays
from internships.rules.weeks import SATURDAY, Weeks, count_days
from internships.states import COVERING, PaperState
from nrc_platform.core import clock
from nrc_platform.people.access import (
    Viewer,
    current_enrolment,
    supervised_promotions,
    taught_promotions,
)
from nrc_platform.people.models import Enrolment, Promotion, User

ONE_WEEK = timedelta(days=7)
SEPTEMBER = 9
SHORT_LEVEL = 2


def working_weeks(span: Span) -> Weeks:
    """Return the weeks of a planned period, Monday to Friday, public holidays counted."""
    return Weeks(count_days(day for day in span.days() if day.weekday() < SATURDAY))


def _span(row: InternshipPeriod | ProgressionStep) -> Span:
    return Span(row.starts_on, row.ends_on)


def periods_of(promotion: Promotion) -> list[InternshipPeriod]:
    """Return the periods of a class in order. One query."""
    return list(promotion.internship_periods.order_by("starts_on", "id"))


def periods_of_student(student: User) -> list[InternshipPeriod]:
    """Return the periods of the class a student is in today. 2 queries."""
    enrolment = current_enrolment(student)
    return periods_of(enrolment.promotion) if enrolment else []


def entries_of(reader: Viewer, student: User) -> list[SearchEntry]:
    """Return the contacts of a student that the reader sees, the newest first. 2 queries."""
    rows = access.visible_search_entries(reader).filter(student=student)
    rows = rows.select_related("period", "company").prefetch_related("competences")
    return list(rows.order_by("-contacted_on", "-created_at", "id"))


def followed_in_order(user: Viewer) -> list[Promotion]:
    """Return the classes whose stages the person follows, by name. One query."""
    rows = access.followed_classes(user).select_related("school")
    return sorted(rows, key=lambda row: (row.label, str(row.pk)))


def school_year(day: date) -> int:
    """Return the year in which the school year of that day began."""
    return day.year if day.month >= SEPTEMBER else day.year - 1


def class_calendar(promotion: Promotion, asked: str = "") -> ClassCalendar:
    """Return the periods of a class beside its steps, week by week, for one year. 2 queries."""
    periods = periods_of(promotion)
    steps = list(promotion.progression_steps.order_by("starts_on", "id"))
    first, last = school_year(promotion.starts_on), school_year(promotion.ends_on)
    years = list(range(first, last + 1))
    year = int(asked) if asked in map(str, years) else school_year(clock.today())
    year = min(max(year, first), last)
    return ClassCalendar(
        periods=[PeriodLine(row, working_weeks(_span(row))) for row in periods],
        steps=steps,
        months=_months(promotion, year, periods, steps),
        total=Weeks(sum(working_weeks(_span(row)).days for row in periods)),
        years=[(each, f"{each}-{each + 1}") for each in years],
        year=year,
    )


def _months(
    promotion: Promotion,
    year: int,
    periods: Sequence[InternshipPeriod],
    steps: Sequence[ProgressionStep],
) -> list[MonthBlock]:
    begins = max(promotion.starts_on, date(year, SEPTEMBER, 1))
    ends = min(promotion.ends_on, date(year + 1, SEPTEMBER, 1) - timedelta(days=1))
    monday = begins - timedelta(days=begins.weekday())
    weeks = []
    while monday <= ends:
        weeks.append(_week(monday, periods, steps))
        monday += ONE_WEEK
    return [
        MonthBlock(first=date(*key, 1), weeks=list(rows))
        for key, rows in groupby(weeks, key=lambda week: _month(max(week.monday, begins)))
    ]


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month


def _week(
    monday: date, periods: Sequence[InternshipPeriod], steps: Sequence[ProgressionStep]
) -> WeekLine:
    days = Span(monday, monday + timedelta(days=4))
    named = {**public_holidays(monday.year), **public_holidays(days.ends_on.year)}
    return WeekLine(
        monday=monday,
        friday=days.ends_on,
        number=monday.isocalendar().week,
        steps=[row for row in steps if _span(row).overlaps(days)],
        periods=[row for row in periods if _span(row).overlaps(days)],
        holidays=[(day, named[day]) for day in days.days() if day in named],
    )


def short_competences(internship: Internship | None = None) -> list[Competence]:
    """Return a short list to tick: those of the convention, else the second level. 2 queries."""
    if internship is not None:
        own = list(internship.convention.competences.order_by("rank", "id"))
        if own:
            return own
    followed = Referentiel.objects.followed().values("pk")
    rows = Competence.objects.active().filter(referentiel__in=followed, level=SHORT_LEVEL)
    return list(rows.order_by("rank", "id"))


def own_stages(student: User) -> list[Internship]:
    """Return the signed stages of a student, the newest first. One query."""
    rows = Internship.objects.filter(student=student, convention__state__in=COVERING)
    return list(
        rows.select_related("convention__company", "period", "promotion").order_by("-created_at")
    )


def reads_logbook(reader: Viewer, student: User) -> bool:
    """Return whether the person opens that logbook: its student, a teacher of the class."""
    if student.pk == reader.pk:
        return True
    classes = taught_promotions(reader)
    return Enrolment.objects.filter(student=student, promotion__in=classes).exists()


def log_weeks(reader: Viewer, student: User) -> list[LogWeek]:
    """Return the logbook of a student by week, the newest first, as the reader sees it."""
    answers = LogAnswer.objects.select_related("author").order_by("created_at", "id")
    rows: QuerySet[LogEntry] = (
        access.visible_log_entries(reader)
        .filter(student=student)
        .select_related("internship__convention__company", "promotion", "student")
        .prefetch_related(Prefetch("answers", answers), "competences")
        .order_by("-happened_on", "-created_at", "id")
    )
    weeks = groupby(rows, key=lambda row: row.happened_on - timedelta(row.happened_on.weekday()))
    return [LogWeek(monday, list(entries)) for monday, entries in weeks]


def unanswered_logs(teacher: Viewer, promotion: Promotion) -> dict[UUID, int]:
    """Return, by student of a class, how many notes no teacher answered. One query."""
    rows = access.visible_log_entries(teacher).filter(promotion=promotion)
    answered = LogAnswer.objects.exclude(author=F("entry__student")).order_by().values("entry")
    waiting = rows.exclude(pk__in=answered).order_by()
    return dict(Counter(waiting.values_list("student_id", flat=True)))


def papers_to_check(user: Viewer) -> QuerySet[SupportingPaper]:
    """Return the papers that wait for the office, the oldest first."""
    rows = access.visible_papers(user).filter(
        state=PaperState.TO_CHECK, promotion__in=supervised_promotions(user)
    )
    return rows.select_related("student", "promotion").order_by("created_at", "id")


def papers_of(reader: Viewer, student: User) -> list[SupportingPaper]:
    """Return the papers of a student, the newest first. One query."""
    rows = access.visible_papers(reader).filter(student=student)
    return list(rows.select_related("promotion", "student").order_by("-created_at", "id"))
