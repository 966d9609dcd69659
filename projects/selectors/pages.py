"""Reads of the pages: one project, one mission, who may supervise."""

from uuid import UUID

from nrc_platform.core import clock
from nrc_platform.core.findings import Finding
from nrc_platform.people.access import Viewer
from nrc_platform.people.models import Promotion, RoleGrant, TeachingAssignment, User
from nrc_platform.people.states import Role
from projects.access import (
    can_edit_project,
    followed_project_classes,
    visible_missions,
    visible_projects,
)
from projects.facts.check import ELIGIBLE, project_check
from projects.facts.sheet import MissionLine, ProjectSheet, sheet
from projects.facts.sheet import mission_line as line_of
from projects.models import Mission, Project
from projects.selectors.abilities import project_abilities
from projects.selectors.findings import findings_of
from projects.selectors.loading import load_project, load_projects


def project_sheet(user: Viewer, project_id: UUID, *, url: str = "") -> ProjectSheet | None:
    """Return the page of a project the person may see, else None; `url` is its form."""
    loaded = load_projects(visible_projects(user).filter(pk=project_id))
    if not loaded:
        return None
    check = project_check(loaded[0], url=url)
    abilities = project_abilities(user, loaded[0].row)
    return sheet(loaded[0], check, findings_of(check), abilities)


def definition_findings(project: Project, *, url: str) -> list[Finding]:
    """Return what the rules say of a project; `url` is its page, a field stands after it."""
    return findings_of(project_check(load_project(project.pk), url=url))


def listed_classes(user: Viewer) -> list[Promotion]:
    """Return the classes whose projects the person follows, by name. One query."""
    return list(followed_project_classes(user).order_by("code", "label"))


def mission_of(user: Viewer, mission_id: UUID) -> MissionLine | None:
    """Return a mission the person may see with its findings, else None."""
    row = visible_missions(user).with_links().filter(pk=mission_id).first()
    return line_of(row) if row else None


def project_of_mission(user: Viewer, mission: Mission) -> Project | None:
    """Return the project through which the person meets the mission, one they write first."""
    seen = visible_projects(user).with_people().filter(missions=mission.pk)
    rows = list(seen.order_by("starts_on", "id"))
    return next((row for row in rows if can_edit_project(user, row)), rows[0] if rows else None)


def project_of(user: Viewer, project_id: UUID) -> Project | None:
    """Return a project the person may see, its people loaded, else None."""
    return visible_projects(user).with_people().filter(pk=project_id).first()


def eligible_supervisors(promotion: Promotion) -> list[User]:
    """Return the teachers of the class whose teaching makes them eligible (req. 53)."""
    today = clock.today()
    grants = RoleGrant.objects.on(today).filter(promotion=promotion, role=Role.TEACHER)
    taught = TeachingAssignment.objects.on(today).filter(promotion=promotion, subject__in=ELIGIBLE)
    return list(
        User.objects.filter(pk__in=grants.order_by().values("user_id"), is_active=True).filter(
            pk__in=taught.order_by().values("teacher_id")
        )
    )
