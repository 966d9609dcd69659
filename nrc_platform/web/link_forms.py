"""The one field of a link's door."""

from django import forms

from nrc_platform.core.forms import CrispyForm

WRONG_LENGTH = "Le code compte 6 chiffres\u00a0: recopiez-le du dernier courriel."
MISSING = "Saisissez le code reçu par courriel."


class LinkCodeForm(CrispyForm):
    """The six digits, typed or pasted, spaces and dashes forgiven."""

    code = forms.CharField(
        label="Code à 6 chiffres",
        max_length=60,
        error_messages={"required": MISSING, "max_length": WRONG_LENGTH},
        widget=forms.TextInput(
            attrs={
                "class": "nrc-code",
                "inputmode": "numeric",
                "autocomplete": "one-time-code",
                "spellcheck": "false",
            }
        ),
    )

    def clean_code(self) -> str:
        """Return the digits alone."""
        typed = "".join(self.cleaned_data["code"].split()).replace("-", "")
        if len(typed) != 6 or not (typed.isascii() and typed.isdigit()):
            raise forms.ValidationError(WRONG_LENGTH)
        return typed
