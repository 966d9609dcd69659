"""Mails of accounts: codes and security notices, in our words and through our outbox."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.urls import reverse

from nrc_platform.notifications.mails import Action, Mail


@dataclass(frozen=True)
class Words:
    """How one of the mails of accounts is said."""

    subject: str
    intro: str
    body: str = ""
    action: tuple[str, str] | None = None
    alert: bool = False


_SECURITY = ("Vérifier mes preuves d’identité", "mfa_index")
_NOT_YOU = (
    "Si ce n’est pas vous, changez votre mot de passe tout de suite et prévenez l’établissement."
)
# By the last part of allauth's template name.
WORDS: dict[str, Words] = {
    "login_code": Words(
        "Votre code de connexion",
        "Vous avez demandé à vous connecter avec un code.",
        "Saisissez-le dans la page de connexion restée ouverte. Il vaut dix minutes et sert une "
        "fois. Ne le donnez à personne : nous ne le demandons jamais.",
    ),
    "password_reset_code": Words(
        "Votre code pour changer de mot de passe",
        "Vous avez demandé à choisir un nouveau mot de passe.",
        "Saisissez-le dans la page restée ouverte. Il vaut quelques minutes et sert une fois. "
        "Si vous n’avez rien demandé, ne faites rien : votre mot de passe reste le même.",
    ),
    "unknown_account": Words(
        "Aucun compte à cette adresse",
        "Quelqu’un, sans doute vous, a voulu se connecter avec cette adresse électronique.",
        "Aucun compte ne la porte. Votre établissement crée les comptes : demandez-lui quelle "
        "adresse il a notée. Si vous n’avez rien demandé, ne faites rien.",
    ),
    "account_already_exists": Words(
        "Vous avez déjà un compte",
        "Quelqu’un, sans doute vous, a voulu créer un compte avec cette adresse électronique.",
        "Vous en avez déjà un : connectez-vous, avec un code si vous avez oublié le mot de passe.",
        ("Me connecter", "account_login"),
    ),
    "password_changed": Words(
        "Votre mot de passe a changé",
        "Le mot de passe de votre compte vient de changer.",
        action=_SECURITY,
        alert=True,
    ),
    "password_set": Words(
        "Vous avez choisi un mot de passe",
        "Votre compte a maintenant un mot de passe.",
        action=_SECURITY,
        alert=True,
    ),
    "password_reset": Words(
        "Votre mot de passe a changé",
        "Un nouveau mot de passe a été choisi pour votre compte.",
        action=_SECURITY,
        alert=True,
    ),
    "totp_activated": Words(
        "Application de codes ajoutée",
        "Votre compte demande maintenant un code de votre application à la connexion.",
        action=_SECURITY,
        alert=True,
    ),
    "totp_deactivated": Words(
        "Application de codes retirée",
        "Votre compte ne demande plus de code d’application à la connexion.",
        action=_SECURITY,
        alert=True,
    ),
    "webauthn_added": Words(
        "Clé d’accès ajoutée",
        "Une clé d’accès a été ajoutée à votre compte.",
        action=_SECURITY,
        alert=True,
    ),
    "webauthn_removed": Words(
        "Clé d’accès retirée",
        "Une clé d’accès a été retirée de votre compte.",
        action=_SECURITY,
        alert=True,
    ),
    "recovery_codes_generated": Words(
        "Nouveaux codes de secours",
        "De nouveaux codes de secours ont été créés pour votre compte ; les anciens ne valent "
        "plus rien.",
        action=_SECURITY,
        alert=True,
    ),
}
_OTHER = Words(
    "Votre compte a changé",
    "Les réglages de sécurité de votre compte viennent de changer.",
    action=_SECURITY,
    alert=True,
)


class AccountMail(Mail):
    """One of allauth's mails in our words; its code never reaches the database in clear."""

    template: ClassVar[str] = "emails/web/account"
    because: ClassVar[str] = "cette adresse sert à se connecter à la plateforme."

    def __init__(self, words: Words, *, code: str = "") -> None:
        self._words = words
        self._code = code

    @classmethod
    def of(cls, template_prefix: str, context: Mapping[str, Any]) -> "AccountMail":
        """Return the mail that allauth means by that template, « account/email/login_code »."""
        name = template_prefix.rpartition("/")[2]
        return cls(WORDS.get(name, _OTHER), code=str(context.get("code") or ""))

    def subject(self) -> str:
        """Return the subject: never the code itself, which lock screens would show."""
        return self._words.subject

    def action(self) -> Action | None:
        """Return the page to go to, for a notice."""
        if self._words.action is None:
            return None
        label, name = self._words.action
        return Action(label, reverse(name))

    def context(self) -> dict[str, Any]:
        """Return the words."""
        body = _NOT_YOU if self._words.alert else self._words.body
        return {"intro": self._words.intro, "text": body, "has_code": bool(self._code)}

    def secrets(self) -> Mapping[str, str]:
        """Return the code."""
        return {"code": self._code} if self._code else {}
