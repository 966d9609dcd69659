"""Reads of E4 files: one student's, a whole class."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from curriculum import selectors as curriculum
from curriculum.models import Critere, Deadline, Epreuve
from curriculum.states import DeadlineKind
from exams.facts import (
    dossier_state,
)
from exams.models import Fiche
from exams.rules import CIRCULAR, PLACES, DossierCheck, dossier_findings
from exams.selectors.fiche import (
    EPREUVE,
    e4_codes,
    fiche_check,
    load_content,
    number_of,
)
from nrc_platform.core.findings import Finding
from nrc_platform.people.models import Promotion, User

IN_ORDER = {
    "e4.three_fiches": "Le dossier compte trois fiches.",
    "e4.negotiation_sale": "Une fiche au moins est une négociation-vente.",
    "e4.managerial": "La règle sur la fiche managériale est respectée.",
    "e4.without_visa": "Toutes les fiches du dossier sont visées.",
    "e4.empty_rubric": "Aucune rubrique n’est vide.",
    "e4.oral": "Chaque fiche décrit une situation orale.",
    "e4.real": "Chaque situation est réelle et rencontrée en personne.",
    "e4.origin": "L’origine de chaque situation est indiquée.",
    "e4.annex_pages": "Les annexes tiennent en deux pages par fiche.",
    "e4.candidate_number": "Le numéro de candidat est connu.",
}

MANAGERIAL = "e4.managerial_required"


@dataclass(frozen=True)
class DossierFacts:
    """A student's E4 file: three places, spare fiches, what is missing."""

    student: User
    promotion: Promotion
    candidate_number: str
    due: datetime | None
    deposit: datetime | None
    places: tuple[tuple[int, Fiche | None], ...]
    spare: tuple[Fiche, ...]
    findings: tuple[Finding, ...]
    epreuve: Epreuve | None
    criteria: tuple[str, ...]
    competences: tuple[Any, ...]
    managerial_required: bool

    @property
    def state(self) -> str:
        """Return « incomplete » or « ready »."""
        return dossier_state(tuple(row.state for _, row in self.places if row is not None))

    @property
    def aims(self) -> tuple[str, ...]:
        """Return what the épreuve judges, in the words of the référentiel."""
        rows = self.epreuve.aims if self.epreuve else []
        return tuple(row if isinstance(row, str) else row["text"] for row in rows)

    @property
    def in_order(self) -> tuple[str, ...]:
        """Return the sentences of the checks of the file that found nothing."""
        broken = {finding.rule for finding in self.findings}
        return tuple(words for name, words in IN_ORDER.items() if name not in broken)

    @property
    def blocking(self) -> int:
        """Return how many findings keep the file from being deposited."""
        return sum(1 for finding in self.findings if finding.severity == "blocking")


def dossier_facts(
    student: User, promotion: Promotion, *, url: str = "", fiche_url: str = "exams:fiche"
) -> DossierFacts:
    """
    Return a student's E4 file with its findings; links go to `fiche_url`.

    15 queries, however many fiches: fiches, their 4 contents, 5 for the codes of E4,
    deadlines, number, rule, épreuve and criteria.
    """
    fiches = list(
        Fiche.objects.filter(student=student, promotion=promotion)
        .with_people()
        .order_by("slot", "created_at", "id")
    )
    load_content(fiches)
    codes = e4_codes()
    moments = dict(
        Deadline.objects.filter(promotion=promotion).order_by().values_list("kind", "at")
    )
    due = moments.get(DeadlineKind.E4_FICHES)
    deposit = moments.get(DeadlineKind.E4_DEPOSIT)
    number = number_of(student.pk, promotion)
    managerial = curriculum.rule_fact(MANAGERIAL, school=promotion.school)
    required = bool(managerial.value)
    checks = tuple(
        fiche_check(row, codes=codes, due=due, url=reverse(fiche_url, args=[row.pk]))
        for row in fiches
    )
    check = DossierCheck(
        fiches=checks,
        candidate_number=number,
        managerial_required=required,
        managerial_source=f"{CIRCULAR} ; {managerial.source}",
        due=deposit.isoformat() if deposit else None,
        url=url,
    )
    by_place = {row.slot: row for row in fiches}
    epreuve = Epreuve.objects.filter(code=EPREUVE).order_by("created_at").first()
    criteria = Critere.objects.filter(epreuve=epreuve).order_by("rank", "id")
    return DossierFacts(
        student=student,
        promotion=promotion,
        candidate_number=number,
        due=due,
        deposit=deposit,
        places=tuple((place, by_place.get(place)) for place in PLACES),
        spare=tuple(row for row in fiches if row.slot is None),
        findings=tuple(dossier_findings(check)),
        epreuve=epreuve,
        criteria=tuple(criteria.values_list("label", flat=True)),
        competences=codes.competences,
        managerial_required=required,
    )
