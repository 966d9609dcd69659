"""Reads of levels: what a project or a mission aims at, and where its students stand."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import Q

from curriculum.access import visible_evidences
from curriculum.facts import NOTHING, Standing
from curriculum.models import Competence, Evidence
from curriculum.rules.scale import place_of
from curriculum.selectors import scale_book, standings
from curriculum.states import SourceKind
from nrc_platform.core import clock
from nrc_platform.people.access import Viewer
from nrc_platform.people.models import Promotion, User
from projects import access
from projects.facts.levels import LevelCell, LevelRow, LevelSheet, Word
from projects.models import Member, Mission, Project, ProjectCompetence

Held = dict[tuple[UUID, UUID], Standing]


def member_of(user: Viewer, member_id: UUID) -> Member | None:
    """Return a member of a project the person may see, its people loaded, else None."""
    project = access.visible_projects(user).with_people().filter(members=member_id).first()
    if project is None:
        return None
    return next(row for row in project.members.all() if row.pk == member_id)


def student_in(mission: Mission, student_id: UUID) -> tuple[User, Promotion] | None:
    """Return who carries the mission out and their class, else None; no query."""
    for student in mission.students.all():
        promotion = access.class_in_mission(mission, student)
        if student.pk == student_id and promotion is not None:
            return student, promotion
    return None


def _said(kind: str, source: UUID, student: UUID) -> Q:
    """Keep the competences of which that source says something of the student."""
    rows = Evidence.objects.standing().of_source(kind, source).filter(student=student)
    return Q(pk__in=rows.order_by().values("competence_id"))


def offered_to_member(member: Member) -> list[Competence]:
    """
    Return the competences the project aims at for a member, of the team or their own. One query.

    Those of which a level was already said stay: it can be taken back.
    """
    links = ProjectCompetence.objects.filter(
        Q(member__isnull=True) | Q(member=member), project=member.project_id
    )
    aimed = Q(pk__in=links.order_by().values("competence_id"))
    said = _said(SourceKind.PROJECT, member.project_id, member.student_id)
    return list(Competence.objects.filter(aimed | said).order_by("code", "id"))


def offered_to_mission(mission: Mission, student: User) -> list[Competence]:
    """Return the prior competences of a mission, and those it already said of. One query."""
    aimed = Q(pk__in=mission.competences.order_by().values("pk"))
    said = _said(SourceKind.MISSION, mission.pk, student.pk)
    return list(Competence.objects.filter(aimed | said).order_by("code", "id"))


def words_of(
    kind: str, source: UUID, student: User, by_role: str, promotion: Promotion
) -> dict[UUID, Word]:
    """Return what that source says in that role, on today's scale of the school. Two queries."""
    scale = scale_book(promotion.school_id).on(clock.today())
    rows = Evidence.objects.standing().of_source(kind, source).select_related("scale")
    found = {}
    for row in rows.filter(student=student, by_role=by_role):
        same = row.level is None or row.scale_id == scale.pk
        level = row.level if same else place_of(row.level, len(row.scale.steps), scale.steps)
        found[row.competence_id] = Word(level, row.on)
    return found


def project_levels(user: Viewer, project: Project) -> LevelSheet:
    """
    Return members × competences of a project whose people are loaded. Three queries.

    Competences, evidence, scales; only the rows the person may read.
    """
    links = list(
        project.competence_links.select_related("competence").order_by("competence__code", "id")
    )
    columns = {link.competence_id: link.competence for link in links}
    members = sorted(project.members.all(), key=lambda each: _by_name(each.student))
    read = [row for row in members if access.can_read_levels(user, row.student, project.promotion)]
    held, steps = _held(user, [project.promotion], [row.student_id for row in read])
    rows = []
    for member in read:
        aimed = {link.competence_id for link in links if link.member_id in (None, member.pk)}
        rows.append(
            LevelRow(
                key=member.pk,
                student=member.student,
                cells=_cells(columns.values(), held, member.student_id, aimed),
                can_assess=access.can_assess_member(user, member),
                can_position=access.can_position_member(user, member),
            )
        )
    return LevelSheet(list(columns.values()), rows, steps)


def mission_levels(user: Viewer, mission: Mission) -> LevelSheet:
    """Return students × prior competences of a mission, its links loaded. Two queries."""
    columns = sorted(mission.competences.all(), key=lambda each: each.code)
    classes: dict[UUID, Promotion] = {}
    read = []
    for student in sorted(mission.students.all(), key=_by_name):
        promotion = access.class_in_mission(mission, student)
        if promotion and access.can_read_levels(user, student, promotion):
            classes[promotion.pk] = promotion
            read.append(student)
    held, steps = _held(user, list(classes.values()), [row.pk for row in read])
    aimed = {each.pk for each in columns}
    rows = [
        LevelRow(
            key=student.pk,
            student=student,
            cells=_cells(columns, held, student.pk, aimed),
            can_assess=access.can_assess_mission(user, mission, student),
            can_position=access.can_position_mission(user, mission, student),
        )
        for student in read
    ]
    return LevelSheet(columns, rows, steps)


def _by_name(student: User) -> tuple[str, str, str]:
    return (student.last_name, student.first_name, str(student.pk))


def _held(
    user: Viewer, classes: Sequence[Promotion], students: Sequence[UUID]
) -> tuple[Held, Sequence[dict[str, object]]]:
    """Return where those students stand in those classes of one school, and its scale."""
    if not classes:
        return {}, []
    book = scale_book(classes[0].school_id)
    rows = visible_evidences(user).filter(promotion__in=classes, student__in=students)
    return standings(rows, book.steps), book.on(clock.today()).steps


def _cells(
    columns: Iterable[Competence], held: Held, student: UUID, aimed: set[UUID]
) -> list[LevelCell]:
    return [
        LevelCell(each, held.get((student, each.pk), NOTHING), each.pk in aimed)
        for each in columns
    ]
