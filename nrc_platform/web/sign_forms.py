"""What is filled in on the page where one signs, and on the other ways out of it."""

from django import forms

from internships.forms.review import reason
from nrc_platform.core.forms import CleanTextField, CrispyForm
from nrc_platform.signatures.services.online import NAME_MISSING, UNTICKED

TYPED = {"class": "nrc-typed", "autocomplete": "name", "spellcheck": "false"}


class SignForm(CrispyForm):
    """The box to tick, the name that stands for a signature, and what was shown beside them."""

    consent = forms.BooleanField(label="J’accepte", error_messages={"required": UNTICKED})
    typed_name = CleanTextField(
        label="Vos prénom et nom",
        max_length=160,
        widget=forms.TextInput(attrs=TYPED),
        help_text="Ils tiennent lieu de signature.",
        error_messages={"required": NAME_MISSING},
    )
    drawn = forms.CharField(
        required=False,
        max_length=150_000,
        widget=forms.HiddenInput(attrs={"data-nrc-sign-data": ""}),
    )
    document_sha256 = forms.CharField(required=False, widget=forms.HiddenInput)
    consent_sha256 = forms.CharField(required=False, widget=forms.HiddenInput)


class SeveralForm(CrispyForm):
    """One box and one name for several documents, each signed apart."""

    consent = forms.BooleanField(
        label="J’accepte",
        error_messages={
            "required": "Cochez la case pour dire que vous acceptez de signer ces documents."
        },
    )
    typed_name = CleanTextField(
        label="Vos prénom et nom",
        max_length=160,
        widget=forms.TextInput(attrs=TYPED),
        help_text="Ils tiennent lieu de signature.",
        error_messages={"required": NAME_MISSING},
    )


class ChangeForm(CrispyForm):
    """What should be corrected before signing."""

    comment = reason(
        "Ce qu’il faut corriger",
        "Écrivez ce qu’il faut corriger\u00a0: le lycée le lira.",
        rows=4,
    )


class RefusalForm(CrispyForm):
    """Why one does not sign."""

    reason = reason(
        "Votre raison", "Écrivez votre raison en quelques mots\u00a0: le lycée la lira."
    )


class ColleagueForm(CrispyForm):
    """Who should sign in one's place."""

    name = CleanTextField(
        label="Prénom et nom de la personne",
        max_length=160,
        error_messages={"required": "Écrivez le nom de la personne qui doit signer."},
    )
    quality = CleanTextField(label="Sa fonction", max_length=160, required=False)
    email = forms.EmailField(
        label="Son adresse électronique",
        widget=forms.EmailInput(attrs={"inputmode": "email", "autocomplete": "off"}),
        error_messages={
            "required": "Écrivez l’adresse de cette personne\u00a0: son lien y sera envoyé.",
            "invalid": "Cette adresse n’est pas lisible\u00a0: vérifiez-la.",
        },
    )
    phone = CleanTextField(
        label="Son téléphone",
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    message = reason("Un mot pour le lycée", "", rows=2)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["message"].required = False
