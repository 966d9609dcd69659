"""Forms of the end of a stage: attestation taken back, weeks dispensed."""

from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms

from internships.forms.fields import long_text
from internships.forms.life import PageWords, day_of
from internships.forms.papers import file_field
from internships.states import DispensationKind
from nrc_platform.core.forms import CleanTextField, CrispyForm, spoken

MAKE = PageWords(
    "Établir l’attestation",
    "Établir l’attestation",
    "L’attestation est établie. Elle se signe par l’entreprise.",
    icon="file-earmark-check",
    question="Établir l’attestation de ce stage\u00a0?",
)
CANCEL = PageWords(
    "Annuler l’attestation",
    "Annuler l’attestation",
    "L’attestation est annulée. Une autre peut être établie.",
    icon="x-circle",
    question="Annuler cette attestation\u00a0?",
    danger=True,
)
DISPENSE = PageWords(
    "Enregistrer une dispense de semaines",
    "Enregistrer la dispense",
    "La dispense est enregistrée.",
    icon="plus-lg",
    after="La dispense baisse le nombre de semaines demandées, pas les six semaines de suite, "
    "sauf si la décision le dit.",
)


class CancelAttestationForm(CrispyForm):
    """Why an attestation is taken back."""

    reason = long_text(
        "Motif",
        most=300,
        rows=2,
        error_messages={"required": "Dites pourquoi l’attestation est annulée."},
    )


class DispensationForm(CrispyForm):
    """A decision that lowers the weeks of a student."""

    kind = forms.ChoiceField(label="Fondement", choices=spoken(DispensationKind.choices))
    weeks = forms.IntegerField(
        label="Semaines accordées",
        min_value=1,
        max_value=52,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": "Écrivez un nombre de semaines, par exemple 2."},
    )
    lifts_consecutive = forms.BooleanField(
        label="La décision dispense aussi des six semaines de suite", required=False
    )
    decision = CleanTextField(label="Référence de la décision", max_length=120)
    decided_on = day_of("Décidée le")
    file = file_field(
        "Décision", "PDF de 5\u00a0Mo au plus.", "Joignez la décision\u00a0: elle fait foi."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            Div("kind", "weeks", css_class="nrc-pair"),
            "lifts_consecutive",
            Div("decision", "decided_on", css_class="nrc-pair"),
            "file",
        )
