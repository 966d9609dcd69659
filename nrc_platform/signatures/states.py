"""Where a round, a signer and a signature stand."""

from django.db.models import TextChoices


class RequestState(TextChoices):
    """A round is open until everybody signed, or until one thing ends it."""

    OPEN = "open", "en cours"
    COMPLETE = "complete", "complet"
    VOID = "void", "repris"
    DECLINED = "declined", "refusé"
    EXPIRED = "expired", "expiré"


class SignerState(TextChoices):
    """A signer is « waiting » until asked, « opened » once the code was given."""

    WAITING = "waiting", "en attente"
    INVITED = "invited", "invité"
    OPENED = "opened", "ouvert"
    SIGNED = "signed", "a signé"
    DECLINED = "declined", "a refusé"
    CHANGE_REQUESTED = "change_requested", "demande une correction"
    REPLACED = "replaced", "remplacé"
    EXPIRED = "expired", "expiré"
    CANCELLED = "cancelled", "annulé"


# Who may still sign: asking for a correction does not take the pen away.
AWAITED = (
    SignerState.WAITING,
    SignerState.INVITED,
    SignerState.OPENED,
    SignerState.CHANGE_REQUESTED,
)


class Capacity(TextChoices):
    """In what capacity one signs (D124-4, last paragraph)."""

    STUDENT = "student", "étudiant"
    LEGAL_REP = "legal_rep", "représentant légal"
    SCHOOL_HEAD = "school_head", "chef d’établissement"
    HOST_SIGNATORY = "host_signatory", "représentant de l’entreprise"
    HOST_TUTOR = "host_tutor", "tuteur en entreprise"
    REFERENT = "referent", "enseignant référent"


class Method(TextChoices):
    """How one signed; both are of equal rank."""

    ONLINE = "online", "en ligne"
    PAPER = "paper", "sur papier"


class Channel(TextChoices):
    """How a code travels."""

    EMAIL = "email", "courriel"
