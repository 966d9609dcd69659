"""Form of the time log: one's own hours of a day, planned or spent."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms

from internships.forms.fields import HoursField, RowField
from internships.forms.life import PageWords, RowForm, day_of
from nrc_platform.core.forms import CleanTextField, spoken
from projects.services.time_log import FIELDS
from projects.states import HoursKind

MOST_HOURS = 24
ADD = PageWords(
    "Noter mon temps", "Noter le temps", "Le temps est noté.", icon="plus-lg", adds=True
)
EDIT = PageWords("Corriger mon temps", "Enregistrer le temps", "Le temps est enregistré.")
REMOVE = PageWords(
    "Retirer la ligne de temps",
    "Retirer la ligne",
    "La ligne est retirée.",
    question="Retirer cette ligne de temps\u00a0?",
    danger=True,
)


class TimeForm(RowForm):
    """Hours of a day: planned, spent, or both, and in which hours."""

    names = FIELDS
    about = RowField(
        label="À propos de",
        empty="Choisir",
        error_messages={"required": "Choisissez le projet ou la mission."},
    )
    on = day_of("Jour", error_messages={"required": "Indiquez le jour."})
    kind = forms.ChoiceField(label="Temps", choices=spoken(HoursKind.choices))
    planned = HoursField(most=MOST_HOURS, label="Heures prévues", help_text="7, 7,5 ou 7 h 30.")
    spent = HoursField(most=MOST_HOURS, label="Heures passées", help_text="Vide si c’est à venir.")
    what = CleanTextField(
        label="Travail",
        max_length=300,
        error_messages={"required": "Dites en quelques mots ce que vous avez fait."},
    )

    def __init__(self, *args: Any, subjects: Sequence[Any] = (), **kwargs: Any) -> None:
        """`subjects`: what one may choose from; alone, it is not asked for."""
        super().__init__(*args, **kwargs)
        chosen = len(subjects) > 1
        if chosen:
            self.fields["about"].offer(subjects)  # type: ignore[attr-defined]
        else:
            del self.fields["about"]
        self.helper.layout = Layout(
            *("key", "version", *(["about"] if chosen else [])),
            Div("on", "kind", css_class="nrc-pair"),
            Div("planned", "spent", css_class="nrc-pair"),
            "what",
        )

    def values(self) -> dict[str, Any]:
        """Return what goes to the service: no hours typed are none."""
        kept = super().values()
        return kept | {name: kept[name] or None for name in ("planned", "spent")}
