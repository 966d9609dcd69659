"""A mail of the tests, with a fact, a thing to do and a secret."""

from typing import Any, ClassVar

from nrc_platform.notifications.mails import Action, Mail


class Probe(Mail):
    """What a mail of the product is, at its smallest."""

    template: ClassVar[str] = "emails/web/account"
    because: ClassVar[str] = "vous êtes l’élève de cette fiche."

    def __init__(self, who: str = "Bob", code: str = "") -> None:
        self.who = who
        self.code = code

    def subject(self) -> str:
        return "À reprendre avant le 12 janvier : votre fiche E4"

    def action(self) -> Action:
        return Action("Ouvrir la fiche", "/epreuves/")

    def context(self) -> dict[str, Any]:
        return {
            "intro": f"{self.who} a relu votre fiche.",
            "text": "Trois rubriques sont à reprendre.",
            "has_code": bool(self.code),
        }

    def secrets(self) -> dict[str, str]:
        return {"code": self.code} if self.code else {}
