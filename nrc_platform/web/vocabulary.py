"""The closed list of status words: one word, one tone and one icon for each stored state."""

from dataclasses import dataclass

TONES = ("rest", "wait", "you", "done", "watch", "late")


@dataclass(frozen=True)
class Word:
    """How a state is said; `mine` is how it is said to the person whose move it is."""

    text: str
    tone: str
    icon: str
    mine: "Word | None" = None


_TO_SIGN_OFF = Word("À viser", "you", "hand-index")
_TO_REVIEW = Word("À relire", "you", "eye")
_TO_SIGN = Word("À vous", "you", "hand-index")
_BEING_SIGNED = Word("En signature", "wait", "pen")
# The reason stands beside it in words: refusée, annulée, expirée.
_WITHOUT_EFFECT = Word("Sans effet", "late", "x-circle")

WORDS: dict[str, dict[str, Word]] = {
    "fiche": {
        "draft": Word("Brouillon", "rest", "pencil"),
        "submitted": Word("Remise", "wait", "send", mine=_TO_SIGN_OFF),
        "returned": Word("À reprendre", "watch", "arrow-return-left"),
        "visaed": Word("Visée", "done", "check2"),
    },
    "convention": {
        "draft": Word("Brouillon", "rest", "pencil"),
        "company_check": Word("Chez l’entreprise", "wait", "building"),
        "teacher_review": Word("À relire", "wait", "eye", mine=_TO_REVIEW),
        "returned": Word("À corriger", "watch", "arrow-return-left"),
        "ready_to_sign": _BEING_SIGNED,
        "partly_signed": _BEING_SIGNED,
        "signed": Word("Signée", "done", "check2-circle"),
        "closed": Word("Close", "done", "archive"),
        "refused": _WITHOUT_EFFECT,
        "cancelled": _WITHOUT_EFFECT,
        "expired": _WITHOUT_EFFECT,
        "terminated": Word("Rompue", "late", "slash-circle"),
    },
    "avenant": {
        "draft": Word("Brouillon", "rest", "pencil"),
        "ready_to_sign": _BEING_SIGNED,
        "partly_signed": _BEING_SIGNED,
        "signed": Word("Signé", "done", "check2-circle"),
        "refused": _WITHOUT_EFFECT,
        "cancelled": _WITHOUT_EFFECT,
    },
    "attestation": {
        "ready_to_sign": _BEING_SIGNED,
        "signed": Word("Signée", "done", "check2-circle"),
        "cancelled": _WITHOUT_EFFECT,
    },
    "signer": {
        "waiting": Word("En attente", "rest", "hourglass", mine=_TO_SIGN),
        "invited": Word("Invité", "wait", "envelope-open", mine=_TO_SIGN),
        "opened": Word("Ouvert", "wait", "envelope-open", mine=_TO_SIGN),
        "signed": Word("A signé", "done", "check2-circle"),
        "change_requested": Word("Demande une correction", "watch", "chat-left-text"),
        "declined": Word("A refusé", "late", "x-circle"),
        "expired": Word("Lien expiré", "watch", "clock-history"),
        "replaced": Word("Remplacé", "rest", "clock-history"),
        "cancelled": Word("Annulé", "rest", "x-circle"),
    },
    # Whoever has no address was written nothing, and gets no code: the school brings the paper.
    "signer_on_paper": {"invited": Word("Sur papier", "wait", "pen", mine=_TO_SIGN)},
    "signingrequest": {
        "open": _BEING_SIGNED,
        "completing": _BEING_SIGNED,
        "complete": Word("Signé", "done", "check2-circle"),
        "void": Word("Repris", "rest", "clock-history"),
        "declined": Word("Refusé", "late", "x-circle"),
        "expired": Word("Expiré", "watch", "clock-history"),
    },
    "delegation": {
        "proposed": Word("À vérifier", "watch", "exclamation-triangle"),
        "approved": Word("Acceptée", "done", "check2"),
        "refused": Word("Refusée", "late", "x-circle"),
    },
    "assessment": {
        "draft": Word("Brouillon", "rest", "pencil"),
        "submitted": Word("Remis", "done", "check2"),
    },
    "sponsoropinion": {
        "asked": Word("Demandé", "wait", "send"),
        "given": Word("Donné", "done", "check2"),
    },
    "supportingpaper": {
        "to_check": Word("À vérifier", "watch", "exclamation-triangle"),
        "accepted": Word("Acceptée", "done", "check2"),
        "refused": Word("Refusée", "late", "x-circle"),
    },
    "internship": {
        "no_lead": Word("Sans piste", "late", "exclamation-octagon"),
        "searching": Word("En recherche", "wait", "search"),
        "found": Word("Trouvé", "done", "check2"),
        "running": Word("En cours", "wait", "play"),
        "attested": Word("Attesté", "done", "patch-check"),
        "interrupted": Word("Interrompu", "late", "slash-circle"),
    },
    "project": {
        "idea": Word("Idée", "rest", "lightbulb"),
        "framed": Word("Cadré", "rest", "bounding-box"),
        "agreed": Word("Convenu", "done", "check2"),
        "running": Word("En cours", "wait", "play"),
        "reviewed": Word("Bilan", "wait", "clipboard-check"),
        "closed": Word("Clos", "done", "archive"),
        "abandoned": Word("Abandonné", "late", "x-circle"),
    },
    "phase": {
        "todo": Word("À faire", "rest", "hourglass"),
        "doing": Word("En cours", "wait", "play"),
        "done": Word("Faite", "done", "check2"),
    },
    "action": {
        "todo": Word("À faire", "rest", "hourglass"),
        "doing": Word("En cours", "wait", "play"),
        "done": Word("Faite", "done", "check2"),
        "dropped": Word("Abandonnée", "rest", "x-circle"),
    },
    "dossier": {
        "incomplete": Word("Incomplet", "watch", "folder2-open"),
        "ready": Word("Prêt", "wait", "folder-check"),
        "deposited": Word("Déposé", "done", "lock"),
        "conform": Word("Conforme", "done", "patch-check"),
        "not_conform": Word("Non conforme", "late", "x-octagon"),
    },
    "document": {
        "preparing": Word("En préparation", "wait", "arrow-repeat"),
        "ready": Word("Prêt", "done", "file-earmark-check"),
        "failed": Word("Échec", "late", "exclamation-octagon"),
        "replaced": Word("Remplacé", "rest", "clock-history"),
    },
    "job": {
        "pending": Word("En préparation", "wait", "arrow-repeat"),
        "leased": Word("En préparation", "wait", "arrow-repeat"),
        "done": Word("Prêt", "done", "file-earmark-check"),
        "dead": Word("Échec", "late", "exclamation-octagon"),
    },
    "finding": {
        "blocking": Word("Bloquant", "late", "x-octagon"),
        "warning": Word("À surveiller", "watch", "exclamation-triangle"),
        "info": Word("À savoir", "wait", "info-circle"),
        "ok": Word("En règle", "done", "check2-circle"),
    },
    "mail": {
        "queued": Word("En attente", "rest", "hourglass"),
        "sending": Word("En attente", "rest", "hourglass"),
        "sent": Word("Envoyé", "done", "send"),
        "failed": Word("Échec", "late", "exclamation-octagon"),
        "bounced": Word("Revenu", "late", "arrow-return-left"),
        "cancelled": Word("Annulé", "rest", "x-circle"),
    },
    "company": {
        "unverified": Word("À vérifier", "watch", "exclamation-triangle"),
        "verified": Word("Vérifiée", "done", "patch-check"),
        "merged": Word("Fusionnée", "rest", "link-45deg"),
    },
    "account": {
        "open": Word("Ouvert", "done", "check2"),
        "closed": Word("Fermé", "rest", "slash-circle"),
    },
}


def word(kind: str, state: str, *, mine: bool = False) -> Word:
    """Return the word of a stored state; an unlisted pair is a mistake of ours, never shown."""
    found = WORDS[kind][str(state)]
    return found.mine if mine and found.mine else found
