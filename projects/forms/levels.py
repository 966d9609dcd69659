"""Form of levels: one list by competence, the day it was seen, and words."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from crispy_forms.layout import Layout
from django import forms

from curriculum.models import Competence
from curriculum.rules.scale import Step
from curriculum.services.evidence import MAX_NOTE
from internships.forms.life import PageWords
from nrc_platform.core.forms import CleanTextField, CrispyForm, FrenchDateField
from projects.facts.levels import Word

UNSAID, WORKED = "", "0"
ASSESS = PageWords(
    "Donner les niveaux",
    "Enregistrer les niveaux",
    "Les niveaux sont enregistrés\u00a0: ils comptent comme preuves.",
    after="L’étudiant les lit aussitôt. Un niveau remis à «\u00a0Pas d’avis\u00a0» est retiré, et "
    "son histoire reste lisible.",
)
POSITION = PageWords(
    "Me situer",
    "Enregistrer ma position",
    "Votre position est enregistrée, à côté de celle de vos professeurs.",
    after="Vos professeurs la lisent. Un niveau remis à «\u00a0Pas d’avis\u00a0» est retiré, et "
    "son histoire reste lisible.",
)


class LevelsForm(CrispyForm):
    """At what level each competence was shown; without an opinion, nothing is said."""

    on = FrenchDateField(
        label="Date du fait",
        help_text="Le jour où cela a été vu.",
        error_messages={"required": "Indiquez le jour où cela a été vu."},
    )
    note = CleanTextField(
        label="Précision",
        max_length=MAX_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Une situation, un exemple.",
    )

    def __init__(
        self,
        data: Any,
        *,
        competences: Sequence[Competence],
        steps: Sequence[Step],
        words: Mapping[UUID, Word],
        on: Any,
    ) -> None:
        self.rows = {f"level_{each.pk}": each for each in competences}
        held = {name: _typed(words.get(each.pk)) for name, each in self.rows.items()}
        super().__init__(data, initial={**held, "on": on})
        offered = [
            (UNSAID, "Pas d’avis"),
            (WORKED, "Travaillée, sans niveau"),
            *((str(step["value"]), f"{step['value']}, {step['label']}") for step in steps),
        ]
        for name, each in self.rows.items():
            self.fields[name] = forms.ChoiceField(
                label=f"{each.code} {each.label}", choices=offered, required=False
            )
        self.helper.layout = Layout(*self.rows, "on", "note")

    def levels(self) -> dict[Competence, int | None]:
        """Return what was chosen; a competence without an opinion is left out."""
        given = ((each, self.cleaned_data[name]) for name, each in self.rows.items())
        return {each: int(level) or None for each, level in given if level != UNSAID}


def _typed(word: Word | None) -> str:
    if word is None:
        return UNSAID
    return str(word.level or WORKED)
