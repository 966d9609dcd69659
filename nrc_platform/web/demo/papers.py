"""Supporting papers and dispensations of the demo school."""

from datetime import timedelta
from functools import partial
from typing import Any

from internships.models import InternshipPeriod, SupportingPaper
from internships.services import papers
from internships.services.dispensations import record_dispensation
from internships.states import DispensationKind, PaperKind
from nrc_platform.web.demo.stories import SCAN

OFFICE = "ddfpt@demo.example"
# How many days the insurance outlives the stage; the office's answer.
GIVEN = {
    "Dupré Zoé": (-12, "accept"),
    "Bailly Thomas": (200, "accept"),
    "Da Silva Inès": (200, "accept"),
    "Marchand Chloé": (200, "accept"),
    "Benoit Clara": (200, ""),
    "Garnier Emma": (200, "refuse"),
}


def give_papers(stages: Any, period: InternshipPeriod) -> None:
    """Plan the insurance certificates of some students, and the decision that concerns one."""
    office = stages.people[OFFICE]
    for rank, (name, (days, answer)) in enumerate(GIVEN.items()):
        moment = stages.now - timedelta(days=19 - rank)
        stages.at(moment, partial(_give, stages.people[name], period, office, days))
        if answer:
            later = moment + timedelta(days=1)
            stages.at(later, partial(_answer, stages.people[name], office, answer))
    student = stages.people["Ouali Sofiane"]
    stages.at(
        stages.now - timedelta(days=20),
        partial(
            record_dispensation,
            student,
            period.promotion,
            actor=office,
            kind=DispensationKind.L124_15,
            weeks=2,
            lifts_consecutive=False,
            decision="Rectorat de Nantes, 2026-0318",
            decided_on=stages.today - timedelta(days=25),
            content=SCAN,
            filename="decision.pdf",
        ),
    )


def _give(student: Any, period: InternshipPeriod, office: Any, days: int) -> None:
    papers.give_paper(
        student,
        period.promotion,
        actor=student,
        kind=PaperKind.LIABILITY,
        content=SCAN,
        filename="attestation-assurance.pdf",
        insurer="MAIF",
        number="4 117 802 B",
        expires_on=period.ends_on + timedelta(days=days),
    )


def _answer(student: Any, office: Any, answer: str) -> None:
    paper = SupportingPaper.objects.filter(student=student).order_by("-created_at")[0]
    if answer == "accept":
        papers.accept_paper(paper, actor=office)
    else:
        papers.refuse_paper(paper, actor=office, reason="Le nom de l’étudiante est illisible.")
