"""A project with its team, its parts and its phases, in any state, for the tests."""

from datetime import date
from typing import Any

from nrc_platform.people.models import Promotion, User
from projects.models import Action, Constraint, Meeting, Mission, Project
from projects.states import PhaseState, ProjectState
from tests.companies.factories import ContactFactory
from tests.internships.factories import ConventionFactory, InternshipFactory, TermsFactory
from tests.projects import factories as make
from tests.projects.work_factories import ActionFactory, MeetingFactory

TRAITS = {
    ProjectState.IDEA: {},
    ProjectState.FRAMED: {"framed": True},
    ProjectState.AGREED: {"agreed": True},
    ProjectState.RUNNING: {"running": True},
    ProjectState.REVIEWED: {"reviewed": True},
    ProjectState.CLOSED: {"closed": True},
    ProjectState.ABANDONED: {"abandoned": True},
}
SAVOIRS = ("S42", "S53", "S623", "S733")


def again(row: Project) -> Project:
    """Return the project as it is stored, its people loaded."""
    return Project.objects.with_people().get(pk=row.pk)


def make_project(
    *students: User, promotion: Promotion, supervisor: User, phases_done: int = 0, **traits: Any
) -> Project:
    """Make a project with its team and its seven phases, the first ones done."""
    row: Project = make.ProjectFactory(promotion=promotion, supervisor=supervisor, **traits)
    for student in students:
        make.MemberFactory(project=row, student=student)
    for rank in range(1, 8):
        make.PhaseFactory(project=row, rank=rank, done=rank <= phases_done)
    if row.state in (ProjectState.AGREED, ProjectState.RUNNING):
        make.InitialGoalsFactory(project=row)
    return again(row)


def in_state(
    state: str, *students: User, promotion: Promotion, supervisor: User, **more: Any
) -> Project:
    """Make a project in that state."""
    traits = TRAITS[ProjectState(state)]
    return make_project(
        *students, promotion=promotion, supervisor=supervisor, **{**traits, **more}
    )


def give_parts(row: Project) -> None:
    """Give the project constraints, tools, codes and an objective: all that an accord asks."""
    plan(row, make.ConstraintFactory(project=row))
    make.TechnologyFactory(project=row, savoir=make.savoir("S82"))
    for code in SAVOIRS:
        make.ProjectSavoirFactory(project=row, savoir=make.savoir(code))
    make.ProjectCompetenceFactory(project=row)
    make.IndicatorFactory(project=row)


def plan(row: Project, *constraints: Constraint) -> Action:
    """Give the project an action of its first member, that meets those constraints."""
    action: Action = ActionFactory(project=row, starts_on=row.starts_on, ends_on=row.ends_on)
    action.owners.set(row.members.all()[:1])
    action.constraints.set(constraints)
    return action


def evaluate_with_professionals(row: Project) -> Meeting:
    """Hold a formative evaluation of the project, the professional being there (req. 80)."""
    meeting: Meeting = MeetingFactory(project=row, form="evaluation", held=True)
    meeting.professionals.add(row.sponsor)
    return meeting


def sign_convention(row: Project, **changes: Any) -> None:
    """Give the project a convention of its whole team, signed by all unless told otherwise."""
    traits = {"signed": True, **changes}
    held = ConventionFactory(
        school=row.school, kind="project", company=row.company, complete=True, **traits
    )
    for member in row.members.all():
        InternshipFactory(
            convention=held, student=member.student, promotion=row.promotion, period=None
        )
    TermsFactory(
        convention=held,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        tutor=ContactFactory(company=row.company),
    )
    Project.objects.filter(pk=row.pk).update(convention=held)


def ready_to_agree(*students: User, promotion: Promotion, supervisor: User) -> Project:
    """Make a framed project whose convention is signed: nothing keeps it from being agreed."""
    row = make_project(*students, promotion=promotion, supervisor=supervisor, framed=True)
    give_parts(row)
    sign_convention(row)
    return again(row)


def make_mission(row: Project, *students: User, **fields: Any) -> Mission:
    """Make a mission that prepares the project, with its competence."""
    mission: Mission = make.MissionFactory(**{"company": row.company, **fields})
    mission.projects.add(row)
    mission.students.set(students or [each.student for each in row.members.all()])
    mission.competences.add(make.competence("C12"))
    return mission


def finish_phases(row: Project, last: int) -> None:
    """Make the first phases of the project done."""
    row.phases.filter(rank__lte=last).update(
        state=PhaseState.DONE,
        starts_on=date(2026, 12, 7),
        ends_on=date(2026, 12, 7),
        output="Un compte rendu.",
    )
