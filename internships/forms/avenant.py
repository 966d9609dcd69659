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
from internships.services.avenant_checks import CHANGES
from internships.states import HOURS_FIELDS, AvenantKind, BreakKind
from nrc_platform.core.forms import CrispyForm, FrenchDateField

_NEEDED = {
    "starts_on": "Indiquez le premier jour.",
    "ends_on": "Indiquez le dernier jour.",
    "tutor": "Choisissez qui suit désormais l’étudiant.",
    "referent": "Choisissez qui suit désormais l’étudiant.",
    "subject": "Écrivez le sujet.",
    "activities": "Écrivez les activités confiées.",
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
        for name in self.names:
            self.fields[name].required = name in _NEEDED
            if name in _NEEDED:
                self.fields[name].error_messages["required"] = _NEEDED[name]
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

    def change(self) -> dict[str, Any]:
        """Return what goes to the service: reason, day, terms as they become, days of a stop."""
        read = self.cleaned_data
        return {
            "reason": read["reason"],
            "applies_on": read["applies_on"],
            "changes": {name: read[name] for name in self.names},
            "breaks": [self._stop(read)] if self.stops else None,
        }

    @staticmethod
    def _stop(read: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "kind": BreakKind.INTERRUPTION,
            "starts_on": read["break_from"],
            "ends_on": read["break_to"],
            "reason": "",
        }

    def start_from(self, version: int) -> None:
        """Put what was typed over the version kept meanwhile."""
        self.data = dict(self.data.items()) | {"version": str(version)}
