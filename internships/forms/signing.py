"""Forms of a signature on paper, of a signer's address, of another signer."""

from typing import Any

from django import forms

from internships.forms.review import reason
from nrc_platform.core.forms import CleanTextField, CrispyForm, FrenchDateField


class PaperForm(CrispyForm):
    """A page signed by hand: its scan, its date, and who vouches for it."""

    file = forms.FileField(
        label="Page signée",
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf,image/jpeg,image/png"}),
        help_text="Un PDF, ou une photo JPEG ou PNG bien lisible, de 5\u00a0Mo au plus.",
        error_messages={
            "required": "Joignez la page signée, en PDF ou en photo.",
            "empty": "Ce fichier est vide\u00a0: choisissez-en un autre.",
        },
    )
    signed_on = FrenchDateField(
        label="Date portée à côté de la signature",
        error_messages={"required": "Indiquez la date écrite sur le papier."},
    )
    vouch = forms.BooleanField(
        label="J’ai vu cette signature sur le papier et je l’atteste",
        error_messages={"required": "Cochez pour attester que vous avez vu la signature."},
    )


class AddressForm(CrispyForm):
    """Where a signer is reached; changing it never touches a signature."""

    email = forms.EmailField(
        label="Adresse électronique",
        required=False,
        error_messages={"invalid": "Cette adresse n’est pas lisible\u00a0: vérifiez-la."},
    )
    phone = CleanTextField(label="Téléphone", max_length=20, required=False)


class ReplaceForm(CrispyForm):
    """Somebody else who signs in the same capacity."""

    name = CleanTextField(
        label="Prénom et nom",
        max_length=160,
        error_messages={"required": "Écrivez qui signe à la place."},
    )
    quality = CleanTextField(label="Qualité", max_length=120, required=False)
    email = forms.EmailField(
        label="Adresse électronique",
        required=False,
        error_messages={"invalid": "Cette adresse n’est pas lisible\u00a0: vérifiez-la."},
    )
    phone = CleanTextField(label="Téléphone", max_length=20, required=False)
    reason = reason("Motif", "Écrivez pourquoi une autre personne signe.", most=300, rows=2)


class DelegateForm(CrispyForm):
    """Why a colleague proposed by the company will not sign; nothing to write when accepted."""

    reason = reason(
        "Motif, si vous refusez",
        "Écrivez pourquoi cette personne ne signera pas.",
        rows=2,
    )

    def __init__(self, *args: Any, accepts: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = not accepts
