"""Stages of the demo school: calendars, searches, conventions in every state."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import yaml
from django.utils import timezone

from internships.jobs.expiry import expire_late
from internships.models import InternshipPeriod
from internships.services import calendar, search
from nrc_platform.companies import services as directory
from nrc_platform.companies.models import Company
from nrc_platform.core import clock
from nrc_platform.people.models import Promotion, User
from nrc_platform.web.demo.papers import give_papers
from nrc_platform.web.demo.projects import tell_projects
from nrc_platform.web.demo.running import live_through
from nrc_platform.web.demo.stories import Story
from nrc_platform.web.demo.timeline import Timeline
from nrc_platform.web.demo.workshop import Workshop

DATA = Path(__file__).with_name("stages.yaml")
OFFICE, TEACHER, YOUNGER_TEACHER = "ddfpt@demo.example", "prof@demo.example", "prof2@demo.example"
WEEK = timedelta(days=7)
# When each period begins or began, in weeks from today, and how long it lasts.
OVER, COMING, RUNNING = (-26, 7), (6, 6), (-2, 6)
AIMS = {
    "over": "Découvrir une équipe de vente et mener un premier entretien accompagné.",
    "coming": "Conduire seul une négociation, de la préparation au suivi du client.",
    "running": "Observer les situations de référence et tenir un fichier de prospection.",
}
STEPS = (
    ("Relation client et outils", "Prise de contact, découverte, fichier de prospection."),
    ("Négociation-vente", "Argumentation, objections, conclusion ; jeux de rôle filmés."),
    ("Gestion de projet", "Du besoin à l’objectif mesurable ; plan d’actions."),
)


def monday_of(day: date) -> date:
    """Return the Monday of that week."""
    return day - timedelta(days=day.weekday())


class Stages:
    """One run: the periods, then a story per student."""

    def __init__(
        self,
        *,
        people: Mapping[str, User],
        promotions: Mapping[str, Promotion],
        companies: Mapping[str, Company],
        now: datetime,
        timeline: Timeline,
        workshop: Workshop,
    ) -> None:
        self.data = yaml.safe_load(DATA.read_text(encoding="utf-8"))
        self.people = people
        self.promotions = promotions
        self.companies = companies
        self.now = now
        self.today = timezone.localdate(now)
        self.timeline = timeline
        self.workshop = workshop
        self.signatories: dict[str, Any] = {}

    def plan(self) -> None:
        """Put everything on the timeline."""
        self._signatories()
        over = self._period("NRC2", "Premier stage", "over", OVER)
        coming = self._period("NRC2", "Second stage", "coming", COMING)
        running = self._period("NRC1", "Premier stage", "running", RUNNING)
        self._steps()
        self._tell(over, self.data["over"], days_before=42)
        self._tell(coming, self.data["coming"], began=self.today - timedelta(days=26))
        for name, (company, kind, state) in self.data["running"].items():
            story = self._story(running, name, company, teacher=YOUNGER_TEACHER)
            story.plan("signed", base=running.starts_on - timedelta(days=30))
            if kind:
                story.plan_avenant(kind, state, base=running.starts_on + timedelta(days=3))
        self._searches(coming)
        tell_projects(self, coming)
        give_papers(self, coming)
        live_through(self, running)
        late = datetime.combine(over.starts_on + timedelta(days=45), time(3))
        self.at(timezone.make_aware(late), expire_late)

    def at(self, moment: datetime, action: Any) -> None:
        """Plan an action, after all that the worker has in hand; nothing lies in the future."""

        def act() -> None:
            self.workshop.finish_all()
            action()

        self.timeline.at(min(moment, self.now), act)

    def _signatories(self) -> None:
        office = self.people[OFFICE]
        for name, row in self.data["signatories"].items():
            with clock.at(self.now - timedelta(days=280)):
                self.signatories[name] = directory.add_contact(
                    self.companies[name], actor=office, kind="signatory", **row
                )

    def _period(self, label: str, name: str, key: str, when: tuple[int, int]) -> InternshipPeriod:
        promotion = self.promotions[label]
        teacher = self.people[TEACHER if label == "NRC2" else YOUNGER_TEACHER]
        weeks_away, weeks = when
        starts_on = monday_of(self.today + weeks_away * WEEK)
        last = monday_of(promotion.ends_on - weeks * WEEK)
        starts_on = max(min(starts_on, last), monday_of(promotion.starts_on + WEEK))
        ends_on = starts_on + weeks * WEEK - timedelta(days=3)
        planned = max(promotion.starts_on + timedelta(days=10), starts_on - 16 * WEEK)
        moment = timezone.make_aware(datetime.combine(planned, time(9)))
        with clock.at(min(moment, self.now - timedelta(hours=6))):
            return calendar.add_period(
                promotion,
                actor=teacher,
                values={
                    "label": name,
                    "aim": AIMS[key],
                    "starts_on": starts_on,
                    "ends_on": ends_on,
                },
            )

    def _steps(self) -> None:
        promotion, teacher = self.promotions["NRC2"], self.people[TEACHER]
        first = monday_of(self.today - 10 * WEEK)
        for rank, (label, content) in enumerate(STEPS):
            starts_on = max(first + 5 * rank * WEEK, promotion.starts_on)
            values = {
                "label": label,
                "content": content,
                "starts_on": starts_on,
                "ends_on": min(starts_on + 5 * WEEK - timedelta(days=3), promotion.ends_on),
            }
            moment = self.now - timedelta(days=60)
            self.at(moment, partial(calendar.add_step, promotion, actor=teacher, values=values))

    def _story(self, period: InternshipPeriod, name: str, company: str, *, teacher: str) -> Story:
        return Story(
            student=self.people[name],
            period=period,
            company=self.companies[company],
            signatory=self.signatories[company],
            work=self.data["work"][company],
            teacher=self.people[teacher],
            office=self.people[OFFICE],
            now=self.now,
            timeline=self.timeline,
            workshop=self.workshop,
        )

    def _tell(
        self,
        period: InternshipPeriod,
        stories: Mapping[str, Any],
        *,
        days_before: int = 0,
        began: date | None = None,
    ) -> None:
        base = began or period.starts_on - timedelta(days=days_before)
        for rank, (name, (company, ending)) in enumerate(stories.items()):
            if company:
                story = self._story(period, name, company, teacher=TEACHER)
                story.plan(ending, base=base + timedelta(days=rank % 4))

    def _searches(self, period: InternshipPeriod) -> None:
        for name, lines in self.data["search"].items():
            student = self.people[name]
            for days, company, means, outcome in lines:
                moment = self.now - timedelta(days=days)
                values = {
                    "company": self.companies[company],
                    "company_name": company,
                    "contacted_on": timezone.localdate(moment),
                    "means": means,
                    "outcome": outcome,
                }
                self.at(
                    moment,
                    partial(
                        search.add_entry, student, actor=student, period=period, values=values
                    ),
                )
