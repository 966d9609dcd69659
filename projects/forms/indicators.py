"""Forms of the readings of an indicator and of the lines of the budget."""

from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms

from internships.forms.life import PageWords, RowForm, day_of
from nrc_platform.core.forms import CleanTextField, CrispyForm, spoken
from projects.forms.tools import NumberField
from projects.services.readings import BUDGET_FIELDS
from projects.states import BudgetKind

READ = PageWords(
    "Nouveau relevé", "Ajouter le relevé", "Le relevé est ajouté.", icon="plus-lg", adds=True
)
CORRECT = PageWords(
    "Corriger le relevé",
    "Corriger le relevé",
    "Le relevé est corrigé.",
    after="La première valeur reste lisible sous la courbe, marquée comme corrigée.",
)
BUDGET = PageWords(
    "Nouvelle ligne de budget",
    "Ajouter la ligne",
    "La ligne est ajoutée.",
    icon="plus-lg",
    adds=True,
)
EDIT_BUDGET = PageWords("Modifier la ligne de budget", "Enregistrer", "La ligne est enregistrée.")
REMOVE_BUDGET = PageWords(
    "Retirer la ligne de budget",
    "Retirer la ligne",
    "La ligne est retirée du budget.",
    question="Retirer cette ligne du budget\u00a0?",
    danger=True,
)


class ReadingForm(CrispyForm):
    """A value on a day."""

    on = day_of("Jour", error_messages={"required": "Indiquez le jour du relevé."})
    value = NumberField(label="Valeur", signed=True)
    note = CleanTextField(
        label="Commentaire", max_length=300, required=False, help_text="D’où vient ce chiffre."
    )

    def __init__(self, *args: Any, unit: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if unit:
            self.fields["value"].label = f"Valeur, en {unit}"
        self.helper.layout = Layout(Div("on", "value", css_class="nrc-pair"), "note")


class BudgetForm(RowForm):
    """An expense or a revenue, planned then actual."""

    names = BUDGET_FIELDS
    label = CleanTextField(
        label="Libellé",
        max_length=160,
        error_messages={"required": "Nommez la dépense ou la recette."},
    )
    kind = forms.ChoiceField(label="Nature", choices=spoken(BudgetKind.choices))
    planned = NumberField(label="Prévu, en euros")
    actual = NumberField(label="Réel, en euros", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            *("key", "version", "label"),
            Div("kind", "planned", "actual", css_class="nrc-pair"),
        )
