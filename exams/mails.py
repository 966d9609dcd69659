"""Mails about fiches: handed in, sent back, visaed; never a word of their text."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from exams.facts import FicheFacts
from nrc_platform.notifications.mails import Action, Mail


def _named(facts: FicheFacts) -> str:
    return f"fiche E4 n° {facts.slot}" if facts.slot else "fiche E4"


@dataclass(frozen=True)
class FicheSubmitted(Mail):
    """To the teachers: a student handed a fiche in."""

    facts: FicheFacts
    template = "emails/exams/fiche_submitted"
    because = "vous enseignez dans cette promotion."

    def subject(self) -> str:
        """Return verb, object, person."""
        return f"À viser : {_named(self.facts)} de {self.facts.candidate}"

    def action(self) -> Action:
        """Return the page of the fiche."""
        return Action("Lire et viser la fiche", reverse("exams:fiche", args=[self.facts.fiche]))

    def context(self) -> dict[str, Any]:
        """Return who handed what in, and when."""
        return {"facts": self.facts, "named": _named(self.facts)}


@dataclass(frozen=True)
class FicheReturned(Mail):
    """To the student: the fiche is to be taken up again."""

    facts: FicheFacts
    remarks: int
    template = "emails/exams/fiche_returned"
    because = "vous avez remis cette fiche."

    def subject(self) -> str:
        """Return verb and object."""
        return f"À reprendre : votre {_named(self.facts)}"

    def action(self) -> Action:
        """Return the form of the fiche."""
        address = reverse("exams:fiche_edit", args=[self.facts.fiche])
        return Action("Lire les remarques et reprendre", address)

    def context(self) -> dict[str, Any]:
        """Return how many remarks wait."""
        return {"facts": self.facts, "named": _named(self.facts), "remarks": self.remarks}


@dataclass(frozen=True)
class VisaGranted(Mail):
    """To the student: the fiche is visaed, its PDF is being made."""

    facts: FicheFacts
    template = "emails/exams/visa_granted"
    because = "vous avez remis cette fiche."

    def subject(self) -> str:
        """Return what happened to what."""
        return f"Visée : votre {_named(self.facts)}"

    def action(self) -> Action:
        """Return the page of the PDF."""
        address = reverse("exams:fiche_pdf", args=[self.facts.fiche])
        return Action("Télécharger le PDF", address)

    def context(self) -> dict[str, Any]:
        """Return who granted the visa, and when."""
        return {"facts": self.facts, "named": _named(self.facts)}
