"""A project and a mission that the rules leave in peace, then changed, for the tests of rules."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from internships.rules import Span
from nrc_platform.core.findings import Finding
from projects.rules import (
    ActionFacts,
    ConventionFacts,
    GoalFacts,
    HostFacts,
    LinkedProject,
    MeetingFacts,
    MemberFacts,
    MissionCheck,
    PersonFacts,
    PhaseFacts,
    ProjectCheck,
    StageFacts,
    SupervisorFacts,
    WorkFacts,
    mission_findings,
    project_findings,
)
from projects.states import PhaseState, ProjectState
from tests.projects.factories import FIRST, LAST, PHASES, TEXTS

TODAY = date(2026, 11, 24)
CLASS = Span(date(2025, 9, 1), date(2027, 8, 31))
HERE, ELSEWHERE, COVER = UUID(int=1), UUID(int=2), UUID(int=3)


def member(**changes: Any) -> MemberFacts:
    """Return a student of two years, named by the convention."""
    held = MemberFacts("Alice Aubry", CLASS, in_convention=True, lessons="J’ai appris à relancer.")
    return replace(held, **changes)


def supervisor(**changes: Any) -> SupervisorFacts:
    """Return a teacher of project management in the class."""
    held = SupervisorFacts("Bob Besson", True, ("project_management",), True)
    return replace(held, **changes)


def host(**changes: Any) -> HostFacts:
    """Return a commissioner that sells, around a sales team."""
    held = HostFacts("Hygial", True, sells=True, sales_team="internal")
    return replace(held, **changes)


def convention(**changes: Any) -> ConventionFacts:
    """Return a convention signed by all, for the days of the project."""
    held = ConventionFacts("Signée", signed=True, span=Span(FIRST, LAST), activities="Prospection")
    return replace(held, **changes)


def goal(**changes: Any) -> GoalFacts:
    """Return an objective of turnover."""
    held = GoalFacts("Ventes", "turnover", "€", Decimal(40), Decimal(48), LAST, objective=True)
    return replace(held, **changes)


def phases(done: int = 7, **states: str) -> tuple[PhaseFacts, ...]:
    """Return the seven phases, the first ones done; `p3="todo"` says otherwise of one."""
    return tuple(
        PhaseFacts(
            rank,
            label,
            states.get(f"p{rank}", PhaseState.DONE if rank <= done else PhaseState.TODO),
            "Un compte rendu.",
        )
        for rank, label in enumerate(PHASES, start=1)
    )


def action(**changes: Any) -> ActionFacts:
    """Return an action of the project that somebody does and that meets its constraint."""
    return replace(ActionFacts("Appeler", FIRST, LAST, owned=True, meets=("300 €",)), **changes)


def meeting(**changes: Any) -> MeetingFacts:
    """Return a formative evaluation held with the professional."""
    held = MeetingFacts("evaluation", FIRST, held=True, with_professionals=True)
    return replace(held, **changes)


def session(**changes: Any) -> MeetingFacts:
    """Return a work session with a theme, on the first day."""
    return replace(MeetingFacts("work_session", FIRST, themed=True), **changes)


def work(**changes: Any) -> WorkFacts:
    """Return a plan that meets the one constraint, and the meetings the follow-up needs."""
    held = WorkFacts((action(),), ("300 €",), (session(), meeting()))
    return replace(held, **changes)


def linked(**changes: Any) -> LinkedProject:
    """Return the project that the mission prepares."""
    return replace(LinkedProject("Drive", HERE, "Hygial", FIRST, COVER), **changes)


def mission(**changes: Any) -> MissionCheck:
    """Return a mission without any finding, then changed."""
    held = MissionCheck(
        label="Enquête",
        company=HERE,
        starts_on=date(2026, 11, 30),
        ends_on=date(2026, 12, 4),
        projects=(linked(),),
        students=("Alice Aubry",),
        competences=1,
        information="Âge, quartier",
        covered_by=COVER,
    )
    return replace(held, **changes)


def check(**changes: Any) -> ProjectCheck:
    """Return a framed project without any finding, then changed."""
    texts: dict[str, Any] = {k: v for k, v in TEXTS.items() if k != "negotiation_scope"}
    held = ProjectCheck(
        today=TODAY,
        state=ProjectState.FRAMED,
        url="/p/1/",
        host=host(),
        sponsor=PersonFacts("Sonia Sauvage", True),
        members=(member(),),
        supervisor=supervisor(),
        constraints=1,
        technologies=("S82",),
        savoirs=("S42", "S53", "S623", "S71"),
        competences=2,
        goals=(goal(),),
        starts_on=FIRST,
        ends_on=LAST,
        class_ends_on=CLASS.ends_on,
        in_weekly_hours=True,
        stage_hours=Decimal(60),
        personal_hours=Decimal(20),
        convention=convention(),
        stages=(StageFacts("Le stage d’Alice", Span(date(2027, 1, 4), date(2027, 2, 12))),),
        phases=phases(0),
        work=work(),
        **{**texts, "clienteles": tuple(texts["clienteles"])},
    )
    return replace(held, **changes)


def said(held: ProjectCheck | MissionCheck, name: str) -> list[Finding]:
    """Return the findings of one rule."""
    every = project_findings(held) if isinstance(held, ProjectCheck) else mission_findings(held)
    return [finding for finding in every if finding.rule == name]
