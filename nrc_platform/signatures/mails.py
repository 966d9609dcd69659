"""The mail of a code."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nrc_platform.notifications.mails import Mail
from nrc_platform.signatures.facts import LinkCode


@dataclass(frozen=True)
class LinkCodeMail(Mail):
    """To the person of a link: the six digits that open it; they lie in no row in clear."""

    facts: LinkCode
    code: str
    template = "emails/signatures/link_code"
    because = "quelqu’un, sans doute vous, a ouvert un lien envoyé à cette adresse."

    def subject(self) -> str:
        """Return what it is for: never the code itself, which lock screens would show."""
        return "Votre code pour ouvrir le lien du lycée"

    def context(self) -> dict[str, Any]:
        """Return whom the code is for, and whose link it opens."""
        return {"facts": self.facts}

    def secrets(self) -> Mapping[str, str]:
        """Return the code."""
        return {"code": self.code}

    def __repr__(self) -> str:
        """Say nothing of the code: a repr ends up in logs."""
        return "LinkCodeMail()"
