"""The grid of a class: each student, each step of a stage, and the weeks that count."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from internships import rules
from internships.facts.check import student_check
from internships.facts.life import Place
from internships.facts.loaded import LoadedCourse, LoadedStage
from internships.facts.weeks import WeeksSummary, weeks_of_course
from internships.models import InternshipPeriod, SupportingPaper
from internships.selectors.loading import load_courses
from internships.selectors.places import class_places
from internships.states import PaperKind
from nrc_platform.core.findings import Finding
from nrc_platform.people.models import Promotion, User


@dataclass(frozen=True)
class StepRow:
    """
    A student and where they stand, step by step, for a period.

    `insurance` is the state of the last liability paper, "" when none was given; `contacts` those
    of the referent; `weeks` and `findings` are about the whole training.
    """

    place: Place
    insurance: str
    contacts: int
    attested: bool
    weeks: WeeksSummary
    findings: tuple[Finding, ...]

    @property
    def stops(self) -> int:
        """Return how many findings block the deposit of the file."""
        return sum(1 for finding in self.findings if finding.blocks == "deposit")


def class_steps(promotion: Promotion, period: InternshipPeriod) -> list[StepRow]:
    """Return the grid of a class for a period. 16 queries, whatever the number of students."""
    held = class_places(promotion, period)
    students = [place.student for place in held]
    courses = {row.student.pk: row for row in load_courses(promotion, students)}
    papers = _insurance(students)
    return [
        _row(place, courses[place.student.pk], papers.get(place.student.pk, "")) for place in held
    ]


def _insurance(students: Sequence[User]) -> dict[UUID, str]:
    """Return the state of the last liability paper of each student. One query."""
    rows = SupportingPaper.objects.filter(student__in=students, kind=PaperKind.LIABILITY)
    return dict(rows.order_by("created_at", "id").values_list("student_id", "state"))


def _row(place: Place, course: LoadedCourse, insurance: str) -> StepRow:
    stage = _stage_of(place, course)
    return StepRow(
        place=place,
        insurance=insurance,
        contacts=stage.contacts if stage else 0,
        attested=stage.attested if stage else False,
        weeks=weeks_of_course(course),
        findings=tuple(rules.student_findings(student_check(course))),
    )


def _stage_of(place: Place, course: LoadedCourse) -> LoadedStage | None:
    if place.internship is None:
        return None
    return next((each for each in course.stages if each.row.pk == place.internship.pk), None)
