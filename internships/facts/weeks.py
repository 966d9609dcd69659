"""The weeks of stage of a student: done and attested, foreseen, asked for."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from internships.facts.loaded import LoadedCourse, LoadedStage
from internships.rules.content import number_of
from internships.rules.hours import presence_hours
from internships.rules.weeks import WORKING_DAYS, Run, Weeks, longest_run, total_weeks


@dataclass(frozen=True)
class WeeksSummary:
    """
    The counter of a student.

    - `attested`, `run`, `hours`: of stages signed by all and attested, as they really were;
    - `foreseen`, `foreseen_run`: the same with the stages still to do, those not attested yet;
    - `required`: the weeks the school fixed, 0 when it fixed none; `dispensed`: what decisions
      take off; `consecutive`: the weeks asked for in a row, 0 when a decision lifts them.
    """

    attested: Weeks
    run: Run
    foreseen: Weeks
    foreseen_run: Run
    hours: Decimal
    required: int
    dispensed: int
    consecutive: int

    @property
    def wanted(self) -> Weeks:
        """Return the weeks asked for once the dispensations are taken off."""
        return Weeks(max(0, self.required - self.dispensed) * WORKING_DAYS)

    @property
    def missing(self) -> Weeks:
        """Return what no stage, done or foreseen, brings yet."""
        return Weeks(max(0, self.wanted.days - self.foreseen.days))

    @property
    def has_run(self) -> bool:
        """Return whether the weeks in a row are done and attested, or not asked for."""
        return self.run.weeks.whole >= self.consecutive

    @property
    def is_complete(self) -> bool:
        """Return whether everything asked for is done and attested."""
        return self.has_run and self.attested >= self.wanted


def _counting(stages: Iterable[LoadedStage]) -> list[LoadedStage]:
    return [each for each in stages if each.is_covered and each.attested]


def weeks_of_course(course: LoadedCourse) -> WeeksSummary:
    """Return the counter of a student from their stages as they really were; no query."""
    done = [each.schedule for each in _counting(course.stages)]
    planned = [each.schedule for each in course.stages if each.is_live]
    lifted = any(each.lifts_consecutive for each in course.dispensations)
    return WeeksSummary(
        attested=total_weeks(done),
        run=longest_run(done),
        foreseen=total_weeks(planned),
        foreseen_run=longest_run(planned),
        hours=sum((presence_hours(each) for each in done), Decimal(0)),
        required=number_of(course.figures, "stage.total_weeks"),
        dispensed=sum(each.weeks for each in course.dispensations),
        consecutive=0 if lifted else number_of(course.figures, "stage.consecutive_weeks"),
    )
