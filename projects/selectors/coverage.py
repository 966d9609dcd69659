"""Which mission or project of a class would cover what its students still miss."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.db.models import Prefetch, Q

from curriculum.facts import ClassCoverage
from curriculum.selectors import class_coverage
from nrc_platform.core import clock
from nrc_platform.people.models import Promotion
from projects.facts.levels import ClassCover, Gain, Offer, OfferPick
from projects.models import Member, Mission, Project, ProjectCompetence
from projects.rules.coverage import Pair, explain
from projects.states import ProjectState

MISSION, PROJECT = "mission", "project"
# A project whose students still work, or will.
AHEAD = (ProjectState.IDEA, ProjectState.FRAMED, ProjectState.AGREED, ProjectState.RUNNING)
Pairs = frozenset[tuple[UUID, str]]


def class_cover(promotion: Promotion) -> ClassCover:
    """
    Return what would cover the gaps of a class, explained. Ten queries, whatever its size.

    Four for the coverage, three for the projects, three for the missions. A gap is a competence
    of which nothing at all was said of a student.
    """
    held = class_coverage(promotion)
    gaps = [
        (str(row.student_id), column.code)
        for row in held.rows
        for column, cell in zip(held.columns, row.cells, strict=True)
        if cell.is_hole
    ]
    offers = {str(each.id): each for each in [*_missions(promotion), *_projects(promotion)]}
    found = explain(gaps, [(key, _pairs(each)) for key, each in offers.items()])
    picks = [
        OfferPick(offers[pick.key], _gains(pick.adds, held), pick.why) for pick in found.picks
    ]
    return ClassCover(
        promotion=promotion,
        missing=len(gaps),
        offers=len(offers),
        picks=picks,
        uncovered=_gains(found.uncovered, held),
        students=len(held.rows),
    )


def _pairs(offer: Offer) -> frozenset[Pair]:
    return frozenset((str(student), code) for student, code in offer.pairs)


def _gains(pairs: Sequence[Pair], held: ClassCoverage) -> list[Gain]:
    """Return the pairs by competence, in the order of the épreuves, with names."""
    by_code: dict[str, list[str]] = {}
    for student, code in pairs:
        by_code.setdefault(code, []).append(student)
    names = {str(row.student_id): f"{row.first_name} {row.last_name}" for row in held.rows}
    labels: Mapping[str, str] = {column.code: column.label for column in held.columns}
    return [
        Gain(code, label, tuple(names[student] for student in by_code[code]))
        for code, label in labels.items()
        if code in by_code
    ]


def _missions(promotion: Promotion) -> Iterable[Offer]:
    """Return the missions to come or under way, of a project that goes on. Three queries."""
    ahead = Project.objects.filter(promotion=promotion, state__in=AHEAD).order_by()
    links = Mission.projects.through.objects.filter(project__in=ahead.values("pk"))
    rows = Mission.objects.filter(
        pk__in=links.order_by().values("mission_id"), ends_on__gte=clock.today()
    )
    for row in rows.select_related("company__merged_into").prefetch_related(
        "students", "competences"
    ):
        codes = [each.code for each in row.competences.all()]
        pairs = frozenset((who.pk, code) for who in row.students.all() for code in codes)
        yield Offer(
            MISSION, row.pk, row.title, row.company.name, row.starts_on, row.ends_on, pairs
        )


def _projects(promotion: Promotion) -> Iterable[Offer]:
    """Return the projects that go on, with their team of today. Three queries."""
    there = Member.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=clock.today()))
    links = ProjectCompetence.objects.select_related("competence")
    rows = Project.objects.filter(promotion=promotion, state__in=AHEAD).order_by("starts_on", "id")
    for row in rows.select_related("company__merged_into").prefetch_related(
        Prefetch("members", there), Prefetch("competence_links", links)
    ):
        yield Offer(
            PROJECT, row.pk, row.title, row.company.name, row.starts_on, row.ends_on, _aims(row)
        )


def _aims(row: Project) -> Pairs:
    return frozenset(
        (member.student_id, link.competence.code)
        for member in row.members.all()
        for link in row.competence_links.all()
        if link.member_id in (None, member.pk)
    )
