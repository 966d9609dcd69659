"""Projects in every state, their parts, and missions, for the tests."""

from datetime import date
from decimal import Decimal
from typing import Any

import factory
from factory.django import DjangoModelFactory

from curriculum.models import Competence, ProjectPhase, Referentiel, Savoir
from nrc_platform.core import clock
from nrc_platform.core.text import fold
from projects.models import (
    Constraint,
    FollowUpTeacher,
    Indicator,
    InitialGoals,
    Member,
    Mission,
    Phase,
    Project,
    ProjectCompetence,
    ProjectInternship,
    ProjectSavoir,
    Technology,
)
from projects.states import PhaseState, ProjectState
from tests.companies.factories import CompanyFactory, ContactFactory
from tests.internships.factories import ConventionFactory, InternshipFactory
from tests.people.factories import PromotionFactory, UserFactory

# The second year of the class of 2025-2027; a mission before it.
FIRST, LAST = date(2026, 12, 7), date(2027, 4, 30)
MISSION_FIRST, MISSION_LAST = date(2026, 11, 30), date(2026, 12, 4)
PHASES = (
    "L’identification du besoin ou des attentes",
    "La délimitation du thème",
    "L’élucidation des contraintes",
    "La définition et la formulation de la solution",
    "La programmation et l’organisation",
    "La mise en œuvre",
    "L’évaluation",
)
TEXTS = {
    "need": "Les clients de moins de 30 ans ne reviennent pas.",
    "environment": "Le magasin d’Angers et sa zone de chalandise.",
    "opportunities": "Deux concurrents ferment, une ligne de tram ouvre.",
    "theme": "Fidéliser les moins de 30 ans par une offre de retrait.",
    "solution": "Une offre de retrait en une heure, annoncée sur place.",
    "offer": "both",
    "clienteles": ["serves_consumers"],
    "clientele": "Les 18-30 ans qui habitent à moins de 10 minutes.",
    "negotiation_scope": "Une remise de 10 % au plus.",
    "resources": "Une tablette, 300 €, deux heures d’un vendeur.",
    "integration": "Le magasin recrute deux vendeurs en septembre.",
    "student_purpose": "Prospecter et négocier en situation réelle.",
    "commissioner_purpose": "Un fichier qualifié et une offre prête.",
    "turnover_impact": "Huit mille euros de plus sur la période.",
    "complements": "Cours de mercatique du premier semestre, méthode des cas.",
    "transfer": "Un jeu de rôle dans un autre secteur, en fin de projet.",
    "modalities_weekly": "Un point chaque jeudi, en salle.",
    "modalities_stage": "Un appel par semaine et deux visites.",
}


def node(model: Any, code: str, **fields: Any) -> Any:
    """Return the node of that code in the small diploma of the tests."""
    diploma, _ = Referentiel.objects.get_or_create(
        code="PROJET", defaults={"label": "BTS", "source": "Référentiel", "first_session": 2005}
    )
    return model.objects.get_or_create(
        referentiel=diploma, code=code, defaults={"label": code, "rank": 1, **fields}
    )[0]


def savoir(code: str) -> Savoir:
    """Return a savoir of one level."""
    return node(Savoir, code, level=1)


def competence(code: str) -> Competence:
    """Return a competence of one level."""
    return node(Competence, code, level=1)


def phase_nodes() -> list[ProjectPhase]:
    """Return the seven phases of the small diploma."""
    return [
        node(ProjectPhase, f"P{rank}", label=label, rank=rank)
        for rank, label in enumerate(PHASES, start=1)
    ]


class ProjectFactory(DjangoModelFactory):
    """An idea; traits write it and move it on."""

    class Meta:
        model = Project

    class Params:
        written = factory.Trait(
            **TEXTS,
            starts_on=FIRST,
            ends_on=LAST,
            weekly_hours=Decimal(40),
            stage_hours=Decimal(60),
            personal_hours=Decimal(20),
            sponsor=factory.SubFactory(
                ContactFactory,
                kind="sponsor",
                company=factory.SelfAttribute("..company"),
                first_name="Sonia",
                last_name="Sauvage",
            ),
        )
        framed = factory.Trait(written=True, state=ProjectState.FRAMED)
        agreed = factory.Trait(
            written=True,
            state=ProjectState.AGREED,
            agreed_at=factory.LazyFunction(clock.now),
            convention=factory.SubFactory(
                ConventionFactory,
                kind="project",
                signed=True,
                school=factory.SelfAttribute("..school"),
                company=factory.SelfAttribute("..company"),
            ),
        )
        running = factory.Trait(
            agreed=True,
            state=ProjectState.RUNNING,
            started_at=factory.LazyFunction(clock.now),
        )
        reviewed = factory.Trait(
            running=True,
            state=ProjectState.REVIEWED,
            evaluation="Objectif atteint à 80 %.",
            reviewed_at=factory.LazyFunction(clock.now),
        )
        closed = factory.Trait(
            reviewed=True,
            state=ProjectState.CLOSED,
            closed_at=factory.LazyFunction(clock.now),
        )
        abandoned = factory.Trait(
            state=ProjectState.ABANDONED, abandoned_reason="L’entreprise ferme."
        )

    promotion = factory.SubFactory(PromotionFactory)
    school = factory.SelfAttribute("promotion.school")
    company = factory.SubFactory(CompanyFactory, school=factory.SelfAttribute("..school"))
    supervisor = factory.SubFactory(UserFactory)
    title = factory.Sequence(lambda n: f"Projet {n}")
    search_text = factory.LazyAttribute(lambda row: fold(row.title))


