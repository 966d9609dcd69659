"""Mails to those who sign: the code, the invitation, what became of their signature."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.urls import reverse
from django.utils import timezone

from nrc_platform.core.dates import day_month
from nrc_platform.notifications.mails import Action, Mail, fitting
from nrc_platform.notifications.secrets import placeholder
from nrc_platform.signatures.facts import Invitation, LinkCode


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


def _before(due: datetime | None) -> tuple[str, str]:
    """Return the deadline in words and in figures, or nothing twice."""
    if due is None:
        return "", ""
    return f" avant le {day_month(due)}", f" avant le {timezone.localtime(due):%d/%m}"


@dataclass(frozen=True, repr=False)
class SignerMail(Mail):
    """What every mail to a signer shares: a fresh link, or the page of their account."""

    facts: Invitation
    # The path of the link; it lies in no row in clear. Empty for whoever has an account.
    link: str
    begins: ClassVar[str] = ""
    label: ClassVar[str] = "Lire et signer"
    because = "vous êtes une des personnes qui signent ce document."

    def subject(self) -> str:
        """Return verb, date and object; the number for the names, then figures, when too long."""
        due = self.facts.due_at if self.begins.startswith("À") else None
        when, brief = _before(due)
        return fitting(
            f"{self.begins}{when}\u00a0: {self.facts.label}",
            f"{self.begins}{when}\u00a0: {self.facts.title}",
            f"{self.begins}{brief}\u00a0: {self.facts.title}",
        )

    def action(self) -> Action | None:
        """Return the link, filled in when the mail leaves."""
        if self.facts.has_account:
            return Action(self.label, reverse("web:sign", args=[self.facts.signer]))
        return Action(self.label, placeholder("link"))

    def context(self) -> dict[str, Any]:
        """Return what is signed, by whom, and before when."""
        return {"facts": self.facts}

    def secrets(self) -> Mapping[str, str]:
        """Return the link."""
        return {"link": self.link} if self.link else {}

    def __repr__(self) -> str:
        """Say nothing of the link: a repr ends up in logs."""
        return f"{type(self).__name__}()"


@dataclass(frozen=True, repr=False)
class Invited(SignerMail):
    """To a signer whose turn it is."""

    template = "emails/signatures/invited"
    begins = "À signer"


@dataclass(frozen=True, repr=False)
class LinkRenewed(SignerMail):
    """To a signer whose link was dead: here is another."""

    template = "emails/signatures/link_renewed"
    begins = "Nouveau lien"


@dataclass(frozen=True, repr=False)
class Reminded(SignerMail):
    """To a signer who has not signed: every document that waits for them, in one mail."""

    documents: tuple[str, ...] = ()
    template = "emails/signatures/reminded"
    begins = "Rappel, à signer"

    def subject(self) -> str:
        """Return verb, date and object; the day in figures when the words are long."""
        several = len(self.documents) > 1
        long, short = (self.facts.label, self.facts.title)
        if several:
            long = short = f"{len(self.documents)}\u00a0documents"
        when, brief = _before(self.facts.due_at)
        return fitting(
            f"{self.begins}{when}\u00a0: {long}",
            f"{self.begins}{brief}\u00a0: {short}",
            f"Rappel{brief}\u00a0: {short}",
        )

    def context(self) -> dict[str, Any]:
        """Return the documents, too, when there are several."""
        listed = self.documents if len(self.documents) > 1 else ()
        return {"facts": self.facts, "documents": listed}


@dataclass(frozen=True, repr=False)
class DelegateRefused(SignerMail):
    """To a signer whose colleague the school did not accept."""

    reason: str
    template = "emails/signatures/delegate_refused"
    begins = "À signer"

    def context(self) -> dict[str, Any]:
        """Return why, too."""
        return {"facts": self.facts, "reason": self.reason}


@dataclass(frozen=True, repr=False)
class SignedReceipt(SignerMail):
    """To a signer: the signature is recorded; nothing more to do."""

    template = "emails/signatures/receipt"
    begins = "Signature reçue"
    label = "Revoir le document"

    def action(self) -> Action | None:
        """Return the page of an account; a new link would close the visit under way."""
        return super().action() if self.facts.has_account else None


@dataclass(frozen=True, repr=False)
class CopyReady(SignerMail):
    """To every signer: all have signed, the sealed file opens by a link and a fresh code."""

    template = "emails/signatures/copy_ready"
    begins = "Signé par tous"
    label = "Ouvrir le document scellé"
