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

WORDS: dict[str, dict[str, Word]] = {
    "fiche": {
        "draft": Word("Brouillon", "rest", "pencil"),
        "submitted": Word("Remise", "wait", "send", mine=_TO_SIGN_OFF),
        "returned": Word("À reprendre", "watch", "arrow-return-left"),
        "visaed": Word("Visée", "done", "check2"),
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
