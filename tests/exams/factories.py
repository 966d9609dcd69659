"""Fiches in every state, and a small référentiel of E4, for the tests."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import factory
from factory.django import DjangoModelFactory

from curriculum.models import (
    Competence,
    Critere,
    Epreuve,
    EpreuveCompetence,
    EpreuveSavoir,
    Referentiel,
    Savoir,
)
from exams.models import (
    Candidacy,
    Fiche,
    FicheActor,
    FicheAnnex,
    FicheSnapshot,
    Remark,
    TrainingPaper,
)
from exams.states import FicheState, Kind, Lived, Origin, Rubric
from nrc_platform.core import clock
from nrc_platform.documents import services as documents
from tests.curriculum.factories import EvidenceScaleFactory
from tests.people.factories import PromotionFactory, UserFactory

WORDS = {
    "company_name": "Hygial Services",
    "company_address": "14 rue des Tanneurs, 49000 Angers",
    "company_activity": "Vente de produits et de contrats d’hygiène aux professionnels.",
    "object_text": "Contrat d’entretien trimestriel : 89 € HT par mois.",
    "context_text": "Le Quai achète ses produits à un grossiste.",
    "goals_text": "Moi : signer un contrat annuel. Le gérant : réduire ses coûts.",
    "place": "Le Quai, Angers",
    "conditions_text": "Après le service, dans la salle.",
    "strategy_text": "Découverte par questions ouvertes, puis contrat trimestriel.",
    "difficulties_text": "Le gérant a été appelé deux fois en salle.",
    "results_text": "Contrat trimestriel signé le 6 novembre : 267 € HT.",
}


def _last_week() -> date:
    return clock.today() - timedelta(days=7)


class CandidacyFactory(DjangoModelFactory):
    """A candidate number for the session of the promotion."""

    class Meta:
        model = Candidacy

    promotion = factory.SubFactory(PromotionFactory)
    student = factory.SubFactory(UserFactory)
    school = factory.SelfAttribute("promotion.school")
    session_year = factory.LazyAttribute(lambda row: row.promotion.session_year)
    number = factory.Sequence(lambda n: f"2027-{n:04d}")


class FicheFactory(DjangoModelFactory):
    """An almost empty draft; traits fill it or move it on."""

    class Meta:
        model = Fiche

    class Params:
        written = factory.Trait(
            kind=Kind.NEGOTIATION_SALE,
            lived=Lived.LIVED,
            is_oral=True,
            is_real=True,
            origin_kind=Origin.INTERNSHIP,
            origin_text="stage chez Hygial Services",
            took_place_on=factory.LazyFunction(_last_week),
            duration_minutes=35,
            **WORDS,
        )
        submitted = factory.Trait(
            state=FicheState.SUBMITTED,
            submission_number=1,
            submitted_at=factory.LazyFunction(clock.now),
            written=True,
        )
        returned = factory.Trait(
            state=FicheState.RETURNED,
            submission_number=1,
            submitted_at=factory.LazyFunction(clock.now),
            returned_at=factory.LazyFunction(clock.now),
            written=True,
        )
        visaed = factory.Trait(
            state=FicheState.VISAED,
            submission_number=1,
            submitted_at=factory.LazyFunction(clock.now),
            visa_at=factory.LazyFunction(clock.now),
            visa_by=factory.SubFactory(UserFactory),
            written=True,
        )

    promotion = factory.SubFactory(PromotionFactory)
    student = factory.SubFactory(UserFactory)
    title = "Vendre un contrat d’entretien"
    slot = None


class FicheActorFactory(DjangoModelFactory):
    """Somebody of the situation."""

    class Meta:
        model = FicheActor

    fiche = factory.SubFactory(FicheFactory)
    rank = factory.Sequence(lambda n: n % 30000)
    name = "Karim Belkacem"
    capacity = "Gérant"
    profile = "Pressé, attentif au prix"


class RemarkFactory(DjangoModelFactory):
    """A remark not sent yet."""

    class Meta:
        model = Remark

    class Params:
        sent = factory.Trait(sent_at=factory.LazyFunction(clock.now))

    fiche = factory.SubFactory(FicheFactory, submitted=True)
    author = factory.SubFactory(UserFactory)
    rubric = Rubric.CONTEXT
    text = "Qui a pris l’initiative du rendez-vous ?"


class FicheAnnexFactory(DjangoModelFactory):
    """A one-page annex."""

    class Meta:
        model = FicheAnnex

    fiche = factory.SubFactory(FicheFactory)
    blob = factory.LazyFunction(lambda: documents.put(b"%PDF-1.7 annexe"))
    label = "grille tarifaire"
    page_count = 1
    size = 15


class FicheSnapshotFactory(DjangoModelFactory):
    """A kept version."""

    class Meta:
        model = FicheSnapshot

    fiche = factory.SubFactory(FicheFactory)
    number = 1
    reason = "submit"
    made_by = factory.SubFactory(UserFactory)
    facts = factory.LazyFunction(dict)


class TrainingPaperFactory(DjangoModelFactory):
    """A marked case of last week; give the student, the class, the teacher."""

    class Meta:
        model = TrainingPaper

    scale = factory.SubFactory(EvidenceScaleFactory)
    case = "Cas Valmont"
    done_on = factory.LazyFunction(_last_week)
    mark = Decimal("12.5")


def make_e4() -> dict[str, Any]:
    """Make the E4 of the document: C31 to C33, some savoirs, ten criteria."""
    diploma = Referentiel.objects.create(
        code="NRC-2003", label="BTS NRC", source="Référentiel", first_session=2005
    )
    root = Competence.objects.create(
        referentiel=diploma, code="C3", label="Communiquer – négocier", rank=1, level=1
    )
    epreuve = Epreuve.objects.create(
        referentiel=diploma,
        code="E4",
        label="Communication commerciale",
        rank=1,
        unite="U4",
        coefficient=4,
        form="oral",
        duration_minutes=40,
        preparation_minutes=40,
        ccf_situations=3,
        aims=[],
    )
    rows: dict[str, Any] = {"epreuve": epreuve}
    for rank, (code, label) in enumerate(
        [
            ("C31", "Intégrer les dimensions et indicateurs de la relation"),
            ("C32", "Construire une situation de communication"),
            ("C33", "Maîtriser la relation"),
        ],
        start=1,
    ):
        rows[code] = Competence.objects.create(
            referentiel=diploma, code=code, label=label, rank=rank, level=2, parent=root
        )
        EpreuveCompetence.objects.create(
            epreuve=epreuve, node=rows[code], rank=rank, label=label, deepest=True
        )
    top = Savoir.objects.create(
        referentiel=diploma, code="S5", label="Management commercial", rank=1, level=1
    )
    for rank, code in enumerate(["S51", "S52"], start=2):
        rows[code] = Savoir.objects.create(
            referentiel=diploma, code=code, label=f"Savoir {code}", rank=rank, level=2, parent=top
        )
    EpreuveSavoir.objects.create(
        epreuve=epreuve, node=rows["S51"], rank=1, label="Savoir S51", deepest=True
    )
    for rank in range(1, 11):
        Critere.objects.create(
            referentiel=diploma,
            epreuve=epreuve,
            code=f"E4-{rank}",
            label=f"Critère {rank}",
            rank=rank,
        )
    return rows
