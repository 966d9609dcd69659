"""The fiches of the demo class: who wrote what, and how far each has come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from pypdf import PdfWriter

from curriculum.models import Competence, Savoir
from exams import services
from exams.models import Fiche
from exams.rules import Actor
from nrc_platform.companies.models import Company
from nrc_platform.people.models import Promotion, User
from nrc_platform.web.demo.timeline import Timeline

# How many days ago a fiche of the board was begun, handed in and answered.
BEGUN, HANDED_IN, ANSWERED = 40, 21, 17
LATE_DAYS, FRESH_DAYS = 9, 1


def _blank_page() -> bytes:
    """Return a PDF of one empty page, to join to a fiche."""
    file = BytesIO()
    with PdfWriter() as writer:
        writer.add_blank_page(width=595, height=842)
        writer.write(file)
    return file.getvalue()


@dataclass
class Writer:
    """A student who writes fiches, and the teacher who answers."""

    student: User
    teacher: User
    promotion: Promotion
    companies: Mapping[str, Company]
    competences: Mapping[str, Competence]
    savoirs: Mapping[str, Savoir]
    now: datetime
    timeline: Timeline
    fiches: dict[int, Fiche] = field(default_factory=dict)

    def plan(self, letters: str, models: Sequence[Mapping[str, Any]], *, shift: int) -> None:
        """Plan the fiches of one row of the board."""
        for rank, letter in enumerate(letters):
            if letter != ".":
                self._plan_one(rank, letter, models[(rank + shift) % len(models)], shift=shift)

    def _ago(self, days: float, *, hour: int, minute: int = 0) -> datetime:
        day = self.now - timedelta(days=days)
        return min(
            day.replace(hour=hour, minute=minute, second=0, microsecond=0),
            self.now - timedelta(minutes=30 - minute % 30),
        )

    def _plan_one(self, rank: int, letter: str, model: Mapping[str, Any], *, shift: int) -> None:
        begun = BEGUN - 4 * rank + shift % 5
        handed_in = {"R": LATE_DAYS, "r": FRESH_DAYS}.get(letter, HANDED_IN - 3 * rank)
        minute = (shift * 7 + rank * 13) % 60

        def begin() -> None:
            values = self.values(model, letter, on=self._ago(begun + 3, hour=10))
            self.fiches[rank] = services.create_fiche(
                actor=self.student,
                promotion=self.promotion,
                title=model["title"].capitalize(),
                values=values,
            )
            if letter == "d" and shift == 1:
                services.add_annex(
                    self.fiches[rank],
                    actor=self.student,
                    label="grille tarifaire",
                    content=_blank_page(),
                )

        self.timeline.at(self._ago(begun, hour=17, minute=minute), begin)
        if letter == "d":
            return
        self.timeline.at(self._ago(handed_in, hour=18, minute=minute), lambda: self._submit(rank))
        answered = self._ago(handed_in - (HANDED_IN - ANSWERED), hour=9, minute=minute)
        if letter == "v":
            self.timeline.at(answered, lambda: self._visa(rank))
        elif letter == "a":
            self.timeline.at(answered, lambda: self._send_back(rank))

    def _submit(self, rank: int) -> None:
        services.submit_fiche(self.fiches[rank], actor=self.student)

    def _visa(self, rank: int) -> None:
        services.grant_visa(self.fiches[rank], actor=self.teacher)

    def _send_back(self, rank: int) -> None:
        fiche = self.fiches[rank]
        services.add_remark(
            fiche,
            actor=self.teacher,
            rubric="context",
            text="Qui a pris l’initiative du rendez-vous ? Dites aussi où en est le client.",
        )
        services.add_remark(
            fiche,
            actor=self.teacher,
            rubric="strategy",
            text="Le choix proposé est bien justifié. Dites comment vous l’aviez préparé.",
        )
        services.send_back_fiche(fiche, actor=self.teacher)

    def values(self, model: Mapping[str, Any], letter: str, *, on: datetime) -> dict[str, Any]:
        """Return what the form would have sent; a draft still lacks its results."""
        company = self.companies[model["company"]]
        me = str(self.student)
        actors = [
            Actor(me if name == "la candidate ou le candidat" else name, capacity, profile)
            for name, capacity, profile in model["actors"]
        ]
        return {
            "kind": model["kind"],
            "lived": model["lived"],
            "is_oral": True,
            "is_real": True,
            "origin_kind": model["origin"],
            "origin_text": f"{company.display_name}, automne",
            "company": company,
            "company_name": company.display_name,
            "company_address": f"{company.address}, {company.postal_code} {company.city}",
            "company_activity": company.main_activity,
            "object_text": model["object"],
            "context_text": model["context"],
            "goals_text": model["goals"],
            "took_place_on": on.date(),
            "duration_minutes": model["minutes"],
            "place": model["place"],
            "conditions_text": model["conditions"],
            "strategy_text": model["strategy"],
            "difficulties_text": model["difficulties"],
            "results_text": "" if letter == "d" else model["results"],
            "actors": actors,
            "competences": [self.competences[code] for code in model["competences"]],
            "savoirs": [self.savoirs[code] for code in model["savoirs"]],
        }
