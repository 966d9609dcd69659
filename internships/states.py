"""Closed lists of stages: states of a convention and of what surrounds it."""

from django.db.models import TextChoices


class ConventionKind(TextChoices):
    """One student's stage, or the project of several students in one company (req. 60)."""

    INTERNSHIP = "internship", "stage"
    PROJECT = "project", "projet"


class ConventionState(TextChoices):
    """Who has the convention in hand; what can be computed from dates is never a state."""

    DRAFT = "draft", "Brouillon"
    COMPANY_CHECK = "company_check", "Chez l’entreprise"
    TEACHER_REVIEW = "teacher_review", "À relire"
    RETURNED = "returned", "À corriger"
    READY_TO_SIGN = "ready_to_sign", "En signature"
    PARTLY_SIGNED = "partly_signed", "En signature, commencée"
    SIGNED = "signed", "Signée"
    CLOSED = "closed", "Close"
    REFUSED = "refused", "Refusée"
    CANCELLED = "cancelled", "Annulée"
    TERMINATED = "terminated", "Rompue"
    EXPIRED = "expired", "Expirée"


# Still being written or checked; its terms may change.
EDITABLE = (ConventionState.DRAFT, ConventionState.RETURNED)
# Not signed by all and not ended: one of these at most per student and period.
UNSIGNED = (
    ConventionState.DRAFT,
    ConventionState.COMPANY_CHECK,
    ConventionState.TEACHER_REVIEW,
    ConventionState.RETURNED,
    ConventionState.READY_TO_SIGN,
    ConventionState.PARTLY_SIGNED,
)
SIGNING = (ConventionState.READY_TO_SIGN, ConventionState.PARTLY_SIGNED)
# Signed by all, whatever came after: it covers (or covered) days of presence.
COVERING = (ConventionState.SIGNED, ConventionState.CLOSED, ConventionState.TERMINATED)
# Ended without ever taking effect.
WITHOUT_EFFECT = (
    ConventionState.REFUSED,
    ConventionState.CANCELLED,
    ConventionState.EXPIRED,
)


class Gratification(TextChoices):
    """What the host pays (D124-4, 8°)."""

    UNKNOWN = "", "à renseigner"
    NONE = "none", "aucune"
    MINIMUM = "minimum", "le minimum légal"
    RATE = "rate", "un montant horaire"


class BreakKind(TextChoices):
    """Days without presence inside the dates of a stage."""

    CLOSURE = "closure", "fermeture de l’entreprise"
    INTERRUPTION = "interruption", "interruption"
    LEAVE = "leave", "congé prévu par la convention"
    ABSENCE = "absence", "absence"


class AvenantKind(TextChoices):
    """What an avenant changes."""

    DATES = "dates", "dates"
    INTERRUPTION = "interruption", "interruption"
    PLACE = "place", "lieu"
    TUTOR = "tutor", "tuteur"
    REFERENT = "referent", "enseignant référent"
    SUBJECT = "subject", "sujet et activités"
    HOURS = "hours", "horaires"
    GRATIFICATION = "gratification", "gratification"
    TERMINATION = "termination", "rupture"


class AvenantState(TextChoices):
    """Where an avenant stands: signed by the parties of the convention."""

    DRAFT = "draft", "Brouillon"
    READY_TO_SIGN = "ready_to_sign", "En signature"
    PARTLY_SIGNED = "partly_signed", "En signature, commencée"
    SIGNED = "signed", "Signé"
    REFUSED = "refused", "Refusé"
    CANCELLED = "cancelled", "Annulé"


class AttestationState(TextChoices):
    """Where the attestation of a stage stands (D124-9)."""

    READY_TO_SIGN = "ready_to_sign", "À signer"
    SIGNED = "signed", "Signée"
    CANCELLED = "cancelled", "Annulée"


class Outcome(TextChoices):
    """How a stage went."""

    COMPLETED = "completed", "effectué en entier"
    PARTLY = "partly", "effectué en partie"
    NO_SHOW = "no_show", "non effectué"


class Party(TextChoices):
    """Whose doing it is that a stage did not take place."""

    STUDENT = "student", "de l’étudiant"
    COMPANY = "company", "de l’entreprise"
    SCHOOL = "school", "de l’établissement"
    OTHER = "other", "d’une cause extérieure"


class SectorReason(TextChoices):
    """Why all the stages of a student are in one sector (req. 24)."""

    UNKNOWN = "", "non renseignée"
    SURROUNDINGS = "surroundings", "les entreprises autour de l’établissement"
    PERSONAL = "personal", "le projet professionnel de l’étudiant"


class SearchMeans(TextChoices):
    """How a student reached a company."""

    EMAIL = "email", "courriel"
    PHONE = "phone", "téléphone"
    VISIT = "visit", "visite"
    WEB = "web", "formulaire ou annonce"
    NETWORK = "network", "recommandation"


class SearchOutcome(TextChoices):
    """What came out of a contact."""

    WAITING = "waiting", "sans réponse"
    INTERVIEW = "interview", "entretien"
    REFUSED = "refused", "refus"
    ACCEPTED = "accepted", "accord"


class PaperKind(TextChoices):
    """A supporting paper of a student."""

    LIABILITY = "liability", "attestation de responsabilité civile"
    HEALTH_RIGHTS = "health_rights", "attestation de droits à l’assurance maladie"
    VEHICLE = "vehicle", "assurance du véhicule"
    OTHER = "other", "autre pièce"


class PaperState(TextChoices):
    """Whether the office has looked at a supporting paper."""

    TO_CHECK = "to_check", "À vérifier"
    ACCEPTED = "accepted", "Acceptée"
    REFUSED = "refused", "Refusée"


class AbsenceReason(TextChoices):
    """Why a student was not there."""

    ILLNESS = "illness", "maladie"
    PARENTHOOD = "parenthood", "grossesse, paternité ou adoption"
    LEAVE = "leave", "congé prévu par la convention"
    SCHOOL = "school", "retour en formation"
    UNJUSTIFIED = "unjustified", "absence non justifiée"
    OTHER = "other", "autre motif"


# Absences that count as presence for the thresholds (L124-13), the hours paid staying those done.
COUNTED_AS_PRESENCE = (AbsenceReason.PARENTHOOD, AbsenceReason.LEAVE)


class VisitKind(TextChoices):
    """How the referent met the host."""

    VISIT = "visit", "visite"
    PHONE = "phone", "téléphone"
    VIDEO = "video", "visioconférence"
    EMAIL = "email", "courriel"


class AssessmentKind(TextChoices):
    """Who assesses what."""

    TUTOR = "tutor", "bilan du tuteur"
    STUDENT = "student", "avis de l’étudiant sur l’accueil"
    TEACHER = "teacher", "bilan de l’enseignant référent"


class AssessmentState(TextChoices):
    """How far an assessment is."""

    DRAFT = "draft", "Brouillon"
    SUBMITTED = "submitted", "Remis"


class DispensationKind(TextChoices):
    """Who lowers the weeks required of a student, and on what ground."""

    RECTEUR = "recteur", "décision du recteur"
    POSITIONING = "positioning", "décision de positionnement"
    L124_15 = "l124_15", "stage interrompu validé (L124-15)"


WEEKDAYS = (
    ("monday", "lundi"),
    ("tuesday", "mardi"),
    ("wednesday", "mercredi"),
    ("thursday", "jeudi"),
    ("friday", "vendredi"),
    ("saturday", "samedi"),
    ("sunday", "dimanche"),
)
# The fields of the weekly hours, Monday first.
HOURS_FIELDS = tuple(f"{name}_hours" for name, _ in WEEKDAYS)
