"""Weeks of stage: days pooled over all periods, and the longest run without a gap."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from internships.rules.calendar import ONE_DAY, Schedule, Segment, Span, is_public_holiday
from internships.rules.hours import days_of
from internships.states import BreakKind

# A week of stage is five working days, sliding: Wednesday to Tuesday is one.
WORKING_DAYS = 5
SATURDAY = 5


@dataclass(frozen=True, order=True)
class Weeks:
    """A number of days of stage, said in weeks of five."""

    days: int

    @property
    def whole(self) -> int:
        """Return the whole weeks."""
        return self.days // WORKING_DAYS

    @property
    def left(self) -> int:
        """Return the days that make no whole week."""
        return self.days % WORKING_DAYS

    def __str__(self) -> str:
        days = f"{self.left}\u00a0{'jours' if self.left > 1 else 'jour'}"
        if not self.whole and self.left:
            return days
        weeks = f"{self.whole}\u00a0{'semaines' if self.whole > 1 else 'semaine'}"
        return f"{weeks} et {days}" if self.left else weeks


@dataclass(frozen=True)
class StageDays:
    """
    The days of a stage that make weeks.

    - `counted`: worked by the pattern, public holidays and leave included; neither closed,
      interrupted nor absent;
    - `covered`: all days that cut no run: the counted ones, days of rest, closure, absence;
    - `cut`: working days of an interruption.
    """

    counted: frozenset[date]
    covered: frozenset[date]
    cut: frozenset[date]


def stage_days(schedule: Schedule) -> StageDays:
    """Sort the days of a schedule; days of missions are no days of stage."""
    counted, covered, cut = set(), set(), set()
    for day in days_of(schedule):
        if day.planned and day.kind == BreakKind.INTERRUPTION:
            cut.add(day.on)
            continue
        covered.add(day.on)
        if day.planned and day.kind in {"", BreakKind.LEAVE}:
            counted.add(day.on)
    return StageDays(frozenset(counted), frozenset(covered), frozenset(cut))


def count_days(days: Iterable[date]) -> int:
    """
    Return how many of these days count: five at most in one civil week.

    So six days a week do not make six weeks out of five, and a part-time week of three days counts
    three: five working days make a week, however long they take, since days of different hosts are
    pooled and a short week must not weigh as much as a full one.
    """
    by_week = Counter(day.isocalendar()[:2] for day in days)
    return sum(min(WORKING_DAYS, count) for count in by_week.values())


def total_weeks(schedules: Iterable[Schedule]) -> Weeks:
    """Return the weeks of all periods, their days pooled before they are divided."""
    counted: set[date] = set()
    for schedule in schedules:
        counted |= stage_days(schedule).counted
    return Weeks(count_days(counted))


@dataclass(frozen=True)
class Run:
    """A run of days of stage without a gap."""

    weeks: Weeks
    span: Span | None = None


def _is_rest(day: date, segments: Sequence[Segment]) -> bool:
    """
    Return whether a day between two stages is no gap.

    A weekend or a public holiday, or a day of rest of the host before or after when it works five
    days a week or more: from Saturday to Tuesday in shops closed on Monday.
    """
    if day.weekday() >= SATURDAY or is_public_holiday(day):
        return True
    before = [each for each in segments if each.ends_on < day]
    after = [each for each in segments if each.starts_on > day]
    sides = [
        *(each for each in before if each.ends_on == max(other.ends_on for other in before)),
        *(each for each in after if each.starts_on == min(other.starts_on for other in after)),
    ]
    return any(
        each.pattern.days_per_week >= WORKING_DAYS and not each.pattern.on(day) for each in sides
    )


def _joined(first: date, second: date, all_days: StageDays, segments: Sequence[Segment]) -> bool:
    day = first + ONE_DAY
    while day < second:
        if day in all_days.cut or not (day in all_days.covered or _is_rest(day, segments)):
            return False
        day += ONE_DAY
    return True


def runs(schedules: Sequence[Schedule]) -> list[list[date]]:
    """Return the days of stage, cut where there is a gap, whatever the hosts."""
    sorted_days = [stage_days(schedule) for schedule in schedules]
    covered = frozenset[date]().union(*(each.covered for each in sorted_days))
    cut = frozenset[date]().union(*(each.cut for each in sorted_days)) - covered
    counted = frozenset[date]().union(*(each.counted for each in sorted_days))
    pooled = StageDays(counted, covered, cut)
    segments = [
        each for schedule in schedules for each in schedule.segments if each.pattern.days_per_week
    ]
    found: list[list[date]] = []
    for day in sorted(counted):
        if found and _joined(found[-1][-1], day, pooled, segments):
            found[-1].append(day)
        else:
            found.append([day])
    return found


def longest_run(schedules: Sequence[Schedule]) -> Run:
    """
    Return the longest run without a gap, in one or several hosts (req. 25).

    - a weekend is no gap, in the middle of a stage or between two;
    - public holidays and leave count in their week;
    - a closed day, or an absence, cuts nothing and is no day of stage;
    - an interruption, or school holidays while the host is open, is a gap.
    """
    longest = Run(Weeks(0))
    for days in runs(schedules):
        weeks = Weeks(count_days(days))
        if weeks > longest.weeks:
            longest = Run(weeks, Span(days[0], days[-1]))
    return longest
