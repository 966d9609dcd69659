"""Closed lists of the exam files, in the words of the official form."""

from django.db.models import TextChoices


class FicheState(TextChoices):
    """Where a fiche stands between its student and the teachers."""

    DRAFT = "draft", "Brouillon"
    SUBMITTED = "submitted", "Remise"
    RETURNED = "returned", "À reprendre"
    VISAED = "visaed", "Visée"


class Kind(TextChoices):
    """Nature of the situation (E4: one of each at least)."""

    NEGOTIATION_SALE = "negotiation_sale", "négociation-vente"
    MANAGERIAL = "managerial", "communication-négociation managériale"


class Lived(TextChoices):
    """How the candidate met the situation."""

    LIVED = "lived", "vécue"
    OBSERVED = "observed", "observée"
    BOTH = "both", "vécue et observée"


class Origin(TextChoices):
    """Where the situation was met (req. 149)."""

    INTERNSHIP = "internship", "stage"
    MISSION = "mission", "mission préparatoire"
    PROJECT = "project", "projet commercial"
    PROFESSIONAL = "professional", "activité professionnelle"


class Rubric(TextChoices):
    """The nine official rubrics in their order, then the two places where a remark may also go."""

    COMPANY = "company", "Nom, adresse et activité de l’entreprise concernée"
    ACTORS = "actors", "Informations sur les acteurs impliqués"
    OBJECT = (
        "object",
        "Informations techniques et commerciales sur l’objet de la communication",
    )
    CONTEXT = "context", "Contexte de la situation de communication – négociation"
    GOALS = "goals", "Objectifs poursuivis par les acteurs en présence"
    CONDITIONS = "conditions", "Conditions de déroulement"
    STRATEGY = "strategy", "Stratégie(s) de communication mise(s) en place"
    DIFFICULTIES = "difficulties", "Difficultés observées ou rencontrées"
    RESULTS = "results", "Résultats obtenus"
    CODES = "codes", "Compétences et savoirs mobilisés"
    GENERAL = "general", "Ensemble de la fiche"


OFFICIAL_RUBRICS = tuple(Rubric)[:9]
SHORT_NAMES: dict[str, str] = {
    Rubric.COMPANY: "Entreprise",
    Rubric.ACTORS: "Acteurs",
    Rubric.OBJECT: "Objet",
    Rubric.CONTEXT: "Contexte",
    Rubric.GOALS: "Objectifs",
    Rubric.CONDITIONS: "Déroulement",
    Rubric.STRATEGY: "Stratégie",
    Rubric.DIFFICULTIES: "Difficultés",
    Rubric.RESULTS: "Résultats",
    Rubric.CODES: "Compétences et savoirs",
    Rubric.GENERAL: "Ensemble",
}


class SnapshotReason(TextChoices):
    """Why a version of the fiche was kept."""

    SUBMIT = "submit", "Remise"
    RETURN = "send_back", "Renvoi à l’étudiant"
    VISA = "grant_visa", "Visa"
