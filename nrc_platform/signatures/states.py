"""Where a round, a signer and a signature stand."""

from django.db.models import TextChoices


class RequestState(TextChoices):
    """
    A round is open until everybody signed, or until one thing ends it.

    Signed by all it is « completing »: complete only once the sealed file is validated and kept.
    """

    OPEN = "open", "en cours"
    COMPLETING = "completing", "scellement en cours"
    COMPLETE = "complete", "complet"
    VOID = "void", "repris"
    DECLINED = "declined", "refusé"
    EXPIRED = "expired", "expiré"


# Neither sealed nor ended.
UNDER_WAY = (RequestState.OPEN, RequestState.COMPLETING)


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


# Who signs for the company, and may hand over to somebody of the same company.
HOST = (Capacity.HOST_SIGNATORY, Capacity.HOST_TUTOR)


class Channel(TextChoices):
    """How a code travels."""

    EMAIL = "email", "courriel"


class Assurance(TextChoices):
    """What a signature rests on; « simple » in the sense of eIDAS, whichever it is."""

    LINK_EMAIL = "link_email", "lien personnel et code par courriel"
    ACCOUNT_EMAIL = "account_email", "compte et code par courriel"
    PAPER = "paper", "page signée, numérisée par l’établissement"


class DelegationState(TextChoices):
    """Where a proposal to have a colleague sign stands: the school decides."""

    PROPOSED = "proposed", "à examiner"
    APPROVED = "approved", "acceptée"
    REFUSED = "refused", "refusée"


class ReminderStep(TextChoices):
    """When a signer is reminded: counted from the invitation, then from the last day."""

    D3 = "d3", "trois jours après l’invitation"
    D7 = "d7", "sept jours après l’invitation"
    BEFORE_DUE = "d_2", "deux jours avant la date limite"
    MANUAL = "manual", "à la demande de l’équipe"


# What the machine sends by itself, once each.
SCHEDULED = (ReminderStep.D3, ReminderStep.D7, ReminderStep.BEFORE_DUE)


class ActorKind(TextChoices):
    """Who brought an event about."""

    SIGNER = "signer", "signataire"
    STAFF = "staff", "établissement"
    MACHINE = "machine", "plateforme"


class Event(TextChoices):
    """What evidence may say: a closed list."""

    ISSUED = "issued", "tour de signature ouvert"
    SEALED_PRESENTED = "sealed_presented", "document présenté, scellé"
    INVITED = "invited", "invité à signer"
    ADDRESS_CORRECTED = "address_corrected", "adresse corrigée"
    LINK_ROTATED = "link_rotated", "nouveau lien envoyé"
    REMINDED = "reminded", "rappel envoyé"
    CODE_SENT = "code_sent", "code envoyé"
    CODE_FAILED = "code_failed", "code refusé"
    CODE_LOCKED = "code_locked", "code bloqué après cinq essais"
    CODE_VERIFIED = "code_verified", "code vérifié"
    OPENED = "opened", "document ouvert"
    SIGNED = "signed", "signé en ligne"
    PAPER_RECORDED = "paper_recorded", "signature sur papier enregistrée"
    DECLINED = "declined", "a refusé de signer"
    CHANGE_ASKED = "change_asked", "correction demandée"
    DELEGATION_PROPOSED = "delegation_proposed", "collègue proposé"
    DELEGATION_APPROVED = "delegation_approved", "collègue accepté par l’établissement"
    DELEGATION_REFUSED = "delegation_refused", "collègue refusé par l’établissement"
    REPLACED = "replaced", "remplacé"
    CANCELLED = "cancelled", "n’a plus à signer"
    EXPIRED = "expired", "délai dépassé"
    SIGNED_BY_ALL = "signed_by_all", "signé par tous"
    COMPLETED = "completed", "fichier final scellé et validé"
    VOIDED = "voided", "tour de signature repris"
