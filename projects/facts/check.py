"""What was loaded, said in the frozen facts that the rules look at."""

from datetime import date

from django.urls import reverse

from internships.models import Convention, Terms
from internships.rules import Span
from internships.states import COVERING, WITHOUT_EFFECT, ConventionState
from nrc_platform.companies.models import CLIENTELE, Company, Contact
from nrc_platform.people.models import User
from nrc_platform.people.states import Subject
from projects.facts.loaded import LoadedProject
from projects.facts.work import work_facts
from projects.models import Indicator, Member, Mission, Phase, Project
from projects.rules import (
    ConventionFacts,
    GoalFacts,
    HostFacts,
    LinkedProject,
    MemberFacts,
    MissionCheck,
    PersonFacts,
    PhaseFacts,
    ProjectCheck,
    StageFacts,
    SupervisorFacts,
)

# The teachings that make a supervisor (req. 53).
ELIGIBLE = (
    Subject.PROJECT_MANAGEMENT,
    Subject.CLIENT_MANAGEMENT,
    Subject.CLIENT_RELATION,
    Subject.TEAM_MANAGEMENT,
)
# A convention that still stands: an ended one covers what came before its end only.
STANDING = tuple(state for state in COVERING if state != ConventionState.TERMINATED)
# Digits of the APE code that name a branch of the economy.
DIVISION = 2
# Columns that a rule reads as they are.
_AS_THEY_ARE = (
    "state",
    "need",
    "environment",
    "opportunities",
    "theme",
    "solution",
    "offer",
    "clientele",
    "resources",
    "integration",
    "student_purpose",
    "commissioner_purpose",
    "turnover_impact",
    "complements",
    "transfer",
    "starts_on",
    "ends_on",
    "in_weekly_hours",
    "stage_hours",
    "personal_hours",
    "modalities_weekly",
    "modalities_stage",
    "evaluation",
)


def project_check(loaded: LoadedProject, *, url: str = "") -> ProjectCheck:
    """Return all that the rules of one project look at; no query once it is loaded."""
    row = loaded.row
    return ProjectCheck(
        today=loaded.today,
        url=url,
        host=host_facts(row.company.canonical),
        sponsor=person_facts(row.sponsor) if row.sponsor else None,
        members=tuple(_member(each, loaded) for each in row.members.all()),
        supervisor=_supervisor(row.supervisor, loaded),
        follow_up=tuple(str(each.teacher) for each in row.follow_up.all()),
        clienteles=tuple(name for name in CLIENTELE if name in row.clienteles),
        constraints=len(row.constraints.all()),
        technologies=tuple(
            each.savoir.code if each.savoir else "" for each in row.technologies.all()
        ),
        savoirs=tuple(each.savoir.code for each in row.savoir_links.all()),
        competences=len(row.competence_links.all()),
        goals=tuple(goal_facts(each) for each in row.indicators.all()),
        goals_frozen=loaded.goals is not None,
        class_ends_on=row.promotion.ends_on,
        convention=_convention(loaded),
        stages=tuple(_stages(loaded)),
        missions=tuple(
            mission_check(
                each, url=reverse("projects:mission_edit", args=[each.pk]) if url else ""
            )
            for each in loaded.missions
        ),
        phases=tuple(phase_facts(each) for each in row.phases.all()),
        work=work_facts(row),
        figures=loaded.figures,
        **{name: getattr(row, name) for name in _AS_THEY_ARE},
    )


def host_facts(company: Company) -> HostFacts:
    """Return the company as a commissioner."""
    return HostFacts(
        name=company.name,
        identified=bool(company.siret or company.no_siret_reason),
        sells=company.sells_goods_or_services,
        sales_team=company.sales_team,
        size=company.size_band,
        sector=company.naf_code[:DIVISION],
        url=reverse("companies:detail", args=[company.pk]),
    )


def person_facts(contact: Contact) -> PersonFacts:
    """Return a professional of the company."""
    return PersonFacts(str(contact), bool(contact.email or contact.phone))


def goal_facts(row: Indicator) -> GoalFacts:
    """Return an indicator as the rules see it."""
    return GoalFacts(
        label=row.label,
        kind=row.kind,
        unit=row.unit,
        baseline=row.baseline,
        target=row.target,
        due_on=row.due_on,
        objective=row.objective,
    )


def phase_facts(row: Phase) -> PhaseFacts:
    """Return a phase as the rules see it."""
    return PhaseFacts(row.rank, row.node.label, row.state, row.output)


def mission_check(row: Mission, *, url: str = "") -> MissionCheck:
    """Return all that the rules of one mission look at; no query once its links are loaded."""
    cover = row.convention_mission
    return MissionCheck(
        url=url,
        label=row.title,
        company=row.company.canonical.pk,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        projects=tuple(linked_project(each) for each in row.projects.all()),
        students=tuple(str(each) for each in row.students.all()),
        competences=len(row.competences.all()),
        information=row.information,
        in_weekly_hours=row.in_weekly_hours,
        covered_by=cover.convention_id if cover else None,
    )


def linked_project(row: Project) -> LinkedProject:
    """Return a project as a mission sees it."""
    return LinkedProject(
        title=row.title,
        company=row.company.canonical.pk,
        company_name=row.company.name,
        starts_on=row.starts_on,
        convention=row.convention_id,
    )


def terms_span(terms: Terms | None, convention: Convention) -> Span | None:
    """Return the days agreed, cut by a rupture."""
    if terms is None or terms.starts_on is None or terms.ends_on is None:
        return None
    last: date = min(terms.ends_on, convention.ended_on or terms.ends_on)
    return Span(terms.starts_on, last) if terms.starts_on <= last else None


def _member(row: Member, loaded: LoadedProject) -> MemberFacts:
    return MemberFacts(
        name=str(row.student),
        training=loaded.training.get(row.student_id),
        present=row.ends_on is None or row.ends_on >= loaded.today,
        in_convention=row.student_id in loaded.covered,
        lessons=row.lessons,
    )


def _supervisor(row: User, loaded: LoadedProject) -> SupervisorFacts:
    return SupervisorFacts(
        name=str(row),
        teaches=loaded.supervisor_teaches,
        eligible_subjects=tuple(each for each in loaded.supervisor_subjects if each in ELIGIBLE),
        reachable=bool(row.email or row.phone),
    )


def _convention(loaded: LoadedProject) -> ConventionFacts | None:
    held = loaded.row.convention
    if held is None:
        return None
    terms = loaded.terms.get(held.pk)
    return ConventionFacts(
        word=ConventionState(held.state).label,
        live=held.state not in (*WITHOUT_EFFECT, ConventionState.TERMINATED),
        signed=held.state in STANDING,
        same_company=held.company is not None
        and held.company.canonical.pk == loaded.row.company.canonical.pk,
        span=terms_span(terms, held),
        activities=terms.activities if terms else "",
        url=reverse("internships:convention", args=[held.pk]),
    )


def _stages(loaded: LoadedProject) -> list[StageFacts]:
    """Return the stages that carry the project, those without effect apart."""
    found = []
    for link in loaded.row.internship_links.all():
        held = link.internship.convention
        if held.state in WITHOUT_EFFECT:
            continue
        span = terms_span(loaded.terms.get(held.pk), held)
        found.append(StageFacts(f"Le stage de {link.internship.student}", span))
    return found
