"""Sign-in and account forms, in our words."""

from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn

NEW_PASSWORD = "Au moins 15 caractères ; une phrase que vous retenez convient."  # noqa: S105
CODE = "Code à 6 chiffres"


class _Words:
    """Give allauth's fields our labels and helps, and take their placeholders away."""

    fields: dict[str, Any]
    labels: ClassVar[dict[str, str]] = {}
    helps: ClassVar[dict[str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.helps.get(name, "")
            if name == "code":
                field.widget.attrs["inputmode"] = "numeric"


class LoginForm(_Words, account.LoginForm):
    """E-mail and password."""

    labels: ClassVar[dict[str, str]] = {
        "login": "Adresse électronique",
        "password": "Mot de passe",
    }


class RequestLoginCodeForm(_Words, account.RequestLoginCodeForm):
    """E-mail to which a code goes; the sign-in page sends its own field `login`."""

    labels: ClassVar[dict[str, str]] = {"email": "Adresse électronique"}

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        if data is not None and "login" in data and "email" not in data:
            data = {"email": data["login"]}
        super().__init__(data, *args, **kwargs)


class ConfirmLoginCodeForm(_Words, account.ConfirmLoginCodeForm):
    """The code received."""

    labels: ClassVar[dict[str, str]] = {"code": CODE}


class ConfirmPasswordResetCodeForm(_Words, account.ConfirmPasswordResetCodeForm):
    """The code received before choosing a password."""

    labels: ClassVar[dict[str, str]] = {"code": CODE}


class ReauthenticateForm(_Words, account.ReauthenticateForm):
    """The password again."""

    labels: ClassVar[dict[str, str]] = {"password": "Mot de passe"}


class ChangePasswordForm(_Words, account.ChangePasswordForm):
    """A new password in place of the present one."""

    labels: ClassVar[dict[str, str]] = {
        "oldpassword": "Mot de passe actuel",
        "password1": "Nouveau mot de passe",
        "password2": "Nouveau mot de passe, une seconde fois",
    }
    helps: ClassVar[dict[str, str]] = {"password1": NEW_PASSWORD}


class SetPasswordForm(_Words, account.SetPasswordForm):
    """A first password."""

    labels: ClassVar[dict[str, str]] = {
        "password1": "Mot de passe",
        "password2": "Mot de passe, une seconde fois",
    }
    helps: ClassVar[dict[str, str]] = {"password1": NEW_PASSWORD}


class ResetPasswordForm(_Words, account.ResetPasswordForm):
    """E-mail of a forgotten password."""

    labels: ClassVar[dict[str, str]] = {"email": "Adresse électronique"}


class ResetPasswordKeyForm(_Words, account.ResetPasswordKeyForm):
    """A new password after the code."""

    labels: ClassVar[dict[str, str]] = {
        "password1": "Nouveau mot de passe",
        "password2": "Nouveau mot de passe, une seconde fois",
    }
    helps: ClassVar[dict[str, str]] = {"password1": NEW_PASSWORD}


class AuthenticateForm(_Words, mfa.AuthenticateForm):
    """The second factor: a code of the application, or a recovery code."""

    labels: ClassVar[dict[str, str]] = {"code": "Code de l’application, ou code de secours"}


class SecondFactorAgainForm(_Words, mfa.ReauthenticateForm):
    """The second factor again."""

    labels: ClassVar[dict[str, str]] = {"code": "Code de l’application, ou code de secours"}


class ActivateTOTPForm(_Words, totp.ActivateTOTPForm):
    """The first code shown by the application."""

    labels: ClassVar[dict[str, str]] = {"code": "Code affiché par l’application"}


class AddWebAuthnForm(_Words, webauthn.AddWebAuthnForm):
    """A new passkey."""

    labels: ClassVar[dict[str, str]] = {
        "name": "Nom de la clé",
        "passwordless": "Me connecter avec cette clé seule, sans mot de passe",
    }
    helps: ClassVar[dict[str, str]] = {
        "name": "Pour la reconnaître, par exemple « Téléphone » ou « Clé bleue ».",
        "passwordless": "L’appareil demandera votre empreinte, votre visage ou son code.",
    }


class EditWebAuthnForm(_Words, webauthn.EditWebAuthnForm):
    """Another name for a passkey."""

    labels: ClassVar[dict[str, str]] = {"name": "Nom de la clé"}