class MemberFactory(DjangoModelFactory):
    """A student of the team."""

    class Meta:
        model = Member

    project = factory.SubFactory(ProjectFactory)
    student = factory.SubFactory(UserFactory)
    starts_on = FIRST


class FollowUpTeacherFactory(DjangoModelFactory):
    """A teacher beside the supervisor."""

    class Meta:
        model = FollowUpTeacher

    project = factory.SubFactory(ProjectFactory)
    teacher = factory.SubFactory(UserFactory)


class ConstraintFactory(DjangoModelFactory):
    """A budget."""

    class Meta:
        model = Constraint

    project = factory.SubFactory(ProjectFactory)
    label = factory.Sequence(lambda n: f"Budget de {n} €")
    kind = "budget"


class TechnologyFactory(DjangoModelFactory):
    """A tool with a name."""

    class Meta:
        model = Technology

    project = factory.SubFactory(ProjectFactory)
    label = factory.Sequence(lambda n: f"Tableur {n}")
    use = "Suivre les relances"


class ProjectSavoirFactory(DjangoModelFactory):
    """Knowledge of S4."""

    class Meta:
        model = ProjectSavoir

    project = factory.SubFactory(ProjectFactory)
    savoir = factory.LazyFunction(lambda: savoir("S42"))


class ProjectCompetenceFactory(DjangoModelFactory):
    """A competence of the whole team."""

    class Meta:
        model = ProjectCompetence

    project = factory.SubFactory(ProjectFactory)
    competence = factory.LazyFunction(lambda: competence("C11"))


class IndicatorFactory(DjangoModelFactory):
    """Turnover, as an objective."""

    class Meta:
        model = Indicator

    project = factory.SubFactory(ProjectFactory)
    label = factory.Sequence(lambda n: f"Chiffre d’affaires {n}")
    kind = "turnover"
    unit = "€"
    baseline = Decimal(40000)
    target = Decimal(48000)
    due_on = LAST
    objective = True


class InitialGoalsFactory(DjangoModelFactory):
    """What was frozen at the accord."""

    class Meta:
        model = InitialGoals

    project = factory.SubFactory(ProjectFactory)
    facts = factory.LazyFunction(
        lambda: {"indicators": [{"id": "", "label": "Ventes", "unit": "€", "target": "48000"}]}
    )
    frozen_at = factory.LazyFunction(clock.now)


class PhaseFactory(DjangoModelFactory):
    """The first phase, to begin."""

    class Meta:
        model = Phase

    class Params:
        doing = factory.Trait(state=PhaseState.DOING, starts_on=FIRST)
        done = factory.Trait(
            doing=True, state=PhaseState.DONE, ends_on=FIRST, output="Un compte rendu."
        )

    project = factory.SubFactory(ProjectFactory)
    rank = 1
    node = factory.LazyAttribute(lambda row: phase_nodes()[row.rank - 1])


class MissionFactory(DjangoModelFactory):
    """A mission without project nor student: `make_mission` gives them."""

    class Meta:
        model = Mission

    company = factory.SubFactory(CompanyFactory)
    school = factory.SelfAttribute("company.school")
    title = factory.Sequence(lambda n: f"Mission {n}")
    target = "Connaître les clients du samedi"
    aim = "clientele"
    starts_on = MISSION_FIRST
    ends_on = MISSION_LAST
    place = "Le magasin d’Angers"
    hours = Decimal(8)
    information = "Âge, quartier, fréquence d’achat"


class ProjectInternshipFactory(DjangoModelFactory):
    """A stage that carries the project."""

    class Meta:
        model = ProjectInternship

    project = factory.SubFactory(ProjectFactory)
    internship = factory.SubFactory(InternshipFactory)
