"""Who may sign when, and the words one signs under: pure, from loaded rows."""

import hashlib
from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date

from nrc_platform.core.text import fold
from nrc_platform.signatures.models import Signer, SigningRequest
from nrc_platform.signatures.states import AWAITED, Capacity, ReminderStep

CONSENT_CODE, CONSENT_VERSION = "sign", 1
CONSENT_BODY = (
    "J’ai lu le document «\u00a0{document}\u00a0» et j’accepte de le signer électroniquement "
    "{on_behalf}."
)
AFTER_INVITATION = ((ReminderStep.D3, 3), (ReminderStep.D7, 7))
BEFORE_DUE_DAYS, SHORTEST_WAIT_DAYS = 2, 2
_VOWELS = "aeéèêiouyh"


def open_rank(signers: Iterable[Signer]) -> int | None:
    """Return the rank whose turn it is: the first with an obligatory signature to come."""
    ranks = [row.rank for row in signers if row.required and row.state in AWAITED]
    return min(ranks) if ranks else None


def is_turn_of(signer: Signer, signers: Iterable[Signer]) -> bool:
    """Return whether everybody of the ranks before has signed; same rank, in parallel."""
    rank = open_rank(signers)
    return rank is not None and signer.rank <= rank


def of_capacity(label: str) -> str:
    """Return « d’étudiant », « de tuteur en entreprise »."""
    return f"d’{label}" if fold(label)[:1] in _VOWELS else f"de {label}"


def on_behalf(signer: Signer, school: str) -> str:
    """Return « au nom de Hygial Services », or « en qualité d’étudiant »."""
    if Capacity.SCHOOL_HEAD in signer.capacities:
        return f"au nom de l’établissement {school}"
    if signer.organisation:
        return f"au nom de {signer.organisation}"
    return "en qualité " + " et ".join(of_capacity(each) for each in signer.capacity_labels)


@dataclass(frozen=True)
class Consent:
    """The sentence shown beside the box, and the version it comes from."""

    text: str
    code: str = CONSENT_CODE
    version: int = CONSENT_VERSION

    @property
    def sha256(self) -> str:
        """Return the hash of the sentence as it is shown."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def document_words(request: SigningRequest) -> str:
    """Return « Convention CV-27-0142, version 2 »."""
    return f"{request.title}, version {request.round}"


def consent_of(signer: Signer, request: SigningRequest, school: str) -> Consent:
    """Return the sentence that person accepts."""
    text = CONSENT_BODY.format(
        document=document_words(request), on_behalf=on_behalf(signer, school)
    )
    return Consent(text)


def is_name_of(typed: str, name: str) -> bool:
    """Return whether a typed name shares a word with the expected one, case and accents aside."""
    words = {word for word in fold(typed).replace("-", " ").split() if len(word) > 1}
    expected = set(fold(name).replace("-", " ").split())
    return bool(words & expected)


def due_step(
    *, invited_on: date, due_on: date | None, today: date, sent: Container[str]
) -> ReminderStep | None:
    """
    Return the reminder that a signer is to get on that day.

    - three and seven days after the invitation, two days before the last day;
    - a day missed is made up for, but never two steps: only the last one reached counts;
    - near the last day, no other step than its own; after it, none: the school acts.
    """
    if due_on is not None and today > due_on:
        return None
    if due_on is not None and (due_on - today).days <= BEFORE_DUE_DAYS:
        reached = ReminderStep.BEFORE_DUE
    else:
        days = (today - invited_on).days
        steps = [step for step, wait in AFTER_INVITATION if days >= wait]
        if not steps:
            return None
        reached = steps[-1]
    # Invited that very day, or the day before: the invitation is reminder enough.
    if (today - invited_on).days < SHORTEST_WAIT_DAYS or reached in sent:
        return None
    return reached
