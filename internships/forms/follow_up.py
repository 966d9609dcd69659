"""Forms of the page of a stage: absence, accident, how it went."""

from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms

from internships.forms.fields import HoursField, long_text
from internships.forms.life import MomentMixin, PageWords, TimeField, day_of
from internships.states import AbsenceReason, Outcome, Party
from nrc_platform.core.forms import CleanTextField, CrispyForm, spoken

ABSENCE = PageWords("Noter une absence", "Noter l’absence", "L’absence est notée.", icon="plus-lg")
REMOVE_ABSENCE = PageWords(
    "Retirer l’absence",
    "Retirer l’absence",
    "L’absence est retirée.",
    question="Retirer cette absence notée par erreur\u00a0?",
    danger=True,
)
ACCIDENT = PageWords(
    "Noter un accident",
    "Noter l’accident",
    "L’accident est noté. Sa déclaration part dans les 48\u00a0heures.",
    icon="plus-lg",
    after="Les soins d’abord. La déclaration se fait dans les 48\u00a0heures, dimanches et jours "
    "fériés non comptés\u00a0: la page du stage dit par qui.",
)
DECLARE = PageWords(
    "Accident déclaré", "Noter la déclaration", "La déclaration de l’accident est notée."
)
OUTCOME = PageWords(
    "Comment le stage s’est passé",
    "Enregistrer",
    "L’issue du stage est enregistrée.",
)


class AbsenceForm(CrispyForm):
    """Whole days, or hours of one day."""

    starts_on = day_of("Du")
    ends_on = day_of("Au", required=False, help_text="Vide\u00a0: un seul jour.")
    hours = HoursField(
        most=24, label="Heures manquées", help_text="Vide\u00a0: la journée entière."
    )
    reason = forms.ChoiceField(label="Motif", choices=spoken(AbsenceReason.choices))
    note = CleanTextField(
        label="Précisions",
        max_length=300,
        required=False,
        help_text="Rien sur la santé\u00a0: un certificat se donne au bureau.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            Div("starts_on", "ends_on", css_class="nrc-pair"),
            Div("reason", "hours", css_class="nrc-pair"),
            "note",
        )

    def values(self) -> dict[str, Any]:
        """Return what goes to the service."""
        cleaned = self.cleaned_data
        return {
            **cleaned,
            "ends_on": cleaned["ends_on"] or cleaned["starts_on"],
            "hours": cleaned["hours"] or None,
        }


class AccidentForm(MomentMixin, CrispyForm):
    """When, where, how."""

    day = day_of("Jour")
    hour = TimeField(label="Heure", max_length=12)
    place = CleanTextField(label="Lieu", max_length=200)
    circumstances = long_text(
        "Circonstances",
        most=2000,
        rows=4,
        help_text="Les faits seulement\u00a0: ce qui s’est passé, qui l’a vu.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            Div("day", "hour", "place", css_class="nrc-pair"), "circumstances"
        )

    def values(self) -> dict[str, Any]:
        """Return what goes to the service."""
        return {
            "happened_at": self.moment(),
            "place": self.cleaned_data["place"],
            "circumstances": self.cleaned_data["circumstances"],
        }


class DeclareForm(CrispyForm):
    """Who declared an accident, and when."""

    declared_on = day_of("Déclaré le")
    declared_by_name = CleanTextField(label="Par", max_length=160)


class OutcomeForm(CrispyForm):
    """How a stage went, and whose doing it was when it did not take place."""

    outcome = forms.ChoiceField(
        label="Le stage a été", choices=spoken(Outcome.choices), widget=forms.RadioSelect
    )
    outcome_party = forms.ChoiceField(
        label="Sinon, du fait",
        choices=[("", "Sans objet"), *spoken(Party.choices)],
        required=False,
    )
    outcome_note = long_text("Précisions", most=1000, rows=2, required=False)
