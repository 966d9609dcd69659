"""A project at work with its team, for the tests of what is done in it."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from nrc_platform.core import clock
from nrc_platform.people.models import Promotion, User
from projects.models import Constraint, Indicator, Member, Project
from projects.states import COVERED, ProjectState
from tests.companies.factories import CompanyFactory, ContactFactory
from tests.internships.factories import ConventionFactory

STARTS_AGO, LASTS = 60, 150


def begun_on() -> date:
    """Return the first day of the projects of the tests."""
    return clock.today() - timedelta(days=STARTS_AGO)


def make_project(
    promotion: Promotion,
    supervisor: User,
    *students: User,
    state: str = ProjectState.RUNNING,
    **fields: Any,
) -> Project:
    """Make a project begun two months ago for five months, its convention signed by all."""
    company = fields.pop("company", None) or CompanyFactory(school=promotion.school)
    moment = clock.now()
    if "convention" not in fields and state in COVERED:
        fields["convention"] = ConventionFactory(
            school=promotion.school, kind="project", company=company, signed=True
        )
    row = Project.objects.create(
        school=promotion.school,
        promotion=promotion,
        company=company,
        supervisor=supervisor,
        sponsor=ContactFactory(
            company=company, first_name="Dora", last_name="Delmas", email="dora@firm.example"
        ),
        state=state,
        agreed_at=moment if state in COVERED else None,
        started_at=moment,
        reviewed_at=moment,
        closed_at=moment,
        evaluation="Douze clients gagnés sur quinze visés.",
        abandoned_reason="L’entreprise ferme." if state == ProjectState.ABANDONED else "",
        **{
            "title": "Ouvrir le secteur Nord",
            "starts_on": begun_on(),
            "ends_on": begun_on() + timedelta(days=LASTS),
            **fields,
        },
    )
    for student in students:
        join(row, student)
    return row


def join(project: Project, student: User, **fields: Any) -> Member:
    """Put a student in the team from the first day."""
    return Member.objects.create(
        project=project, student=student, **{"starts_on": begun_on(), **fields}
    )


def member_of(project: Project, student: User) -> Member:
    """Return a member of the team."""
    return Member.objects.get(project=project, student=student)


def add_indicator(project: Project, **fields: Any) -> Indicator:
    """Add an objective: from 2 to 12 clients by the end."""
    row: Indicator = Indicator.objects.create(
        project=project,
        **{
            "label": "Clients gagnés",
            "kind": "sales",
            "unit": "clients",
            "baseline": Decimal(2),
            "target": Decimal(12),
            "due_on": project.ends_on,
            "objective": True,
            **fields,
        },
    )
    return row


def add_constraint(project: Project, label: str = "Budget de 300 €") -> Constraint:
    """Add a constraint."""
    return Constraint.objects.create(project=project, label=label, kind="budget")
