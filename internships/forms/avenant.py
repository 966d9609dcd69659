"""An avenant: its reason, its day, and the fields of what it changes."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms

from internships.facts.pages import Choices
from internships.forms.convention import ConventionForm
from internships.forms.fields import long_text
from internships.models import Terms
from internships.states import HOURS_FIELDS, AvenantKind, BreakKind
from nrc_platform.core.forms import CrispyForm, FrenchDateField

# What each kind of avenant may change; an interruption also adds days without presence.
CHANGES: dict[str, tuple[str, ...]] = {
    AvenantKind.DATES: ("starts_on", "ends_on"),
    AvenantKind.INTERRUPTION: ("ends_on",),
    AvenantKind.PLACE: ("site", "department"),
    AvenantKind.TUTOR: ("tutor",),
    AvenantKind.REFERENT: ("referent",),
    AvenantKind.SUBJECT: ("subject", "activities"),
    AvenantKind.HOURS: (
        *HOURS_FIELDS,
        "timetable",
        "night_presence",
        "holiday_presence",
        "presence_note",
    ),
    AvenantKind.GRATIFICATION: ("gratification", "hourly_cents", "payment"),
    AvenantKind.TERMINATION: ("ends_on",),
}
_HELP = {
    AvenantKind.DATES: "Le premier ou le dernier jour du stage change.",
    AvenantKind.INTERRUPTION: "Le stage s’arrête quelques jours, puis reprend.",
    AvenantKind.PLACE: "L’étudiant travaille ailleurs, ou dans un autre service.",
    AvenantKind.TUTOR: "Une autre personne de l’entreprise suit l’étudiant.",
    AvenantKind.REFERENT: "Un autre enseignant suit l’étudiant.",
    AvenantKind.SUBJECT: "Les activités confiées ne sont plus les mêmes.",
    AvenantKind.HOURS: "La semaine de présence change.",
    AvenantKind.GRATIFICATION: "Le montant ou le versement change.",
    AvenantKind.TERMINATION: "Le stage prend fin avant son terme, d’un commun accord.",
}


def kind_lines() -> list[tuple[str, str, str]]:
    """Return what an avenant may change: its key, its words, when it serves."""
    return [
        (str(key), label[:1].upper() + label[1:], _HELP[AvenantKind(key)])
        for key, label in AvenantKind.choices
    ]


class AvenantForm(CrispyForm):
    """A typed change of a signed convention."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    break_from = FrenchDateField(
        label="Arrêt du", error_messages={"required": "Indiquez le premier jour de l’arrêt."}
    )
    break_to = FrenchDateField(
        label="Au", error_messages={"required": "Indiquez le dernier jour de l’arrêt."}
    )
    applies_on = FrenchDateField(
        label="Prend effet le",
        error_messages={"required": "Indiquez le jour où le changement prend effet."},
    )
    reason = long_text(
        "Motif",
        most=1000,
        rows=3,
        help_text="Il s’imprime sur l’avenant.",
        error_messages={"required": "Dites pourquoi la convention change."},
    )

    def __init__(
        self,
        data: Any,
        *,
        kind: str,
        terms: Terms,
        choices: Choices,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        self.names = CHANGES[kind]
        now = {name: getattr(terms, name) for name in self.names}
        super().__init__(data, initial=now | dict(initial or {}))
        for name in self.names:
            self.fields[name] = deepcopy(ConventionForm.base_fields[name])
        offers = {"site": choices.sites, "tutor": choices.contacts, "referent": choices.referents}
        for name, rows in offers.items():
            if name in self.names:
                self.fields[name].offer(rows)  # type: ignore[attr-defined]
        self.stops = kind == AvenantKind.INTERRUPTION
        if not self.stops:
            del self.fields["break_from"], self.fields["break_to"]
        if kind == AvenantKind.TERMINATION:
            self.fields["ends_on"].label = "Dernier jour de présence"
        for name in ("timetable", "subject", "activities", "payment", "presence_note"):
            if name in self.fields:
                self.fields[name].required = False
        self.helper.layout = Layout("version", *self._blocks(), "applies_on", "reason")

    def _blocks(self) -> list[Any]:
        if HOURS_FIELDS[0] in self.names:
            rest = self.names[len(HOURS_FIELDS) :]
            return [Div(*HOURS_FIELDS, css_class="nrc-pair nrc-week"), *rest]
        stop = [Div("break_from", "break_to", css_class="nrc-pair")] if self.stops else []
        if self.names == ("starts_on", "ends_on"):
            return [Div(*self.names, css_class="nrc-pair")]
        return [*stop, *self.names]

    def clean(self) -> dict[str, Any]:
        """Refuse an interruption that ends before it begins."""
        read: dict[str, Any] = super().clean() or {}
        first, last = read.get("break_from"), read.get("break_to")
        if first and last and last < first:
            self.add_error("break_to", "L’arrêt ne peut pas finir avant son début.")
        return read

    def changes(self) -> dict[str, Any]:
        """Return the terms as they become."""
        return {name: self.cleaned_data[name] for name in self.names}

    def breaks(self) -> list[dict[str, Any]] | None:
        """Return the days the stage stops, for an interruption."""
        if not self.stops:
            return None
        read = self.cleaned_data
        return [
            {
                "kind": BreakKind.INTERRUPTION,
                "starts_on": read["break_from"],
                "ends_on": read["break_to"],
                "reason": "",
            }
        ]
