"""Forms of the parts of a project: constraints, technologies, codes, indicators."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms

from curriculum.models import Competence, Savoir
from internships.forms.fields import RowField, RowsField
from internships.forms.life import PageWords, RowForm, day_of
from nrc_platform.core.forms import CleanTextField, CrispyForm, LenientMixin, spoken
from projects.forms.tools import NumberField
from projects.models import Constraint, Indicator
from projects.states import ConstraintKind, IndicatorKind

_LARGEST = Decimal(10) ** 12
ADD_CONSTRAINT = PageWords(
    "", "Ajouter la contrainte", "La contrainte est ajoutée.", icon="plus-lg", adds=True
)
EDIT_CONSTRAINT = PageWords(
    "Modifier la contrainte", "Enregistrer la contrainte", "La contrainte est enregistrée."
)
REMOVE_CONSTRAINT = PageWords(
    "Retirer la contrainte",
    "Retirer la contrainte",
    "La contrainte est retirée.",
    question="Retirer cette contrainte du projet\u00a0?",
    danger=True,
)
ADD_TECHNOLOGY = PageWords("", "Ajouter l’outil", "L’outil est ajouté.", icon="plus-lg", adds=True)
REMOVE_TECHNOLOGY = PageWords(
    "Retirer l’outil",
    "Retirer l’outil",
    "L’outil est retiré.",
    question="Retirer cet outil du projet\u00a0?",
    danger=True,
)
SAVOIRS = PageWords("", "Enregistrer les savoirs", "Les savoirs sont enregistrés.")
COMPETENCES = PageWords("", "Enregistrer les compétences", "Les compétences sont enregistrées.")
OF_MEMBER = PageWords(
    "Compétences d’un membre",
    "Enregistrer les compétences",
    "Les compétences sont enregistrées.",
)
ADD_INDICATOR = PageWords(
    "", "Ajouter l’indicateur", "L’indicateur est ajouté.", icon="plus-lg", adds=True
)
EDIT_INDICATOR = PageWords(
    "Modifier l’indicateur", "Enregistrer l’indicateur", "L’indicateur est enregistré."
)
REMOVE_INDICATOR = PageWords(
    "Retirer l’indicateur",
    "Retirer l’indicateur",
    "L’indicateur est retiré.",
    question="Retirer cet indicateur du projet\u00a0?",
    danger=True,
)


class ConstraintForm(CrispyForm):
    """What limits the project."""

    label = CleanTextField(
        label="Contrainte",
        max_length=300,
        help_text="Une phrase\u00a0: ce qui limite le projet, et de combien.",
        error_messages={"required": "Nommez la contrainte."},
    )
    kind = forms.ChoiceField(label="Nature", choices=spoken(ConstraintKind.choices))

    def __init__(self, data: Any, *, row: Constraint | None = None) -> None:
        super().__init__(data, initial={"label": row.label, "kind": row.kind} if row else None)


class TechnologyForm(CrispyForm):
    """A commercial technology and what it serves."""

    savoir = RowField(label="Savoir de S8", empty="Aucun, ou autre", required=False)
    label = CleanTextField(
        label="Nom de l’outil",
        max_length=150,
        required=False,
        help_text="Par exemple\u00a0: le logiciel de relation client de l’entreprise.",
    )
    use = CleanTextField(
        label="Usage dans le projet",
        max_length=500,
        error_messages={"required": "Dites à quoi sert cet outil dans le projet."},
    )

    def __init__(self, data: Any, *, savoirs: Sequence[Savoir]) -> None:
        super().__init__(data)
        self.fields["savoir"].offer(savoirs)  # type: ignore[attr-defined]
        self.helper.layout = Layout(Div("savoir", "label", css_class="nrc-pair"), "use")


class CodesForm(LenientMixin, CrispyForm):
    """Codes of the référentiel, ticked; `due`: the rules ask for some, later on."""

    codes = RowsField(label="Codes", required=False)

    def __init__(
        self,
        data: Any,
        *,
        rows: Sequence[Savoir | Competence],
        held: Sequence[Any],
        label: str,
        due: bool = False,
    ) -> None:
        super().__init__(data, initial={"codes": held})
        self.fields["codes"].offer(rows)  # type: ignore[attr-defined]
        self.fields["codes"].label = label
        self.fields["codes"].required = due


class IndicatorForm(RowForm):
    """What is counted: a name, a unit, where it starts, where it must come, when."""

    names = ("label", "kind", "unit", "baseline", "target", "due_on", "objective")
    label = CleanTextField(
        label="Indicateur",
        max_length=200,
        help_text="Par exemple\u00a0: chiffre d’affaires des clients relancés.",
        error_messages={"required": "Nommez ce que vous comptez."},
    )
    kind = forms.ChoiceField(label="Nature", choices=spoken(IndicatorKind.choices))
    unit = CleanTextField(
        label="Unité", max_length=30, required=False, help_text="€, devis, visites…"
    )
    baseline = NumberField(label="Point de départ", required=False)
    target = NumberField(label="Nombre à atteindre", required=False)
    due_on = day_of("À atteindre le", required=False)
    objective = forms.BooleanField(label="C’est un objectif du projet", required=False)

    def __init__(self, data: Any, *, row: Indicator | None = None) -> None:
        initial: Mapping[str, Any] = self.initial_of(row) if row else {"objective": True}
        super().__init__(data, initial=initial)
        self.helper.layout = Layout(
            "version",
            "label",
            Div("kind", "unit", css_class="nrc-pair"),
            Div("baseline", "target", "due_on", css_class="nrc-pair"),
            "objective",
        )

    def clean(self) -> dict[str, Any]:
        """Refuse a figure that no project reaches."""
        read: dict[str, Any] = super().clean() or {}
        for name in ("baseline", "target"):
            value = read.get(name)
            if value is not None and abs(value) >= _LARGEST:
                self.add_error(name, "Ce nombre est trop grand\u00a0: vérifiez-le.")
        return read
