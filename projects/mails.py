"""Mails about projects."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from nrc_platform.notifications.mails import SUBJECT_LENGTH, Action, Mail
from nrc_platform.notifications.secrets import placeholder


@dataclass(frozen=True)
class SponsorAsked(Mail):
    """To the professional of the company: two minutes on the project, by a link."""

    title: str
    company: str
    school: str
    school_email: str
    name: str
    until: date
    # The path of the link; it lies in no row in clear.
    link: str
    template = "emails/projects/sponsor_asked"
    because = "votre entreprise confie un projet à des étudiants de ce lycée."

    def subject(self) -> str:
        """Return what is asked, of which project; without its title when it is long."""
        whole = f"Votre avis\u00a0: {self.title}"
        return whole if len(whole) <= SUBJECT_LENGTH else "Votre avis sur un projet"

    def action(self) -> Action:
        """Return the link, filled in when the mail leaves."""
        return Action("Donner mon avis", placeholder("link"))

    def context(self) -> dict[str, Any]:
        """Return whom it is for, about what, and until when the link opens."""
        return {
            "title": self.title,
            "company": self.company,
            "school": self.school,
            "school_email": self.school_email,
            "name": self.name,
            "until": self.until,
        }

    def secrets(self) -> Mapping[str, str]:
        """Return the link."""
        return {"link": self.link}

    def __repr__(self) -> str:
        """Say nothing of the link: a repr ends up in logs."""
        return f"{type(self).__name__}()"
