"""Reads that the rules of projects need, for one project or for many at once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Prefetch

from curriculum.rules.values import RULE_KEYS
from curriculum.selectors.rules import rule_book
from internships.models import Internship, Terms
from internships.rules import Figure, Span
from nrc_platform.core import clock
from nrc_platform.people.models import Enrolment, RoleGrant, School, TeachingAssignment
from nrc_platform.people.states import Role
from projects.facts.loaded import LoadedProject
from projects.models import (
    Action,
    InitialGoals,
    Meeting,
    Mission,
    Phase,
    Project,
    ProjectCompetence,
    ProjectInternship,
    ProjectSavoir,
    Technology,
)
from projects.models.project import ProjectQuerySet

_OF_PROJECTS = "project."


def with_parts(rows: ProjectQuerySet) -> ProjectQuerySet:
    """Load the people and every part of those projects. Seventeen queries, however many."""
    stages = ProjectInternship.objects.select_related(
        "internship__student", "internship__convention"
    )
    return rows.with_people().prefetch_related(
        "constraints",
        "indicators",
        Prefetch("technologies", Technology.objects.select_related("savoir")),
        Prefetch("savoir_links", ProjectSavoir.objects.select_related("savoir")),
        Prefetch(
            "competence_links", ProjectCompetence.objects.select_related("competence", "member")
        ),
        Prefetch("phases", Phase.objects.select_related("node")),
        Prefetch("internship_links", stages),
        Prefetch("actions", Action.objects.prefetch_related("owners", "constraints")),
        Prefetch("meetings", Meeting.objects.prefetch_related("professionals")),
        "members__observations",
        Prefetch("missions", Mission.objects.with_links(), to_attr="loaded_missions"),
    )


def load_projects(rows: ProjectQuerySet) -> list[LoadedProject]:
    """
    Return those projects with all that the rules look at.

    About thirty queries, whatever their number: parts, missions and their links, goals,
    terms, conventions' students, teachings, teachers, enrolments, rule values.
    """
    today = clock.today()
    found = list(with_parts(rows))
    conventions = _conventions(found)
    terms = {
        each.convention_id: each
        for each in Terms.objects.filter(convention__in=conventions).agreed()
    }
    covered = _covered([row.convention_id for row in found if row.convention_id])
    goals = {each.project_id: each for each in InitialGoals.objects.filter(project__in=found)}
    subjects, teaching = _taught(found, today), _teaching(found, today)
    training = _training(found)
    figures = {row.school_id: row.school for row in found}
    books = {key: figures_of(school, today) for key, school in figures.items()}
    return [
        LoadedProject(
            row=row,
            today=today,
            missions=tuple(getattr(row, "loaded_missions", ())),
            goals=goals.get(row.pk),
            terms=terms,
            covered=frozenset(covered[row.convention_id]),
            training=training[row.promotion_id],
            supervisor_teaches=(row.supervisor_id, row.promotion_id) in teaching,
            supervisor_subjects=tuple(subjects[(row.supervisor_id, row.promotion_id)]),
            figures=books[row.school_id],
        )
        for row in found
    ]


def load_project(project_id: UUID) -> LoadedProject:
    """Return one project with all that the rules look at."""
    return load_projects(Project.objects.filter(pk=project_id))[0]


def figures_of(school: School, day: date) -> dict[str, Figure]:
    """Return the dated values of projects that day, with their sources. One query."""
    keys = [key for key in RULE_KEYS if key.startswith(_OF_PROJECTS)]
    book = rule_book(school, *keys)
    facts = [book.fact(key, day) for key in keys]
    return {fact.key: Figure(fact.value, fact.source) for fact in facts}


def _conventions(rows: Iterable[Project]) -> set[UUID]:
    own = {row.convention_id for row in rows if row.convention_id}
    stages = {link.internship.convention_id for row in rows for link in row.internship_links.all()}
    return own | stages


def _covered(conventions: Sequence[UUID]) -> "defaultdict[UUID | None, set[UUID]]":
    """Return the students that each convention names."""
    found: defaultdict[UUID | None, set[UUID]] = defaultdict(set)
    rows = Internship.objects.filter(convention__in=conventions).order_by()
    for convention, student in rows.values_list("convention_id", "student_id"):
        found[convention].add(student)
    return found


def _taught(rows: Sequence[Project], day: date) -> "defaultdict[tuple[UUID, UUID], list[str]]":
    """Return what each supervisor teaches in each class that day."""
    found: defaultdict[tuple[UUID, UUID], list[str]] = defaultdict(list)
    assignments = TeachingAssignment.objects.on(day).filter(
        teacher__in={row.supervisor_id for row in rows},
        promotion__in={row.promotion_id for row in rows},
    )
    for each in assignments:
        found[(each.teacher_id, each.promotion_id)].append(each.subject)
    return found


def _teaching(rows: Sequence[Project], day: date) -> set[tuple[UUID, UUID | None]]:
    """Return which supervisor is a teacher of which class that day."""
    grants = RoleGrant.objects.on(day).filter(
        role=Role.TEACHER,
        user__in={row.supervisor_id for row in rows},
        promotion__in={row.promotion_id for row in rows},
    )
    return set(grants.order_by().values_list("user_id", "promotion_id"))


def _training(rows: Sequence[Project]) -> "defaultdict[UUID, dict[UUID, Span]]":
    """Return, by class, the days each student is in training there: first to last enrolment."""
    found: defaultdict[UUID, dict[UUID, Span]] = defaultdict(dict)
    classes = {row.promotion_id: row.promotion for row in rows}
    students = {member.student_id for row in rows for member in row.members.all()}
    enrolments = Enrolment.objects.filter(promotion__in=classes, student__in=students)
    for each in enrolments:
        whole = classes[each.promotion_id]
        span = Span(
            max(each.starts_on, whole.starts_on), min(each.ends_on or whole.ends_on, whole.ends_on)
        )
        held = found[each.promotion_id].get(each.student_id, span)
        found[each.promotion_id][each.student_id] = Span(
            min(held.starts_on, span.starts_on), max(held.ends_on, span.ends_on)
        )
    return found
