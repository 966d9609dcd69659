"""What our verifier says of a file: one verdict, its French sentence, and what was read."""

from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

# The name of the field says which of our two files this is; nobody else's seal has these names.
PRESENTED = "NRC-presente"
FINAL = "NRC-final"
FIELDS = (PRESENTED, FINAL)


class Verdict(StrEnum):
    """The one answer given for a file."""

    SEALED = "sealed"
    BYTES_ADDED = "bytes_added"
    REVISION_ADDED = "revision_added"
    CONTENT_CHANGED = "content_changed"
    OTHER_ISSUER = "other_issuer"
    CERTIFICATE_EXPIRED = "certificate_expired"
    CERTIFICATE_REVOKED = "certificate_revoked"
    UNSEALED = "unsealed"
    UNREADABLE = "unreadable"


SENTENCES = {
    Verdict.SEALED: (
        "Cachet intact\u00a0: rien n’a changé dans ce fichier depuis que la plateforme l’a scellé."
    ),
    Verdict.BYTES_ADDED: (
        "Modifié après le cachet\u00a0: {added} {have} à la fin. Demandez l’original."
    ),
    Verdict.REVISION_ADDED: (
        "Modifié après le cachet\u00a0: une révision de {added} change le contenu, les champs ou "
        "les signatures. Demandez l’original."
    ),
    Verdict.CONTENT_CHANGED: (
        "Le contenu a été changé sous le cachet\u00a0: ce n’est plus ce que la plateforme a "
        "scellé. N’en tenez pas compte et demandez l’original."
    ),
    Verdict.OTHER_ISSUER: (
        "Ce fichier porte un cachet intact, mais ce n’est pas celui de la plateforme. "
        "Demandez à l’établissement l’exemplaire qu’elle a scellé."
    ),
    Verdict.CERTIFICATE_EXPIRED: (
        "Le cachet a été posé en dehors des dates de validité de son certificat. "
        "Demandez à l’établissement un exemplaire scellé de nouveau."
    ),
    Verdict.CERTIFICATE_REVOKED: (
        "Le certificat de ce cachet a été révoqué\u00a0: le cachet seul ne prouve plus rien. "
        "Vérifiez le document par sa référence, ou demandez-en un nouvel exemplaire."
    ),
    Verdict.UNSEALED: (
        "Ce PDF ne porte pas de cachet\u00a0: ce n’est pas l’original. "
        "Demandez l’exemplaire scellé."
    ),
    Verdict.UNREADABLE: (
        "Ce fichier ne peut pas être vérifié\u00a0: il est abîmé, protégé par un mot de passe, ou "
        "ce n’est pas un PDF. Demandez de nouveau l’original."
    ),
}


@dataclass(frozen=True)
class Embedded:
    """A file that the PDF carries."""

    name: str
    sha256: str


@dataclass(frozen=True)
class Report:
    """
    The verdict, and what could be read; nothing else may be believed when it is not `sealed`.

    - `signed_at` is what the seal claims; `stamped_at` is what an authority said, and
      `stamp_trusted` whether that authority is one of `TSA_ROOTS`;
    - `added` counts the bytes that follow the sealed part.
    """

    verdict: Verdict
    field: str | None = None
    signed_at: datetime | None = None
    stamped_at: datetime | None = None
    stamp_trusted: bool = False
    certificate_sha256: str | None = None
    added: int = 0
    attachments: tuple[Embedded, ...] = ()

    @property
    def sentence(self) -> str:
        """Return what a person reads."""
        have = "a été ajouté" if self.added == 1 else "ont été ajoutés"
        return SENTENCES[self.verdict].format(added=_bytes(self.added), have=have)

    def as_dict(self) -> dict[str, Any]:
        """Return what goes through JSON."""
        values = asdict(self)
        for name in ("signed_at", "stamped_at"):
            values[name] = values[name] and values[name].isoformat()
        return values

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> "Report":
        """Return the report that came through JSON."""
        moments = {
            name: datetime.fromisoformat(values[name]) if values[name] else None
            for name in ("signed_at", "stamped_at")
        }
        embedded = tuple(Embedded(**one) for one in values["attachments"])
        verdict = Verdict(values["verdict"])
        return cls(**{**values, **moments, "verdict": verdict, "attachments": embedded})


def _bytes(count: int) -> str:
    grouped = f"{count:,}".replace(",", "\u202f")
    return f"{grouped}\u00a0{'octet' if count == 1 else 'octets'}"
