"""Closed lists of the référentiel: forms of an épreuve, regimes, deadlines, evidence."""

from django.db.models import TextChoices


class Form(TextChoices):
    """How an épreuve is taken in point form."""

    WRITTEN = "written", "écrite"
    ORAL = "oral", "orale"
    PRACTICAL = "practical", "pratique"


class Mode(TextChoices):
    """How an épreuve is assessed for a route of candidates."""

    POINT = "ponctuel", "forme ponctuelle"
    IN_TRAINING = "ccf", "contrôle en cours de formation"


class DeadlineKind(TextChoices):
    """What a class must have done by a moment; the recteur or the school fixes it."""

    E4_FICHES = "e4_fiches", "Fiches E4 à remettre au professeur"
    E4_DEPOSIT = "e4_deposit", "Dépôt du dossier E4"
    E4_ORAL = "e4_oral", "Oral E4"
    E6_DEPOSIT = "e6_deposit", "Dépôt du dossier E6"
    E6_ORAL = "e6_oral", "Épreuve E6"
    WRITTEN = "written", "Épreuves écrites"


class EvidenceRole(TextChoices):
    """Whose word an evidence is."""

    STUDENT = "student", "étudiant"
    TEACHER = "teacher", "professeur"
    TUTOR = "tutor", "tuteur"


class SourceKind(TextChoices):
    """What an evidence rests on; the first two have no object of their own."""

    SELF = "self", "auto-positionnement"
    OBSERVATION = "observation", "observation"
    LOG_ENTRY = "log_entry", "carnet"
    ASSESSMENT = "assessment", "bilan de stage"
    MISSION = "mission", "mission préparatoire"
    PROJECT = "project", "projet"
    FICHE = "fiche", "fiche E4"
    TRAINING_PAPER = "training_paper", "copie d’entraînement"
