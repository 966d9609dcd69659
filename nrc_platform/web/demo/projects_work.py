"""What happens in the projects of the demo: actions, hours, readings, meetings, levels."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from curriculum.models import Competence
from nrc_platform.core import clock
from nrc_platform.people.models import User
from nrc_platform.signatures.models import AccessLink
from nrc_platform.web.demo.stories import SCAN
from projects.facts.asked import EXAMPLES
from projects.models import Action, Mission, Project
from projects.services import (
    actions,
    deliverables,
    meetings,
    observations,
    opinions,
    readings,
    shown,
    simulations,
    time_log,
)
from projects.states import ActionState, Asker, BudgetKind, HoursKind, MeetingForm

# Label, first day, length in days, column of the board.
PLAN = (
    ("Appeler les vingt premiers clients", -20, 12, ActionState.DONE),
    ("Rendre visite à dix clients avec un vendeur", -6, 25, ActionState.DOING),
    ("Envoyer les devis et les suivre", 10, 20, ActionState.TODO),
    ("Distribuer un prospectus dans les boîtes aux lettres", 2, 10, ActionState.DROPPED),
)
HOURS = (
    (HoursKind.WEEKLY, "2", "2", "Tri du fichier avec la responsable des ventes"),
    (HoursKind.PERSONAL, "1", "1.5", "Préparation de l’argumentaire"),
)
MISSION_HOURS = (HoursKind.WEEKLY, "14", "12", "Observation dans l’entreprise, compte rendu")
# The share of the target that each reading reaches.
READINGS = ((12, "0.08"), (5, "0.17"), (1, "0.25"))
BUDGET: tuple[dict[str, Any], ...] = (
    {
        "label": "Déplacements et appels",
        "kind": BudgetKind.COST,
        "planned": Decimal(180),
        "actual": Decimal(96),
    },
    {
        "label": "Ventes rapportées par le projet",
        "kind": BudgetKind.REVENUE,
        "planned": Decimal(6000),
        "actual": Decimal(1500),
    },
)
OPINION = {
    "useful": "4",
    "turnover": "3",
    "commitments": "4",
    "behaviour": "4",
    "again": "yes",
    "comment": "Une équipe à l’heure, et un fichier enfin utilisable.",
}


def tell_plan(row: Project, actor: User) -> None:
    """Write the plan of actions, one action at least in each column of the board."""
    today, members = clock.today(), list(row.members.all())
    for rank, (label, first, length, column) in enumerate(PLAN):
        starts_on = today + timedelta(days=first)
        action = actions.add_action(
            row,
            actor=actor,
            values={
                "label": label,
                "starts_on": starts_on,
                "ends_on": starts_on + timedelta(days=length),
                "quantity_planned": Decimal(20),
                "quantity_unit": "clients",
                "cost_planned": Decimal(40),
            },
            owners=[members[rank % len(members)]],
        )
        _move(action, column, actor)
    member = members[0]
    for label, done_on in (("Relire le prospectus", today), ("Compter les retours", None)):
        task = actions.add_task(action, actor=actor, member=member, label=label)
        actions.tick_task(task, actor=actor, done_on=done_on)


def _move(action: Action, column: str, actor: User) -> None:
    if column == ActionState.DONE:
        actions.move_action(action, actor=actor, to=ActionState.DOING)
    if column != ActionState.TODO:
        actions.move_action(action, actor=actor, to=column)


def _tell_hours(row: Project, actor: User) -> None:
    """Note hours on the project, and on its missions, which are over."""
    day = clock.today() - timedelta(days=2)
    noted: list[tuple[Project | Mission, date, str, str, str, str]] = [
        (row, day, *line) for line in HOURS
    ]
    noted += [(each, each.ends_on, *MISSION_HOURS) for each in row.missions.all()]
    for about, on, kind, planned, spent, what in noted:
        values = {"on": on, "kind": kind, "planned": Decimal(planned), "spent": Decimal(spent)}
        time_log.log_time(about, actor=actor, values={**values, "what": what})


def tell_work(row: Project, actor: User) -> None:
    """Note hours, readings and the budget; hand a first deliverable's place in; calculate."""
    today = clock.today()
    _tell_hours(row, actor)
    goal = row.indicators.filter(objective=True).order_by("created_at", "id")[0]
    for ago, share in READINGS:
        value = ((goal.target or Decimal(0)) * Decimal(share)).quantize(Decimal(1))
        readings.record_reading(goal, actor=actor, on=today - timedelta(days=ago), value=value)
    for line in BUDGET:
        readings.add_budget_line(row, actor=actor, values=line)
    for title, days, content in (
        ("Argumentaire de vente", -3, SCAN),
        ("Fichier qualifié des clients", 15, b""),
    ):
        due = deliverables.add_deliverable(
            row, actor=actor, values={"title": title, "due_on": today + timedelta(days=days)}
        )
        if content:
            deliverables.hand_in(due, actor=actor, content=content, note="Première version.")
    simulations.save_simulation(
        row,
        actor=actor,
        tool="break_even",
        inputs=EXAMPLES["break_even"](today),
        comment="Le seuil du projet, avec les charges données par l’entreprise.",
    )


def tell_follow_up(row: Project, actor: User, teacher: User) -> None:
    """Ask for a meeting, hold another, book the next one; observe and give levels."""
    today = clock.today()
    meetings.ask_meeting(
        row,
        actor=actor,
        asker=Asker.GROUP,
        purpose="Choisir entre deux argumentaires avant la prochaine vague d’appels.",
    )
    meetings.log_meeting(
        row,
        actor=teacher,
        values={
            "form": MeetingForm.ON_SITE,
            "asker": Asker.PROFESSIONAL,
            "held_on": today - timedelta(days=4),
            "place": "Dans l’entreprise",
            "purpose": "Premiers résultats des appels",
            "decisions": "Les visites commencent la semaine prochaine.",
            "next_steps": "L’équipe prépare dix rendez-vous.",
        },
        attended=[member.student for member in row.members.all()],
        professionals=[row.sponsor] if row.sponsor else [],
    )
    meetings.plan_meeting(
        row,
        actor=teacher,
        values={
            "form": MeetingForm.EVALUATION,
            "planned_at": clock.now() + timedelta(days=9),
            "purpose": "Évaluation formative avec l’entreprise",
        },
    )
    levels = list(
        Competence.objects.filter(pk__in=row.competence_links.values("competence")).order_by(
            "code"
        )[:2]
    )
    for member in row.members.all():
        observations.observe(
            member,
            actor=teacher,
            values={
                "responsibility_level": 3,
                "responsibility": "Répond seul de sa liste de clients.",
                "autonomy": "Prépare ses appels sans qu’on le demande.",
            },
        )
        shown.assess_member(member, actor=teacher, levels=dict.fromkeys(levels, 3))


def tell_opinion(row: Project, teacher: User, *, given: bool) -> None:
    """Ask the professional what they think; let them answer."""
    asked = opinions.ask_sponsor(row, actor=teacher)
    if given:
        link = AccessLink.objects.about(opinions.PURPOSE, asked.pk)[0]
        opinions.give_by_sponsor(asked, link=link, values=OPINION)
