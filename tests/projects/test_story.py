"""The life of a project with the delivered diploma: a group of three, two missions."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from curriculum.models import Competence, Savoir
from internships.models import Convention
from nrc_platform.core import clock
from nrc_platform.people.models import Promotion, User
from projects import services
from projects.models import Project
from projects.selectors import pages
from projects.selectors.work import work_sheet
from projects.services import actions, meetings, observations, readings
from tests.companies.factories import CompanyFactory, ContactFactory
from tests.curriculum.nrc2003 import load
from tests.people.fixtures import make_student
from tests.projects.acts import again
from tests.projects.factories import FIRST, LAST, TEXTS

pytestmark = pytest.mark.django_db


def write(row: Project, alice: User) -> Project:
    """Write all that an accord asks."""
    sponsor = ContactFactory(company=row.company, kind="sponsor")
    values: dict[str, Any] = {**TEXTS, "sponsor": sponsor, "starts_on": FIRST, "ends_on": LAST}
    hours = {"weekly_hours": Decimal(40), "stage_hours": Decimal(60), "personal_hours": 20}
    services.save_definition(row, actor=alice, version=row.version, values={**values, **hours})
    services.save_indicator(
        row,
        actor=alice,
        values={
            "label": "Chiffre d’affaires du retrait",
            "kind": "turnover",
            "unit": "€",
            "baseline": Decimal(40000),
            "target": Decimal(48000),
            "due_on": LAST,
            "objective": True,
        },
    )
    services.add_constraint(row, actor=alice, label="300 € au plus", kind="budget")
    tool = Savoir.objects.get(code="S82")
    services.add_technology(row, actor=alice, savoir=tool, use="Suivre les relances")
    savoirs = Savoir.objects.filter(code__in=["S42", "S53", "S623", "S733"])
    services.set_savoirs(row, actor=alice, savoirs=list(savoirs))
    competences = list(Competence.objects.filter(code__in=["C11", "C21", "C33"]))
    services.set_competences(row, actor=alice, competences=competences)
    for title in ("Enquête", "Prise en main du logiciel"):
        services.create_mission(
            row,
            actor=alice,
            values={
                "title": title,
                "target": "Les clients du samedi",
                "aim": "clientele",
                "starts_on": FIRST - timedelta(days=7),
                "ends_on": FIRST,
                "place": "Le magasin",
                "information": "Âge et quartier",
            },
            competences=competences[:1],
        )
    return again(row)


def plan(row: Project, alice: User) -> None:
    """Write an action that Alice does and that meets the constraints."""
    actions.add_action(
        row,
        actor=alice,
        values={"label": "Appeler cent clients", "starts_on": FIRST, "ends_on": LAST},
        owners=[row.members.get(student=alice)],
        constraints=row.constraints.all(),
    )


def work(row: Project, alice: User, bob: User) -> None:
    """Read the objective, evaluate it with the professional, observe each student."""
    goal = row.indicators.get()
    readings.record_reading(goal, actor=alice, on=clock.today(), value=Decimal(46400))
    planned = meetings.plan_meeting(
        row, actor=bob, values={"form": "evaluation", "planned_at": clock.now()}
    )
    meetings.report_meeting(
        planned,
        actor=bob,
        version=planned.version,
        values={"held_on": clock.today(), "decisions": "Relancer les indécis."},
        professionals=[row.sponsor],
    )
    for member in row.members.all():
        values = {"responsibility_level": 3, "autonomy": "Décide seul de ses relances."}
        observations.observe(member, actor=bob, values=values)


def sign(held: Convention) -> None:
    """Record what the internships do: the convention is signed by all."""
    now = clock.now()
    Convention.objects.filter(pk=held.pk).update(
        state="signed", number="CV-26-0001", checked_at=now, sent_at=now, signed_at=now
    )


def go_through(row: Project, ranks: range, alice: User) -> None:
    for phase in row.phases.filter(rank__in=ranks):
        begun = services.begin_phase(phase, actor=alice)
        services.finish_phase(begun, actor=alice, output="Un compte rendu.")


def test_a_group_of_three_leads_a_project_from_the_idea_to_its_lessons(
    alice: User, classmate: User, bob: User, promotion: Promotion
) -> None:
    load()
    zoe = make_student(promotion)
    row = services.create_project(
        actor=alice,
        promotion=promotion,
        company=CompanyFactory(school=promotion.school),
        supervisor=bob,
        title="Retrait en une heure",
        students=[classmate, zoe],
    )
    assert [phase.node.label for phase in row.phases.all()][-1] == "L’évaluation"
    row = services.frame_project(write(row, alice), actor=alice)
    plan(row, alice)
    held = services.cover_by_convention(row, actor=alice)
    assert (held.internships.count(), held.missions.count()) == (3, 2)
    sign(held)
    row = services.start_project(services.agree_project(again(row), actor=bob), actor=alice)
    go_through(row, range(1, 7), alice)
    work(again(row), alice, bob)
    row = again(row)
    services.write_evaluation(row, actor=alice, version=row.version, evaluation="80 %.")
    row = services.review_project(row, actor=bob)
    go_through(row, range(7, 8), alice)
    for member in row.members.select_related("student"):
        services.write_lessons(member, actor=member.student, lessons="Relancer plus tôt.")
    row = services.close_project(row, actor=bob)
    sheet = pages.project_sheet(bob, row.pk)
    assert sheet is not None
    assert (sheet.project.state, sheet.findings) == ("closed", ())
    assert sheet.initial_goals is not None
    assert sheet.initial_goals["ends_on"] == date(2027, 4, 30).isoformat()
    [goal] = work_sheet(bob, row).goals
    # 6,400 of the 8,000 to gain, against what was agreed.
    assert (goal.reached.share, goal.has_moved) == (80, False)
