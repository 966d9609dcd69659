"""Rules of projects and of the missions before them: findings in plain French, all pure."""

from nrc_platform.core.findings import Finding, run_rules, sort_findings
from projects.rules import agreement, definition, missions, partners, phases, work
from projects.rules.content import (
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
from projects.rules.definition import missing_of, uncovered_fields
from projects.rules.partners import Duty, duties
from projects.rules.phases import RANKS, out_of_order
from projects.rules.work_facts import ActionFacts, MeetingFacts, WorkFacts


def project_findings(check: ProjectCheck) -> list[Finding]:
    """Return what the rules say of a project and of its missions, blocking first."""
    found = run_rules("project.", check)
    for mission in check.missions:
        found.extend(run_rules("mission.", mission))
    return sort_findings(found)


def mission_findings(check: MissionCheck) -> list[Finding]:
    """Return what the rules say of a mission, blocking first."""
    return sort_findings(run_rules("mission.", check))


__all__ = [
    "RANKS",
    "ActionFacts",
    "ConventionFacts",
    "Duty",
    "GoalFacts",
    "HostFacts",
    "LinkedProject",
    "MeetingFacts",
    "MemberFacts",
    "MissionCheck",
    "PersonFacts",
    "PhaseFacts",
    "ProjectCheck",
    "StageFacts",
    "SupervisorFacts",
    "WorkFacts",
    "agreement",
    "definition",
    "duties",
    "missing_of",
    "mission_findings",
    "missions",
    "out_of_order",
    "partners",
    "phases",
    "project_findings",
    "uncovered_fields",
    "work",
]
