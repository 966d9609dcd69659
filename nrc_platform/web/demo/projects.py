"""Projects of the demo school: one at least in each state, each with its convention signed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from curriculum.models import Activite, Competence, Savoir
from internships import services as stages
from internships.models import Internship
from internships.states import Gratification
from nrc_platform.companies.states import ContactKind
from nrc_platform.core import clock
from nrc_platform.people.models import User
from nrc_platform.web.demo import projects_work
from nrc_platform.web.demo.stories import Story
from projects import services
from projects.models import Member, Project
from projects.services import actions, meetings
from projects.states import MeetingForm

DATA = Path(__file__).with_name("projects.yaml")
TEACHER = "prof@demo.example"
SAVOIRS = ("S42", "S53", "S623", "S71", "S733", "S82")
COMPETENCES = ("C11", "C21", "C22", "C41")
HOURS = {"weekly_hours": 40, "stage_hours": 60, "personal_hours": 20}
OUTPUTS = (
    "Une note de deux pages, validée par l’entreprise.",
    "Le thème, écrit en deux phrases.",
    "La liste des contraintes, chacune avec son action.",
    "La solution et son budget.",
    "Le plan d’actions et le calendrier.",
    "Les actions menées et leurs relevés.",
    "L’évaluation, présentée à l’entreprise.",
)
# What leads to each state, in the days before or after the first of the project.
_WRITTEN = (("begin", -36), ("write", -34), ("early_phases", -31), ("frame", -30))
_COVERED = (*_WRITTEN, ("write_missions", -29), ("cover", -28))
_SIGNED = (
    *_COVERED,
    ("fill", -28),
    ("submit", -27),
    ("check", -26),
    ("send", -24),
    ("sign_all", -20),
    ("agree", -15),
)
_RUNNING = (
    *_SIGNED,
    ("start", 0),
    ("late_phases", 14),
    ("carry_out", 25),
    ("link_stage", 58),
)
_REVIEWED = (*_RUNNING, ("evaluate", 120), ("review", 130))
STEPS = {
    "idea": (("begin", -50),),
    "framed": _COVERED,
    "agreed": _SIGNED,
    "running": _RUNNING,
    "reviewed": _REVIEWED,
    "closed": (*_REVIEWED, ("last_phase", 131), ("learn", 132), ("close", 135)),
    "abandoned": (("begin", -40), ("abandon", -22)),
}
# Those done before the accord, in the order of the référentiel.
_EARLY = 3


@dataclass
class ProjectStory(Story):
    """A project told on the timeline; its convention takes the steps of a stage's."""

    told: Mapping[str, Any] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    team: tuple[User, ...] = ()
    follow_up: User | None = None
    starts_on: date = date.min
    ends_on: date = date.max

    def tell(self) -> None:
        """Plan its steps; all lie before now, in their order."""
        steps: list[tuple[Callable[[], Any], int]] = [
            (getattr(self, name), days) for name, days in STEPS[self.told["state"]]
        ]
        self._plan([(act, days - steps[0][1]) for act, days in steps], base=self._day(steps[0][1]))

    def _day(self, days: int) -> date:
        return self.starts_on + timedelta(days=days)

    @property
    def project(self) -> Project:
        """Return the project as it is now."""
        return Project.objects.with_people().get(pk=self.held["project"])

    def begin(self) -> None:
        """Begin it with its three partners."""
        row = services.create_project(
            actor=self.student,
            promotion=self.period.promotion,
            company=self.company,
            supervisor=self.teacher,
            title=self.told["title"],
            students=self.team,
            values={"need": self.told["need"]},
        )
        self.held["project"] = row.pk

    def write(self) -> None:
        """Write all that defines it."""
        row = self.project
        sponsor = self.company.contacts.filter(kind=ContactKind.TUTOR).order_by("created_at")[0]
        values: dict[str, Any] = {
            **self.texts,
            **{name: Decimal(hours) for name, hours in HOURS.items()},
            **{name: self.told[name] for name in ("theme", "clientele", "clienteles")},
            "turnover_impact": self.told["impact"],
            "offer": "both",
            "sponsor": sponsor,
            "starts_on": self.starts_on,
            "ends_on": self.ends_on,
        }
        row = services.save_definition(row, actor=self.student, version=row.version, values=values)
        self._parts(row)
        if self.follow_up is not None:
            services.set_follow_up(row, actor=self.teacher, teachers=[self.follow_up])

    def _parts(self, row: Project) -> None:
        actor = self.student
        for label, kind, unit, baseline, target in self.told["objectives"]:
            goal = {"label": label, "kind": kind, "unit": unit, "objective": True}
            figures = {"baseline": Decimal(baseline), "target": Decimal(target)}
            services.save_indicator(
                row, actor=actor, values={**goal, **figures, "due_on": self.ends_on}
            )
        limit = services.add_constraint(
            row, actor=actor, label="Budget de 300 € pour tout le projet", kind="budget"
        )
        savoirs = {each.code: each for each in Savoir.objects.filter(code__in=SAVOIRS)}
        services.set_savoirs(row, actor=actor, savoirs=list(savoirs.values()))
        services.add_technology(
            row,
            actor=actor,
            savoir=savoirs["S82"],
            label="Logiciel de relation client",
            use="Trier le fichier, préparer les appels, suivre les devis",
        )
        codes = Competence.objects.filter(code__in=COMPETENCES)
        services.set_competences(row, actor=actor, competences=list(codes))
        members = list(row.members.all())
        actions.add_action(
            row,
            actor=actor,
            values={
                "label": "Trier le fichier et chiffrer chaque vague d’appels",
                "starts_on": self.starts_on,
                "ends_on": self.starts_on + timedelta(days=20),
            },
            owners=members,
            constraints=[limit],
        )

    def frame(self) -> None:
        """Say that it is defined."""
        services.frame_project(self.project, actor=self.student)

    def write_missions(self) -> None:
        """Write the missions that prepare it."""
        row = self.project
        for rank, (title, aim) in enumerate(self.told["missions"]):
            day = self._day(-15 + 7 * rank)
            first = day - timedelta(days=day.weekday())
            services.create_mission(
                row,
                actor=self.student,
                values={
                    "title": title,
                    "target": "Vingt clients de l’entreprise, choisis avec le commanditaire",
                    "aim": aim,
                    "starts_on": first,
                    "ends_on": first + timedelta(days=4),
                    "place": f"{self.company.name}, {self.company.city}",
                    "hours": Decimal(14),
                    "information": "Qui achète, à quel rythme, pourquoi certains partent.",
                },
                competences=list(Competence.objects.filter(code=COMPETENCES[0])),
            )

    def cover(self) -> None:
        """Draft its convention."""
        row = services.cover_by_convention(self.project, actor=self.student)
        self.held["convention"] = row.pk

    def fill(self) -> None:
        """Write what the convention alone holds."""
        row = self.convention
        stages.edit_convention(
            row,
            actor=self.student,
            version=row.version,
            values={"signatory": self.signatory, "health_office": "CPAM de Maine-et-Loire"},
            terms={
                "timetable": "jeudi, 9 h à 12 h",
                "department": "Service commercial",
                "gratification": Gratification.NONE,
            },
            functions=list(Activite.objects.order_by("rank", "id")[:3]),
            student_values={
                each.pk: {"address": "3 allée des Lilas, 49100 Angers"}
                for each in row.internships.all()
            },
        )

    def agree(self) -> None:
        """Record the accord."""
        services.agree_project(self.project, actor=self.teacher)

    def start(self) -> None:
        """Begin the work."""
        services.start_project(self.project, actor=self.student)

    def early_phases(self) -> None:
        """Go through the phases that prepare."""
        self._phases(1, min(self.told["phases"], _EARLY))

    def late_phases(self) -> None:
        """Go through those that follow, and enter the next one."""
        done = min(self.told["phases"], len(OUTPUTS) - 1)
        self._phases(_EARLY + 1, done)
        if done < len(OUTPUTS) - 1:
            services.begin_phase(self.project.phases.get(rank=done + 1), actor=self.student)

    def carry_out(self) -> None:
        """Work on it: actions, hours, readings, meetings; ask the company what it thinks."""
        row = self.project
        projects_work.tell_plan(row, self.student)
        projects_work.tell_work(row, self.student)
        projects_work.tell_follow_up(row, self.student, self.teacher)
        given = self.told["state"] != "running"
        projects_work.tell_opinion(row, self.teacher, given=given)

    def link_stage(self) -> None:
        """Say that the coming stage of the first student carries it, where they are welcome."""
        if not self.told.get("stage"):
            return
        stage = Internship.objects.select_related("convention", "student").get(
            student=self.student, period=self.period
        )
        services.link_internship(self.project, actor=self.student, internship=stage)

    def last_phase(self) -> None:
        """Go through the evaluation."""
        self._phases(len(OUTPUTS), len(OUTPUTS))

    def _phases(self, first: int, last: int) -> None:
        for rank in range(first, last + 1):
            phase = services.begin_phase(self.project.phases.get(rank=rank), actor=self.student)
            services.finish_phase(phase, actor=self.student, output=OUTPUTS[rank - 1])

    def evaluate(self) -> None:
        """Hold the formative evaluation with the professional, and write the evaluation."""
        row = self.project
        planned = meetings.plan_meeting(
            row,
            actor=self.teacher,
            values={"form": MeetingForm.EVALUATION, "planned_at": clock.now()},
        )
        meetings.report_meeting(
            planned,
            actor=self.teacher,
            version=planned.version,
            values={
                "held_on": clock.today(),
                "decisions": "Les objectifs sont presque tenus ; reste à remettre le fichier.",
                "next_steps": "Remise du fichier et des modèles de courriel à l’entreprise.",
            },
            attended=self.team,
            professionals=[row.sponsor] if row.sponsor else [],
        )
        services.write_evaluation(
            row, actor=self.student, version=row.version, evaluation=self.told["evaluation"]
        )

    def review(self) -> None:
        """Close the evaluation."""
        services.review_project(self.project, actor=self.teacher)

    def learn(self) -> None:
        """Write the lessons of each member."""
        for member in Member.objects.filter(project=self.held["project"]):
            services.write_lessons(member, actor=member.student, lessons=self.told["lessons"])

    def close(self) -> None:
        """Close it."""
        services.close_project(self.project, actor=self.teacher)

    def abandon(self) -> None:
        """Give it up."""
        services.abandon_project(self.project, actor=self.teacher, reason=self.told["reason"])


def tell_projects(stages: Any, period: Any) -> None:
    """Plan the projects of the class of that period."""
    data = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    last = period.promotion.ends_on - timedelta(days=14)
    for told in data["projects"]:
        starts_on = min(stages.today + timedelta(days=told["starts"]), last - timedelta(days=60))
        team = tuple(stages.people[name] for name in told["team"])
        ProjectStory(
            student=team[0],
            team=team,
            period=period,
            company=stages.companies[told["company"]],
            signatory=stages.signatories[told["company"]],
            work={},
            teacher=stages.people[TEACHER],
            office=stages.people["ddfpt@demo.example"],
            follow_up=stages.people.get(told.get("follow_up", "")),
            now=stages.now,
            timeline=stages.timeline,
            workshop=stages.workshop,
            told=told,
            texts=data["texts"],
            starts_on=starts_on,
            ends_on=min(starts_on + timedelta(days=told["lasts"]), last),
        ).tell()
