"""Forms of the plan of actions: an action, a task, an hour."""

from collections.abc import Mapping, Sequence
from typing import Any

from crispy_forms.layout import Div, Fieldset, Layout
from django import forms

from internships.forms.fields import RowField, RowsField, long_text
from internships.forms.life import PageWords, RowForm, day_of
from nrc_platform.core.forms import CleanTextField, CrispyForm
from projects.forms.tools import NumberField
from projects.models import Constraint, Indicator, Member
from projects.services.actions import FIELDS

ADD = PageWords(
    "Nouvelle action", "Ajouter au plan", "L’action est au plan.", icon="plus-lg", adds=True
)
EDIT = PageWords("Modifier l’action", "Enregistrer l’action", "L’action est enregistrée.")
REMOVE = PageWords(
    "Retirer l’action",
    "Retirer l’action",
    "L’action est retirée du plan.",
    question="Retirer cette action du plan\u00a0?",
    danger=True,
)
TASK = PageWords(
    "Nouvelle tâche", "Ajouter la tâche", "La tâche est ajoutée.", icon="plus-lg", adds=True
)
REMOVE_TASK = PageWords(
    "Retirer la tâche",
    "Retirer la tâche",
    "La tâche est retirée.",
    question="Retirer cette tâche\u00a0?",
    danger=True,
)


def names_of(members: Sequence[Member]) -> dict[Any, str]:
    """Return what each member is called in a list."""
    return {row.pk: str(row.student) for row in members}


class ActionForm(RowForm):
    """A line of the plan: who, when, how much, how well, at what cost, planned then done."""

    names = FIELDS
    label = CleanTextField(
        label="Action",
        max_length=200,
        error_messages={"required": "Nommez l’action par un verbe\u00a0: appeler, relancer…"},
    )
    owners = RowsField(label="Qui s’en charge", required=False)
    starts_on = day_of("Du", error_messages={"required": "Indiquez le premier jour."})
    ends_on = day_of("Au", error_messages={"required": "Indiquez le dernier jour."})
    quantity_planned = NumberField(label="Quantité prévue", required=False)
    quantity_done = NumberField(label="Quantité réalisée", required=False)
    quantity_unit = CleanTextField(
        label="Unité", max_length=40, required=False, help_text="appels, visites, devis…"
    )
    quality_planned = long_text("Qualité attendue", most=1000, rows=2, required=False)
    quality_done = long_text("Qualité obtenue", most=1000, rows=2, required=False)
    cost_planned = NumberField(label="Coût prévu, en euros", required=False)
    cost_done = NumberField(label="Coût réel, en euros", required=False)
    constraints = RowsField(label="Contraintes dont elle tient compte", required=False)
    indicator = RowField(label="Indicateur qu’elle sert", empty="Aucun", required=False)

    def __init__(
        self,
        *args: Any,
        members: Sequence[Member],
        limits: Sequence[Constraint],
        indicators: Sequence[Indicator],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owners"].offer(members, names_of(members))  # type: ignore[attr-defined]
        self.fields["constraints"].offer(limits)  # type: ignore[attr-defined]
        self.fields["indicator"].offer(indicators)  # type: ignore[attr-defined]
        for name, rows in (("constraints", limits), ("indicator", indicators)):
            if not rows:
                del self.fields[name]
        self.helper.layout = Layout(
            *("key", "version", "label", "owners"),
            Div("starts_on", "ends_on", css_class="nrc-pair"),
            Div("quantity_planned", "quantity_unit", "cost_planned", css_class="nrc-pair"),
            "quality_planned",
            *(name for name in ("constraints", "indicator") if name in self.fields),
            Fieldset(
                "Ce qui a été fait",
                Div("quantity_done", "cost_done", css_class="nrc-pair"),
                "quality_done",
                css_class="nrc-group",
            ),
        )

    @classmethod
    def for_action(cls, row: Any) -> dict[str, Any]:
        """Return the action as it is kept."""
        owners, limits = list(row.owners.all()), list(row.constraints.all())
        return cls.initial_of(row) | {"owners": owners, "constraints": limits}

    def values(self) -> dict[str, Any]:
        """Return the columns that go to the service."""
        return {name: self.cleaned_data[name] for name in FIELDS if name in self.cleaned_data}

    def links(self) -> Mapping[str, Sequence[Any]]:
        """Return who does it, and the constraints it takes account of."""
        return {
            name: self.cleaned_data[name]
            for name in ("owners", "constraints")
            if name in self.cleaned_data
        }


class TaskForm(CrispyForm):
    """A part of an action, for one member."""

    label = CleanTextField(
        label="Tâche",
        max_length=200,
        error_messages={"required": "Dites ce qu’il y a à faire."},
    )
    member = RowField(
        label="Étudiant",
        empty="Choisir",
        error_messages={"required": "Choisissez qui fait cette tâche."},
    )

    def __init__(self, *args: Any, members: Sequence[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].offer(members, names_of(members))  # type: ignore[attr-defined]
        self.helper.layout = Layout("label", "member")


class MoveForm(forms.Form):
    """The column a button of the board leads to."""

    to = forms.CharField(max_length=10)
