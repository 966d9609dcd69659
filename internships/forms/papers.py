"""Forms of the supporting papers."""

from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms

from internships.forms.fields import long_text
from internships.forms.life import PageWords, day_of
from internships.states import PaperKind
from nrc_platform.core.forms import CleanTextField, CrispyForm, spoken

GIVE = PageWords(
    "Donner une pièce",
    "Donner la pièce",
    "La pièce est donnée. Le bureau des stages la vérifie.",
    icon="upload",
    after="Une photo lisible suffit. Le bureau des stages la vérifie et vous répond ici.",
)
CHECK = PageWords("Vérifier la pièce", "Enregistrer", "La pièce est vérifiée.")
WITHDRAW = PageWords(
    "Retirer la pièce",
    "Retirer la pièce",
    "La pièce est retirée.",
    question="Retirer cette pièce avant qu’elle soit vérifiée\u00a0?",
    danger=True,
)


def file_field(label: str, help_text: str, missing: str) -> forms.FileField:
    """Return the field of a file: its content is looked at by the service."""
    return forms.FileField(
        label=label,
        max_length=255,
        help_text=help_text,
        error_messages={
            "required": missing,
            "empty": "Ce fichier est vide. Choisissez-en un autre.",
            "max_length": "Le nom de ce fichier est trop long. Renommez-le.",
        },
    )


class PaperForm(CrispyForm):
    """A paper to give."""

    kind = forms.ChoiceField(label="Pièce", choices=spoken(PaperKind.choices))
    file = file_field(
        "Fichier", "PDF, JPEG ou PNG, 5\u00a0Mo au plus.", "Choisissez le fichier ou la photo."
    )
    insurer = CleanTextField(label="Organisme", max_length=120, required=False)
    number = CleanTextField(label="Numéro", max_length=60, required=False)
    expires_on = day_of(
        "Valable jusqu’au", required=False, help_text="Demandé pour une assurance."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            "kind",
            "file",
            Div("insurer", "number", "expires_on", css_class="nrc-pair"),
        )


class CheckPaperForm(CrispyForm):
    """Whether a paper does; why it does not."""

    answer = forms.ChoiceField(
        label="Réponse",
        choices=[("accept", "La pièce convient"), ("refuse", "La pièce ne convient pas")],
        widget=forms.RadioSelect,
        error_messages={"required": "Dites si la pièce convient."},
    )
    reason = long_text(
        "Motif du refus",
        most=300,
        rows=2,
        required=False,
        help_text="L’étudiant lit ce motif et donne une autre pièce.",
    )
